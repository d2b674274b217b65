"""Owns the functions of analysis that Python's `math` does not have."""

from __future__ import annotations

from math import log

_ENOUGH = 1e-15
_MOST_TERMS = 100_000


def digamma(x: float) -> float:
    """Return the slope of the logarithm of the gamma function for x > 0.

    Moved up by the recurrence, then by the asymptotic series (Abramowitz and Stegun 6.3.18).
    """
    total = 0.0
    while x < 8:
        total -= 1 / x
        x += 1
    back = 1 / (x * x)
    series = back * (1 / 12 - back * (1 / 120 - back * (1 / 252 - back * (1 / 240 - back / 132))))
    return total + log(x) - 0.5 / x - series


def hypergeometric(a: float, b: float, c: float, z: float) -> float:
    """Return Gauss's function 2F1(a, b; c; z) for 0 <= z < 1 by its series."""
    total = term = 1.0
    for n in range(_MOST_TERMS):
        term *= (a + n) * (b + n) / ((c + n) * (n + 1)) * z
        total += term
        if abs(term) <= _ENOUGH * abs(total):
            break
    return total
