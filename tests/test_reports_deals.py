"""Deals, people and debts: reports worked by hand, and against slow ones."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
import slow_deals as slow
from hypothesis import given
from made_base import TODAY, from_records
from reporting import answer, ask, client, entry, half, journals, order
from slow_index import _debts as slow_debts
from slow_reports import Base
from test_reports_reference import Period, agree, periods, same

from crm.model import Client, Closed, Deal, Interaction, Moment, Money, Task
from crm.settings import Settings
from crm.settings.records import Agenda, Member, Stage


def ago(number: int) -> dt.date:
    return TODAY - dt.timedelta(number)


def deal(ident: str, amount: int | None = 100, **facts: object) -> Deal:
    return Deal(
        line=1, id=ident, amount=None if amount is None else Money(Decimal(amount)), **facts
    )


def move(ident: str, stage: str, day: dt.date, **facts: object) -> Interaction:
    return entry("note", day, deal=ident, stage=stage, **facts)


def stages(*ids: str, **probabilities: str) -> Settings:
    found = [
        Stage(
            id=one,
            result={"won": "won", "lost": "lost", "declined": "lost"}.get(one, ""),
            probability=Decimal(probabilities[one]) if one in probabilities else None,
        )
        for one in ids
    ]
    return Settings(stages={one.id: one for one in found})


# The sales pipeline of pbpython's salesfunnel.xlsx (BSD-3): manager, status and price of its lines.
PIPELINE = (
    ("Debra Henley", "presented", (30000, 10000, 10000)),
    ("Debra Henley", "pending", (5000, 40000, 5000)),
    ("Debra Henley", "declined", (35000, 35000)),
    ("Debra Henley", "won", (65000,)),
    ("Fred Anderson", "presented", (30000, 10000, 5000)),
    ("Fred Anderson", "pending", (5000,)),
    ("Fred Anderson", "declined", (65000,)),
    ("Fred Anderson", "won", (65000, 7000, 100000)),
)


def pipeline() -> list[Client]:
    return [
        client(
            f"{status}-{owner[:1].lower()}",
            *(move(f"d{n}", status, ago(5)) for n in range(len(prices))),
            owner=owner,
            deals=tuple(deal(f"d{n}", price, opened=ago(30)) for n, price in enumerate(prices)),
        )
        for owner, status, prices in PIPELINE
    ]


def test_the_published_pipeline() -> None:
    settings = stages("presented", "pending", "won", "declined")
    with from_records(pipeline(), settings=settings) as index:
        whole = ask(index, "funnel")
        parts = {name: ask(index, "funnel", owner=name) for name, _, _ in PIPELINE}
    assert whole.summary["deals"] == 17
    assert whole.summary["amount"] == 522_000
    assert (whole.summary["won"], whole.summary["lost"]) == (4, 3)
    assert whole.summary["win_rate"] == pytest.approx(0.5714, abs=5e-5)
    amounts = {
        name: {row["stage"]: row["amount"] for row in found.records()}
        for name, found in parts.items()
    }
    assert amounts == {
        "Debra Henley": {"won": 65000, "pending": 50000, "presented": 50000, "declined": 70000},
        "Fred Anderson": {"won": 172000, "pending": 5000, "presented": 45000, "declined": 65000},
    }
    assert whole.summary["average_won"] == 237_000 / 4
    assert whole.summary["cycle_won_median"] == 25


def test_funnel_by_hand() -> None:
    """Of five deals four came to an offer or beyond; two of them were won, one lost.

    Nothing is declared for `lead`: of the three closed deals, all of which were leads, two were
    won, so that a lead is worth 2/3. An offer is declared to be worth a half.
    """
    some = [
        client(
            "a",
            move("d1", "offer", ago(60)),
            move("d1", "won", ago(40)),
            entry("call", ago(90), deal="d2"),
            move("d2", "won", ago(80)),
            owner="ana",
            deals=(deal("d1", 100, opened=ago(70)), deal("d2", 50)),
        ),
        client(
            "b",
            move("d3", "offer", ago(50)),
            move("d3", "lost", ago(45), reason="price"),
            move("d4", "offer", ago(10)),
            deals=(deal("d3", 400, opened=ago(52)), deal("d4", 30), deal("d5", 90, opened=ago(31))),
        ),
    ]
    found = answer(some, "funnel", settings=stages("lead", "offer", "won", "lost", offer="0.5"))
    assert found.records() == [
        {
            "stage": "lead", "reached": 5, "conversion": 0.8, "now": 1, "amount": 90,
            "probability": 2 / 3, "forecast": 60, "days": 10, "stale": 1,
        },
        {
            "stage": "offer", "reached": 4, "conversion": 0.5, "now": 1, "amount": 30,
            "probability": 0.5, "forecast": 15, "days": 12.5, "stale": 0,
        },
        {
            "stage": "won", "reached": 2, "conversion": None, "now": 2, "amount": 150,
            "probability": None, "forecast": None, "days": None, "stale": 0,
        },
        {
            "stage": "lost", "reached": 1, "conversion": None, "now": 1, "amount": 400,
            "probability": None, "forecast": None, "days": None, "stale": 0,
        },
    ]  # fmt: skip
    assert found.summary == {
        "deals": 5, "won": 2, "lost": 1, "open": 2, "win_rate": 2 / 3, "amount": 670,
        "won_amount": 150, "average_won": 75, "open_amount": 120,
        "cycle_won_mean": 20,  # 30 and 10
        "cycle_won_median": 20, "forecast": 75, "unweighed": 0, "stale": 1,
        "ask": ("b d5",), "reasons": {"price": 1},
    }  # fmt: skip


def test_what_a_funnel_cannot_know() -> None:
    """No closed deal, no probability: no forecast. An unknown stage has a row of its own."""
    some = [
        client(
            "a",
            move("d2", "limbo", ago(3)),
            deals=(deal("d1", 10, opened=ago(2)), deal("d2", None, opened=ago(9)), deal("d3", opened=ago(-1))),
        )
    ]  # fmt: skip
    found = answer(some, "funnel")
    assert [row[:4] for row in found.rows] == [
        ("lead", 2, 0, 1), ("offer", 0, None, 0), ("won", 0, None, 0), ("lost", 0, None, 0),
        ("limbo", 1, None, 1),
    ]  # fmt: skip
    assert found.summary["forecast"] is None
    assert (found.summary["unweighed"], found.summary["win_rate"]) == (2, None)
    later = answer(some, "funnel", since=ago(5))
    assert later.summary["deals"] == 1


def test_a_deal_won_and_opened_again_is_open() -> None:
    again = client("a", move("d", "won", ago(9)), move("d", "offer", ago(2)), deals=(deal("d"),))
    found = answer([again], "funnel")
    assert [row[1:4] for row in found.rows] == [(1, 1, 0), (1, 1, 1), (1, None, 0), (0, None, 0)]
    assert (found.summary["won"], found.summary["open"]) == (0, 1)


def test_a_deal_that_ended_before_it_began_has_no_cycle() -> None:
    wrong = client("a", move("d", "won", ago(9)), deals=(deal("d", opened=ago(3)),))
    found = answer([wrong], "funnel")
    assert (found.summary["won"], found.summary["cycle_won_mean"]) == (1, None)


def test_history_counts_those_that_never_went_further() -> None:
    """Of two closed deals one was lost as a lead: a lead is worth a half, an offer the whole."""
    some = [
        client(
            "a",
            move("d1", "offer", ago(9)),
            move("d1", "won", ago(8)),
            move("d2", "lost", ago(7)),
            move("d4", "offer", ago(6)),
            deals=(deal("d1"), deal("d2"), deal("d3", 40, opened=ago(5)), deal("d4", 7)),
        )
    ]
    found = answer(some, "funnel")
    assert [row["probability"] for row in found.records()] == [0.5, 1, None, None]
    assert found.summary["forecast"] == 27


def test_the_longest_silent_are_named_first() -> None:
    some = [
        client(name, deals=tuple(deal(f"d{n}", opened=ago(40 + n)) for n in range(7)))
        for name in "ab"
    ]
    found = answer(some, "funnel")
    assert found.summary["stale"] == 14
    assert found.summary["ask"][:3] == ("a d6", "b d6", "a d5")
    assert len(found.summary["ask"]) == 10


def test_what_has_no_rate_is_in_no_sum() -> None:
    """A deal in dollars without a rate, beside one of 50; stages that are none at all."""
    some = [
        client("a", deals=(Deal(line=1, id="d1", amount=Money(Decimal(9), "USD")), deal("d2", 50)))
    ]
    found = answer(some, "funnel", settings=stages("lead", "won", lead="0.5"))
    assert (found.summary["amount"], found.summary["forecast"]) == (50, 25)
    assert found.summary["unweighed"] == 1
    owed = client("a", entry("order", ago(9), due=ago(5), amount=Money(Decimal(9), "USD")))
    assert answer([owed], "debts").rows == []
    assert [row[1] for row in answer(some, "funnel", settings=Settings(stages={})).rows] == [2]


def test_a_deal_spoken_of_lately_is_not_stale() -> None:
    spoken = client("a", entry("call", ago(9), deal="d"), deals=(deal("d", opened=ago(90)),))
    assert answer([spoken], "funnel").summary["stale"] == 0
    assert answer([spoken], "funnel", until=ago(10)).summary["stale"] == 1


def test_stale_is_what_the_base_says() -> None:
    some = [client("a", deals=(deal("d", opened=ago(8)),))]
    assert answer(some, "funnel").summary["stale"] == 0
    settings = Settings(agenda=Agenda(stale_deal=7))
    assert answer(some, "funnel", settings=settings).summary["stale"] == 1


@half
@given(journals(), periods)
def test_deals_and_debts_against_slow_ones(base: tuple[Client, ...], period: Period) -> None:
    since, until = period
    plain = Base(base, TODAY, since, until)
    with from_records(base) as index:
        funnel = ask(index, "funnel", since=since, until=until)
        team = ask(index, "team", since=since, until=until)
        debts = ask(index, "debts", by="client")
        orders = ask(index, "debts")
        rivals = ask(index, "competitors", since=since, until=until)
    rows, summary = slow.funnel(plain)
    agree([row[:5] for row in funnel.rows], rows)
    assert same({key: funnel.summary[key] for key in summary}, summary)
    names = ("touches", "orders", "won", "lost", "revenue", "overdue")
    places = [team.columns.index(name) for name in names]
    assert {row[0]: tuple(row[at] for at in places) for row in team.rows} == slow.team(plain)
    assert {row[0]: row[1:6] for row in rivals.rows} == slow.losses(plain)
    owed = {
        one.id: slow_debts([e for e in one.interactions if e.date.day <= TODAY], TODAY)
        for one in plain.clients
    }
    wanted = {
        ident: (one["debt"], one["overdue_debt"]) for ident, one in owed.items() if one["debt"]
    }
    assert {row["client"]: (row["owed"], row["overdue"]) for row in debts.records()} == wanted
    assert debts.summary == orders.summary
    assert orders.summary["owed"] == sum(row["owed"] for row in orders.records())


# Team


def test_team_by_hand() -> None:
    """What says `by` is theirs, the rest the owner's; a deal and a task have owners of their own."""
    some = [
        client(
            "a",
            entry("call", ago(9), by="boris"),
            entry("visit", ago(8)),
            entry("note", ago(8), by="boris"),
            order(ago(7), 100),
            entry("refund", ago(6), amount=Money(Decimal(30)), by="boris"),
            move("d1", "won", ago(5), by="boris"),
            move("d2", "lost", ago(5)),
            owner="ana",
            deals=(deal("d1", 70, owner="boris"), deal("d2")),
            tasks=(
                Task(line=1, due=Moment(ago(1)), owner="boris"),
                Task(line=2, due=Moment(ago(1))),
                Task(line=3, due=Moment(TODAY)),
                Task(line=4, due=Moment(ago(9)), done=ago(2)),
            ),
        ),
        client("b", entry("call", ago(9)), move("d1", "won", ago(2)), deals=(deal("d1", None),)),
    ]
    team = {
        name: Member(id=name, left=left)
        for name, left in (("ana", None), ("vera", None), ("gone", ago(30)))
    }
    settings = Settings(team=team)
    found = answer(some, "team", settings=settings, since=ago(20))
    names = ("member", "touches", "orders", "won", "lost", "win_rate", "revenue", "overdue", "clients", "won_amount")  # fmt: skip
    assert found.columns == names
    assert found.rows == [
        ("ana", 1, 1, 0, 1, 0, 100, 1, 1, 0),
        ("vera", 0, 0, 0, 0, None, 0, 0, 0, 0),
        (None, 1, 0, 1, 0, 1, 0, 0, 1, 0),
        ("boris", 1, 0, 1, 0, 1, -30, 1, 1, 70),
    ]
    assert found.summary == {
        "touches": 3, "orders": 1, "won": 2, "lost": 1, "win_rate": 2 / 3, "revenue": 70,
        "overdue": 2, "won_amount": 70,
    }  # fmt: skip
    assert "gone" in {row[0] for row in answer(some, "team", settings=settings).rows}
    early = answer(some, "team", until=ago(8))
    assert [row[:3] for row in early.rows] == [("ana", 1, 0), ("boris", 1, 0), (None, 1, 0)]


# Debts


def credit(number: str, day: dt.date, due: dt.date, amount: int) -> Interaction:
    return entry("order", day, number=number, due=due, amount=Money(Decimal(amount)))


def paid(amount: int, day: dt.date, number: str = "") -> Interaction:
    return entry("payment", day, number=number, amount=Money(Decimal(amount)))


def test_debts_by_hand() -> None:
    """60 without a number goes to what was due first; 10 of order 2 were given back."""
    some = [
        client(
            "a",
            credit("1", ago(120), ago(100), 80),
            credit("2", ago(60), ago(31), 50),
            credit("3", ago(5), TODAY, 40),
            credit("4", ago(90), ago(61), 7),
            paid(60, ago(50)),
            paid(7, ago(50), "4"),
            entry("refund", ago(40), number="2", amount=Money(Decimal(10))),
        ),
        client("b", credit("", ago(9), ago(1), 5), order(ago(400), 900)),
        client("c", credit("", ago(9), ago(1), 5), paid(9, ago(2))),
    ]
    found = answer(some, "debts")
    assert found.rows == [
        ("a", "1", ago(120), ago(100), 80, 20, 20, 100),
        ("a", "2", ago(60), ago(31), 40, 40, 40, 31),
        ("b", None, ago(9), ago(1), 5, 5, 5, 1),
        ("a", "3", ago(5), TODAY, 40, 40, 0, 0),
    ]
    assert found.summary == {
        "clients": 2, "orders": 4, "owed": 105, "overdue": 65, "not_due": 40, "days_30": 5,
        "days_60": 40, "days_90": 0, "older": 20,
    }  # fmt: skip
    by_client = answer(some, "debts", by="client")
    assert by_client.columns == (
        "client",
        "orders",
        "due",
        "amount",
        "owed",
        "overdue",
        "days_overdue",
    )
    assert by_client.rows == [
        ("a", 3, ago(100), 160, 100, 60, 100),
        ("b", 1, ago(1), 5, 5, 5, 1),
    ]
    assert by_client.summary == found.summary


def test_debts_of_the_days_to_come() -> None:
    some = [client("a", credit("1", ago(9), ago(1), 5), credit("2", ago(9), ago(-10), 6))]
    coming = answer(some, "debts", since=TODAY, until=ago(-30))
    assert [row[1] for row in coming.rows] == ["2"]
    assert answer(some, "debts", until=ago(5)).note is not None


def test_debts_of_a_past_day() -> None:
    some = [client("a", credit("1", ago(90), ago(60), 50), paid(50, ago(20)))]
    assert answer(some, "debts").rows == []
    assert [row[5:] for row in answer(some, "debts", ago(30)).rows] == [(50, 50, 30)]


# Competitors

LOST = [
    client(
        "a",
        move("d1", "lost", ago(20), reason="price", competitor="rival"),
        move("d2", "lost", ago(10), reason="taste"),
        move("d3", "won", ago(5), competitor="rival"),
        region="north",
        deals=(
            deal("d1", 70, service="tea"),
            deal("d2", 30, competitor="other", service="tea"),
            deal("d3", 50),
        ),
    ),
    # Closed after a word about the rival; its last order had two services.
    client(
        "b",
        order(ago(90), items="tea pie jam"),
        order(ago(50), items="tea cake"),
        entry("call", ago(40), competitor="other"),
        entry("call", ago(30), competitor="rival"),
        closed=Closed(date=ago(25), reason="price"),
    ),
    # Silent for two years and a day; two years to the day is not lost yet.
    client("c", order(ago(731), 9), region="north"),
    client("d", order(ago(730), 9)),
]


def test_competitors_by_hand() -> None:
    found = answer(LOST, "competitors")
    assert found.rows == [
        ("rival", 1, 70, 1, 5, 1, 0.5, {"price": 2}),
        ("other", 1, 30, 0, 0, 0, 0, {"taste": 1}),
        (None, 0, 0, 1, 9, 0, None, {}),
    ]
    assert found.summary == {
        "deals": 2, "amount": 100, "clients": 2, "revenue": 14, "won": 1, "win_rate": 1 / 3,
        "named": 0.75,
    }  # fmt: skip


def test_losses_by_reason_service_and_region() -> None:
    with from_records(LOST) as index:
        by = {name: ask(index, "competitors", by=name) for name in ("reason", "service", "region")}
    assert by["reason"].rows[0] == ("price", 1, 70, 1, 5, 0, 0, {"rival": 2})
    assert by["reason"].columns[-1] == "competitors"
    rows = {row["service"]: row for row in by["service"].records()}
    assert list(rows) == ["tea", "cake", None]
    assert (rows["tea"]["deals"], rows["tea"]["clients"], rows["cake"]["clients"]) == (2, 1, 1)
    assert rows["tea"]["reasons"] == {"price": 2, "taste": 1}
    assert rows["tea"]["competitors"] == {"rival": 2, "other": 1}
    assert [row[:4] for row in by["region"].rows] == [("north", 2, 100, 1), (None, 0, 0, 1)]


def test_losses_of_a_time() -> None:
    found = answer(LOST, "competitors", since=ago(24), until=ago(11))
    assert [row[:4] for row in found.rows] == [("rival", 1, 70, 0)]
    gave_back = entry("refund", ago(9), amount=Money(Decimal(3)))
    gone = [client("a", gave_back, closed=Closed())]
    assert answer(gone, "competitors").summary["revenue"] == -3
    assert answer(gone, "competitors").summary["clients"] == 1
    assert answer(gone, "competitors", since=ago(9)).rows == []
