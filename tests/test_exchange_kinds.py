"""What it takes to import another kind of entry: one row in the table of kinds."""

from __future__ import annotations

from made_base import TODAY
from test_exchange_import import a_base, clients, files, table

from crm.exchange.importing import Wish, import_table
from crm.exchange.kinds.kind import Kind
from crm.settings import load_settings

PAYMENTS = Kind(
    name="payments",
    about="a payment in each row",
    entry_type="payment",
    headers={"date": "date | paid at", "amount": "amount | sum", "number": "order no"},
    required=(("date",), ("amount",)),
)


def take(base, text):
    path = base.root / "t.csv"
    path.write_text(text)
    return import_table(base, load_settings(base).settings, path, Wish(kind=PAYMENTS, today=TODAY))


def test_a_kind_is_a_row_of_a_table():
    text = table(
        ["Customer", "Paid at", "Sum", "Order no"],
        [
            ("Cafe", "2026-01-02", "10", "7"),
            ("Cafe", "2026-01-03", "15", "7"),
            ("Cafe", "", "1", ""),
        ],
    )
    with a_base() as base:
        report = take(base, text)
        assert [told.finding.code for told in report.findings] == ["row-incomplete"]
        (cafe,) = clients(base)
        assert [
            (entry.type, entry.number, str(entry.amount.amount)) for entry in cafe.interactions
        ] == [
            ("payment", "7", "10"),
            ("payment", "7", "15"),
        ]
        before = files(base)
        assert take(base, text).entries_there == 2
        assert files(base) == before
