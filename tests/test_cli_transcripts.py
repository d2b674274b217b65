"""Every transcript under tests/transcripts prints what it says; --refresh writes them anew."""

from __future__ import annotations

from pathlib import Path

import pytest
from transcript import FOLDER, folder, replay


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.txt")), ids=lambda path: path.stem)
def test_transcript(path: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    text = path.read_text(encoding="utf-8")
    with folder(tmp_path):
        now = replay(text)
    if request.config.getoption("--refresh"):
        path.write_text(now, encoding="utf-8")
    else:
        assert now == text
