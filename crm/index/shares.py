"""Owns the classes that come from shares of the whole: ABC, nine groups, BCG, rating (SPEC 6)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from operator import add
from typing import NamedTuple

THIRDS = ("leader", "middle", "laggard")
Shares = tuple[Fraction, Fraction]


def abc(revenues: Mapping[str, int], limits: Shares) -> dict[str, str]:
    """Return the class of each id: A while the cumulative share is within the first limit, B, C.

    Shares are of the sum of positive revenues; the first is always A; nothing earned is C.
    """
    whole = sum(value for value in revenues.values() if value > 0)
    (low, of_low), (high, of_high) = (
        (share.numerator * whole, share.denominator) for share in limits
    )
    classes = {}
    reached = 0
    for ident in by_revenue(revenues):
        value = revenues[ident]
        if value <= 0:
            classes[ident] = "C"
            continue
        reached += value
        if reached == value or reached * of_low <= low:  # the first is always A
            classes[ident] = "A"
        else:
            classes[ident] = "B" if reached * of_high <= high else "C"
    return classes


def by_revenue(revenues: Mapping[str, int]) -> list[str]:
    """Return the ids by revenue, the largest first, ties by id."""
    # Twice, as a sort keeps the order of equals: quicker than once by pairs.
    return sorted(sorted(revenues), key=revenues.__getitem__, reverse=True)


def nine(revenues: Mapping[str, int], classes: Mapping[str, str]) -> dict[str, str]:
    """Return class and third within it; where thirds are uneven the upper ones are larger."""
    groups: dict[str, list[str]] = {}
    for ident in by_revenue(revenues):
        groups.setdefault(classes[ident], []).append(ident)
    return {
        ident: f"{name} {THIRDS[place * 3 // len(group)]}"
        for name, group in groups.items()
        for place, ident in enumerate(group)
    }


class Years(NamedTuple):
    """Revenue of the last 365 days and of the 365 before, in units."""

    last: int
    before: int


def bcg(years: Mapping[str, Years], limits: Shares) -> dict[str, str]:
    """Return the field of each id with revenue in the last 730 days.

    A high share is class A over the last 365 days; growth is high above that of all together.
    What had no revenue before and has some now grows without limit.
    """
    taking = {ident: both for ident, both in years.items() if both.last + both.before > 0}
    share = abc({ident: both.last for ident, both in taking.items()}, limits)
    last = sum(both.last for both in years.values())
    before = sum(both.before for both in years.values())
    names = {
        (True, True): "star",
        (True, False): "cash cow",
        (False, True): "question mark",
        (False, False): "dog",
    }
    return {
        ident: names[share[ident] == "A", _grows(both, last, before)]
        for ident, both in taking.items()
    }


def _grows(both: Years, last: int, before: int) -> bool:
    """Tell whether growth is above the whole's, without a division."""
    if both.before <= 0:
        return both.last > 0 and before > 0
    return before > 0 and both.last * before > last * both.before


def percentile_ranks(values: Sequence[float]) -> dict[float, float]:
    """Return the rank of each value, 0 to 100: the share below it and half of its equals."""
    counts = Counter(values)
    ranks = {}
    below = 0
    for value in sorted(counts):
        ranks[value] = 50.0 * (2 * below + counts[value]) / len(values)
        below += counts[value]
    return ranks


def rating(measures: Iterable[tuple[Sequence[float | None], float]], clients: int) -> list[float]:
    """Return the weighted mean of percentile ranks; what is not known counts as the median."""
    sums = [0.0] * clients
    weights = 0.0
    for values, weight in measures:
        ranks = percentile_ranks([value for value in values if value is not None])
        parts: dict[float | None, float] = {value: rank * weight for value, rank in ranks.items()}
        parts[None] = 50.0 * weight
        weights += weight
        sums = list(map(add, sums, map(parts.__getitem__, values)))
    return [round(part / weights, 4) if weights else 50.0 for part in sums]
