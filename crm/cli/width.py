"""Owns how wide text is on a terminal, and tables that line up."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import zip_longest

_ZERO = frozenset({"Mn", "Me", "Cf"})


def width(text: str) -> int:
    """Return how many columns of a terminal the text takes."""
    if text.isascii():
        return len(text)
    return sum(map(_char_width, text))


@cache
def _char_width(char: str) -> int:
    if unicodedata.category(char) in _ZERO:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def clip(text: str, limit: int) -> str:
    """Return the text cut to `limit` columns, with an ellipsis where something is left out."""
    if width(text) <= limit:
        return text
    taken, room = [], limit - 1
    for char in text:
        room -= _char_width(char)
        if room < 0:
            break
        taken.append(char)
    return "".join(taken) + "…"


def pad(text: str, to: int, *, right: bool = False) -> str:
    """Return the text filled up with spaces to `to` columns."""
    return _filled(text, to - width(text), right=right)


def _filled(text: str, spaces: int, *, right: bool) -> str:
    return " " * spaces + text if right else text + " " * spaces


def table(rows: Iterable[Sequence[str]], right: frozenset[int] = frozenset()) -> list[str]:
    """Return the rows as lines with columns in line; `right` names those aligned right."""
    kept = [tuple(row) for row in rows]
    if not kept:
        return []
    own = [tuple(map(width, row)) for row in kept]
    widths = [max(column) for column in zip_longest(*own, fillvalue=0)]
    return [
        "  ".join(
            _filled(cell, widths[at] - taken[at], right=at in right) for at, cell in enumerate(row)
        ).rstrip()
        for row, taken in zip(kept, own, strict=True)
    ]
