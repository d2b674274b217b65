"""Owns the merge of texts line by line, for what cannot be read as data, and conflict markers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from crm.record import record

_LINES = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+")


@record
class Hunk:
    """A stretch of lines: alike on both sides, or of a conflict."""

    ours: tuple[str, ...]
    theirs: tuple[str, ...]
    base: tuple[str, ...] = ()

    @property
    def is_conflict(self) -> bool:
        """Whether the sides differ."""
        return self.ours != self.theirs


def split(text: str) -> list[str]:
    """Return the lines of a text with their ends."""
    return _LINES.findall(text)


def differences(ours: str, theirs: str) -> list[Hunk]:
    """Return two texts as stretches that are alike and stretches that differ."""
    left, right = split(ours), split(theirs)
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    return [
        Hunk(ours=tuple(left[a:b]), theirs=tuple(right[c:d]))
        for _, a, b, c, d in matcher.get_opcodes()
    ]


def three_way(base: str, ours: str, theirs: str) -> list[Hunk]:
    """Return three texts merged line by line, as diff3 does; conflicts as stretches that differ."""
    old, left, right = split(base), split(ours), split(theirs)
    hunks: list[Hunk] = []
    at = here = there = 0
    for start, end, a, b in _anchors(old, left, right):
        hunks += _between(old[at:start], left[here:a], right[there:b])
        size = end - start
        hunks.append(Hunk(ours=tuple(left[a : a + size]), theirs=tuple(left[a : a + size])))
        at, here, there = end, a + size, b + size
    hunks += _between(old[at:], left[here:], right[there:])
    return [hunk for hunk in hunks if hunk.ours or hunk.theirs]


def _anchors(
    old: list[str], left: list[str], right: list[str]
) -> Iterator[tuple[int, int, int, int]]:
    """Yield stretches of the base that both sides left alone: start, end, and where they stand."""
    here = _matched(old, left)
    there = _matched(old, right)
    place = 0
    while place < len(old):
        if place not in here or place not in there:
            place += 1
            continue
        start = place
        while (
            place + 1 < len(old)
            and here.get(place + 1) == here[place] + 1
            and there.get(place + 1) == there[place] + 1
        ):
            place += 1
        place += 1
        yield start, place, here[start], there[start]


def _matched(old: list[str], new: list[str]) -> dict[int, int]:
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return {a + step: b + step for a, b, size in blocks for step in range(size)}


def _between(old: list[str], left: list[str], right: list[str]) -> list[Hunk]:
    """Return what stands between two stretches both sides left alone."""
    if right in (left, old):
        return [Hunk(ours=tuple(left), theirs=tuple(left))]
    if left == old:
        return [Hunk(ours=tuple(right), theirs=tuple(right))]
    return [Hunk(ours=tuple(left), theirs=tuple(right), base=tuple(old))]


def marked(hunks: list[Hunk], newline: str = "\n", size: int = 7) -> str:
    """Return the text with git's markers around the stretches that differ."""
    parts: list[str] = []
    for hunk in hunks:
        if not hunk.is_conflict:
            parts += hunk.ours
            continue
        parts += [f"{'<' * size} ours{newline}", _ended(hunk.ours, newline)]
        parts += [f"{'=' * size}{newline}", _ended(hunk.theirs, newline)]
        parts.append(f"{'>' * size} theirs{newline}")
    return "".join(parts)


def _ended(lines: tuple[str, ...], newline: str) -> str:
    text = "".join(lines)
    return text if not text or text.endswith(("\n", "\r")) else text + newline
