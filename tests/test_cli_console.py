"""What is printed: exact in a file, harmless on a terminal."""

from __future__ import annotations

import io
import sys

import pytest

from crm.cli.console import paint, say, tell


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Кафе «Витоша»\t–\nline", "Кафе «Витоша»\t–\nline"),
        (
            "a\x1b]0;title\x07b\x1b[2Jc\r\x9b3D",
            "a\\u001b]0;title\\u0007b\\u001b[2Jc\\u000d\\u009b3D",
        ),
        (paint("red\x1b[8m", "red", "bold"), paint("red\\u001b[8m", "red", "bold")),
    ],
    ids=["plain", "steering", "colours"],
)
def test_no_text_steers_a_terminal(text: str, shown: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, write in (("stdout", say), ("stderr", tell)):
        for stream, expected in ((Terminal(), shown), (io.StringIO(), text)):
            monkeypatch.setattr(sys, name, stream)
            write(text)
            assert stream.getvalue() == f"{expected}\n"
