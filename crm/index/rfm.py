"""Owns the scores of recency, frequency and money, exact to the last unit (SPEC 6)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from crm.settings import RfmSegment
from crm.settings.records import Axis, Rfm


class Buyer(NamedTuple):
    """What is scored of a client with an order: days since the last, orders, revenue in units."""

    id: str
    recency: int
    orders: int
    revenue: int


def quantile_edges(values: Sequence[int]) -> list[Fraction]:
    """Return the four edges between fifths, by linear interpolation between order statistics.

    The definition R calls type 7: the edge at p lies (n - 1) p places after the smallest value.
    """
    ordered = sorted(values)
    edges = []
    for fifth in range(1, 5):
        place, rest = divmod((len(ordered) - 1) * fifth, 5)
        low = ordered[place]
        high = ordered[min(place + 1, len(ordered) - 1)]
        edges.append(Fraction(5 * low + rest * (high - low), 5))
    return edges


def scores(
    buyers: Sequence[tuple[str, int, int, int]], rfm: Rfm
) -> dict[str, tuple[int, int, int]]:
    """Return R, F and M of every Buyer, 1 to 5 each, 5 the best."""
    ids, days, orders, revenues = zip(*buyers, strict=True) if buyers else ((), (), (), ())
    recency = _axis(ids, days, rfm.recency, few_is_best=True)
    frequency = _axis(ids, orders, rfm.frequency)
    money = _axis(ids, revenues, rfm.monetary, scale=10_000)
    return dict(zip(ids, zip(recency, frequency, money, strict=True), strict=True))


def _axis(
    ids: Sequence[str],
    values: Sequence[int],
    axis: Axis,
    *,
    few_is_best: bool = False,
    scale: int = 1,
) -> list[int]:
    """Return the scores of one axis in the order of the ids."""
    if not values:
        return []
    if axis.method == "rank":
        return _ranked(ids, values, few_is_best=few_is_best)
    if axis.method == "fixed" and len(axis.edges) == 4:
        fifths = _fifths(values, [Fraction(edge) * scale for edge in axis.edges], from_edge=True)
    else:
        fifths = _fifths(values, quantile_edges(values), from_edge=False)
    if few_is_best:
        return [6 - fifths[value] for value in values]
    return [fifths[value] for value in values]


def _fifths(values: Sequence[int], edges: Sequence[Fraction], *, from_edge: bool) -> dict[int, int]:
    """Return the fifth of each value; one on an edge is in the upper fifth when `from_edge`."""
    found = {}
    passed = 0
    for value in sorted(set(values)):
        while passed < 4 and (edges[passed] < value or (from_edge and edges[passed] == value)):
            passed += 1
        found[value] = passed + 1
    return found


def _ranked(ids: Sequence[str], values: Sequence[int], *, few_is_best: bool) -> list[int]:
    """Return scores by rank from worst to best; of equal values the earlier id is worse."""
    sign = -1 if few_is_best else 1
    order = sorted(range(len(ids)), key=lambda place: (sign * values[place], ids[place]))
    ranks = range(1, len(ids) + 1)
    fifths = _fifths(ranks, quantile_edges(ranks), from_edge=False)
    found = [0] * len(ids)
    for rank, place in enumerate(order, 1):
        found[place] = fifths[rank]
    return found


def named(scored: tuple[int, int, int], table: Sequence[RfmSegment]) -> str:
    """Return the first segment of the table that holds the scores, empty when none does."""
    r, f, m = scored
    for one in table:
        if one.r[0] <= r <= one.r[1] and one.f[0] <= f <= one.f[1] and one.m[0] <= m <= one.m[1]:
            return one.id
    return ""
