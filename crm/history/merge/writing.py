"""Owns the merge as text: our lines, with the entries they changed as they wrote them."""

from __future__ import annotations

from dataclasses import dataclass

from crm.history.merge import flows, opening, slots, trivia
from crm.history.merge.conflict import Prefer
from crm.history.merge.flows import Bit, Rules
from crm.history.merge.layout import Child, Layout, layout, loose
from crm.history.merge.order import Slot
from crm.history.merge.verdict import Verdict, is_nothing
from crm.text import Mapping, Node, Scalar, Source
from crm.text import Sequence as Items
from crm.text.source import LINE_END

Children = tuple[Child | None, Child | None, Child | None]
Layouts = tuple[Layout, Layout, Layout]


@dataclass(frozen=True, slots=True)
class Written:
    """The text of an entry: lines above it, and its own from its first character on."""

    lead: str
    text: str


class Writer:
    """Writes what two sides made of a base, in the manner of ours; raises layout.Opaque.

    `level` moves deeply indented comments out to the entries they stand between: below a block
    text that the other side wrote they would become a part of it.
    """

    def __init__(self, rules: Rules, ours: Source, *, level: bool = False) -> None:
        self._level = level
        self._rules = rules
        self._ours = ours
        self._newline = ours.newline
        self._prefers_ours = rules.prefer is Prefer.OURS
        self._common: frozenset[str] = frozenset()  # new comments that both sides have somewhere

    def file(self, base: Child, ours: Child, theirs: Child) -> str:
        """Return the text of the whole merged file."""
        three = (base, ours, theirs)
        if not ours.is_block:
            return ours.before + flows.united(self._rules, "", _bits(three)) + ours.rest
        old, here, there = (frozenset(trivia.comments(child)) for child in three)
        self._common = (here & there) - old
        heads = [LINE_END.split(child.before) for child in three]
        lines = ["".join(line + self._newline for line in head[:-1]) for head in heads]
        head = trivia.united(lines[0], lines[1], lines[2], self._newline)
        entries, tail = self._entries("", three, self._layouts(three), ours.column)
        return head + _stacked(entries, ours.column) + tail

    # One entry

    def _child(self, name: str, three: Children, column: int) -> Written | None:
        """Return an entry, its further lines indented for `column`; None where it is gone."""
        base, ours, theirs = three
        verdict = self._rules.values.judge(_nodes(three))
        if ours is None or theirs is None:
            return self._one_sided(name, verdict, three, column)
        lead = self._lead(three, column)
        if trivia.same(base, ours):
            return Written(lead, self._placed(theirs, column))
        if trivia.same(base, theirs) or trivia.same(ours, theirs):
            return Written(lead, self._placed(ours, column))
        if verdict is Verdict.CLASH:
            return Written(lead, self._placed(ours if self._prefers_ours else theirs, column))
        if _united_by_parts(ours.node, theirs.node, verdict):
            return self._collection(name, lead, three, column)
        return self._leaf(lead, verdict, (base, ours, theirs), column)

    def _child_or_comments(self, name: str, three: Children, column: int) -> Written:
        """Return an entry; of one that is gone the new comments, as lines above no text."""
        written = self._child(name, three, column)
        if written is not None:
            return written
        if self._rules.values.judge(_nodes(three)) is Verdict.CLASH:
            return Written("", "")
        old, ours, theirs = (_all_comments(child) if child else [] for child in three)
        known = {*old, *self._common} if theirs else {*old}
        new = dict.fromkeys(line for line in (*ours, *theirs) if line not in known)
        return Written("".join(f"{' ' * column}{line}{self._newline}" for line in new), "")

    def _one_sided(
        self, name: str, verdict: Verdict, three: Children, column: int
    ) -> Written | None:
        """Return what is left of an entry that one side does not have."""
        _, ours, theirs = three
        if verdict is Verdict.SEQUENCE:
            there = ours or theirs
            return self._collection(name, self._own_lead(there, column), three, column)
        if verdict is Verdict.CLASH:
            chosen = ours if self._prefers_ours else theirs
        else:
            chosen = theirs if verdict is Verdict.THEIRS else ours
        if chosen is None:
            return None
        return Written(self._own_lead(chosen, column), self._placed(chosen, column))

    def _leaf(
        self, lead: str, verdict: Verdict, three: tuple[Child | None, Child, Child], column: int
    ) -> Written:
        """Return an entry of one value: who changed it decides, comments of both are kept."""
        base, ours, theirs = three
        chosen, other = (theirs, ours) if verdict is Verdict.THEIRS else (ours, theirs)
        text = self._placed(chosen, column)
        if base and chosen.rest.strip() == base.rest.strip() and _have_rests(chosen, other):
            text = text.removesuffix(self._shifted(chosen, chosen.rest, column))
            text += self._shifted(other, other.rest, column)
        return Written(lead + self._strays(text, three, column), text)

    # Collections

    def _collection(self, name: str, lead: str, three: Children, column: int) -> Written | None:
        """Return an entry whose collection both sides changed; None where all of it is gone."""
        base, host = three[0], _host(three)
        name = host.key.text if host.key else name
        if host.is_block:
            return self._block(name, lead, three, host, column)
        value = flows.united(self._rules, name, _bits(three))
        if value == "[]" and None in three[1:]:
            return None
        guest = three[2] if host is three[1] else three[1]
        behind = host
        if base and guest and host.rest.strip() == base.rest.strip() and _have_rests(host, guest):
            behind = guest
        text = self._shifted(host, host.before + value, column)
        text += self._shifted(behind, behind.rest, column)
        return Written(lead + self._strays(text, three, column), text)

    def _block(
        self, name: str, lead: str, three: Children, host: Child, column: int
    ) -> Written | None:
        layouts = self._layouts(three)
        mine = layouts[1] if host is three[1] else layouts[2]
        inner = mine.column - host.column + column
        begin, above = opening.united(three, host, column, self._newline)
        entries, tail = self._entries(name, three, layouts, inner)
        if not entries and None in three[1:]:
            return None
        remark = f"  {begin.comment}" if begin.comment else ""
        if not entries:
            empty = "{}" if isinstance(host.node, Mapping) else "[]"
            text = f"{begin.stem.rstrip()} {empty}{remark}{self._newline}{begin.head}{tail}"
        elif begin.inline:
            first = entries[0].text + entries[0].lead  # nothing can stand between dash and key
            text = begin.stem + first + _stacked(entries[1:], inner) + tail
        else:
            text = begin.stem + remark + self._newline + begin.head
            text += _stacked(entries, inner) + tail
        return Written(lead + above + self._strays(text, three, column, parts=True), text)

    def _entries(
        self, name: str, three: Children, layouts: Layouts, column: int
    ) -> tuple[list[Written], str]:
        """Return what stands in a collection, and the lines behind the last entry."""
        base, ours, theirs = (part.children for part in layouts)
        found = [
            self._child_or_comments(
                name, (_at(base, slot.base), _at(ours, slot.ours), _at(theirs, slot.theirs)), column
            )
            for slot in self._slots(name, three, layouts)
        ]
        tails = [
            trivia.shift_lines(part.tail, part.column, column, self._newline) for part in layouts
        ]
        tails[2] = trivia.without(tails[2], self._common)
        tail = trivia.united(tails[0], tails[1], tails[2], self._newline)
        if self._level:
            found = [Written(trivia.level(one.lead, column), one.text) for one in found]
            tail = trivia.level(tail, column)
        return _without_orphans(found, tail)

    def _slots(self, name: str, three: Children, layouts: Layouts) -> list[Slot]:
        if all(child is None or not isinstance(child.node, Items) for child in three[1:]):
            keys = [[child.key.text for child in part.children if child.key] for part in layouts]
            return slots.of_keys(*keys)
        base, ours, theirs = ([child.node for child in part.children] for part in layouts)
        rules = self._rules
        return slots.of_items(rules.values, name, (base, ours, theirs), two_way=rules.two_way)

    def _layouts(self, three: Children) -> Layouts:
        base, ours, theirs = map(_layout, three)
        return base, ours, theirs

    # Pieces

    def _placed(self, child: Child, column: int) -> str:
        return self._shifted(child, child.text, column)

    def _shifted(self, child: Child, text: str, column: int) -> str:
        if child.column == column and child.source is self._ours:
            return text
        return trivia.shift(text, child.column, column, self._newline)

    def _own_lead(self, child: Child | None, column: int) -> str:
        if child is None:
            return ""
        if child.column == column and child.source is self._ours:
            return child.lead
        return trivia.shift_lines(child.lead, child.column, column, self._newline)

    def _lead(self, three: Children, column: int) -> str:
        base, ours, theirs = (self._own_lead(child, column) for child in three)
        return trivia.united(base, ours, trivia.without(theirs, self._common), self._newline)

    def _strays(self, text: str, three: Children, column: int, *, parts: bool = False) -> str:
        """Return lines for comments that found no place in the text.

        In an entry written part by part, new ones in block style have found theirs.
        """
        old, ours, theirs = (trivia.comments(child) if child else [] for child in three)
        wanted = [comment for comment in ours if comment in theirs]
        for child, lines in zip(three[1:], (ours, theirs), strict=True):
            known = {*old, *self._common} if child is three[2] else old
            if child and not (parts and child.is_block):
                wanted += [comment for comment in lines if comment not in known]
        lost = dict.fromkeys(comment for comment in wanted if comment not in text)
        return "".join(f"{' ' * column}{comment}{self._newline}" for comment in lost)


def _nodes(three: Children) -> tuple[Node | None, Node | None, Node | None]:
    base, ours, theirs = (None if child is None else child.node for child in three)
    return base, ours, theirs


def _bits(three: Children) -> flows.Bits:
    base, ours, theirs = (
        None if child is None else Bit(child.source, child.node) for child in three
    )
    return base, ours, theirs


def _at(children: list[Child], place: int | None) -> Child | None:
    return None if place is None else children[place]


def _layout(child: Child | None) -> Layout:
    if child is None or not child.text:
        return Layout(children=[], tail="", column=0)
    return layout(child) if child.is_block else loose(child.source, child.node, child.column)


def _host(three: Children) -> Child:
    """Return the version whose brackets or lines are kept: ours where it has entries."""
    for child in three[1:]:
        if child and not isinstance(child.node, Scalar) and not is_nothing(child.node):
            return child
    raise TypeError(three)


def _united_by_parts(ours: Node, theirs: Node, verdict: Verdict) -> bool:
    """Tell whether two values that differ in their text can be united part by part."""
    if verdict in {Verdict.MAPPING, Verdict.SEQUENCE}:
        return True
    if is_nothing(ours) or is_nothing(theirs):
        return False
    both = (isinstance(ours, kind) and isinstance(theirs, kind) for kind in (Mapping, Items))
    return any(both)


def _have_rests(*children: Child) -> bool:
    """Tell whether what stands behind the values can be exchanged."""
    return all(
        child.end >= 0
        and not child.is_block
        and not (isinstance(child.node, Scalar) and child.node.style in {"|", ">"})
        for child in children
    )


def _all_comments(child: Child) -> list[str]:
    lead = (line.strip() for line in LINE_END.split(child.lead))
    return [*(line for line in lead if line), *trivia.comments(child)]


def _without_orphans(found: list[Written], tail: str) -> tuple[list[Written], str]:
    """Give lines that stand above no text to the entry that follows, else to the end."""
    entries: list[Written] = []
    lead = ""
    for written in found:
        lead += written.lead
        if written.text:
            entries.append(Written(lead, written.text))
            lead = ""
    return entries, lead + tail


def _stacked(entries: list[Written], column: int) -> str:
    return "".join(f"{entry.lead}{' ' * column}{entry.text}" for entry in entries)
