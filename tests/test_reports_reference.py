"""Every report against the same definitions computed slowly and plainly."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
import slow_reports as slow
from hypothesis import given
from hypothesis import strategies as st
from made_base import TODAY, from_records
from reporting import ask, days, half, journals

from crm.model import Client
from crm.reports.spread import spread

Base = tuple[Client, ...]
# No period, from a day, up to a day, between two days (in any order is refused, so sorted).
periods = st.one_of(
    st.just((None, None)),
    days().map(lambda day: (day, None)),
    days().map(lambda day: (None, day)),
    st.tuples(days(), days()).map(lambda pair: tuple(sorted(pair))),
)


def same(found: object, wanted: object) -> bool:
    """Tell whether two values are the same, fractions and floats but for rounding."""
    if isinstance(wanted, dict):
        return found.keys() == wanted.keys() and all(
            same(found[key], wanted[key]) for key in wanted
        )
    if isinstance(wanted, float | Fraction):
        return found is not None and float(found) == pytest.approx(
            float(wanted), rel=1e-9, abs=1e-4
        )
    return found == wanted


def agree(found: object, wanted: object) -> None:
    assert len(found) == len(wanted)
    for one, other in zip(found, wanted, strict=True):
        assert len(one) == len(other)
        assert all(map(same, one, other)), (one, other)


Period = tuple[dt.date | None, dt.date | None]


@half
@given(journals(), periods)
def test_what_was_bought(base: Base, period: Period) -> None:
    since, until = period
    plain = slow.Base(base, TODAY, since, until)
    with from_records(base) as index:
        found = {
            name: ask(index, name, since=since, until=until)
            for name in ("rfm", "abc", "nine", "rhythm", "retention")
        }
        pieces = ask(index, "abc", since=since, until=until, by="quantity")
    agree(sorted(found["rfm"].rows), sorted(slow.rfm(plain)))
    agree(found["abc"].rows, slow.abc({one.id: plain.revenue(one) for one in plain.buyers()}))
    quantities = {
        one.id: sum((line.qty for e in plain.orders(one) for line in e.items), Decimal(0))
        for one in plain.buyers()
    }
    agree([(row[0], Decimal(row[1]), *row[3:]) for row in pieces.rows], slow.abc(quantities))
    assert sorted((row[0], row[4]) for row in found["nine"].rows) == slow.nine(plain)
    rows, summary = slow.rhythm(plain)
    agree(sorted(found["rhythm"].rows), sorted(rows))
    assert same({key: found["rhythm"].summary[key] for key in summary}, summary)
    assert list(found["retention"].rows) == slow.retention(plain)
    assert found["retention"].summary["part_month"] == f"{min(until or TODAY, TODAY):%Y-%m}"


@half
@given(journals(), periods, st.integers(1, 3))
def test_what_was_bought_of_each_service(base: Base, period: Period, least: int) -> None:
    since, until = period
    plain = slow.Base(base, TODAY, since, until)
    with from_records(base) as index:
        revenues = ask(index, "abc", since=since, until=until, services=True)
        pieces = ask(index, "abc", since=since, until=until, services=True, by="quantity")
        baskets = ask(index, "baskets", since=since, until=until, min_count=least)
        sequences = ask(index, "sequences", since=since, until=until, min_count=least)
    agree(revenues.rows, slow.abc(slow.services_of(plain, "revenue")))
    wanted = slow.abc(slow.services_of(plain, "quantity"))
    agree([(row[0], Decimal(row[1]), *row[3:]) for row in pieces.rows], wanted)
    agree(sorted(baskets.rows), slow.baskets(plain, least))
    agree(sorted(sequences.rows), slow.sequences(plain, least))
    assert sequences.summary["clients"] == len(plain.buyers())


@half
@given(journals(), periods)
def test_what_services_bring(base: Base, period: Period) -> None:
    since, until = period
    last = min(until or TODAY, TODAY)
    wanted = slow.services(
        slow.Base(base, TODAY, since, until), slow.Base(base, TODAY, None, until)
    )
    with from_records(base) as index:
        found = ask(index, "services", since=since, until=until)
        by_service = ask(index, "quality", since=since, until=until, by="service").rows
    rows = [dict(zip(found.columns, row, strict=True)) for row in found.rows]
    names = ("service", "clients", "orders", "quantity", "revenue", "entry", "stayed")
    agree(sorted(tuple(row[name] for name in names) for row in rows), wanted)
    assert {row[0]: row[1] for row in by_service if row[1]} == {row[0]: row[2] for row in wanted}
    for name, days_ago in (("price", 0), ("price_before", 365)):
        end = last - dt.timedelta(days_ago)
        year = slow.Base(base, TODAY, end - dt.timedelta(364), end)
        pieces, worth = (slow.services_of(year, what) for what in ("quantity", "revenue"))
        for row in rows:
            service = row["service"]
            mean = (
                Fraction(worth[service]) / Fraction(pieces[service]) if service in pieces else None
            )
            assert same(row[name], mean)


@half
@given(journals(), st.one_of(st.none(), days()))
def test_bcg(base: Base, since: dt.date | None) -> None:
    since = since and min(since, TODAY)
    length = 365 if since is None else (TODAY - since).days + 1
    begun = TODAY - dt.timedelta(length - 1)
    last = slow.Base(base, TODAY, begun)
    before = slow.Base(base, TODAY, begun - dt.timedelta(length), begun - dt.timedelta(1))
    ever = {one.id for one in slow.Base(base, TODAY).buyers()}
    with from_records(base) as index:
        clients = ask(index, "bcg", since=since)
        services = ask(index, "bcg", since=since, services=True)
    spans = [
        {one.id: span.revenue(one) for one in span.clients if one.id in ever}
        for span in (last, before)
    ]
    assert {row[0]: row[5] for row in clients.rows} == slow.bcg(*spans)
    sold = [slow.services_of(span, "revenue") for span in (last, before)]
    assert {row[0]: row[5] for row in services.rows} == slow.bcg(*sold)


@half
@given(journals(longest=420, most=4), st.one_of(st.none(), days(60)))
def test_churn(base: Base, until: dt.date | None) -> None:
    with from_records(base) as index:
        found = ask(index, "churn", until=until)
    assert [row[:3] for row in found.rows] == slow.churn(slow.Base(base, TODAY, None, until))
    for _, there, left, rate, _, _ in found.rows:
        assert rate == (left / there if there else None)


@half
@given(journals(), periods)
def test_what_was_said_and_spent(base: Base, period: Period) -> None:
    since, until = period
    plain = slow.Base(base, TODAY, since, until)
    with from_records(base) as index:
        nps, voices, margin, totals = (
            ask(index, name, since=since, until=until)
            for name in ("nps", "advocates", "margin", "totals")
        )
    assert same(nps.summary, slow.nps(plain))
    assert sum(row[2] for row in nps.rows) == nps.summary["n"]
    assert {row[:2] for row in voices.rows} == slow.advocates(plain)
    wanted = slow.margin(plain)
    names = ("orders", "revenue", "cogs", "expenses", "margin", "touches")
    places = [margin.columns.index(name) for name in (*names, "touch_cost")]
    assert {row[0]: tuple(row[at] for at in places) for row in margin.rows} == wanted
    nothing = (Decimal(0),) * len(names)
    for place, name in enumerate(names):
        values = [Decimal(wanted.get(one.id, nothing)[place]) for one in plain.clients]
        described = [row[1:] for row in totals.rows if row[0] == name]
        agree(described, [slow.described(values)] if values else [])


@given(st.lists(st.decimals(-(10**6), 10**6, places=4), min_size=1, max_size=30))
def test_spread(values: list[Decimal]) -> None:
    told = spread(values)
    found = (told.count, told.total, told.mean, told.median, told.least, told.most, told.deviation)
    agree([found], [slow.described(values)])


@given(
    journals(most=3),
    st.sampled_from(["lifecycle", "rfm_segment", "abc", "nine", "bcg", "colour", "stage"]),
    days(400),
)
def test_movement(base: Base, name: str, since: dt.date) -> None:
    since = min(since, TODAY)
    with from_records(base) as index, from_records(base, since) as past:
        found = ask(index, "movement", by=name, since=since)
        now, then = (
            {ident: row[name] for ident, row in one.all_metrics().items()} for one in (index, past)
        )
    wanted = {
        (ident, then.get(ident), value)
        for ident, value in now.items()
        if ident not in then or then[ident] != value
    }
    assert set(found.rows) == wanted
    assert found.summary["moved"] + found.summary["new"] + found.summary["stayed"] == len(now)


@half
@given(journals())
def test_what_the_index_says_of_each_client(base: Base) -> None:
    """Without a filter a report says what `client_metrics` says."""
    with from_records(base) as index:
        every = index.all_metrics()
        metrics = {ident: row for ident, row in every.items() if row["orders"]}
        answers = {
            name: {row[0]: row for row in ask(index, name).rows}
            for name in ("rfm", "abc", "nine", "bcg", "rhythm", "rating", "margin", "value")
        }
        complete = {row[0]: row[1] for row in ask(index, "completeness").rows}
    assert complete == {ident: row["completeness"] for ident, row in every.items()}
    for ident, row in metrics.items():
        scores = (row["rfm_r"], row["rfm_f"], row["rfm_m"], row["rfm_segment"])
        assert answers["rfm"][ident][1:] == (
            row["days_since_order"],
            row["orders"],
            row["revenue"],
            *scores,
        )
        assert answers["abc"][ident][1] == row["revenue"]
        assert answers["abc"][ident][4] == row["abc"]
        assert answers["nine"][ident][4] == row["nine"]
        assert answers["bcg"].get(ident, (None,) * 6)[5] == row["bcg"]
        rhythm = (row["order_days"], row["interval_mean"], row["interval_median"], row["late_days"])
        assert all(map(same, answers["rhythm"][ident][1:], rhythm))
        assert answers["rating"][ident][1] == row["rating"]
        assert answers["margin"][ident][5] == row["margin"] == answers["value"][ident][2]
