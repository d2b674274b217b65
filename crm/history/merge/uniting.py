"""Owns the merge as data: what the merged file must say, whatever its text looks like."""

from __future__ import annotations

from crm.history.merge import slots
from crm.history.merge.conflict import Conflict, Prefer
from crm.history.merge.order import Slot
from crm.history.merge.verdict import Three, Values, Verdict, entries_of, items_of
from crm.problems import shown
from crm.text import Mapping, Node, Plain, Scalar, plain

_LABEL = 40  # characters of a name that are shown


class Union:
    """Three versions of a file united as data; both changed: as `prefer` says, and noted."""

    def __init__(self, values: Values, prefer: Prefer, *, two_way: bool = False) -> None:
        self._values = values
        self._prefer = prefer
        self._two_way = two_way
        self.conflicts: list[Conflict] = []

    def of(self, three: Three, place: tuple[str, ...] = ()) -> Plain | None:
        """Return the united data of three versions of a value; None where nothing is left."""
        match self._values.judge(three):
            case Verdict.SAME | Verdict.OURS:
                return _data(three[1])
            case Verdict.THEIRS:
                return _data(three[2])
            case Verdict.MAPPING:
                return self._mapping(three, place)
            case Verdict.SEQUENCE:
                return self._sequence(three, place)
            case _:
                return self._clash(three, place)

    def _mapping(self, three: Three, place: tuple[str, ...]) -> Plain:
        versions = [{key.text: value for key, value in entries_of(node)} for node in three]
        united: dict[str, Plain] = {}
        for key in dict.fromkeys(key for version in versions for key in version):
            base, ours, theirs = (version.get(key) for version in versions)
            value = self.of((base, ours, theirs), (*place, key))
            if value is not None:
                united[key] = value
        return united

    def _sequence(self, three: Three, place: tuple[str, ...]) -> Plain | None:
        base, ours, theirs = map(items_of, three)
        name = place[-1] if place else ""
        united: list[Plain] = []
        for slot in slots.of_items(self._values, name, (base, ours, theirs), two_way=self._two_way):
            item = (at(base, slot.base), at(ours, slot.ours), at(theirs, slot.theirs))
            value = self.of(item, (*place, _label(item, slot)))
            if value is not None:
                united.append(value)
        if not united and None in three[1:]:
            return None
        return united

    def _clash(self, three: Three, place: tuple[str, ...]) -> Plain | None:
        ours, theirs = _data(three[1]), _data(three[2])
        self.conflicts.append(Conflict(place=" › ".join(place), ours=ours, theirs=theirs))
        return ours if self._prefer is Prefer.OURS else theirs


def at(items: list[Node], place: int | None) -> Node | None:
    """Return the item at a position; None for None."""
    return None if place is None else items[place]


def _data(node: Node | None) -> Plain | None:
    return None if node is None else plain(node)


def _label(three: Three, slot: Slot) -> str:
    """Return how people would name an item: by its date, name, number, else its position."""
    for node in three[1:]:
        for key in ("date", "due", "name", "id", "number", "purpose", "service"):
            value = node.get(key) if isinstance(node, Mapping) else None
            if isinstance(value, Scalar) and value.text:
                return shown(value.text, _LABEL)
    number = slot.ours if slot.ours is not None else slot.theirs
    return str((number or 0) + 1)
