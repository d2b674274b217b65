"""Owns what describes many numbers by few: sum, mean, median, limits, deviation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

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
    n = len(values)
    if not n:
        return Spread(count=0, total=Decimal(0))
    exact = sorted(map(Fraction, values))
    total = sum(exact, Fraction(0))
    middle = (exact[(n - 1) // 2] + exact[n // 2]) / 2
    variance = None
    if n > 1:
        squares = sum((value * value for value in exact), Fraction(0))
        variance = (squares - total * total / n) / (n - 1)
    return Spread(
        count=n,
        total=rounded(total),
        mean=rounded(total / n),
        median=rounded(middle),
        least=rounded(exact[0]),
        most=rounded(exact[-1]),
        deviation=None if variance is None else _root(variance),
        variance=None if variance is None else rounded(variance),
    )


def rounded(value: Fraction) -> Decimal:
    """Return a number with at most four decimals."""
    return Decimal(round(value * _PLACES)) / _PLACES


def _root(value: Fraction) -> Decimal:
    root = (Decimal(value.numerator) / Decimal(value.denominator)).sqrt()
    return root.quantize(Decimal("0.0001"))
