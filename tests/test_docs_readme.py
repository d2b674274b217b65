"""The transcripts in the README are real: its commands, run in a new folder, print what it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from transcript import folder, replay

README = Path(__file__).parents[1] / "README.md"
_BLOCK = re.compile(r"(?<=```console\n)(.*?)(?=```)", re.DOTALL)


def test_transcripts(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    text = README.read_text(encoding="utf-8")
    with folder(tmp_path):
        now = _BLOCK.sub(lambda found: _plain(replay(found[0])), text)
    if request.config.getoption("--refresh"):
        README.write_text(now, encoding="utf-8")
    else:
        assert now == text


def _plain(transcript: str) -> str:
    """Return a transcript as a terminal shows it, messages beside data."""
    return re.sub("^! ", "", transcript, flags=re.MULTILINE)
