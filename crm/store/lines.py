"""Owns files that are lists of lines, such as .gitignore: what they lack is added at the end."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from crm.base import Base
from crm.store.edit import NewFile, Replacement, carry_out


def with_lines(old: bytes, wanted: Iterable[str]) -> bytes:
    """Return a file's bytes with the wanted lines it lacks, in its own line ends.

    Comments among them come along when a line that is none is added.
    """
    newline = b"\r\n" if b"\r\n" in old else b"\n"
    present = {line.strip() for line in old.splitlines()}
    missing = [line for line in (text.encode() for text in wanted) if line.strip() not in present]
    if all(line.startswith(b"#") for line in missing):
        return old
    gap = b"" if not old or old.endswith(b"\n") else newline
    return old + gap + b"".join(line + newline for line in missing)


def add_lines(base: Base, path: Path, wanted: Iterable[str], command: str) -> None:
    """Add the wanted lines that a file lacks, and make the file if need be; raises CannotWrite."""
    lines = tuple(wanted)
    if not path.exists():
        text = "".join(f"{line}\n" for line in lines)
        carry_out(base, [NewFile(path=path, text=text)], command=command)
        return
    data = with_lines(path.read_bytes(), lines)
    carry_out(base, [Replacement(path=path, data=data)], command=command)
