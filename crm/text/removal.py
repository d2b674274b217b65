"""Owns the removal of entries and items by position."""

from __future__ import annotations

from crm.text import places
from crm.text.nodes import Mapping, Sequence
from crm.text.places import Path
from crm.text.source import Document, Source
from crm.text.splice import Splice


def remove(document: Document, path: Path) -> Splice:
    """Return the splice that takes the entry or item at `path` out."""
    parent, node = places.find(document, path)
    source = document.source
    if node is None or parent is None:
        raise places.unsafe(source, document.root, f"there is no {path[-1]}")
    starts = places.starts_of(parent)
    index = places.index_of(parent, path[-1])
    if parent.flow:
        return _remove_flow(source, parent, starts, index)
    if len(starts) == 1:
        return _remove_last(source, parent)
    return _remove_block(source, parent, starts, index)


def _remove_flow(
    source: Source, parent: Mapping | Sequence, starts: list[int], index: int
) -> Splice:
    ends = places.ends_of(parent)
    if len(starts) == 1:
        return Splice(starts[0], _past_comma(source, ends[0]), "")
    if index + 1 < len(starts):
        return Splice(starts[index], starts[index + 1], "")
    return Splice(ends[index - 1], ends[index], "")


def _past_comma(source: Source, end: int) -> int:
    rest = source.text[end:]
    return end + 1 if rest.startswith(",") else end


def _remove_last(source: Source, parent: Mapping | Sequence) -> Splice:
    """Return the splice that empties a block collection of one: it becomes {} or []."""
    only = parent.entries[0][1] if isinstance(parent, Mapping) else parent.items[0]
    empty = "{}" if isinstance(parent, Mapping) else "[]"
    end = places.line_after(source, only)
    newline = places.newline_before(source, end) if places.ends_line(source.text[:end]) else ""
    before = source.text[: parent.start].rstrip()
    if before.endswith(":"):
        return Splice(len(before), end, f" {empty}{newline}")
    return Splice(parent.start, end, empty + newline)


def _remove_block(
    source: Source, parent: Mapping | Sequence, starts: list[int], index: int
) -> Splice:
    value = parent.entries[index][1] if isinstance(parent, Mapping) else parent.items[index]
    start = starts[index]
    if isinstance(parent, Sequence):
        start = places.dash_of(source, parent, value)
    line_start = source.starts[source.line(start) - 1]
    if source.text[line_start:start].strip():  # the first key of an item: `- date: …`
        following = starts[index + 1]
        return Splice(start, following, "")
    end = places.line_after(source, value)
    at_end = end == len(source.text) and not places.ends_line(source.text)
    if at_end and line_start:
        before = source.starts[source.line(start) - 2]
        line_start = before + len(source.rest_of_line(before))
    return Splice(line_start, end, "")
