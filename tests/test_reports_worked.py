"""Reports worked by hand, or as a book or paper has them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
import test_index_rfm as published
from made_base import TODAY, from_records, make_base, opened
from reporting import answer, ask, client, entry, order

from crm.model import (
    Client,
    Closed,
    Consent,
    Contact,
    Contract,
    DoNotContact,
    Interaction,
    Money,
    OrderLine,
)
from crm.reports.report import Result
from crm.settings import Settings, load_settings
from crm.settings.prices import Service
from crm.settings.records import Privacy


def ago(number: int) -> dt.date:
    return TODAY - dt.timedelta(number)


def bought(**revenues: object) -> list[Client]:
    """Return clients with one order each, of this amount."""
    return [client(ident, order(ago(10), amount)) for ident, amount in revenues.items()]


def column(found: Result, name: str) -> list[object]:
    place = found.columns.index(name)
    return [row[place] for row in found.rows]


# RFM: the published answers for 995 clients (tests/data/rfm_orders), edges and table in crm.yaml


def slug(name: str) -> str:
    return name.lower().replace("'", "").replace(" ", "-")


EDGES = published.EDGES
COUNTS = {slug(name): count for name, count in published.COUNTS.items()}
SETTINGS = "\n".join(
    [
        "rfm:",
        *(
            f"  {axis}: {{method: fixed, edges: [{', '.join(edges)}]}}"
            for axis, edges in EDGES.items()
        ),
        "rfm_segments:",
        *(
            f"  - {{name: {slug(name)}, r: {r[0]}-{r[1]}, f: {f[0]}-{f[1]}, m: {m[0]}-{m[1]}}}"
            for name, (r, f, m) in published.SEGMENTS.items()
        ),
    ]
)


def test_rfm_gives_the_published_counts(tmp_path: Path) -> None:
    loaded = load_settings(make_base(tmp_path, SETTINGS))
    assert [one.message for one in loaded.problems] == []
    with from_records(published.orders(), published.DAY, loaded.settings) as index:
        found = ask(index, "rfm")
    assert found.summary["clients"] == 995
    assert found.summary["segments"] == COUNTS
    assert Counter(column(found, "segment")) == COUNTS
    rows = {row[0]: row for row in found.rows}
    assert rows["Abbey O'Reilly"][1:7] == (205, 6, 472, 3, 4, 3)
    assert rows["Aden Murphy"][4:7] == (5, 4, 4)


def test_a_later_day_with_an_end_of_the_period_is_that_day(tmp_path: Path) -> None:
    loaded = load_settings(make_base(tmp_path, SETTINGS))
    later = published.DAY + dt.timedelta(400)
    with from_records(published.orders(), later, loaded.settings) as index:
        found = ask(index, "rfm", until=published.DAY)
    assert found.summary["segments"] == COUNTS


# ABC, nine groups


def test_abc_by_hand() -> None:
    """Of 1,000 three bring exactly three quarters, three more 94 %; the last gave all back."""
    some = bought(a=400, b=200, c=150, d=100, e=50, f=40, g=30, h=20, i=10)
    some.append(client("j", order(ago(9), 5), entry("refund", ago(8), amount=Money(Decimal(5)))))
    found = answer(some, "abc")
    assert "".join(map(str, column(found, "client"))) == "abcdefghij"
    assert "".join(map(str, column(found, "class"))) == "AAABBBCCCC"
    assert column(found, "share")[:3] == [0.4, 0.2, 0.15]
    assert column(found, "cumulative") == [0.4, 0.6, 0.75, 0.85, 0.9, 0.94, 0.97, 0.99, 1, 1]
    assert found.summary == {
        "count": 10,
        "total": 1000,
        "classes": {"A": 3, "B": 3, "C": 4},
        "shares": {"A": 0.75, "B": 0.19, "C": 0.06},
        "top_fifth": 0.6,
    }


def test_who_gave_back_more_than_it_took_has_no_share() -> None:
    some = bought(a=60, b=40)
    some.append(client("c", order(ago(9), 5), entry("refund", ago(8), amount=Money(Decimal(25)))))
    found = answer(some, "abc")
    assert found.rows[2] == ("c", -20, 0, 1, "C")
    assert found.summary["total"] == 100


def test_the_first_is_a_even_alone_beyond_the_limit() -> None:
    assert column(answer(bought(a=90, b=10), "abc"), "class") == ["A", "C"]


def test_abc_of_services_by_quantity() -> None:
    items = tuple(
        OrderLine(line=1, service=name, qty=Decimal(qty), price=Money(Decimal(price)))
        for name, qty, price in (("beans", "2.5", 30), ("cups", "7", 1), ("cups", "0.5", 1))
    )
    some = [client("a", Interaction(line=1, type="order", date=order(ago(3)).date, items=items))]
    found = answer(some, "abc", services=True, by="quantity")
    assert found.columns == ("service", "quantity", "revenue", "share", "cumulative", "class")
    assert found.rows == [
        ("cups", 7.5, Decimal("7.5"), 0.75, 0.75, "A"),
        ("beans", 2.5, 75, 0.25, 1, "C"),
    ]
    assert column(answer(some, "abc", services=True), "service") == ["beans", "cups"]


def test_nine_groups_by_hand() -> None:
    """Four of class A: two lead, one is in the middle, one lags; who never bought is as judged."""
    some = bought(a=200, b=200, c=200, d=150, e=100, f=100, g=50)
    some.append(client("h", size="B", standing="laggard"))
    some.append(client("i", size="B"))
    found = answer(some, "nine")
    assert dict(zip(column(found, "client"), column(found, "group"), strict=True)) == {
        "a": "A leader", "b": "A leader", "c": "A middle", "d": "A laggard",
        "e": "B leader", "f": "B middle", "g": "C leader", "h": "B laggard",
    }  # fmt: skip
    assert found.summary["groups"]["A leader"] == 2
    assert found.summary["groups"]["C laggard"] == 0


# BCG


def test_bcg_by_hand() -> None:
    """The whole grows from 1,000 to 1,500: by half. A star grows by more and is in class A."""
    years = {"star": (500, 900), "cow": (400, 200), "mark": (0, 300), "dog": (100, 100)}
    some = [
        client(name, order(ago(400), before), order(ago(30), last))
        for name, (before, last) in years.items()
    ]
    some.append(client("old", order(ago(800), 70)))
    found = answer(some, "bcg")
    assert dict(zip(column(found, "client"), column(found, "field"), strict=True)) == {
        # By the last year's revenue: 60 % (A), 80 % (B), 93 % (B), 100 % (C).
        "star": "star", "mark": "question mark", "cow": "dog", "dog": "dog",
    }  # fmt: skip
    assert column(found, "growth") == [0.8, None, -0.5, 0]
    assert found.summary["growth"] == 0.5
    assert (found.summary["revenue"], found.summary["revenue_before"]) == (1500, 1000)


def test_bcg_compares_a_period_with_as_long_a_one_before() -> None:
    some = [client("a", order("2026-03-31", 100), order("2026-04-01", 130), order("2026-05-01", 9))]
    found = answer(some, "bcg", since=dt.date(2026, 4, 1), until=dt.date(2026, 4, 30))
    assert found.rows == [("a", 130, 100, 0.3, "high", "cash cow")]
    assert answer(some, "bcg", since=ago(-1)).rows == []


# Rhythm, retention, churn


def test_rhythm_by_hand() -> None:
    """Gaps of 10, 20 and 40 days: mean 23 1/3, median 20; silent for 24 days is 4 days late."""
    days = [ago(94), ago(84), ago(64), ago(24)]
    some = [
        client("a", *map(order, days), order(ago(24), 30)),
        client("b", order(ago(5)), order(ago(2))),
        client("c", order(ago(700))),
    ]
    found = answer(some, "rhythm")
    assert found.rows == [
        ("a", 4, 70 / 3, 20, 4),
        ("b", 2, 3, 3, None),
        ("c", 1, None, None, None),
    ]
    assert found.summary == {
        "clients": 3,
        "gaps": 4,
        "mean": 73 / 4,
        "median": 15,
        "average_order": Decimal("12.5"),
        "repeat_share": 2 / 3,
        "late": 1,
    }


def test_retention_by_hand() -> None:
    """Three begin in January: all there then, two in February, none in March, one in April."""
    some = [
        client("a", order("2026-01-05"), order("2026-01-20"), order("2026-02-01")),
        client("b", order("2026-01-31"), order("2026-02-28"), order("2026-04-02")),
        client("c", order("2026-01-09")),
        client("d", order("2026-03-15")),
    ]
    found = answer(some, "retention", dt.date(2026, 4, 10))
    assert found.rows == [("2026-01", 3, (3, 2, 0, 1)), ("2026-03", 1, (1, 0))]
    assert found.summary == {
        "clients": 4,
        "repeat_share": 0.5,
        "regular_share": 0.5,
        "days_to_second": 21.5,  # 15 and 28
        "part_month": "2026-04",
    }
    later = answer(some, "retention", dt.date(2026, 4, 10), since=dt.date(2026, 2, 1))
    assert later.rows == [("2026-03", 1, (1, 0))]
    earlier = answer(some, "retention", dt.date(2026, 4, 10), until=dt.date(2026, 2, 10))
    assert earlier.rows == [("2026-01", 3, (3, 1))]


def test_churn_by_hand() -> None:
    """Inactive after 180 days without a rhythm, after three medians but at least 90 with one."""
    some = [
        # The last order on 1 January: 180 days are over on 30 June, inactive from 1 July.
        client("a", order("2026-01-01")),
        # Every 10 days until 11 February: inactive from 13 May; back on 20 May, then until August.
        client("b", *map(order, ("2026-01-22", "2026-02-01", "2026-02-11", "2026-05-20"))),
        # Closed on 5 March.
        client("c", order("2026-02-20"), closed=Closed(date=dt.date(2026, 3, 5))),
    ]
    found = answer(some, "churn", dt.date(2026, 8, 31))
    assert found.rows == [
        ("2026-01", 0, 0, None, 2, 0),
        ("2026-02", 2, 0, 0, 1, 0),
        ("2026-03", 3, 1, 1 / 3, 0, 0),
        ("2026-04", 2, 0, 0, 0, 0),
        ("2026-05", 2, 1, 0.5, 0, 1),
        ("2026-06", 2, 0, 0, 0, 0),
        ("2026-07", 2, 1, 0.5, 0, 0),
        ("2026-08", 1, 1, 1, 0, 0),
    ]
    summary = dict(found.summary)
    assert summary.pop("rate") == pytest.approx(3 / 13)  # of the whole months
    assert summary == {"months": 8, "churned": 4, "going": 0, "part_month": "2026-08"}


def test_winback_by_hand() -> None:
    """Silent for 181 days; the closed one may return, the others must not be asked."""
    some = [
        client("silent", order(ago(240), 10), order(ago(181), 20)),
        client("closed", order(ago(9), 50), closed=Closed(date=ago(2), returns="possible")),
        client("never", order(ago(9), 50), closed=Closed(date=ago(2), returns="never")),
        client("away", order(ago(300), 50), do_not_contact=DoNotContact()),
        client("here", order(ago(180), 50)),
        client("prospect", closed=Closed()),
    ]
    found = answer(some, "winback")
    assert found.rows == [
        ("closed", "lost", ago(9), 9, None, 1, 50, 50),
        ("silent", "inactive", ago(181), 181, 59, 2, 30, 30),
    ]
    assert found.summary == {"clients": 2, "revenue": 80, "margin": 80}
    assert [row[0] for row in answer(some, "winback", until=ago(100)).rows] == ["silent"]


def test_a_client_that_began_and_ended_in_one_month_was_never_at_a_start() -> None:
    some = [
        client("a", order("2026-03-02"), closed=Closed(date=dt.date(2026, 3, 20))),
        client("b", order("2026-03-02"), closed=Closed(date=dt.date(2026, 4, 30))),
    ]
    found = answer(some, "churn", dt.date(2026, 5, 10))
    assert [row[:3] for row in found.rows] == [
        ("2026-03", 0, 0), ("2026-04", 1, 1), ("2026-05", 0, 0),
    ]  # fmt: skip


# Baskets and sequences


def test_baskets_of_the_textbook() -> None:
    """Tan, Steinbach and Kumar, Introduction to Data Mining, table 5.1 (6.1 in the first edition).

    Of five transactions three have beer and diapers: support 0.6; all with beer have diapers, so
    that the confidence is 1 one way and 3/4 the other; four have diapers: the lift is 1.25.
    """
    transactions = (
        "bread milk",
        "bread diapers beer eggs",
        "milk diapers beer cola",
        "bread milk diapers beer",
        "bread milk diapers cola",
    )
    some = [client(f"c{n}", order(ago(n), items=items)) for n, items in enumerate(transactions)]
    found = answer(some, "baskets")
    rows = {row[:2]: row[2:] for row in found.rows}
    assert rows["beer", "diapers"] == (3, 4, 3, 0.6, 1, 1.25)
    assert rows["diapers", "beer"] == (4, 3, 3, 0.6, 0.75, 1.25)
    assert rows["milk", "bread"] == (4, 4, 3, 0.6, 0.75, pytest.approx(0.9375))
    assert ("beer", "eggs") not in rows
    assert found.rows[0][:2] == ("beer", "diapers")
    assert found.summary == {"baskets": 5, "services": 6, "rules": len(rows)}
    every = answer(some, "baskets", min_count=1)
    assert {row[:2]: row[4] for row in every.rows}["beer", "eggs"] == 1


def test_a_service_twice_in_an_order_is_in_one_basket() -> None:
    found = answer([client("a", order(ago(1), items="tea tea cake"))], "baskets", min_count=1)
    assert found.rows == [("cake", "tea", 1, 1, 1, 1, 1, 1), ("tea", "cake", 1, 1, 1, 1, 1, 1)]


def test_sequences_by_hand() -> None:
    """Of four clients with an order three bought the machine; two of them a service later."""
    some = [
        client("a", order(ago(90), items="machine"), order(ago(9), items="service")),
        client("b", order(ago(90), items="service"), order(ago(50), items="machine"), order(ago(9), items="service")),
        client("c", order(ago(9), items="machine service")),  # the same day is not later
        client("d", order(ago(9), 100)),
        client("e"),
    ]  # fmt: skip
    found = answer(some, "sequences", min_count=1)
    assert found.rows == [
        ("machine", "service", 3, 3, 2, 0.5, 2 / 3, pytest.approx(8 / 9)),
        ("service", "machine", 3, 3, 1, 0.25, 1 / 3, pytest.approx(4 / 9)),
    ]
    assert [row[:2] for row in answer(some, "sequences").rows] == [("machine", "service")]


# Services


def test_services_by_hand() -> None:
    some = [
        client("a", order(ago(400), items="tea"), order(ago(30), items="tea cake")),
        client("b", order(ago(300), items="tea"), order(ago(250), items="cake")),
        client("c", order(ago(20), items="tea")),
        client("d", order(ago(10), items="tea"), do_not_contact=DoNotContact()),
        client("e", order(ago(10), 5)),
        client("f", order(ago(500), items="tea pie")),
        client("g", order(ago(10), 5)),
    ]
    names = ("tea", "cake", "jam", "old")
    settings = Settings(
        services={name: Service(id=name, ended=ago(5) if name == "old" else None) for name in names}
    )
    found = answer(some, "services", settings=settings)
    rows = {row[0]: dict(zip(found.columns, row, strict=True)) for row in found.rows}
    assert list(rows) == ["tea", "cake", "pie", "jam"]
    tea, cake, pie, _ = rows.values()
    assert (tea["clients"], tea["reach"], tea["orders"], tea["revenue"]) == (5, 5 / 7, 6, 6)
    assert (tea["share"], cake["share"]) == (6 / 9, 2 / 9)
    # Five began with tea, two of them came on a second day; b left after cake, f after both.
    assert (tea["entry"], tea["stayed"], tea["exit"]) == (5, 0.4, 1)
    assert (cake["entry"], cake["stayed"], cake["exit"]) == (0, None, 1)
    assert (pie["entry"], pie["stayed"], pie["exit"]) == (1, 0, 1)
    # Two of five bought cake after tea, more than the two of seven; of the other three f is gone
    # and d wants no calls.
    assert (cake["could_want"], cake["ask"]) == (1, ("c",))
    # The middle of 5, 2, 1 and 0 is 1.5: under-used is what fewer than 0.75 clients bought.
    assert [row["under_used"] for row in rows.values()] == [0, 0, 0, 1]
    assert found.summary == {"services": 4, "unsold": 1, "revenue": 9, "margin": 9}


def test_what_everybody_buys_makes_nobody_want_more() -> None:
    """All bought tea, half cake later: tea says nothing of cake, the lift is 1."""
    some = [
        client(name, order(ago(20), items="tea"), order(ago(9), items="cake" if later else "tea"))
        for name, later in (("a", True), ("b", True), ("c", False), ("d", False))
    ]
    assert column(answer(some, "services"), "could_want") == [0, 0]


def test_prices_of_two_years() -> None:
    def sold(day: dt.date, qty: int, price: int) -> Interaction:
        line = OrderLine(line=1, service="tea", qty=Decimal(qty), price=Money(Decimal(price)))
        return Interaction(line=1, type="order", date=order(day).date, items=(line,))

    some = [client("a", sold(ago(364), 1, 30), sold(ago(10), 3, 26), sold(ago(365), 2, 20))]
    found = answer(some, "services")
    assert (column(found, "price"), column(found, "price_before")) == ([27], [20])


# Voices


def survey(day: dt.date, score: int) -> Interaction:
    return entry("survey", day, score=score)


def test_nps_by_hand() -> None:
    """Seven promoters, two passives and a detractor of ten: 70 − 10 = 60."""
    last = [10, 9, 9, 10, 9, 10, 9, 8, 7, 3]
    some = [client(f"c{n}", survey(ago(9), score)) for n, score in enumerate(last)]
    some[0] = client("c0", survey(ago(9), 10), survey(ago(20), 0))
    some.append(client("silent", order(ago(3))))
    found = answer(some, "nps")
    whole = {
        "n": 11,
        "promoters": 7,
        "passives": 2,
        "detractors": 2,
        "nps": pytest.approx(500 / 11),
    }
    assert found.summary == {
        "n": 10, "promoters": 7, "passives": 2, "detractors": 1, "nps": 60, "all": whole,
    }  # fmt: skip
    assert found.rows[0] == (10, "promoter", 3, 3)
    assert found.rows[10] == (0, "detractor", 0, 1)
    # As of a day before the second survey the first one was the last.
    assert answer(some, "nps", until=ago(15)).summary["nps"] == -100


def test_advocates_by_hand() -> None:
    some = [
        client("score", survey(ago(30), 3), survey(ago(5), 9)),
        client("brought", order(ago(9))),
        client("friend", order(ago(8)), referred_by="brought"),
        client("stranger", referred_by="friend"),  # named a friend, but never ordered
        client("review", entry("review", ago(7), rating=4)),
        client("low", survey(ago(6), 6)),
        client("so-so", survey(ago(6), 8), order(ago(20)), referred_by="so-so"),
        client("angry", order(ago(6)), entry("complaint", ago(6), resolved=ago(1))),
        client("open", entry("complaint", ago(40)), order(ago(3))),
        client("mended", entry("complaint", ago(90), resolved=ago(80)), order(ago(70))),
        client("away", do_not_contact=DoNotContact(since=ago(4))),
        client("not-yet", do_not_contact=DoNotContact(since=ago(-4))),
    ]
    found = answer(some, "advocates")
    assert [(row[0], row[1], row[2], str(row[3])) for row in found.rows] == [
        ("brought", "advocate", ago(8), "recommended us to 1 clients who ordered"),
        ("review", "advocate", ago(7), "review of 4"),
        ("score", "advocate", ago(5), f"gave 9 on {ago(5)}"),
        ("low", "unhappy", ago(6), f"gave 6 on {ago(6)}"),
        ("open", "unhappy", ago(40), "open complaints: 1"),
        ("mended", "recovered", ago(70), f"unhappy on {ago(90)}, ordered on {ago(70)}"),
        ("open", "recovered", ago(3), f"unhappy on {ago(40)}, ordered on {ago(3)}"),
        ("score", "recovered", ago(5), f"unhappy on {ago(30)}, gave 9 on {ago(5)}"),
        ("away", "toxic", ago(4), "must not be contacted"),
    ]
    assert found.summary == {"advocate": 3, "unhappy": 2, "recovered": 3, "toxic": 1}
    assert found.rows[3][3].text("ru") == f"оценка 6, {ago(6)}"


def test_several_reasons_are_one_sentence() -> None:
    some = [
        client("a", survey(ago(5), 10), entry("review", ago(2), rating=5)),
        client("b", order(ago(1)), referred_by="a"),
    ]
    (row,) = answer(some, "advocates").rows
    assert row[2] == ago(1)
    assert (
        str(row[3]) == f"gave 10 on {ago(5)}; recommended us to 1 clients who ordered; review of 5"
    )


# Money and the whole base


def test_margin_by_hand() -> None:
    line = OrderLine(
        line=1, service="tea", qty=Decimal(10), price=Money(Decimal(8)), cost=Money(Decimal(5))
    )
    some = [
        client(
            "a",
            Interaction(line=1, type="order", date=order(ago(9)).date, items=(line,)),
            entry("refund", ago(8), amount=Money(Decimal(8))),
            entry("expense", ago(7), amount=Money(Decimal(3))),
            entry("visit", ago(6), cost=Money(Decimal(2))),
            entry("note", ago(6), cost=Money(Decimal(1))),
        ),
        client("b", entry("call", ago(5)), entry("call", ago(4))),
        client("c"),
    ]
    found = answer(some, "margin")
    # 80 sold, 8 given back; goods 50, expenses 3 + 2 + 1: 16 are left of 72.
    assert found.rows == [
        ("a", 1, 72, 50, 6, 16, 16 / 72, 1, 1, 2),
        ("b", 0, 0, 0, 0, 0, None, 2, None, 0),
    ]
    assert found.summary["touches_per_order"] == 3
    assert answer(some, "margin", since=ago(7)).rows[1][:6] == ("a", 0, 0, 0, 6, -6)


def test_totals_by_hand() -> None:
    """2, 4, 4, 4, 5, 5, 7, 9: mean 5, squares of the distances 32, over 7: deviation 2.1381."""
    values = (2, 4, 4, 4, 5, 5, 7, 9)
    some = [client(f"c{n}", order(ago(3), value)) for n, value in enumerate(values)]
    found = answer(some, "totals")
    rows = {row[0]: row[1:] for row in found.rows}
    assert rows["revenue"] == (8, 40, 5, Decimal("4.5"), 2, 9, Decimal("2.1381"))
    assert rows["orders"] == (8, 8, 1, 1, 1, 1, 0)
    assert found.summary["average_order"] == 5


def test_totals_by_a_column() -> None:
    some = [
        client("a", order(ago(3), 10), owner="ana"),
        client("b", order(ago(3), 5), owner="ana"),
        client("c", order(ago(3), 7)),
    ]
    found = answer(some, "totals", by="owner")
    revenue = {row[0]: row[2:4] for row in found.rows if row[1] == "revenue"}
    assert revenue == {"ana": (2, 15), None: (1, 7)}
    assert found.rows[-1][-1] is None  # no deviation of a single one


def test_rating_by_hand() -> None:
    """Two measures of weights 3 and 1; of three clients ranks are 1/6, 1/2 and 5/6 of hundred."""
    some = [
        client("a", order(ago(3), 100), potential=Money(Decimal(400))),
        client("b", order(ago(3), 50), order(ago(2), 0)),
        client("c", order(ago(3), 10)),
    ]
    weights = {"revenue_365": Decimal(3), "orders_365": Decimal(1)}
    found = answer(some, "rating", settings=Settings(rating=weights))
    assert answer(some, "rating", since=ago(3)).rows == answer(some, "rating").rows
    assert answer(some, "rating", since=ago(2)).rows == []
    # Orders: b has two (5/6), a and c share the rest (1/3).
    assert column(found, "rating") == [pytest.approx(value, abs=1e-4) for value in (70.8333, 58.3333, 20.8333)]  # fmt: skip
    assert column(found, "client") == ["a", "b", "c"]
    assert column(found, "used") == [0.25, None, None]
    assert column(found, "ranks")[1] == {
        "revenue_365": 50, "orders_365": pytest.approx(250 / 3),
    }  # fmt: skip


def test_movement_by_hand() -> None:
    some = [
        client("fell", order(ago(185))),  # 180 days were over five days ago
        client("rose", order(ago(90)), order(ago(60)), order(ago(2))),
        client("same", order(ago(9))),
        client("fresh", entry("call", ago(3))),
        client("typed", order(ago(2)), since=ago(100)),
    ]
    found = answer(some, "movement", since=ago(7))
    assert found.rows == [
        ("fresh", None, "potential"),
        ("typed", "potential", "working"),
        ("fell", "working", "inactive"),
        ("rose", "working", "regular"),
    ]
    assert found.summary == {
        "since": ago(7), "until": TODAY, "moved": 3, "new": 1, "stayed": 1,
        "moves": {
            "potential → working": 1, "working → inactive": 1, "working → regular": 1,
            "– → potential": 1,
        },
    }  # fmt: skip
    assert answer(some, "movement", since=ago(-3)).rows == []
    assert answer(some, "movement", until=ago(30)).summary["since"] == ago(60)


def test_completeness_by_hand(tmp_path: Path) -> None:
    base = make_base(
        tmp_path,
        "required: {organisation: [name, phone, tax_id]}\nrecommended: {organisation: [email]}\n",
        full="name: F\nphone: +1 202 555 0101\npotential: 500\ntax_id: '1'\nemail: f@example.org\n",
        small="name: S\npotential: 10 EUR\nphone: +1 202 555 0102\n",
        large="name: L\ninteractions: [{date: 2026-11-01, type: order, amount: 99 EUR}]\n",
    )
    with opened(base) as index:
        found = ask(index, "completeness")
    assert found.rows == [
        ("large", 0.25, ("phone", "tax_id", "email"), 99),
        ("small", 0.5, ("tax_id", "email"), 10),
        ("full", 1, (), 500),
    ]
    assert found.summary == {
        "clients": 3,
        "completeness": 7 / 12,
        "with_gaps": 2,
        "fields": {"email": 2, "tax_id": 2, "phone": 1},
    }


# Privacy


def test_privacy_by_hand() -> None:
    """Three years are allowed: `old` is 30 days past them, `running` has a contract."""
    years = TODAY.replace(year=TODAY.year - 3)
    call = entry("call", years - dt.timedelta(30))
    given = Consent(line=1, purpose="mailing", given=ago(90))
    back = Consent(line=1, purpose="Mailing ", given=ago(90), withdrawn=ago(5))
    contract = Contract(line=1, start=years, end=TODAY)
    some = [
        client("fine", entry("call", ago(3)), kind="person", consents=(given,)),
        client("again", kind="person", since=ago(9), consents=(back, given)),
        client("asked", kind="person", since=ago(9), consents=(back,)),
        client("later", kind="person", consents=(Consent(line=1, given=TODAY + dt.timedelta(1)),)),
        client("old", call, kind="person", consents=(given,)),
        client("running", call, kind="person", consents=(given,), contracts=(contract,)),
        client("firm", call),
        client("named", entry("call", ago(3)), contacts=(Contact(line=1, name="Ivan Petrov"),)),
    ]
    settings = Settings(privacy=Privacy(retain="3y"))
    found = answer(some, "privacy", settings=settings)
    assert found.rows == [
        ("old", "given", (), None, 0, years - dt.timedelta(30), 30),
        ("asked", "withdrawn", ("mailing",), ago(5), 0, ago(9), 0),
        ("later", "none", (), None, 0, None, None),
        ("named", "none", (), None, 1, ago(3), 0),
    ]
    assert found.summary == {
        "clients": 4, "persons": 7, "without": 2, "withdrawn": 1, "kept_longer": 1,
    }  # fmt: skip
    assert found.note is None
    before = answer(some, "privacy", settings=settings, until=ago(6))
    assert [row[0] for row in before.rows] == ["old", "later"]


def test_privacy_without_a_limit_says_so() -> None:
    found = answer([client("a", order(ago(3000)), kind="person")], "privacy")
    assert found.rows == [("a", "none", (), None, 0, ago(3000), None)]
    assert found.summary["kept_longer"] is None
    assert "retain: 3y" in str(found.note)
