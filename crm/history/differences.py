"""Owns what one version of a file says otherwise than another, in the words of the format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from crm.fields.badvalue import BadValue
from crm.fields.readers import flag as read_flag
from crm.history.merge.matching import equal, same_identity, similar
from crm.record import positional
from crm.text import Mapping, Node, Plain, Scalar, plain
from crm.text import Sequence as Items

_LONGEST = 1000  # characters of a value that are kept; git has the rest
_DAY = 10  # characters of a date without its time
# What an item of a list is called by; others by nothing but their text.
_CALLED = {
    "interactions": ("date", "type"),
    "tasks": ("due", "what"),
    "contacts": ("name",),
    "deals": ("id",),
    "consent": ("purpose", "given"),
    "contracts": ("number",),
}
# What is told of an item that comes or goes, the first that it has.
_GIST = {
    "interactions": ("summary", "amount", "what", "score", "points", "resolved", "url"),
    "contacts": ("role", "phone", "email"),
    "deals": ("title", "amount"),
    "contracts": ("end", "amount"),
    "consent": ("how",),
}
Root: TypeAlias = "Mapping | None"


@positional
class Difference:
    """One thing that differs; the words are those of `crm.index.changes.Change`."""

    kind: str
    field: str = ""
    item: str = ""
    was: str = ""
    old: str = ""
    new: str = ""
    private: bool = False

    @property
    def result(self) -> tuple[str, ...]:
        """What it leads to, whatever was before."""
        return self.kind, self.field, self.item, self.new or f"-{self.old}"


def differences(old: Root, new: Root) -> tuple[Difference, ...]:
    """Return what changed from one root mapping to another; none where nothing but layout did."""
    before, after = _keys(old), _keys(new)
    found: list[Difference] = []
    for key in dict.fromkeys((*after, *before)):
        here, there = before.get(key), after.get(key)
        if _is_list(key, here, there):
            found += _of_items(key, _items(here), _items(there))
        else:
            found += _of_values(key, here, there, private=key == "private")
    found += _moves(_items(before.get("interactions")), _items(after.get("interactions")))
    return tuple(found)


def is_private(item: Node) -> bool:
    """Tell whether an entry is flagged; whatever is not a plain no counts as a yes."""
    flag = item.get("private") if isinstance(item, Mapping) else None
    if flag is None or flag.empty:
        return False
    try:
        return not isinstance(flag, Scalar) or read_flag(flag.text)
    except BadValue:
        return True


def _keys(root: Root) -> dict[str, Node]:
    return {key.text: value for key, value in root.entries} if root is not None else {}


def _items(node: Node | None) -> list[Node]:
    return list(node.items) if isinstance(node, Items) else []


def _is_list(key: str, *nodes: Node | None) -> bool:
    if key in _CALLED:
        return True
    lists = [node for node in nodes if isinstance(node, Items)]
    return bool(lists) and all(isinstance(item, Mapping) for node in lists for item in node.items)


# Values


def _of_values(
    field: str, old: Node | None, new: Node | None, *, item: str = "", private: bool = False
) -> Iterator[Difference]:
    """Yield what differs between two values; mappings are compared key by key."""
    if isinstance(old, Mapping) or isinstance(new, Mapping):
        before = _keys(old) if isinstance(old, Mapping) else {}
        after = _keys(new) if isinstance(new, Mapping) else {}
        for key in dict.fromkeys((*after, *before)):
            place = f"{field}.{key}"
            yield from _of_values(
                place, before.get(key), after.get(key), item=item, private=private
            )
        old, new = (None if isinstance(node, Mapping) else node for node in (old, new))
    was, now = _text(old), _text(new)
    if was != now:
        yield Difference("set", field, item, "", was, now, private)


def _text(node: Node | None) -> str:
    """Return a value in one line of text, as it was typed."""
    if node is None or node.empty:
        return ""
    return _cut(_joined(plain(node)))


def _joined(value: Plain) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_joined(one)}" for key, one in value.items())
    return (" · " if any(isinstance(one, dict) for one in value) else ", ").join(
        map(_joined, value)
    )


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


# Items of lists


def _of_items(field: str, old: Sequence[Node], new: Sequence[Node]) -> Iterator[Difference]:
    """Yield what differs between two lists; their order means nothing."""
    pairs = _pairs(field, old, new)
    taken = set(pairs.values())
    back = {there: here for here, there in pairs.items()}
    for place, item in enumerate(new):
        if place in taken:
            yield from _of_pair(field, old[back[place]], item)
        else:
            yield Difference(
                "added", field, _name(field, item), "", "", _gist(field, item), is_private(item)
            )
    for place, item in enumerate(old):
        if place not in pairs:
            yield Difference(
                "removed", field, _name(field, item), "", _gist(field, item), "", is_private(item)
            )


def _pairs(field: str, old: Sequence[Node], new: Sequence[Node]) -> dict[int, int]:
    """Return which item became which: equal ones, those of one name, then similar ones."""
    numbers: dict[str, int] = {}
    texts = [
        [numbers.setdefault(repr(plain(one)), len(numbers)) for one in lot] for lot in (old, new)
    ]
    pairs = equal(*texts)
    for match in (same_identity, similar):
        taken = set(pairs.values())
        here = [place for place in range(len(old)) if place not in pairs]
        there = [place for place in range(len(new)) if place not in taken]
        if not here or not there:
            break
        pairs |= match(field, old, new, here, there)
    return pairs


def _of_pair(field: str, old: Node, new: Node) -> Iterator[Difference]:
    if plain(old) == plain(new):
        return
    private = is_private(old) or is_private(new)
    item, was = _name(field, new), _name(field, old)
    earlier = "" if was == item else was
    for one in _of_values(field, old, new, item=item, private=private):
        done = one.field == "tasks.done" and not one.old
        kind = "done" if done else "changed"
        yield Difference(kind, one.field, item, earlier, one.old, one.new, private)


def _name(field: str, item: Node) -> str:
    """Return what an item is called."""
    if not isinstance(item, Mapping):
        return _text(item)
    found = [_text(item.get(key)) for key in _CALLED.get(field, ())]
    return " ".join(filter(None, found))


def _gist(field: str, item: Node) -> str:
    """Return what is told of an item beside its name."""
    if not isinstance(item, Mapping):
        return ""
    if field not in _CALLED:
        return _text(item)
    return next(filter(None, (_text(item.get(key)) for key in _GIST.get(field, ()))), "")


# Deals


def _moves(old: Sequence[Node], new: Sequence[Node]) -> Iterator[Difference]:
    """Yield each deal that stands in another stage: the last entry that moves it says so."""
    before, after = _stages(old), _stages(new)
    for deal, (stage, private) in after.items():
        was, hidden = before.get(deal, ("", False))
        if stage != was:
            yield Difference("moved", "deals.stage", deal, "", was, stage, private or hidden)


def _stages(entries: Sequence[Node]) -> dict[str, tuple[str, bool]]:
    """Return the stage of each deal, and whether the entry that says so is private."""
    moves = []
    for place, entry in enumerate(entries):
        if isinstance(entry, Mapping) and entry.get("stage") is not None:
            deal, stage, date = (_text(entry.get(key)) for key in ("deal", "stage", "date"))
            if deal and stage:
                when = date[:_DAY], date[_DAY:].strip()
                moves.append((when, place, deal, stage, is_private(entry)))
    return {deal: (stage, private) for _, _, deal, stage, private in sorted(moves)}
