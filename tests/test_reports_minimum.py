"""The search for the lowest place, on functions whose lowest place is known."""

from __future__ import annotations

from collections.abc import Sequence
from math import atanh, inf, log

import pytest

from crm.reports.minimum import Start, minimum
from crm.reports.special import hypergeometric


def rosenbrock(place: Sequence[float]) -> tuple[float, list[float]]:
    """Rosenbrock (1960): a bent valley whose lowest place is (1, 1)."""
    x, y = place
    value = 100 * (y - x * x) ** 2 + (1 - x) ** 2
    return value, [-400 * x * (y - x * x) - 2 * (1 - x), 200 * (y - x * x)]


def test_a_bent_valley() -> None:
    found = minimum(rosenbrock, Start((-1.2, 1.0)), limit=10)
    assert found is not None
    assert found.place == pytest.approx((1, 1), abs=1e-5)
    assert found.value == pytest.approx(0, abs=1e-10)


def test_a_valley_that_leads_out_of_the_limits() -> None:
    def slope(place: Sequence[float]) -> tuple[float, list[float]]:
        x, y = place
        return -x + (y - 2) ** 2, [-1.0, 2 * (y - 2)]

    found = minimum(slope, Start((0.0, 0.0)), limit=3)
    assert found is not None
    assert found.place == pytest.approx((3, 2), abs=1e-6)
    found = minimum(slope, Start((99.0, 0.0)), limit=1)
    assert found is not None
    assert found.place == pytest.approx((1, 1))


def test_what_is_known_shortens_the_way() -> None:
    calls = 0

    def counted(place: Sequence[float]) -> tuple[float, list[float]]:
        nonlocal calls
        calls += 1
        return rosenbrock(place)

    first = minimum(counted, Start((-1.2, 1.0)), limit=10)
    long, calls = calls, 0
    assert first is not None
    again = minimum(counted, Start((1.01, 1.02), first.inverse), limit=10)
    assert again is not None
    assert again.place == pytest.approx((1, 1), abs=1e-5)
    assert calls < long / 2


def test_a_function_without_a_way_down_has_no_lowest_place() -> None:
    assert minimum(lambda _: (inf, [1.0]), Start((0.0,)), limit=5) is None
    assert minimum(lambda _: (1.0, [1.0]), Start((0.0,)), limit=5) is None


@pytest.mark.parametrize("z", [0.0, 1e-9, 0.1, 0.5, 0.9, 0.99])
def test_hypergeometric_where_it_has_another_name(z: float) -> None:
    """Abramowitz and Stegun 15.1.3, 15.1.4 and 15.1.8."""

    def value(a: float, b: float, c: float, x: float) -> float:
        part, exponent = hypergeometric(a, b, c, x)
        assert exponent == 0
        return part

    assert value(1, 1, 2, z) == pytest.approx(-log(1 - z) / z if z else 1)
    assert value(0.5, 1, 1.5, z * z) == pytest.approx(atanh(z) / z if z else 1)
    for a in (0.3, 2.0, -1.5):
        assert value(a, 0.7, 0.7, z) == pytest.approx((1 - z) ** -a)


def test_hypergeometric_beyond_any_float() -> None:
    part, exponent = hypergeometric(2000, 5, 5, 0.5)
    assert log(part) + exponent == pytest.approx(2000 * log(2))
