"""Owns the order of a merged collection: ours, and what they added behind its neighbours."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from crm.text import Mapping, Node, Scalar

_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d))?")


@dataclass(frozen=True, slots=True)
class Slot:
    """The positions of one entry or item in the three versions; None where it is not there."""

    base: int | None
    ours: int | None
    theirs: int | None


# Tells whether an item of theirs (its position) goes before one of ours put at the same place.
Earlier: TypeAlias = "Callable[[int, int], bool]"


def never(theirs: int, ours: int) -> bool:  # noqa: ARG001 - as Earlier asks
    """Put what we added first."""
    return False


def in_order(slots: Sequence[Slot], earlier: Earlier = never) -> list[Slot]:
    """Return the slots that one side has, in our order, or in theirs where only they moved some.

    What only the other side has comes behind the nearest neighbour before it that both have, and
    behind what the first side put there, unless `earlier` says otherwise.
    """
    ours = sorted((slot for slot in slots if slot.ours is not None), key=_in_ours)
    theirs = sorted((slot for slot in slots if slot.theirs is not None), key=_in_theirs)
    moved = _is_moved(theirs) and not _is_moved(ours)
    frame, other = (theirs, ours) if moved else (ours, theirs)
    guests = _behind(other, frame)
    placed: list[Slot] = []
    for anchor, own in _runs(frame, moved=moved):
        placed += [anchor] if anchor is not None else []
        run = guests.get(anchor, [])
        placed += _woven(run, own, earlier) if moved else _woven(own, run, earlier)
    return placed


def _in_ours(slot: Slot) -> int:
    return -1 if slot.ours is None else slot.ours


def _in_theirs(slot: Slot) -> int:
    return -1 if slot.theirs is None else slot.theirs


def _is_moved(slots: list[Slot]) -> bool:
    """Tell whether a side changed the order of what it has from the base."""
    places = [slot.base for slot in slots if slot.base is not None]
    return places != sorted(places)


def _behind(other: list[Slot], frame: list[Slot]) -> dict[Slot | None, list[Slot]]:
    """Return what only the other side has, by the neighbour before it; None at the beginning."""
    known = set(frame)
    found: dict[Slot | None, list[Slot]] = defaultdict(list)
    anchor: Slot | None = None
    for slot in other:
        if slot in known:
            anchor = slot
        else:
            found[anchor].append(slot)
    return found


def _runs(frame: list[Slot], *, moved: bool) -> list[tuple[Slot | None, list[Slot]]]:
    """Return the slots both sides have, each with those only the frame's side has behind it."""
    runs: list[tuple[Slot | None, list[Slot]]] = [(None, [])]
    for slot in frame:
        if (slot.ours if moved else slot.theirs) is None:
            runs[-1][1].append(slot)
        else:
            runs.append((slot, []))
    return runs


def _woven(ours: list[Slot], theirs: list[Slot], earlier: Earlier) -> list[Slot]:
    waiting = list(theirs)
    woven: list[Slot] = []
    for slot in ours:
        while waiting and earlier(_in_theirs(waiting[0]), _in_ours(slot)):
            woven.append(waiting.pop(0))
        woven.append(slot)
    return [*woven, *waiting]


def by_date(ours: Sequence[Node], theirs: Sequence[Node]) -> Earlier:
    """Return the rule for two lists: by date where both are in the order of dates, else ours first.

    Lists with the newest first count as well.
    """
    here, there = [_moment(item) for item in ours], [_moment(item) for item in theirs]
    if None in here or None in there:
        return never
    dated = [[moment for moment in side if moment is not None] for side in (here, there)]
    for before in (_is_before, _is_after):
        if not any(before(late, soon) for side in dated for soon, late in pairwise(side)):
            return lambda their, our: before(dated[1][their], dated[0][our])
    return never


def _moment(item: Node) -> tuple[str, str] | None:
    """Return day and time of an entry; None where they cannot be told."""
    date = item.get("date") if isinstance(item, Mapping) else None
    found = _MOMENT.fullmatch(date.text) if isinstance(date, Scalar) else None
    return (found[1], found[2] or "") if found else None


def _is_before(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Tell whether a moment is before another; a day without a time is neither."""
    same_day = one[0] == other[0]
    return bool(one[1] and other[1] and one[1] < other[1]) if same_day else one[0] < other[0]


def _is_after(one: tuple[str, str], other: tuple[str, str]) -> bool:
    return _is_before(other, one)
