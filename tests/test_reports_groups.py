"""Where clients come from and what that costs: reports worked by hand, and against slow ones."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import slow_groups as slow
from hypothesis import given
from made_base import TODAY, from_records, make_base, opened
from reporting import answer, ask, client, entry, half, journals, order
from slow_reports import Base
from test_reports_reference import Period, periods, same

from crm.model import Address, Client, Interaction, Moment, Money
from crm.settings import Settings
from crm.settings.prices import Campaign


def ago(number: int) -> dt.date:
    return TODAY - dt.timedelta(number)


def money(amount: object) -> Money:
    return Money(Decimal(str(amount)))


PEOPLE = [
    client(
        "a",
        order(ago(300), 100),
        order(ago(20), 60),
        entry("refund", ago(10), amount=money(10)),
        entry("expense", ago(9), amount=money(20)),
        source="fair",
        region="north",
        address=Address(city="Sofia", country="BG"),
    ),
    client("b", order(ago(5), 30), source="fair", region="south", since=ago(400)),
    client("c", entry("call", ago(4), cost=money(3)), source="fair", referred_by="a"),
    client("d", order(ago(2), 7), order(ago(2), 8), referred_by="a", region="north"),
    client("e", source="site", referred_by="b"),
]


def test_sources_by_hand() -> None:
    """Three came from the fair, two of them bought for 180 in all; one of the two came again."""
    found = answer(PEOPLE, "sources")
    assert found.rows == [
        ("fair", 3, 2, 2 / 3, 3, 180, 180 / 195, 157, 60, 0.5),
        ("site", 1, 0, 0, 0, 0, 0, 0, 0, None),
        (None, 1, 1, 1, 2, 15, 15 / 195, 15, 15, 0),
    ]
    assert found.summary == {
        "clients": 5, "buyers": 3, "conversion": 0.6, "orders": 5, "revenue": 195, "margin": 172,
        "per_client": 39, "repeat_share": 1 / 3,
    }  # fmt: skip


def test_sources_of_those_who_came_lately() -> None:
    """b has been known for 400 days, e nobody knows how long; what a lately bought counts whole."""
    found = answer(PEOPLE, "sources", since=ago(300), until=ago(3))
    assert [row[:6] for row in found.rows] == [("fair", 2, 1, 0.5, 2, 150)]
    assert answer(PEOPLE, "sources", since=ago(1)).note is not None


def test_who_recommended_whom() -> None:
    found = answer(PEOPLE, "sources", by="referrer")
    assert found.columns[0] == "referrer"
    assert [row[:4] for row in found.rows] == [("a", 2, 1, 0.5), ("b", 1, 0, 0)]
    assert found.summary["clients"] == 3


def test_regions_by_hand() -> None:
    """In the last thirty days: north 60 − 10 + 15, less 20 of expenses; south 30."""
    found = answer(PEOPLE, "regions", since=ago(30))
    assert found.rows == [
        ("north", 2, 1, 2, 1, 3, 65, 65 / 95, 45, Decimal("32.5"), 25),
        ("south", 1, 0, 1, 1, 1, 30, 30 / 95, 30, 30, 30),
        (None, 2, 1, 0, 0, 0, 0, 0, -3, 0, None),
    ]
    assert (found.summary["clients"], found.summary["new"], found.summary["margin"]) == (5, 2, 72)
    cities = answer(PEOPLE, "regions", by="city")
    assert [row[:2] for row in cities.rows] == [("Sofia", 1), (None, 4)]
    assert [row[0] for row in answer(PEOPLE, "regions", by="country").rows] == ["BG", None]


def test_a_region_that_gave_back_more_than_it_took() -> None:
    some = [
        client("a", order(ago(9), 5), entry("refund", ago(8), amount=money(50)), region="north"),
        client("b", order(ago(9), 5), region="south"),
    ]
    rows = [(row[0], row[6], row[7]) for row in answer(some, "regions").rows]
    assert rows == [("south", 5, 1), ("north", -45, 0)]


# Campaigns


def fair(**facts: object) -> Campaign:
    known = {"start": ago(60), "end": ago(40), "cost": money(100), "promo": "spring", "list": "bar"}
    return Campaign(id="fair", **{**known, **facts})


def bought(day: dt.date, amount: int, **facts: object) -> Interaction:
    return Interaction(line=1, type="order", date=Moment(day), amount=money(amount), **facts)


def settings(*campaigns: Campaign, **facts: object) -> Settings:
    return Settings(campaigns={one.id: one for one in campaigns}, **facts)


VISITORS = [
    # A lead: its first order is the campaign's, the second is at full price, the third is not.
    client("lead", bought(ago(30), 70), bought(ago(20), 50), bought(ago(10), 9, promo="autumn"), campaign="fair", tags=("bar",)),
    # Known before: its order with the promotion while that ran; the other is too late for it.
    client("old", bought(ago(99), 20), bought(ago(40), 30, promo="spring", number="7"), bought(ago(39), 4, promo="spring"),
           entry("refund", ago(35), amount=money(10), number="7"), tags=("bar",)),
    # Addressed, and answered without buying; addressed, and silent.
    client("asked", entry("mailing", ago(59), campaign="fair"), entry("call", ago(50), campaign="fair", direction="in")),
    client("silent", entry("call", ago(55), campaign="fair", direction="out"), tags=("bar",)),
    # A lead that has not bought; one whose first order names another campaign.
    client("cold", campaign="fair"),
    client("other", bought(ago(15), 25, campaign="flyer"), campaign="fair"),
]  # fmt: skip


def test_campaigns_by_hand() -> None:
    """Of four reached three answered; three leads for 100, one new client by it, two orders."""
    found = answer(VISITORS, "campaigns", settings=settings(fair()))
    rows = {row["campaign"]: row for row in found.records()}
    assert list(rows) == ["fair", "flyer"]
    assert rows["fair"] == {
        "campaign": "fair", "start": ago(60), "end": ago(40), "cost": 100,
        "reached": 4, "responded": 5, "response": 0.75,
        "leads": 3, "cost_per_lead": Decimal("33.3333"), "new": 1, "cost_per_new": 100,
        "orders": 2, "revenue": 90, "margin": -10, "later_orders": 1, "later_revenue": 50,
    }  # fmt: skip
    assert rows["flyer"]["new"] == rows["flyer"]["orders"] == 1
    assert (rows["flyer"]["cost"], rows["flyer"]["margin"]) == (None, 25)
    assert found.summary == {
        "campaigns": 2, "cost": 100, "leads": 3, "new": 2, "orders": 3, "later_orders": 1,
        "cost_per_lead": Decimal("33.3333"), "cost_per_new": 100, "revenue": 115, "margin": 15,
        "later_revenue": 50,
    }  # fmt: skip


def test_campaigns_of_a_time() -> None:
    some = settings(fair(), Campaign(id="late", start=ago(-1)), Campaign(id="always"))
    with from_records(VISITORS, settings=some) as index:
        ids = {
            (since, until): [
                row[0] for row in ask(index, "campaigns", since=since, until=until).rows
            ]
            for since, until in ((None, None), (ago(60), None), (ago(59), None), (None, ago(61)))
        }
    assert list(ids.values()) == [
        ["fair", "always", "flyer"], ["fair"], [], ["always", "fair"],
    ]  # fmt: skip


def test_of_two_promotions_at_once_the_later_campaign_has_the_order() -> None:
    some = [client("a", bought(ago(50), 30, promo="spring"), bought(ago(58), 20, promo="spring"))]
    twice = settings(
        fair(), fair().__class__(id="week", start=ago(55), end=ago(50), promo="spring")
    )
    found = answer(some, "campaigns", settings=twice)
    assert [(row["campaign"], row["revenue"]) for row in found.records()] == [
        ("week", 30),
        ("fair", 20),
    ]


def test_what_entries_cost_is_the_cost_where_none_is_declared() -> None:
    some = [
        client(
            "a",
            entry("expense", ago(50), amount=money(12), campaign="fair"),
            entry("visit", ago(49), cost=money(3), campaign="fair"),
            campaign="fair",
        )
    ]
    found = answer(some, "campaigns", settings=settings(fair(cost=None)))
    assert found.records()[0]["cost_per_lead"] == 15


def test_a_cost_without_a_rate_is_told_not_taken_for_nothing() -> None:
    found = answer(VISITORS, "campaigns", settings=settings(fair(cost=Money(Decimal(9), "USD"))))
    row = found.records()[0]
    assert (row["cost"], row["cost_per_lead"], row["margin"]) == (None, None, None)
    assert "without a rate" in str(found.note)
    rates = {"USD": ((None, Decimal("0.5")), (ago(50), Decimal(9)))}
    found = answer(
        VISITORS, "campaigns", settings=settings(fair(cost=Money(Decimal(9), "USD")), rates=rates)
    )
    assert (found.records()[0]["cost"], found.note) == (Decimal("4.5"), None)


def test_campaigns_of_a_folder(tmp_path: Path) -> None:
    """Read from campaigns.yaml; a list that is a segment."""
    base = make_base(
        tmp_path,
        "segments: {vip: {when: 'revenue >= 10'}}\n",
        a="name: A\ninteractions: [{date: 2026-05-01, type: order, amount: 50, campaign: may}]\n",
        b="name: B\ncampaign: may\n",
    )
    (tmp_path / "campaigns.yaml").write_text(
        "may: {name: May fair, start: 2026-05-01, cost: 20 EUR, list: vip}\n", encoding="utf-8"
    )
    with opened(base) as index:
        row = ask(index, "campaigns").records()[0]
    assert (row["campaign"], row["reached"], row["response"], row["leads"]) == ("may", 1, 1, 1)
    assert (row["cost_per_lead"], row["margin"]) == (20, 30)


PROMOTED = (
    Campaign(id="sale", promo="spring", start=ago(400), end=ago(30)),
    Campaign(id="mail", promo="spring", start=ago(90), cost=money(5)),
)


@half
@given(journals(), periods)
def test_groups_against_slow_ones(base: tuple[Client, ...], period: Period) -> None:
    since, until = period
    plain = Base(base, TODAY, since, until)
    with from_records(base, settings=settings(*PROMOTED)) as index:
        sources = ask(index, "sources", since=since, until=until)
        regions = ask(index, "regions", since=since, until=until)
        campaigns = ask(index, "campaigns", until=until)
    names = ("clients", "buyers", "conversion", "orders", "revenue", "margin", "per_client", "repeat_share")  # fmt: skip
    found = {row["source"]: tuple(row[name] for name in names) for row in sources.records()}
    wanted = slow.sources(plain)
    assert found.keys() == wanted.keys()
    assert all(all(map(same, found[name], wanted[name])) for name in wanted), (found, wanted)
    found = {row["region"]: tuple(row[name] for name in names[:-1]) for row in regions.records()}
    wanted = {name: row[:-1] for name, row in slow.regions(plain).items()}
    assert found.keys() == wanted.keys()
    assert all(all(map(same, found[name], wanted[name])) for name in wanted), (found, wanted)
    names = ("leads", "new", "orders", "revenue", "later_orders", "later_revenue")
    told = {row["campaign"]: tuple(row[name] for name in names) for row in campaigns.records()}
    ever = Base(base, TODAY, None, until)
    assert {name: row for name, row in told.items() if any(row)} == slow.campaigns(ever, PROMOTED)
