"""Lifecycle, activity and colour, each at its limits. Today is 20 November 2026."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from made_base import TODAY, make_base, opened

from crm.index.classes import years_before


def orders(*ago: int) -> str:
    """Return a journal with orders so many days ago."""
    days = [TODAY - dt.timedelta(days) for days in ago]
    return (
        "interactions: [" + ", ".join(f"{{date: {d}, type: order, amount: 1}}" for d in days) + "]"
    )


LIFECYCLE = {
    # what the file says: (class, reason)
    "nothing yet": ("", "potential", "no order yet"),
    "closed": ("closed: {date: 2026-11-20, reason: moved away}", "lost", "closed on 2026-11-20: moved away"),
    "closed without a reason": ("closed: {date: 2026-11-20}", "lost", "closed on 2026-11-20"),
    "closed without a date": ("closed: {reason: moved}", "lost", "closed"),
    "to be closed tomorrow": ("closed: {date: 2026-11-21}", "potential", "no order yet"),
    "closed although it buys": ("closed: {date: 2026-11-01}\n" + orders(1, 2, 3), "lost", "closed on 2026-11-01"),
    "730 days": (orders(730), "inactive", "last order 730 days ago, more than 180"),
    "731 days": (orders(731), "lost", "last order 731 days ago, more than 730"),
    "one order, 180 days": (orders(180), "working", "orders so far: 1, days with one: 1, the first on 2026-05-24"),
    "one order, 181 days": (orders(181), "inactive", "last order 181 days ago, more than 180"),
    "two order days": (orders(5, 5, 9), "working", "orders so far: 3, days with one: 2, the first on 2026-11-11"),
    "three, each ten days, 90 ago": (orders(90, 100, 110), "regular", "orders: 3, days with one: 3, the first on 2026-08-02"),
    "three, each ten days, 91 ago": (
        orders(91, 101, 111), "inactive", "last order 91 days ago, more than 90; usually an order every 10 days",
    ),
    "median 40, 120 ago": (orders(120, 160, 200), "regular", "orders: 3, days with one: 3, the first on 2026-05-04"),
    "median 40, 121 ago": (
        orders(121, 161, 201), "inactive", "last order 121 days ago, more than 120; usually an order every 40 days",
    ),
    "median 40.5, 121 ago": (orders(121, 161, 202), "regular", "orders: 3, days with one: 3, the first on 2026-05-02"),
    "median 40.5, 122 ago": (
        orders(122, 162, 203), "inactive", "last order 122 days ago, more than 121.5; usually an order every 40.5 days",
    ),
    # Three years before 20 November 2026 is 20 November 2023, 1,096 days ago.
    "three years": (orders(1, 2, 1096), "time-tested", "orders: 3, days with one: 3, the first long ago, on 2023-11-20"),
    "a day less": (orders(1, 2, 1095), "regular", "orders: 3, days with one: 3, the first on 2023-11-21"),
    "three years, two days": (orders(1, 1096), "working", "orders so far: 2, days with one: 2, the first on 2023-11-20"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "life", "why"), LIFECYCLE.values(), ids=LIFECYCLE)
def test_lifecycle(tmp_path: Path, text: str, life: str, why: str) -> None:
    base = make_base(tmp_path, acme=f"name: Acme\n{text}\n")
    with opened(base) as index:
        assert index.metrics("acme")["lifecycle"] == life
        first, *others = index.membership("acme")
        assert (first.segment, first.kind, str(first.reason)) == (life, "lifecycle", why)
        assert all(other.segment == "active" for other in others)


ACTIVE = {
    "bought often and long": (orders(90, 100, 180), True),
    "the last order 91 days ago": (orders(91, 100, 180), False),
    "the first order 179 days ago": (orders(1, 100, 179), False),
    "two order days in 365": (orders(1, 364, 500), True),
    "one order day in 365": (orders(1, 365, 500), False),
    "two orders of one day": (orders(1, 1, 500), False),
}


@pytest.mark.parametrize(("text", "is_active"), ACTIVE.values(), ids=ACTIVE)
def test_active(tmp_path: Path, text: str, is_active: bool) -> None:
    with opened(make_base(tmp_path, acme=f"name: Acme\n{text}\n")) as index:
        assert index.metrics("acme")["active"] == int(is_active)
        assert ("active" in [one.segment for one in index.membership("acme")]) is is_active
        assert ("active" in index.clients()[0].segments) is is_active


def test_why_active(tmp_path: Path) -> None:
    with opened(make_base(tmp_path, acme=f"name: Acme\n{orders(90, 100, 180)}\n")) as index:
        why = str(index.membership("acme")[1].reason)
    assert (
        why == "days since the last order: 90, days with one in a year: 3, the first on 2026-05-24"
    )


def call(outcome: str, ago: int = 1) -> str:
    return f"interactions: [{{date: {TODAY - dt.timedelta(ago)}, type: call, outcome: {outcome}}}]"


LOST_DEAL = "{date: 2026-10-02, type: call, deal: a, stage: lost}"
COLOURS = {
    "four order days, stopped": (orders(400, 401, 402, 403), "red-platinum", "stopped; days with an order: 4"),
    "three order days, stopped": (orders(400, 401, 402), "red-gold", "stopped; days with an order: 3"),
    "one order day, lost": (orders(800), "red-gold", "stopped; days with an order: 1"),
    "three order days": (orders(1, 2, 3), "platinum", "days with an order: 3"),
    "three orders on two days": (orders(1, 1, 2), "gold", "days with an order: 2"),
    "closed without an order": ("closed: {date: 2026-11-01}", "red-green", "closed on 2026-11-01"),
    "refused": (call("refused"), "red-green", "the last outcome, on 2026-11-19: refused"),
    "every deal lost": (f"deals: [{{id: a}}]\ninteractions: [{LOST_DEAL}]", "red-green", "every deal is lost"),
    "one deal of two lost": (
        f"deals: [{{id: a}}, {{id: b}}]\ninteractions: [{LOST_DEAL}]", "green-gold", "a deal is open",
    ),
    "a deal of tomorrow": ("kind: person\ndeals: [{id: a, opened: 2026-11-21}]", "white", "known, and nothing more yet"),
    "asked": (call("asked"), "green-gold", "the last outcome, on 2026-11-19: asked"),
    "agreed to mailings": ("consent: [{purpose: mailings, given: 2026-11-20}]\n" + call("agreed"), "yellow", "agreed to mailings"),
    "withdrawn today": (
        "consent: [{purpose: mailings, given: 2026-11-01, withdrawn: 2026-11-20}]\n" + call("agreed"),
        "green", "the last outcome, on 2026-11-19: agreed",
    ),
    "to be withdrawn": ("consent: [{purpose: mailings, given: 2026-11-01, withdrawn: 2026-11-21}]", "yellow", "agreed to mailings"),
    "another purpose": ("kind: person\nconsent: [{purpose: data, given: 2026-11-01}]", "white", "known, and nothing more yet"),
    "nobody decides": ("contacts: [{name: M, decision: user}]", "grey", "no contact is known to decide"),
    "somebody decides": ("contacts: [{name: M, decision: decider}]", "white", "known, and nothing more yet"),
    "a person": ("kind: person", "white", "known, and nothing more yet"),
    "refused, then agreed": (
        "interactions: [{date: 2026-11-02, type: call, outcome: agreed}, {date: 2026-11-01, type: call, outcome: refused}]",
        "green", "the last outcome, on 2026-11-02: agreed",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "colour", "why"), COLOURS.values(), ids=COLOURS)
def test_colour(tmp_path: Path, text: str, colour: str, why: str) -> None:
    with opened(make_base(tmp_path, acme=f"name: Acme\n{text}\n")) as index:
        assert index.metrics("acme")["colour"] == colour
        assert str(index.colour_reason("acme")) == why


def test_a_base_changes_thresholds(tmp_path: Path) -> None:
    settings = """
        lifecycle: {lost_after: 100, inactive_after: 20, regular_orders: 2, tested_years: 1, active_within: 5}
    """
    base = make_base(
        tmp_path,
        settings,
        lost=f"name: A\n{orders(101)}",
        inactive=f"name: B\n{orders(21, 22, 23)}",
        working=f"name: C\n{orders(20)}",
        tested=f"name: D\n{orders(5, 365)}",
        regular=f"name: E\n{orders(6, 364)}",
    )
    with opened(base) as index:
        found = dict(index.table(["id", "lifecycle"]))
        assert found == {
            "lost": "lost", "inactive": "inactive", "working": "working",
            "tested": "time-tested", "regular": "regular",
        }  # fmt: skip
        assert [row.id for row in index.clients(segment="active")] == []


def test_years_before_a_leap_day() -> None:
    assert years_before(dt.date(2028, 2, 29), 3) == dt.date(2025, 2, 28)
    assert years_before(dt.date(2028, 2, 29), 4) == dt.date(2024, 2, 29)
    assert years_before(dt.date(1, 1, 1), 3) == dt.date(1, 1, 1)
