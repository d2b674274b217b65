"""How we serve and what clients say of it: reports worked by hand, and against slow ones."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
import slow_service as slow
from hypothesis import given
from made_base import TODAY, from_records
from reporting import answer, ask, client, entry, half, journals, order
from slow_reports import Base
from test_reports_reference import Period, agree, periods, same

from crm.model import Answer, Client, Interaction, Moment, Money, OrderLine
from crm.settings import Settings
from crm.settings.records import Segment


def ago(number: int) -> dt.date:
    return TODAY - dt.timedelta(number)


# Quality


def delivered(
    day: dt.date, items: str, due: dt.date | None, done: dt.date | None = None, by: str = ""
) -> Interaction:
    return Interaction(
        line=1,
        type="order",
        date=Moment(day),
        by=by,
        items=tuple(
            OrderLine(line=1, service=one, price=Money(Decimal(1))) for one in items.split()
        ),
        delivery_due=due,
        delivery_done=done,
    )


SERVED = [
    client(
        "a",
        delivered(ago(60), "tea cake", ago(55), ago(52), by="boris"),
        entry("survey", ago(50), score=4, answers=(Answer(criterion="taste", satisfaction=2), Answer(criterion="price", satisfaction=3))),
        delivered(ago(40), "tea", ago(38), ago(38)),
        entry("complaint", ago(37), resolved=ago(30)),
        entry("complaint", ago(36), by="boris"),
        owner="ana",
    ),
    # Not delivered: late for nine days; not delivered, in time; without a day; none of these.
    client(
        "b",
        delivered(ago(20), "tea", ago(9)),
        delivered(ago(3), "tea", TODAY),
        delivered(ago(2), "tea", None, ago(1)),
        order(ago(1), 5),
        entry("survey", TODAY, score=9),
    ),
    client("c", entry("complaint", ago(5), resolved=ago(-3)), owner="ana"),
]  # fmt: skip


def test_quality_by_hand() -> None:
    """Of three deliveries due two were late, by three and by nine days.

    The complaints of a follow the order of tea that ana took; the survey the one of boris. The
    survey of b follows an order without lines, the complaint of c none at all.
    """
    found = answer(SERVED, "quality")
    assert found.rows == [
        ("tea", 5, 3, 2, 2 / 3, 6, 2, 1, 40, 1, 4, 2.5),
        ("cake", 1, 1, 1, 1, 3, 0, 0, 0, 1, 4, 2.5),
        (None, 0, 0, 0, None, None, 1, 1, None, 1, 9, None),
    ]
    assert found.summary == {
        "orders": 6, "deliveries": 3, "late": 2, "late_share": 2 / 3, "days_late": 6,
        "complaints": 3, "open": 2, "per_100": 50, "surveys": 2, "score": 6.5, "satisfaction": 2.5,
    }  # fmt: skip
    people = answer(SERVED, "quality", by="member")
    assert [row[:9] for row in people.rows] == [
        ("ana", 1, 1, 0, 0, None, 3, 2, 300),
        ("boris", 1, 1, 1, 1, 3, 0, 0, 0),
        (None, 4, 1, 1, 1, 9, 0, 0, 0),
    ]
    clients = answer(SERVED, "quality", by="client")
    assert [row[:4] for row in clients.rows] == [("a", 2, 2, 1), ("b", 4, 1, 1), ("c", 0, 0, 0)]
    assert found.summary == people.summary == clients.summary


def test_what_is_late_today_was_in_time_before() -> None:
    assert answer(SERVED, "quality", until=ago(9)).summary["late"] == 1
    assert answer(SERVED, "quality", until=ago(8)).summary["days_late"] == 2  # 3 and 1
    assert answer(SERVED, "quality", until=ago(31)).summary["open"] == 2
    assert answer(SERVED, "quality", until=ago(30)).summary["open"] == 1  # resolved on that day


# Behaviour


def test_behaviour_by_hand() -> None:
    promoted = [
        Interaction(
            line=1, type="order", date=Moment(ago(n)), amount=Money(Decimal(9)), promo="may"
        )
        for n in (30, 20)
    ]
    calls = [entry("call", ago(n)) for n in range(5)]
    some = [
        client("hunter", *promoted, entry("call", ago(3), purpose="offer", outcome="agreed")),
        client("once", promoted[0]),
        client("mixed", *promoted, order(ago(5), 1)),
        client("talker", *calls),
        client("shy", *calls[:4], entry("note", ago(2))),
        client("past", order(ago(400), 1), *calls),
        client("named", entry("visit", ago(9), purpose="offer", outcome="refused")),
    ]
    found = answer(some, "behaviour")
    assert found.rows == [
        ("hunter", "promo_only", 1, 2, 2, ago(3), ago(20)),
        ("talker", "talk_only", 5, 0, 0, TODAY, None),
    ]
    assert found.summary == {
        "touches": 16, "per_order": 16 / 7, "promo_share": 5 / 7, "promo_only": 1, "talk_only": 1,
        "purposes": {"offer": 2},
    }  # fmt: skip
    assert [row[0] for row in answer(some, "behaviour", min_count=4).rows] == ["hunter", "talker", "shy"]  # fmt: skip
    by_purpose = answer(some, "behaviour", by="purpose")
    assert by_purpose.columns == ("purpose", "touches", "share", "clients", "agreed", "refused", "no_answer")  # fmt: skip
    assert by_purpose.rows == [
        (None, 14, 14 / 16, 3, 0, 0, 0),
        ("offer", 2, 2 / 16, 2, 0.5, 0.5, 0),
    ]
    # Who ordered before the period does not only talk.
    assert "past" not in {row[0] for row in answer(some, "behaviour", since=ago(50)).rows}


# Why they buy


def said(day: dt.date, **answers: tuple[int | None, int | None]) -> Interaction:
    return entry(
        "survey",
        day,
        answers=tuple(
            Answer(criterion=name, importance=important, satisfaction=content)
            for name, (important, content) in answers.items()
        ),
    )


ANSWERED = [
    client(
        "a",
        said(ago(90), taste=(5, 1), price=(4, 2)),
        said(ago(9), taste=(5, 5), price=(None, 3), box=(1, 5)),
        tags=("vip",),
    ),
    client("b", said(ago(8), taste=(4, 4), price=(5, 1), box=(3, 5))),
    client("c", said(ago(7), speed=(2, 2), smell=(3, None))),
    client("d", entry("survey", ago(7), score=9)),
]


def test_why_they_buy_by_hand() -> None:
    """The price is important for 4.5 and contents by 2: it must become 2.25 times better.

    Means of all criteria, each as often as it was answered: 3.43 and 3.71.
    """
    found = answer(ANSWERED, "why-they-buy")
    whole = 10.125 + 4.5 + 2 + 2
    assert [row[:8] for row in found.rows] == [
        ("price", 2, 4.5, 2, 4.5, 2.25, 10.125, pytest.approx(10.125 / whole)),
        ("taste", 2, 4.5, 4.5, 4.5, 1, 4.5, pytest.approx(4.5 / whole)),
        ("box", 2, 2, 5, 5, 1, 2, pytest.approx(2 / whole)),
        ("speed", 1, 2, 2, 2, 1, 2, pytest.approx(2 / whole)),
        ("smell", 1, 3, None, None, None, None, None),
    ]
    assert [row[8] for row in found.rows] == ["mend", "attracts", "enough", "later", None]
    assert found.summary == {
        "clients": 3, "surveys": 4, "criteria": 5, "attracts": ("taste",), "mend": ("price",),
    }  # fmt: skip


def test_why_each_segment_buys() -> None:
    settings = Settings(segments={"vip": Segment(id="vip")})
    found = answer(ANSWERED, "why-they-buy", settings=settings, by="segment")
    rows = [row[:3] for row in found.rows if row[0] != "potential"]
    assert rows == [("vip", "price", 1), ("vip", "taste", 1), ("vip", "box", 1)]
    assert found.rows[0][0] == "potential"


def test_one_criterion_is_neither_good_nor_bad() -> None:
    assert answer([client("a", said(ago(1), taste=(5, 1)))], "why-they-buy").rows[0][-1] is None


def test_what_contents_nobody_attracts_nobody() -> None:
    """All equal, and all equally bad."""
    some = [client("a", said(ago(1), taste=(5, 2), price=(5, 2)))]
    assert [row[-1] for row in answer(some, "why-they-buy").rows] == ["mend", "mend"]


@half
@given(journals(), periods)
def test_service_against_slow_ones(base: tuple[Client, ...], period: Period) -> None:
    since, until = period
    plain = Base(base, TODAY, since, until)
    with from_records(base) as index:
        quality = {
            by: ask(index, "quality", since=since, until=until, by=by).records()
            for by in ("service", "member", "client")
        }
        groups = ask(index, "behaviour", since=since, until=until, min_count=2)
        purposes = ask(index, "behaviour", since=since, until=until, by="purpose")
        whys = ask(index, "why-they-buy", since=since, until=until)
    for by, rows in quality.items():
        names = ("orders", "deliveries", "late", "complaints", "open", "surveys")
        found = {row[by]: tuple(row[name] for name in names) for row in rows}
        wanted = slow.quality(plain, by)
        assert found == {key: (*row[:3], *row[4:7]) for key, row in wanted.items()}, by
        for row in rows:
            late, days, surveys, scores = (wanted[row[by]][at] for at in (2, 3, 6, 7))
            assert row["days_late"] == (days / late if late else None)
            assert row["score"] == (scores / surveys if surveys else None)
    assert {row[:5] for row in groups.rows} == slow.behaviour(plain, 2)
    assert {row[0]: row[1:6] for row in purposes.rows} == slow.purposes(plain)
    found = [(row[0], *row[1:4], row[6]) for row in sorted(whys.rows)]
    agree(found, [(name, *row) for name, row in sorted(slow.why_they_buy(plain).items())])
    shares = [row[7] for row in whys.rows if row[7] is not None]
    assert not shares or same(sum(shares), 1.0)
