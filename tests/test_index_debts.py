"""Settlement of orders on credit, worked by hand. Today is 20 November 2026."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from made_base import TODAY, make_base, opened

A = "- {date: 2026-09-01, type: order, number: A, amount: 100, due: 2026-10-01}"
B = "- {date: 2026-09-02, type: order, number: B, amount: 50, due: 2026-09-15}"
C = "- {date: 2026-11-01, type: order, number: C, amount: 30, due: 2026-12-01}"
CASH = "- {date: 2026-09-03, type: order, number: D, amount: 70}"


def pay(amount: int, number: str = "") -> str:
    named = f", number: {number}" if number else ""
    return f"- {{date: 2026-11-10, type: payment, amount: {amount}{named}}}"


def refund(amount: int, number: str = "") -> str:
    return pay(amount, number).replace("payment", "refund")


CASES = {
    # what happened: (paid, debt, overdue, what is owed for each order)
    "an order without due is paid on its day": ([CASH], 70, 0, 0, {}),
    "an order on credit is owed, overdue once its day has passed": (
        [A, C], 0, 130, 100, {"A": 100, "C": 30},
    ),
    "a payment with a number settles that order": ([A, B, pay(60, "A")], 60, 90, 90, {"A": 40, "B": 50}),
    "a payment without one settles the oldest due first": (
        [A, B, pay(60)], 60, 90, 90, {"A": 90},
    ),
    "what is paid beyond the named order settles the oldest due": (
        [A, B, C, pay(110, "A")], 110, 70, 40, {"B": 40, "C": 30},
    ),
    "a number that no order has is as good as none": ([A, B, pay(60, "X")], 60, 90, 90, {"A": 90}),
    "named payments come before the others, whatever their order": (
        [A, B, pay(60), pay(50, "B")], 110, 40, 40, {"A": 40},
    ),
    "money in advance stays with us": ([A, pay(130)], 130, 0, 0, {}),
    "a payment alone": ([pay(20)], 20, 0, 0, {}),
    "a refund lowers its order": ([A, refund(30, "A")], 0, 70, 70, {"A": 70}),
    "a refund of what is not paid yet lowers the debt": (
        [A, pay(60, "A"), refund(30, "A")], 60, 10, 10, {"A": 10},
    ),
    "a refund of what is paid was given back and pays no other order": (
        [A, B, pay(100, "A"), refund(30, "A")], 70, 50, 50, {"B": 50},
    ),
    "a refund of a cash order": ([CASH, refund(30, "D")], 40, 0, 0, {}),
    "a refund that names no order lowers no debt": ([A, CASH, refund(30)], 40, 100, 100, {"A": 100}),
    "a payment that names a cash order pays no other one": (
        [A, CASH, pay(70, "D")], 70, 100, 100, {"A": 100},
    ),
    "nothing is paid back below nothing": ([refund(30)], 0, 0, 0, {}),
    "a free order on credit is no debt": (
        ["- {date: 2026-09-01, type: order, amount: 0, due: 2026-09-02}"], 0, 0, 0, {},
    ),
    "orders with one number are served by their due days": (
        [A, B.replace("number: B", "number: A"), pay(70, "A")], 70, 80, 80, {"A": 80},
    ),
    "equal due days are served by day, then by place": (
        [A, A.replace("number: A", "number: E").replace("-09-01", "-08-01"), pay(30)],
        30, 170, 170, {"E": 70, "A": 100},
    ),
    "due today is not overdue": (
        ["- {date: 2026-09-01, type: order, number: A, amount: 9, due: 2026-11-20}"], 0, 9, 0, {"A": 9},
    ),
    "a payment of tomorrow settles nothing today": (
        [A, pay(100, "A").replace("11-10", "11-21")], 0, 100, 100, {"A": 100},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("journal", "paid", "debt", "overdue", "owed"), CASES.values(), ids=CASES)
def test_debts(
    tmp_path: Path, journal: list[str], paid: int, debt: int, overdue: int, owed: dict[str, int]
) -> None:
    base = make_base(tmp_path, acme="name: Acme\ninteractions:\n" + "\n".join(journal) + "\n")
    with opened(base) as index:
        found = index.metrics("acme")
        assert (found["paid"], found["debt"], found["overdue_debt"]) == (paid, debt, overdue)
        assert {row.number: row.owed for row in index.debts("acme")} == owed


def test_what_is_owed_can_be_traced_to_its_line(tmp_path: Path) -> None:
    base = make_base(tmp_path, acme=f"name: Acme\ninteractions:\n{A}\n{B}\n")
    with opened(base) as index:
        first, second = index.debts()
    assert (first.path, first.line, first.number) == ("clients/acme.yaml", 4, "B")
    assert (first.date, first.due) == (dt.date(2026, 9, 2), dt.date(2026, 9, 15))
    assert (first.amount, first.owed) == (Decimal(50), Decimal(50))
    assert first.overdue == (TODAY - dt.date(2026, 9, 15)).days
    assert second.line == 3
