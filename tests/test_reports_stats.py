"""`crm stats`: sums exact, the rest as the textbooks have it, and bad questions answered."""

from __future__ import annotations

import json
import statistics
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from made_base import TODAY, from_records, make_base
from reporting import journals

from crm.cli.app import main
from crm.reports.report import Asked
from crm.reports.stats import SOURCES, stats

# Bases cost much to draw and to ask.
FEW = settings.default.max_examples // 4
HALF = Decimal("0.0001")


def described(values):
    """The figures of some numbers by Python's own library."""
    values = sorted(values)
    many = len(values) > 1
    return {
        "count": len(values),
        "sum": sum(values, Decimal(0)),
        "mean": statistics.mean(values) if values else None,
        "median": statistics.median(values) if values else None,
        "min": min(values, default=None),
        "max": max(values, default=None),
        "deviation": statistics.stdev(values) if many else None,
        "variance": statistics.variance(values) if many else None,
    }


def same(found, expected):
    for name, value in expected.items():
        mine = found[name]
        assert (mine is None) == (value is None), name
        if name in {"count", "sum", "min", "max"}:
            assert mine == value, name
        elif value is not None:
            assert abs(mine - value) <= HALF, name


@settings(max_examples=FEW)
@given(journals())
def test_figures_are_those_of_the_textbooks(some):
    with from_records(some) as index:
        _, answer = stats(index, "revenue", ("owner",), Asked())
        groups = defaultdict(list)
        for row in index.all_metrics().values():
            groups[row["owner"]].append(row["revenue"])
        found = {row["owner"]: row for row in answer.records()}
        assert set(found) == set(groups)
        for owner, values in groups.items():
            same(found[owner], described(values))
        same(answer.summary, described([value for group in groups.values() for value in group]))


@settings(max_examples=FEW)
@given(journals())
def test_numbers_of_entries_add_up_to_those_of_clients(some):
    with from_records(some) as index:
        _, answer = stats(index, "entry.amount", ("entry.type",), Asked())
        sums = {row["entry.type"]: row["sum"] for row in answer.records()}
        revenue = sum(row["revenue"] for row in index.all_metrics().values())
        assert sums.get("order", 0) - sums.get("refund", 0) == revenue
        _, answer = stats(index, "entry.cogs", (), Asked())
        assert answer.summary["sum"] == sum(row["cogs"] for row in index.all_metrics().values())


CLIENT = """\
name: {0}
owner: {1}
fields: {{seats: {2}}}
deals:
  - {{id: d, amount: {2}00, opened: 2026-01-02}}
interactions:
  - {{date: 2026-01-10, type: order, items: [{{service: beans, qty: {2}, price: 2.50}}]}}
  - {{date: 2026-02-10, type: call, deal: d, stage: offer, duration: 15m}}
"""


@pytest.fixture
def base(tmp_path: Path):
    fields = "fields: {seats: {type: number, label: Seats}}\n"
    people = {
        f"c{n}": CLIENT.format(f"C{n}", owner, n) for n, owner in [(2, "a"), (4, "a"), (9, "b")]
    }
    return make_base(tmp_path, fields, **people)


def run(base, capsys, *words):
    code = main(["-C", str(base.root), "--today", TODAY.isoformat(), "stats", *words])
    out, err = capsys.readouterr()
    return code, out, err


def rows(base, capsys, *words):
    code, out, err = run(base, capsys, *words, "--json")
    assert (code, err) == (0, "")
    return json.loads(out)["rows"]


def test_a_worked_case(base, capsys):
    # 2, 4, 9: mean 5, squares of the distances 9 + 1 + 16 = 26, by n - 1 = 2: 13; its root 3.6056.
    (row,) = rows(base, capsys, "seats")
    assert row == {
        "count": 3, "missing": 0, "sum": 15, "mean": 5, "median": 4, "min": 2, "max": 9,
        "deviation": 3.6056, "variance": 13,
    }  # fmt: skip
    assert [
        (row["owner"], row["sum"], row["variance"])
        for row in rows(base, capsys, "seats", "--by", "owner")
    ] == [
        ("a", 6, 2),
        ("b", 9, None),
    ]


def test_numbers_of_entries_lines_and_deals(base, capsys):
    found = rows(base, capsys, "line.qty", "--by", "line.service", "owner")
    assert [(row["line.service"], row["owner"], row["sum"]) for row in found] == [
        ("beans", "a", 6),
        ("beans", "b", 9),
    ]
    (row,) = rows(base, capsys, "entry.duration", "--by", "entry.month", "--since", "2026-02-01")
    assert (row["entry.month"], row["count"], row["sum"]) == ("2026-02", 3, 45)
    (row,) = rows(base, capsys, "deal.amount", "--by", "deal.stage")
    assert (row["deal.stage"], row["sum"]) == ("offer", 1500)
    (row,) = rows(
        base, capsys, "revenue", "--where", "seats > 3", "--by", "owner,lifecycle", "--owner", "a"
    )
    assert (row["owner"], row["lifecycle"], row["sum"]) == ("a", "inactive", 10)


def test_on_a_terminal_and_as_csv(base, capsys):
    _, out, _ = run(base, capsys, "seats", "--by", "owner")
    assert [line.split() for line in out.splitlines()[:3]] == [
        [
            "owner",
            "Values",
            "Without",
            "Sum",
            "Mean",
            "Median",
            "Least",
            "Most",
            "Deviation",
            "Variance",
        ],
        ["a", "2", "0", "6", "3", "3", "2", "4", "1.4142", "2"],
        ["b", "1", "0", "9", "9", "9", "9", "9", "–", "–"],
    ]
    _, out, _ = run(base, capsys, "seats", "--csv")
    assert out == (
        "count,missing,sum,mean,median,min,max,deviation,variance\n3,0,15,5,4,2,9,3.6056,13\n"
    )
    _, out, _ = run(base, capsys, "seats")
    assert out.startswith("Values")


def test_nobody(base, capsys):
    code, out, err = run(base, capsys, "revenue", "--where", "seats > 99", "--by", "owner")
    assert code == 0
    assert "there is no such client" in err
    assert "Mean       –" in out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["revenu"], "did you mean revenue?"),
        (["entry.amout"], "did you mean entry.amount?"),
        (["name"], "name is no number"),
        (["first_order"], "first_order is no number"),
        (["entry.type"], "entry.type is no number"),
        (["revenue", "--by", "ownr"], "did you mean owner?"),
        (["revenue", "--by", "entry.type"], "choose a number of the same: entry.amount"),
        (["deal.amount", "--by", "entry.type"], "deal.amount cannot be grouped by entry.type"),
        (["revenue", "owner"], "crm stats revenue --by owner"),
        (["revenue", "--since", "2026-01-01"], "figure of the whole time of a client"),
        (["entry.amount", "--since", "soon"], '"soon" is not a day'),
        (["revenue", "--where", "owner ="], "cannot be used"),
        (["revenue", "--where", "1); DELETE FROM client; --"], "cannot be used"),
        (["revenue", "--segment", "regula"], "did you mean regular?"),
        ([], "name a number"),
    ],
)
def test_wrong_words(base, capsys, words, message):
    code, out, err = run(base, capsys, *words)
    assert (code, out, message in err) == (2, "", True), err


def test_every_listed_number_can_be_described(base, capsys):
    listed = rows(base, capsys, "--list")
    assert {f"{name}.{key}" for name, one in SOURCES.items() for key in one.numbers} <= {
        row["name"] for row in listed
    }
    with from_records(()) as index:
        known = {column.name for column in index.columns()}
        for row in listed:
            if row["use"] == "number" and (row["name"] in known or "." in row["name"]):
                stats(index, row["name"], (), Asked())
        for name, source in SOURCES.items():
            groups = tuple(f"{name}.{key}" for key in source.groups)
            stats(index, f"{name}.{source.numbers[0]}", groups, Asked())
