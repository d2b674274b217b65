"""Owns the rows that lists are made from: all of them, and those of each segment and tag."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import attrgetter

from crm.index.answers import Segment
from crm.index.kept import KeptRow

_REVENUE = attrgetter("revenue")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """All rows of the base, in the order in which lists open, and those of each class."""

    rows: Sequence[KeptRow]
    by_segment: Mapping[str, Sequence[KeptRow]]
    by_tag: Mapping[str, Sequence[KeptRow]]
    revenue: int
    tags: tuple[tuple[str, int], ...]  # the commonest first
    segments: tuple[Segment, ...]
    files: int


def listed(
    rows: Sequence[KeptRow],
    *,
    tags: tuple[tuple[str, int], ...],
    segments: tuple[Segment, ...],
    files: int,
) -> Listed:
    """Return the rows with those of each class, by its key."""
    by_segment: dict[str, list[KeptRow]] = defaultdict(list)
    by_tag: dict[str, list[KeptRow]] = defaultdict(list)
    segments_of, tags_of = cache(str.split), cache(str.split)
    for row in rows:
        for key in segments_of(row.segments):
            by_segment[key].append(row)
        for key in tags_of(row.tags):
            by_tag[key].append(row)
    return Listed(
        rows=rows,
        by_segment=by_segment,
        by_tag=by_tag,
        revenue=sum(map(_REVENUE, rows)),
        tags=tags,
        segments=segments,
        files=files,
    )
