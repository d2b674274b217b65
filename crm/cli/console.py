"""Owns the streams: their encoding, colours, and where data and messages go."""

from __future__ import annotations

import io
import os
import sys
from typing import TextIO

STYLES = {"red": "31", "yellow": "33", "green": "32", "bold": "1", "dim": "2"}


def prepare() -> None:
    """Make the streams able to take any character; a console without it shows `?`, never fails.

    Whoever started us may have closed one: what is written there goes nowhere, and nothing is
    read. Nor does a file that is opened later get its number.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            nowhere = open(os.devnull, mode, encoding="utf-8")  # noqa: PTH123, SIM115 - kept open
            setattr(sys, name, nowhere)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if os.name == "nt" and not stream.isatty():
                stream.reconfigure(encoding="utf-8")  # a file or pipe would get the ANSI code page
            stream.reconfigure(errors="replace")


def say(text: str = "") -> None:
    """Write a line of data to standard output."""
    print(_harmless(text, sys.stdout))


def tell(text: str) -> None:
    """Write a message to standard error."""
    print(_harmless(text, sys.stderr), file=sys.stderr, flush=True)


def _harmless(text: str, stream: TextIO) -> str:
    r"""Return a text without what would steer a terminal: names and notes come from anywhere.

    Line ends, tabs and our own colours stay; any other control character is shown as \uXXXX.
    What goes into a file or a pipe is exact.
    """
    if text.isprintable() or not stream.isatty():
        return text
    import re

    ours = "|".join(("0", *STYLES.values()))
    steering = rf"(\x1b\[(?:{ours})(?:;(?:{ours}))*m)|[\x00-\x08\x0b-\x1f\x7f-\x9f]"
    return re.sub(steering, lambda one: one[1] or f"\\u{ord(one[0]):04x}", text)


def coloured(stream: TextIO | None = None) -> bool:
    """Tell whether colours are wanted: on a terminal that has them, and without NO_COLOR."""
    target = stream or sys.stdout
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return target.isatty() and not plain


def paint(text: str, *styles: str, on: bool = True) -> str:
    """Return the text in colours where they are on."""
    if not on or not text:
        return text
    return f"\x1b[{';'.join(STYLES[style] for style in styles)}m{text}\x1b[0m"


def unicode_output() -> bool:
    """Tell whether standard output can carry every character."""
    return (sys.stdout.encoding or "").lower().replace("-", "").startswith("utf")


def close_quietly() -> None:
    """Point standard output at nothing, so that Python's last flush finds no broken pipe."""
    try:
        target = sys.stdout.fileno()
    except (io.UnsupportedOperation, ValueError):
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, target)
    os.close(nowhere)
