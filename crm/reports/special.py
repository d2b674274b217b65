"""Owns the hypergeometric function, which Python's `math` does not have."""

from __future__ import annotations

from math import log

_ENOUGH = 1e-15
_MOST_TERMS = 100_000
_LARGE = 1e200


def hypergeometric(a: float, b: float, c: float, z: float) -> tuple[float, float]:
    """Return Gauss's function 2F1(a, b; c; z) for 0 <= z < 1 as m and e: it is m × exp(e).

    By its series (Abramowitz and Stegun 15.1.1); parted in two since it can be larger than any
    float is.
    """
    total = term = 1.0
    exponent = 0.0
    for n in range(_MOST_TERMS):
        factor = (a + n) * (b + n) / ((c + n) * (n + 1)) * z
        term *= factor
        total += term
        if abs(term) <= _ENOUGH * abs(total) and abs(factor) < 1:
            break
        if abs(term) > _LARGE:
            term /= _LARGE
            total /= _LARGE
            exponent += log(_LARGE)
    return total, exponent
