"""Owns the slots of a merged collection: what stands in it, in which order, from which versions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from crm.history.merge.matching import Pairs, equal, same_identity, similar
from crm.history.merge.order import Slot, by_date, in_order
from crm.history.merge.verdict import Values
from crm.text import Node

Lists: TypeAlias = "tuple[Sequence[Node], Sequence[Node], Sequence[Node]]"


def of_keys(base: Iterable[str], ours: Iterable[str], theirs: Iterable[str]) -> list[Slot]:
    """Return the slots of a mapping: our keys in our order, theirs behind their neighbours."""
    places = [{key: place for place, key in enumerate(keys)} for keys in (base, ours, theirs)]
    names = dict.fromkeys(key for keys in places for key in keys)
    slots = [Slot(*(keys.get(name) for keys in places)) for name in names]
    return in_order(slots)


def of_items(values: Values, name: str, lists: Lists, *, two_way: bool = False) -> list[Slot]:
    """Return the slots of a list, those gone from both sides left out.

    What both sides added alike is one item, as often as the side that added it most. `two_way`
    tells that the base is not known, so that what looks like one thing on both sides is one.
    """
    base, ours, theirs = lists
    numbers = [[values.number(item) for item in items] for items in lists]
    with_ours, with_theirs = equal(numbers[0], numbers[1]), equal(numbers[0], numbers[2])
    twins = _of_the_rest(numbers, with_ours, with_theirs)
    _match_twins(name, lists, (with_ours, with_theirs, twins))
    _match_edited(name, (base, ours), with_ours, set(twins))
    _match_edited(name, (base, theirs), with_theirs, set(twins.values()))
    _match_added(name, (ours, theirs), (with_ours, with_theirs, twins), two_way=two_way)
    slots = _assembled(lists, with_ours, with_theirs, twins)
    return in_order(slots, by_date(ours, theirs))


def _of_the_rest(numbers: list[list[int]], with_ours: Pairs, with_theirs: Pairs) -> Pairs:
    """Return pairs of what is new on both sides and equal."""
    ours, theirs = _free(numbers[1], with_ours.values()), _free(numbers[2], with_theirs.values())
    pairs = equal([numbers[1][place] for place in ours], [numbers[2][place] for place in theirs])
    return {ours[here]: theirs[there] for here, there in pairs.items()}


def _free(items: Sequence[object], taken: Iterable[int]) -> list[int]:
    used = set(taken)
    return [place for place in range(len(items)) if place not in used]


def _match_edited(
    name: str, lists: tuple[Sequence[Node], Sequence[Node]], pairs: Pairs, twins: set[int]
) -> None:
    """Add pairs of an item and what one side made of it."""
    for match in (same_identity, similar):
        before = _free(lists[0], pairs)
        after = _free(lists[1], {*pairs.values(), *twins})
        pairs.update(match(name, *lists, before, after))


def _match_twins(name: str, lists: Lists, pairs: tuple[Pairs, Pairs, Pairs]) -> None:
    """Find what both sides made of an item alike: on both it is the one most similar to it."""
    base, ours, theirs = lists
    with_ours, with_theirs, twins = pairs
    if not twins:
        return
    before = _free(base, {*with_ours, *with_theirs})
    here = similar(name, base, ours, before, _free(ours, with_ours.values()))
    there = similar(name, base, theirs, before, _free(theirs, with_theirs.values()))
    for place, made in here.items():
        if made in twins and there.get(place) == twins[made]:
            with_ours[place], with_theirs[place] = made, twins.pop(made)


def _match_added(
    name: str,
    lists: tuple[Sequence[Node], Sequence[Node]],
    pairs: tuple[Pairs, Pairs, Pairs],
    *,
    two_way: bool,
) -> None:
    """Add pairs of what both sides added under one id, or without a base what looks like one."""
    ours, theirs = lists
    with_ours, with_theirs, twins = pairs
    here = _free(ours, {*with_ours.values(), *twins})
    there = _free(theirs, {*with_theirs.values(), *twins.values()})
    twins.update(same_identity(name, ours, theirs, here, there))
    if two_way:
        here = [place for place in here if place not in twins]
        there = _free(theirs, {*with_theirs.values(), *twins.values()})
        twins.update(similar(name, ours, theirs, here, there, sure=True))


def _assembled(lists: Lists, with_ours: Pairs, with_theirs: Pairs, twins: Pairs) -> list[Slot]:
    base, ours, theirs = lists
    slots = [
        Slot(place, with_ours.get(place), with_theirs.get(place)) for place in range(len(base))
    ]
    slots += [Slot(None, here, there) for here, there in twins.items()]
    slots += [Slot(None, here, None) for here in _free(ours, {*with_ours.values(), *twins})]
    slots += [
        Slot(None, None, there) for there in _free(theirs, {*with_theirs.values(), *twins.values()})
    ]
    return slots
