"""BG/NBD: the published figures of the CDNOW sample, and the model against its definition."""

from __future__ import annotations

import csv
import datetime as dt
import random
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from math import exp, lgamma, log, pi, sin
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_base import from_records
from reporting import answer, ask, client, entry, order

from crm.index.query import Index
from crm.model import Client, Closed, Interaction, Moment, Money
from crm.reports import bgnbd, forecast
from crm.reports.bgnbd import Fitted, Past

DATA = Path(__file__).parent / "data" / "cdnow" / "orders.csv"
# The calibration period of the paper ends after 39 weeks.
DAY = dt.date(1997, 9, 30)
# Fader, Hardie and Lee (2005), table 2.
PAPER = Fitted(r=0.243, alpha=4.414, a=0.793, b=2.426, log_likelihood=-9582.4)


def shoppers() -> list[Client]:
    """Return the people of the CDNOW sample with their orders."""
    journals: dict[str, list[Interaction]] = {}
    with DATA.open(encoding="utf-8", newline="") as file:
        for line, row in enumerate(csv.DictReader(file), 2):
            day = Moment(dt.date.fromisoformat(row["date"]))
            amount = Money(Decimal(row["amount"]))
            journals.setdefault(row["customer"], []).append(
                Interaction(line=line, date=day, type="order", amount=amount)
            )
    return [client(f"c{number:0>4}", *journal) for number, journal in journals.items()]


@pytest.fixture(scope="module")
def cdnow() -> Iterator[Index]:
    with from_records(shoppers(), DAY) as index:
        yield index


def test_published_parameters(cdnow: Index) -> None:
    found = ask(cdnow, "expected")
    assert found.note is None
    assert found.summary["clients"] == len(found.rows) == 2357
    for name in ("r", "alpha", "a", "b"):
        assert found.summary[name] == pytest.approx(getattr(PAPER, name), abs=0.0005)
    assert found.summary["log_likelihood"] == pytest.approx(PAPER.log_likelihood, abs=0.05)


def test_published_expectations(cdnow: Index) -> None:
    rows = {row[0]: row for row in ask(cdnow, "expected", weeks=39).rows}
    # "Implementing the BG/NBD Model in Excel", customer 0001: x 2, t_x 30.43, T 38.86: 1.226.
    _, frequency, recency, age, alive, orders = rows["c0001"]
    assert (frequency, round(recency, 2), round(age, 2)) == (2, 30.43, 38.86)
    assert orders == pytest.approx(1.226, abs=0.0005)
    assert alive == pytest.approx(0.7266, abs=0.0005)
    # The walkthrough of the R package BTYD, customer 1516: x 26, t_x 30.86, T 31: 25.76 in a year.
    rows = {row[0]: row for row in ask(cdnow, "expected").rows}
    assert (rows["c1516"][1], round(rows["c1516"][2], 2), rows["c1516"][3]) == (26, 30.86, 31)
    assert rows["c1516"][5] == pytest.approx(25.76, abs=0.005)


def test_lifetime_value_is_past_margin_and_orders_to_come(cdnow: Index) -> None:
    expected = {row[0]: row[5] for row in ask(cdnow, "expected", weeks=26).rows}
    found = ask(cdnow, "value", weeks=26)
    names = dict(zip(found.columns, range(len(found.columns)), strict=True))
    for row in found.rows:
        margin, orders, value = (row[names[name]] for name in ("margin", "orders", "value"))
        to_come = expected[row[0]] * float(margin) / orders
        assert float(value) == pytest.approx(float(margin) + to_come, abs=0.0001)
        assert value == margin + row[names["margin_to_come"]]
    assert found.summary["value"] == sum(row[names["value"]] for row in found.rows)
    values = [row[names["value"]] for row in found.rows]
    assert values == sorted(values, reverse=True)


def test_lifetime_value_is_of_margin_not_of_revenue() -> None:
    spent = entry("expense", DAY, amount=Money(Decimal(7)))
    some = [client(one.id, *one.interactions, spent) for one in shoppers()[:150]]
    orders = {row[0]: row[5] for row in answer(some, "expected", DAY).rows}
    for ident, count, margin, _, _, to_come, _ in answer(some, "value", DAY).rows:
        assert float(to_come) == pytest.approx(orders[ident] * float(margin) / count, abs=0.0001)


def test_closed_clients_are_expected_to_order_nothing() -> None:
    some = shoppers()[:150]
    closed = [
        client(one.id, *one.interactions, closed=Closed(date=DAY) if place == 0 else None)
        for place, one in enumerate(some)
    ]
    before, after = answer(some, "expected", DAY), answer(closed, "expected", DAY)
    assert before.summary["r"] == after.summary["r"]
    assert {row[0]: row[4:] for row in after.rows}["c0001"] == (0.0, 0.0)
    assert {row[0]: row[4:] for row in before.rows}["c0001"] > (0.0, 0.0)


# When there can be no forecast


def test_too_few_clients_get_the_reason() -> None:
    found = answer(shoppers()[:99], "expected", DAY)
    assert not found.rows
    assert str(found.note) == "99 of these clients have ordered; a forecast needs 100 or more"
    assert found.summary["r"] is None
    found = answer(shoppers()[:99], "value", DAY)
    assert len(found.rows) == 99
    assert found.rows[0][-3:] == (None, None, None)
    assert found.summary["value"] is None
    assert found.note is not None


def test_too_few_who_came_again_get_the_reason() -> None:
    once = [client(f"c{n}", order(DAY - dt.timedelta(n % 50))) for n in range(300)]
    found = answer(once, "expected", DAY)
    assert str(found.note) == "0 of these clients have ordered again; a forecast needs 20 or more"


@pytest.mark.parametrize("gap", [0, 1, 30])
def test_clients_all_alike_are_no_trouble(gap: int) -> None:
    """No spread to learn from: the parameters run against their limits, the answers stay sane."""
    days = [DAY - dt.timedelta(10 + n * gap) for n in range(4)]
    same = [client(f"c{n}", *map(order, days)) for n in range(200)]
    found = answer(same, "expected", DAY)
    if gap == 0:
        assert found.note is not None
        return
    for *_, alive, orders in found.rows:
        assert 0 <= alive <= 1
        assert 0 <= orders < 400
    assert len(set(found.rows)) == 200
    assert len({row[1:] for row in found.rows}) == 1


def test_a_search_without_end_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bgnbd, "minimum", lambda *_, **__: None)
    found = answer(shoppers()[:200], "expected", DAY)
    assert str(found.note).startswith("no parameters explain these journals")
    assert not found.rows


# The model against its definition

parameters = st.builds(
    Fitted,
    r=st.floats(0.05, 5),
    alpha=st.floats(0.1, 50),
    a=st.floats(0.05, 5),
    b=st.floats(0.05, 20),
    log_likelihood=st.just(0.0),
)


@st.composite
def pasts(draw: st.DrawFn) -> Past:
    age = draw(st.integers(0, 1500)) / 7
    frequency = draw(st.integers(0, 40))
    return Past(frequency, age * draw(st.floats(0, 1)) if frequency else 0.0, age)


def plain_likelihood(one: Fitted, past: Past) -> float:
    """Return the likelihood as equation 6 of the paper has it."""
    x, recency, age = past
    r, alpha, a, b = one.r, one.alpha, one.a, one.b

    def beta(p: float, q: float) -> float:
        return exp(lgamma(p) + lgamma(q) - lgamma(p + q))

    rate = exp(lgamma(r + x) - lgamma(r) + r * log(alpha))
    first = beta(a, b + x) / beta(a, b) * rate / (alpha + age) ** (r + x)
    if not x:
        return first
    return first + beta(a + 1, b + x - 1) / beta(a, b) * rate / (alpha + recency) ** (r + x)


def place_of(one: Fitted) -> tuple[float, float, float, float]:
    return (log(one.r), log(one.r / one.alpha), log(one.a / one.b), log(one.a + one.b))


@given(parameters, pasts())
def test_likelihood_is_that_of_the_paper(one: Fitted, past: Past) -> None:
    badness, _ = bgnbd._Journal(Counter([past])).badness(place_of(one))
    assert -badness == pytest.approx(log(plain_likelihood(one, past)), rel=1e-7, abs=1e-7)


@given(parameters, st.lists(pasts(), min_size=1, max_size=8))
def test_slopes_are_those_of_the_likelihood(one: Fitted, some: list[Past]) -> None:
    journal = bgnbd._Journal(Counter(some))
    place = place_of(one)
    _, slope = journal.badness(place)
    for at in range(4):
        sides = []
        for way in (1e-5, -1e-5):
            moved = list(place)
            moved[at] += way
            sides.append(journal.badness(moved)[0])
        assert slope[at] == pytest.approx((sides[0] - sides[1]) / 2e-5, rel=1e-3, abs=1e-4)


def plain_expectation(one: Fitted, past: Past, time: float) -> float:
    """Return the expectation for a client that still buys, by adding up over its chance to stop.

    Given that chance p the rate is a gamma variable, so that the expectation is
    (1 - ((alpha + T) / (alpha + T + p t)) ** (r + x)) / p; p is a beta variable.
    """
    steps = 4000
    weights = total = 0.0
    p1, q1 = one.a, one.b + past.frequency
    for step in range(steps):
        # p = sin² makes the ends of the beta density harmless.
        angle = (step + 0.5) / steps * pi / 2
        p = sin(angle) ** 2
        weight = exp((2 * p1 - 1) * log(sin(angle)) + (2 * q1 - 1) * log(sin(pi / 2 - angle)))
        late = one.alpha + past.age
        value = (1 - (late / (late + p * time)) ** (one.r + past.frequency)) / p
        weights += weight
        total += weight * value
    return total / weights


@given(
    st.builds(
        Fitted,
        r=st.floats(0.1, 4),
        alpha=st.floats(0.5, 30),
        a=st.one_of(st.floats(0.6, 4), st.just(1.0)),
        b=st.floats(0.6, 9),
        log_likelihood=st.just(0.0),
    ),
    st.integers(0, 12),
    st.integers(0, 200),
    st.sampled_from([1, 26, 52, 260]),
)
def test_expectation_is_the_mean_over_rates_and_chances(
    one: Fitted, frequency: int, age: int, weeks: int
) -> None:
    past = Past(frequency, 0.0, float(age))
    found = bgnbd.expected_alive(one, frequency, age, weeks)
    assert found == pytest.approx(plain_expectation(one, past, weeks), rel=1e-3, abs=1e-6)


def test_expectation_where_the_formula_has_no_value() -> None:
    """At a = 1, and at a + b + x = 1, it is what lies between its neighbours."""
    for a, b in ((1.0, 2.0), (0.4, 0.6)):
        sides = [
            bgnbd.expected_alive(
                Fitted(r=0.5, alpha=5, a=a + way, b=b, log_likelihood=0), 0, 30, 52
            )
            for way in (-0.001, 0.0, 0.001)
        ]
        assert sides[0] > sides[1] > sides[2] > 0


def test_many_orders_and_a_long_time_do_not_overflow() -> None:
    """A café that orders every day for five years, and ten years to look ahead."""
    found = bgnbd.expected_alive(
        Fitted(r=2, alpha=0.3, a=900, b=900_000, log_likelihood=0), 1800, 260.0, 520
    )
    rate = 1802 / 260.3
    assert found == pytest.approx((1 - exp(-rate * 0.001 * 520)) / 0.001, rel=0.01)


def test_who_never_came_again_still_buys_for_all_the_model_knows() -> None:
    assert bgnbd.alive(PAPER, Past(0, 0.0, 400.0)) == 1.0
    assert bgnbd.alive(PAPER, Past(3, 1.0, 4000.0)) == pytest.approx(0, abs=1e-4)
    assert bgnbd.expected(PAPER, Past(3, 1.0, 40.0), 0) == 0


def simulated(one: Fitted, clients: int, seed: int = 5) -> list[Past]:
    """Return pasts of clients that behave as the model says."""
    luck = random.Random(seed)
    found = []
    for _ in range(clients):
        rate = luck.gammavariate(one.r, 1 / one.alpha)
        chance = luck.betavariate(one.a, one.b)
        age = luck.uniform(20, 150)
        now, frequency, recency = 0.0, 0, 0.0
        while (now := now + luck.expovariate(rate)) < age:
            frequency, recency = frequency + 1, now
            if luck.random() < chance:
                break
        found.append(Past(frequency, recency, age))
    return found


def test_the_fit_finds_what_clients_were_made_of() -> None:
    """Above twice the sample's size, so that the search begins with the sample's answer."""
    made = Fitted(r=0.9, alpha=6.0, a=0.8, b=4.0, log_likelihood=0)
    some = simulated(made, 2500)
    found = bgnbd.fit(some)
    assert found.r == pytest.approx(made.r, rel=0.15)
    assert found.alpha == pytest.approx(made.alpha, rel=0.15)
    assert found.a / (found.a + found.b) == pytest.approx(made.a / (made.a + made.b), rel=0.15)
    total = sum(log(plain_likelihood(found, past)) for past in some)
    assert found.log_likelihood == pytest.approx(total, rel=1e-9)
    for part in ("r", "alpha", "a", "b"):
        for factor in (0.97, 1.03):
            values = {name: getattr(found, name) for name in ("r", "alpha", "a", "b")}
            values[part] *= factor
            worse = Fitted(**values, log_likelihood=0)
            assert sum(log(plain_likelihood(worse, past)) for past in some) < total


def test_order_does_not_matter(cdnow: Index) -> None:
    some = simulated(PAPER, 300)
    assert bgnbd.fit(some) == bgnbd.fit(reversed(some))
    assert forecast.LEAST_CLIENTS == 100
