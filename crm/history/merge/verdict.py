"""Owns the verdict on three versions of one value: who changed it, and whether it can be united."""

from __future__ import annotations

from enum import Enum
from typing import TypeAlias

from crm.text import Mapping, Node, Scalar, Sequence

# The value in the base, with us and with them; None where it is not there.
Three: TypeAlias = "tuple[Node | None, Node | None, Node | None]"


class Verdict(Enum):
    """What becomes of a value."""

    SAME = "both sides have it alike"
    OURS = "only we changed it, or nobody"
    THEIRS = "only they changed it"
    MAPPING = "both changed it; key by key"
    SEQUENCE = "both changed it; item by item"
    CLASH = "both changed it, and only a person can decide"


class Values:
    """Numbers the data of nodes: equal numbers are equal data, whatever the order of keys."""

    def __init__(self) -> None:
        self._numbers: dict[object, int] = {}
        self._of: dict[int, tuple[Node, int]] = {}  # by id; the node is kept so that ids hold

    def number(self, node: Node | None) -> int:
        """Return the number of a node's data, -1 for None."""
        if node is None:
            return -1
        known = self._of.get(id(node))
        if known is None:
            number = self._numbers.setdefault(self._form(node), len(self._numbers))
            known = self._of[id(node)] = (node, number)
        return known[1]

    def _form(self, node: Node) -> object:
        if isinstance(node, Scalar):
            return node.text
        if isinstance(node, Mapping):
            return frozenset((key.text, self.number(value)) for key, value in node.entries)
        return tuple(map(self.number, node.items))

    def judge(self, three: Three) -> Verdict:
        """Return what becomes of a value."""
        base, ours, theirs = map(self.number, three)
        if ours == theirs:
            return Verdict.SAME
        if base in {ours, theirs}:
            return Verdict.THEIRS if base == ours else Verdict.OURS
        return _by_nothing(three) or _by_kind(three)


def is_nothing(node: Node | None) -> bool:
    """Tell whether a value is absent, empty, or a collection of nothing."""
    if isinstance(node, Mapping):
        return not node.entries
    if isinstance(node, Sequence):
        return not node.items
    return node is None or node.empty


def items_of(node: Node | None) -> list[Node]:
    """Return the items of a list; a lone value is a list of one, nothing a list of none."""
    if isinstance(node, Sequence):
        return node.items
    return [] if node is None or is_nothing(node) else [node]


def entries_of(node: Node | None) -> list[tuple[Scalar, Node]]:
    """Return the entries of a mapping; what is none has none."""
    return node.entries if isinstance(node, Mapping) else []


def _by_nothing(three: Three) -> Verdict | None:
    """Return the verdict where two of the three hold nothing, each in its way."""
    base, ours, theirs = map(is_nothing, three)
    if ours and (base or theirs):
        return Verdict.THEIRS if base and not theirs else Verdict.OURS
    return Verdict.OURS if base and theirs else None


def _by_kind(three: Three) -> Verdict:
    _, ours, theirs = three
    if isinstance(ours, Mapping) and isinstance(theirs, Mapping):
        return Verdict.MAPPING
    if not any(isinstance(side, Sequence) and side.items for side in (ours, theirs)):
        return Verdict.CLASH
    if any(isinstance(node, Mapping) and node.entries for node in three):
        return Verdict.CLASH
    lone = any(isinstance(node, Scalar) and not node.empty for node in three)
    if lone and any(not isinstance(item, Scalar) for node in three for item in items_of(node)):
        return Verdict.CLASH
    return Verdict.SEQUENCE
