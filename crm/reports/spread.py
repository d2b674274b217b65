"""Owns what describes many numbers by few: sum, mean, median, limits, deviation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import isqrt

_PLACES = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Numbers described; what needs a division is rounded to four decimals, half to even.

    Deviation and variance are those of a sample (n − 1), empty for a single number.
    """

    count: int
    total: Decimal
    mean: Decimal | None = None
    median: Decimal | None = None
    least: Decimal | None = None
    most: Decimal | None = None
    deviation: Decimal | None = None
    variance: Decimal | None = None


def spread(values: Sequence[Decimal]) -> Spread:
    """Return the description of some numbers."""
    if not values:
        return Spread(count=0, total=Decimal(0))
    places = max(0, *(-int(value.as_tuple().exponent) for value in values))
    return of_units([int(value.scaleb(places)) for value in values], 10**places)


def of_units(units: Sequence[int], scale: int) -> Spread:
    """Return the description of numbers given as whole parts, so many to one."""
    n = len(units)
    if not n:
        return Spread(count=0, total=Decimal(0))
    ordered = sorted(units)
    total = sum(ordered)
    variance = None
    if n > 1:
        squares = sum(value * value for value in ordered)
        variance = Fraction(n * squares - total * total, n * (n - 1) * scale * scale)
    return Spread(
        count=n,
        total=rounded(Fraction(total, scale)),
        mean=rounded(Fraction(total, n * scale)),
        median=rounded(Fraction(ordered[(n - 1) // 2] + ordered[n // 2], 2 * scale)),
        least=rounded(Fraction(ordered[0], scale)),
        most=rounded(Fraction(ordered[-1], scale)),
        deviation=None if variance is None else _root(variance),
        variance=None if variance is None else rounded(variance),
    )


def rounded(value: Fraction) -> Decimal:
    """Return a number with at most four decimals."""
    return Decimal(round(value * _PLACES)) / _PLACES


def _root(value: Fraction) -> Decimal:
    """Return a square root to four decimals, by whole numbers."""
    square = value * _PLACES * _PLACES
    root = isqrt(square.numerator // square.denominator)
    # Up when the root lies beyond the middle of two steps.
    return Decimal(root + int(4 * square >= (2 * root + 1) ** 2)) / _PLACES
