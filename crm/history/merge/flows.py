"""Owns the merged text of collections in flow style: ours with their changes between its commas."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from crm.history.merge import slots
from crm.history.merge.conflict import Prefer
from crm.history.merge.layout import as_flow
from crm.history.merge.order import Slot
from crm.history.merge.verdict import Values, Verdict, entries_of, items_of
from crm.text import Mapping, Node, Scalar, Source, quote
from crm.text import Sequence as Items
from crm.text.source import LINE_END


@dataclass(frozen=True, slots=True)
class Bit:
    """A value with its key, if it has one; `inner` where it stands between brackets."""

    source: Source
    node: Node
    key: Scalar | None = None
    inner: bool = False

    @property
    def span(self) -> tuple[int, int]:
        """Where it stands in the text of its source."""
        if self.key is None:
            return self.node.start, self.node.end
        return self.key.start, max(self.node.end, self.key.end)

    @property
    def text(self) -> str:
        """It as it was written where that can stand between brackets."""
        start, end = self.span
        if self.inner and not LINE_END.search(self.source.text, start, end):
            return self.source.text[start:end]
        return self.head + as_flow(self.source, self.node)

    @property
    def head(self) -> str:
        """Its key with a colon."""
        return f"{quote.key(self.key.text, flow=True)}: " if self.key else ""


@dataclass(frozen=True, slots=True)
class Rules:
    """What decides where both sides changed something."""

    values: Values
    prefer: Prefer
    two_way: bool


Bits = tuple[Bit | None, Bit | None, Bit | None]


def united(rules: Rules, name: str, three: Bits) -> str:
    """Return the text of a collection that both sides changed."""
    lists = [_bits(bit) for bit in three]
    frame = _frame(three)
    found: list[tuple[str, int | None]] = []
    for slot in _slots(rules, name, three, lists):
        text = _bit(rules, name, _three(lists, slot))
        if text is not None:
            found.append((text, slot.ours if frame is three[1] else slot.theirs))
    return _joined(frame, found, mapping=isinstance(_node(three[1]), Mapping))


def _node(bit: Bit | None) -> Node | None:
    return bit.node if bit else None


def _bits(bit: Bit | None) -> list[Bit]:
    if bit is None:
        return []
    inner = isinstance(bit.node, Mapping | Items) and bit.node.flow
    if isinstance(bit.node, Mapping):
        return [Bit(bit.source, value, key, inner) for key, value in entries_of(bit.node)]
    return [Bit(bit.source, item, None, inner) for item in items_of(bit.node)]


def _slots(rules: Rules, name: str, three: Bits, lists: Sequence[list[Bit]]) -> list[Slot]:
    if isinstance(_node(three[1]), Mapping):
        base, ours, theirs = ([bit.key.text for bit in bits if bit.key] for bits in lists)
        return slots.of_keys(base, ours, theirs)
    nodes = [[bit.node for bit in bits] for bits in lists]
    return slots.of_items(rules.values, name, (nodes[0], nodes[1], nodes[2]), two_way=rules.two_way)


def _three(lists: Sequence[list[Bit]], slot: Slot) -> Bits:
    base, ours, theirs = lists
    return (
        None if slot.base is None else base[slot.base],
        None if slot.ours is None else ours[slot.ours],
        None if slot.theirs is None else theirs[slot.theirs],
    )


def _frame(three: Bits) -> Bit | None:
    """Return the version whose brackets and commas are kept: ours where it has any."""
    for bit in three[1:]:
        if bit and isinstance(bit.node, Mapping | Items) and bit.node.flow and _bits(bit):
            return bit
    return None


def _bit(rules: Rules, above: str, three: Bits) -> str | None:
    """Return the text of one element, None where it is gone."""
    _, ours, theirs = three
    verdict = rules.values.judge((_node(three[0]), _node(ours), _node(theirs)))
    if verdict in {Verdict.MAPPING, Verdict.SEQUENCE}:
        chosen = ours or theirs
        name = chosen.key.text if chosen and chosen.key else above
        text = united(rules, name, three)
        if verdict is Verdict.SEQUENCE and text in {"[]", "{}"} and None in {ours, theirs}:
            return None
        return (chosen.head if chosen else "") + text
    if verdict is Verdict.CLASH:
        chosen = ours if rules.prefer is Prefer.OURS else theirs
    else:
        chosen = theirs if verdict is Verdict.THEIRS else ours
    return chosen.text if chosen else None


def _joined(frame: Bit | None, found: list[tuple[str, int | None]], *, mapping: bool) -> str:
    """Return the elements between the brackets and commas of the frame."""
    texts = [text for text, _ in found]
    if frame is None or not texts:
        inner = ", ".join(texts)
        return f"{{{inner}}}" if mapping else f"[{inner}]"
    text, node = frame.source.text, frame.node
    spans = [bit.span for bit in _bits(frame)]
    gaps = [text[end:start] for (_, end), (start, _) in itertools.pairwise(spans)]
    usual = gaps[0] if gaps and "#" not in gaps[0] else ", "
    parts = [text[node.start : spans[0][0]]]
    for place, (part, own) in enumerate(found):
        if place:
            kept = own is not None and found[place - 1][1] == own - 1
            parts.append(gaps[own - 1] if kept and own else usual)
        parts.append(part)
    return "".join(parts) + text[spans[-1][1] : node.end]
