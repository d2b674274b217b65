"""Owns the search for the lowest place of a smooth function: BFGS within limits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import TypeAlias

Vector: TypeAlias = list[float]
# The value at a place, and the slope along each direction.
Function: TypeAlias = Callable[[Sequence[float]], tuple[float, Vector]]

_STEPS = 200
_HALVINGS = 30
_FLAT = 1e-8  # slope below which a place is the lowest
_NEARLY = 1e-4  # slope below which it is when rounding hides any way down
_DOWN = 1e-4  # share of the promised descent that a step must keep
_LONGEST = 2.0  # a step along one direction


@dataclass(frozen=True, slots=True)
class Start:
    """Where a search begins, and what is known of the curvature there (inverse matrix)."""

    place: tuple[float, ...]
    inverse: tuple[Vector, ...] = ()


@dataclass(frozen=True, slots=True)
class Lowest(Start):
    """A lowest place and the value there."""

    value: float = 0.0


def minimum(function: Function, start: Start, *, limit: float) -> Lowest | None:
    """Return the lowest place with every coordinate within ±limit; None when none is found.

    Broyden, Fletcher, Goldfarb and Shanno, with steps halved until the value falls (Nocedal and
    Wright, Numerical Optimization, chapters 3 and 6).
    """
    place = [_within(x, limit) for x in start.place]
    value, slope = function(place)
    inverse = list(start.inverse) or _identity(len(place))
    for _ in range(_STEPS):
        inside = _inside(place, slope, limit)
        if max(map(abs, inside)) < _FLAT:
            return Lowest(tuple(place), tuple(inverse), value)
        step = _direction(inverse, inside)
        if _dot(step, inside) >= 0:  # no way down: forget what was learnt
            inverse = _identity(len(place))
            step = [-x for x in inside]
        found = _step(function, place, value, inside, step, limit)
        if found is None:
            nearly = max(map(abs, inside)) < _NEARLY
            return Lowest(tuple(place), tuple(inverse), value) if nearly else None
        new_place, value, new_slope = found
        moved = [new - old for new, old in zip(new_place, place, strict=True)]
        turned = [new - old for new, old in zip(new_slope, slope, strict=True)]
        inverse = _updated(inverse, moved, turned)
        place, slope = new_place, new_slope
    return None


def _step(
    function: Function,
    place: Vector,
    value: float,
    slope: Vector,
    step: Vector,
    limit: float,
) -> tuple[Vector, float, Vector] | None:
    """Return the first place along a step, halved again and again, that lies low enough."""
    length = min(1.0, _LONGEST / max(map(abs, step)))
    for _ in range(_HALVINGS):
        new = [_within(x + length * way, limit) for x, way in zip(place, step, strict=True)]
        promised = sum((n - x) * way for n, x, way in zip(new, place, slope, strict=True))
        new_value, new_slope = function(new)
        if new_value <= value + _DOWN * promised and isfinite(new_value) and new != place:
            return new, new_value, new_slope
        length /= 2
    return None


def _updated(inverse: list[Vector], moved: Vector, turned: Vector) -> list[Vector]:
    """Return the inverse of the matrix of curvatures after a step."""
    curvature = _dot(moved, turned)
    if curvature <= 1e-12:
        return inverse
    way = [_dot(row, turned) for row in inverse]
    factor = (1 + _dot(turned, way) / curvature) / curvature
    size = range(len(moved))
    return [
        [
            inverse[i][j]
            + factor * moved[i] * moved[j]
            - (way[i] * moved[j] + moved[i] * way[j]) / curvature
            for j in size
        ]
        for i in size
    ]


def _inside(place: Vector, slope: Vector, limit: float) -> Vector:
    """Return the slope without the directions that lead down and out of the limits."""
    return [
        0.0 if (x >= limit and way < 0) or (x <= -limit and way > 0) else way
        for x, way in zip(place, slope, strict=True)
    ]


def _direction(inverse: list[Vector], slope: Vector) -> Vector:
    """Return the way down; directions that are closed stay closed."""
    return [-_dot(row, slope) if way else 0.0 for row, way in zip(inverse, slope, strict=True)]


def _identity(size: int) -> list[Vector]:
    return [[float(row == column) for column in range(size)] for row in range(size)]


def _dot(one: Sequence[float], other: Sequence[float]) -> float:
    return sum(x * y for x, y in zip(one, other, strict=True))


def _within(x: float, limit: float) -> float:
    return min(max(x, -limit), limit)
