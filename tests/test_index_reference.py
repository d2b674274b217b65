"""Every figure and class against the same definitions computed slowly and plainly."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_base import TODAY, from_records
from slow_index import all_numbers

from crm.model import (
    Client,
    Closed,
    Consent,
    Contact,
    Deal,
    Interaction,
    Moment,
    Money,
    OrderLine,
    Paused,
)

# Around the limits of 90, 180, 365, 730 days and three years, and a little into the future.
NEAR = [0, 1, 14, 15, 89, 90, 91, 179, 180, 181, 364, 365, 366, 729, 730, 731, 1095, 1096, 1097]
days = st.one_of(st.sampled_from(NEAR), st.integers(-40, 1500)).map(
    lambda ago: TODAY - dt.timedelta(ago)
)
times = st.one_of(st.none(), st.sampled_from([dt.time(9), dt.time(10, 30), dt.time(17, 5)]))
amounts = st.one_of(
    st.integers(0, 500).map(Decimal),
    st.decimals(0, 1000, places=4, allow_nan=False, allow_infinity=False),
)
money = amounts.map(Money)
numbers = st.sampled_from(["", "", "1", "2"])


@st.composite
def lines(draw: st.DrawFn) -> OrderLine:
    return OrderLine(
        line=1,
        service="beans",
        qty=Decimal(draw(st.integers(1, 9))),
        price=draw(money),
        cost=draw(st.one_of(st.none(), money)),
    )


@st.composite
def entries(draw: st.DrawFn) -> Interaction:
    kind = draw(
        st.sampled_from(
            ["order"] * 6
            + ["payment"] * 3
            + ["refund", "expense", "call", "email", "note", "survey", "complaint"]
        )
    )
    facts: dict[str, object] = {}
    if kind == "order":
        facts["number"] = draw(numbers)
        facts["due"] = draw(st.one_of(st.none(), days))
        facts["promo"] = draw(st.sampled_from(["", "spring"]))
        facts["items"] = tuple(draw(st.lists(lines(), max_size=2)))
        facts["amount"] = draw(st.one_of(st.none(), money)) if facts["items"] else draw(money)
        if draw(st.integers(0, 20)) == 7:
            facts["amount"] = Money(Decimal(-50))
    elif kind in {"payment", "refund", "expense"}:
        facts = {"amount": draw(money), "number": draw(numbers)}
    elif kind == "survey":
        facts["score"] = draw(st.one_of(st.none(), st.integers(0, 10)))
    elif kind == "complaint":
        facts["resolved"] = draw(st.one_of(st.none(), days))
    else:
        facts["outcome"] = draw(st.sampled_from(["", "agreed", "refused", "asked", "no-answer"]))
        facts["cost"] = draw(st.one_of(st.none(), money))
        facts["deal"] = draw(st.sampled_from(["", "d1", "d2"]))
        facts["stage"] = (
            draw(st.sampled_from(["", "offer", "won", "lost"])) if facts["deal"] else ""
        )
    return Interaction(line=1, type=kind, date=Moment(draw(days), draw(times)), **facts)


@st.composite
def clients(draw: st.DrawFn) -> tuple[Client, ...]:
    ids = [f"c{n}" for n in range(draw(st.integers(1, 7)))]
    return tuple(
        Client(
            id=ident,
            path=f"clients/{ident}.yaml",
            name=ident,
            kind=draw(st.sampled_from(["organisation", "person"])),
            since=draw(st.one_of(st.none(), st.none(), days)),
            size=draw(st.sampled_from(["", "A", "C"])),
            standing=draw(st.sampled_from(["", "leader"])),
            referred_by=draw(st.sampled_from(["", *ids])),
            closed=draw(st.sampled_from([None, None, None, Closed(), Closed(date=TODAY)])),
            paused=draw(st.sampled_from([None, None, Paused(), Paused(until=TODAY)])),
            contacts=draw(st.sampled_from([(), (Contact(line=1, name="M", decision="decider"),)])),
            consents=draw(
                st.sampled_from([(), (Consent(line=1, purpose="mailings", given=TODAY),)])
            ),
            deals=tuple(
                Deal(line=1, id=name, opened=draw(st.one_of(st.none(), days)))
                for name in draw(st.sampled_from([(), (), ("d1",), ("d1", "d2")]))
            ),
            interactions=tuple(draw(st.lists(entries(), max_size=9))),
        )
        for ident in ids
    )


@given(clients())
def test_numbers_are_those_of_the_definitions(some: tuple[Client, ...]) -> None:
    expected = all_numbers(some, TODAY)
    with from_records(some) as index:
        found = index.all_metrics()
    assert set(found) == set(expected)
    for ident, row in expected.items():
        for name, value in row.items():
            if name.startswith("_") or name == "before":
                continue
            mine = found[ident][name]
            if isinstance(value, float):
                assert mine == pytest.approx(value, abs=1e-4), (ident, name)
            else:
                assert mine == value, (ident, name)


@given(clients(), st.randoms())
def test_the_order_of_files_means_nothing(some: tuple[Client, ...], random: object) -> None:
    mixed = list(some)
    random.shuffle(mixed)
    with from_records(some) as index, from_records(mixed) as other:
        assert index.all_metrics() == other.all_metrics()
        assert index.memberships() == other.memberships()
        assert index.clients() == other.clients()
        assert index.debts() == other.debts()
        assert index.deals() == other.deals()
