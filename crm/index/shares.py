"""Owns the classes that come from shares of the whole: ABC, nine groups, BCG, rating (SPEC 6)."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import accumulate, chain, repeat
from operator import add
from typing import NamedTuple

THIRDS = ("leader", "middle", "laggard")
Shares = tuple[Fraction, Fraction]


def abc(revenues: Mapping[str, int], limits: Shares) -> dict[str, str]:
    """Return the class of each id: A while the cumulative share is within the first limit, B, C.

    Shares are of the sum of positive revenues; the first is always A; nothing earned is C.
    """
    ordered = by_revenue(revenues)
    reached = list(accumulate(value for value in map(revenues.__getitem__, ordered) if value > 0))
    if not reached:
        return dict.fromkeys(ordered, "C")
    # A share of whole units: what is reached is within it when it is within its whole part.
    first, second = (
        bisect_right(reached, share.numerator * reached[-1] // share.denominator)
        for share in limits
    )
    first = max(first, 1)
    second = max(first, second)
    names = chain(repeat("A", first), repeat("B", second - first), repeat("C"))
    return dict(zip(ordered, names, strict=False))


def by_revenue(revenues: Mapping[str, int]) -> list[str]:
    """Return the ids by revenue, the largest first, ties by id."""
    # Twice, as a sort keeps the order of equals: quicker than once by pairs.
    return sorted(sorted(revenues), key=revenues.__getitem__, reverse=True)


def nine(revenues: Mapping[str, int], classes: Mapping[str, str]) -> dict[str, str]:
    """Return class and third within it; where thirds are uneven the upper ones are larger."""
    groups: dict[str, list[str]] = {}
    for ident in by_revenue(revenues):
        groups.setdefault(classes[ident], []).append(ident)
    found: dict[str, str] = {}
    for name, group in groups.items():
        thirds = [f"{name} {third}" for third in THIRDS]
        found.update((ident, thirds[n * 3 // len(group)]) for n, ident in enumerate(group))
    return found


class Years(NamedTuple):
    """Revenue of the last 365 days and of the 365 before, in units."""

    last: int
    before: int


def bcg(years: Mapping[str, tuple[int, int]], limits: Shares) -> dict[str, str]:
    """Return the field of each id with revenue in the last 730 days, by its Years.

    A high share is class A over the last 365 days; growth is high above that of all together.
    What had no revenue before and has some now grows without limit.
    """
    taking = {ident: both for ident, both in years.items() if sum(both) > 0}
    share = abc({ident: last for ident, (last, _) in taking.items()}, limits)
    last, before = map(sum, zip(*years.values(), strict=True)) if years else (0, 0)
    names = {
        (True, True): "star",
        (True, False): "cash cow",
        (False, True): "question mark",
        (False, False): "dog",
    }
    grows = {  # above the whole's, without a division
        ident: before > 0 and (now * before > last * then if then > 0 else now > 0)
        for ident, (now, then) in taking.items()
    }
    return {ident: names[share[ident] == "A", grows[ident]] for ident in taking}


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
