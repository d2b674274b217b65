"""The seal beside a stored index: made whole, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm.index import seal


def test_a_seal_that_cannot_be_made_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a full disk each command would leave one more file."""
    index = tmp_path / "index.sqlite"
    index.write_bytes(b"x")

    def full(*_: object) -> Path:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", full)
        seal.seal(index)
    assert (list(tmp_path.iterdir()), seal.sealed(index)) == ([index], False)
    seal.seal(index)
    assert seal.sealed(index)
