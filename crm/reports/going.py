"""Owns the days on which a client was neither inactive nor lost, read from its order days."""

from __future__ import annotations

from bisect import insort
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from math import floor

from crm.settings.records import Lifecycle


def spans(
    days: Sequence[int], rules: Lifecycle, *, closed: int | None = None
) -> list[tuple[int, int]]:
    """Return the spans of days, both ends included, on which a client kept ordering.

    The lifecycle of SPEC 6 as it was on each day: the limit follows from the order days up to it.
    `closed` is the day the work with the client ended. The last span reaches as far as it will
    without another order.
    """
    found: list[tuple[int, int]] = []
    gaps: list[int] = []
    for place, day in enumerate(days):
        if place:
            insort(gaps, day - days[place - 1])
        end = day + _patience(gaps, rules)
        if place + 1 < len(days):
            end = min(end, days[place + 1] - 1)
        if found and found[-1][1] == day - 1:
            found[-1] = (found[-1][0], end)
        else:
            found.append((day, end))
    if closed is None:
        return found
    return [(begun, min(end, closed - 1)) for begun, end in found if begun < closed]


def stopped(days: Sequence[int], rules: Lifecycle, today: int) -> bool:
    """Tell whether a client with these order days is inactive or lost today."""
    gaps = sorted(late - early for early, late in pairwise(days))
    return today - days[-1] > _patience(gaps, rules)


def _patience(gaps: Sequence[int], rules: Lifecycle) -> int:
    """Return how many days after the last order a client is not yet inactive or lost."""
    limit = Decimal(rules.inactive_without_rhythm)
    if rules.inactive_after is not None:
        limit = Decimal(rules.inactive_after)
    elif len(gaps) >= 2:
        middle = gaps[(len(gaps) - 1) // 2] + gaps[len(gaps) // 2]
        limit = max(rules.inactive_intervals * middle / 2, Decimal(rules.inactive_least))
    return floor(min(limit, Decimal(rules.lost_after)))
