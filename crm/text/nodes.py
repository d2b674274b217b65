"""Owns the nodes of a YAML text: scalars, mappings and sequences that know where they stand.

Nodes are plain classes with slots, not dataclasses: a base of 10,000 files has a million of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

# What a plain scalar says when it says that nothing is there.
NOTHING = frozenset({"", "~", "null"})


class Scalar:
    """A text; `style` is '' (plain), ', ", | or >; start and end are offsets in the source."""

    __slots__ = ("end", "start", "style", "text")

    def __init__(self, text: str, style: str, start: int, end: int) -> None:
        self.text = text
        self.style = style
        self.start = start
        self.end = end

    @property
    def empty(self) -> bool:
        """Tell whether this stands for a value that is not there: plain '', `~` or `null`."""
        return not self.style and self.text in NOTHING


class Mapping:
    """Keys and values in the order of the text."""

    __slots__ = ("end", "entries", "flow", "start")
    empty = False

    def __init__(self, *, flow: bool, start: int) -> None:
        self.entries: list[tuple[Scalar, Node]] = []
        self.flow = flow
        self.start = start
        self.end = start

    def get(self, key: str) -> Node | None:
        """Return the value of a key, or None."""
        for name, value in self.entries:
            if name.text == key:
                return value
        return None

    def key(self, key: str) -> Scalar | None:
        """Return the node of a key itself, or None."""
        for name, _ in self.entries:
            if name.text == key:
                return name
        return None


class Sequence:
    """Items in the order of the text."""

    __slots__ = ("end", "flow", "items", "start")
    empty = False

    def __init__(self, *, flow: bool, start: int) -> None:
        self.items: list[Node] = []
        self.flow = flow
        self.start = start
        self.end = start


Node: TypeAlias = Scalar | Mapping | Sequence
Plain: TypeAlias = "str | list[Plain] | dict[str, Plain]"


def plain(node: Node) -> Plain:
    """Return nested dicts, lists and texts; every scalar as it was typed."""
    if type(node) is Scalar:
        return node.text
    if type(node) is Mapping:
        return {key.text: plain(value) for key, value in node.entries}
    return [plain(item) for item in node.items] if type(node) is Sequence else ""


def scalars(node: Node) -> Iterator[Scalar]:
    """Yield all scalars below a node, keys too, in the order of the text."""
    if type(node) is Scalar:
        yield node
    elif type(node) is Mapping:
        for key, value in node.entries:
            yield key
            yield from scalars(value)
    elif type(node) is Sequence:
        for item in node.items:
            yield from scalars(item)
