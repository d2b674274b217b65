"""Owns the matching of list items: which one of a version is which one of another.

Equal data are matched first, then items that bear the same id or name, then similar ones, so that
an edit is seen as an edit and not as one item gone and another come.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from crm.text import Mapping, Node, Plain, Scalar, plain

# The fields that say which one an item is, by the key of its list.
IDENTITY = {
    "contacts": ("name",),
    "consent": ("purpose", "given"),
    "contracts": ("number",),
    "deals": ("id",),
}
# The fields that make it likely that two items are one, though others differ.
_TELLING = {"interactions": ("date", "type"), "tasks": ("what",), "items": ("service",)}
# Fields with few possible words: that they are equal says little.
_COMMON = frozenset(
    {"by", "campaign", "contact", "currency", "deal", "direction", "outcome", "owner", "private"}
    | {"purpose", "rating", "repeat", "role", "score", "stage", "type", "vat"}
)
_LITTLE = 0.25  # weight of such a field
_ALIKE = 0.5  # similarity from which an item is taken for an edited one
_ONE_THING = 0.85  # the same where no base tells what was there before
_BONUS = 0.15  # added where all telling fields are equal
_TEXT_ALIKE = 0.6  # similarity from which two texts count as half equal
_CROWD = 40  # holders of one value beyond which it tells nothing about who is who

Pairs = dict[int, int]


def equal(left: Sequence[int], right: Sequence[int]) -> Pairs:
    """Return which position on the left goes with which on the right, by equal numbers.

    The first of several equal ones goes with the first, the second with the second: so versions
    that hold an entry a different number of times agree on which ones they have in common.
    """
    places: dict[int, list[int]] = defaultdict(list)
    for place in range(len(right) - 1, -1, -1):
        places[right[place]].append(place)
    return {place: places[number].pop() for place, number in enumerate(left) if places.get(number)}


def same_identity(
    name: str,
    left: Sequence[Node],
    right: Sequence[Node],
    free_left: Iterable[int],
    free_right: Iterable[int],
) -> Pairs:
    """Return pairs of items that bear the same id, name or number, where it is borne once."""
    fields = IDENTITY.get(name)
    if not fields:
        return {}
    here = _borne_once(left, fields, free_left)
    there = _borne_once(right, fields, free_right)
    return {place: there[identity] for identity, place in here.items() if identity in there}


def _borne_once(
    items: Sequence[Node], fields: tuple[str, ...], free: Iterable[int]
) -> dict[tuple[str, ...], int]:
    found: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place in free:
        item = items[place]
        values = [item.get(field) if isinstance(item, Mapping) else None for field in fields]
        texts = [value.text for value in values if isinstance(value, Scalar) and not value.empty]
        if len(texts) == len(fields):
            found[tuple(texts)].append(place)
    return {identity: places[0] for identity, places in found.items() if len(places) == 1}


def similar(
    name: str,
    left: Sequence[Node],
    right: Sequence[Node],
    free_left: Iterable[int],
    free_right: Iterable[int],
    *,
    sure: bool = False,
) -> Pairs:
    """Return pairs of similar mappings, the most similar first; `sure` asks for a closer match."""
    ours = {place: data for place in free_left if isinstance(data := plain(left[place]), dict)}
    theirs = {place: data for place in free_right if isinstance(data := plain(right[place]), dict)}
    scored = sorted(
        (-score, abs(rank), here, there)
        for here, there, rank in _candidates(ours, theirs)
        if (score := likeness(name, ours[here], theirs[there])) >= (_ONE_THING if sure else _ALIKE)
    )
    pairs: Pairs = {}
    taken: set[int] = set()
    for _, _, here, there in scored:
        if here not in pairs and there not in taken:
            pairs[here] = there
            taken.add(there)
    return pairs


def _candidates(
    ours: dict[int, dict[str, Plain]], theirs: dict[int, dict[str, Plain]]
) -> Iterator[tuple[int, int, int]]:
    """Yield pairs worth comparing, and how far they stand from each other among the free ones.

    Two items are compared when they share a value that few others have, or the same rank.
    """
    holders: dict[tuple[str, str], list[int]] = defaultdict(list)
    ranks = {place: rank for rank, place in enumerate(theirs)}
    at_rank = list(theirs)
    for place, data in theirs.items():
        for key, value in data.items():
            holders[key, repr(value)].append(place)
    for rank, (here, data) in enumerate(ours.items()):
        near = {at_rank[rank]} if rank < len(at_rank) else set()
        for key, value in data.items():
            found = holders.get((key, repr(value)), ())
            if len(found) <= _CROWD:
                near.update(found)
        for there in sorted(near):
            yield here, there, rank - ranks[there]


def likeness(name: str, left: dict[str, Plain], right: dict[str, Plain]) -> float:
    """Return how much two items have in common: 0 nothing, 1 and above everything."""
    shared = sum(
        _weight(key) * _alike(value, right[key]) for key, value in left.items() if key in right
    )
    telling = _TELLING.get(name, ())
    known = bool(telling) and all(left.get(key, "") == right.get(key) for key in telling)
    whole = sum(map(_weight, left)) + sum(map(_weight, right))
    return 2 * shared / max(whole, 1) + (_BONUS if known else 0)


def _weight(key: str) -> float:
    return _LITTLE if key in _COMMON else 1.0


def _alike(left: Plain, right: Plain) -> float:
    if left == right:
        return 1.0
    if isinstance(left, str) and isinstance(right, str):
        if left[:1].isdigit() or right[:1].isdigit():
            return 0.0  # numbers and dates are equal or they are not
        ratio = SequenceMatcher(None, left[:200], right[:200], autojunk=False).ratio()
        return ratio / 2 if ratio >= _TEXT_ALIKE else 0.0
    if isinstance(left, str) or isinstance(right, str):
        return 0.0
    common = sum(part in right for part in left)
    return common / (2 * max(len(left), len(right), 1))
