"""Owns conflict markers as they are found in a file: the versions that stand between them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from crm.history.merge.lines import split
from crm.record import record

_OPEN = re.compile(r"(<{7,})(?: .*)?")


@record
class Sides:
    """The texts a file with `count` conflicts was made of; `base` is None where none is marked.

    `gone` tells that one side of some conflict is empty: it deleted what the other changed.
    """

    ours: str
    theirs: str
    base: str | None
    gone: bool
    count: int


@dataclass(slots=True)
class _Parts:
    ours: list[str] = field(default_factory=list)
    base: list[str] = field(default_factory=list)
    theirs: list[str] = field(default_factory=list)


def sides(text: str) -> Sides | None:
    """Return the texts a file with markers was made of, None where there are no sound markers."""
    whole, part = _Parts(), _Parts()
    size = count = 0
    place: list[str] | None = None
    gone = False
    based = True
    for line in split(text):
        bare = line.rstrip("\r\n")
        opens = _OPEN.fullmatch(bare)
        if place is None and opens:
            size, part, count = len(opens[1]), _Parts(), count + 1
            place = part.ours
        elif place is None:
            _add(whole, line)
        elif place is part.ours and _is(bare, "|", size):
            place = part.base
        elif place is not part.theirs and bare == "=" * size:
            based = based and place is part.base
            place = part.theirs
        elif place is part.theirs and _is(bare, ">", size):
            gone = gone or not (part.ours and part.theirs)
            for lines, more in zip(_lists(whole), _lists(part), strict=True):
                lines.extend(more)
            place = None
        else:
            place.append(line)
    if not count or place is not None:
        return None
    ours, base, theirs = ("".join(lines) for lines in _lists(whole))
    return Sides(ours=ours, theirs=theirs, base=base if based else None, gone=gone, count=count)


def _is(line: str, mark: str, size: int) -> bool:
    return line == mark * size or line.startswith(mark * size + " ")


def _lists(parts: _Parts) -> tuple[list[str], list[str], list[str]]:
    return parts.ours, parts.base, parts.theirs


def _add(parts: _Parts, line: str) -> None:
    for lines in _lists(parts):
        lines.append(line)
