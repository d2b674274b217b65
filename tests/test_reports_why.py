"""Every figure and class of a client opens to the lines it adds up from, exactly."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_base import TODAY, from_records, make_base, opened
from reporting import ask, journals
from test_index_reference import clients as records

from crm.cli.app import main
from crm.errors import UnknownFigure
from crm.fields.words import LANGUAGES
from crm.index.columns import COLUMNS
from crm.reports import registry
from crm.reports.why import part
from crm.reports.why.explain import why
from crm.reports.why.part import HOW, How, adds_up, place
from crm.reports.why.reported import MADE_FROM, SAME, of_clients

# Bases cost much to draw and to ask.
FEW = settings.default.max_examples // 6
NAMES = tuple(column.name for column in COLUMNS)
# How a figure is explained in whatever base: a rule may not hide what could be added up.
RULED = {
    "lifecycle", "active", "colour", "rfm_r", "rfm_f", "rfm_m", "rfm_segment", "abc", "nine", "bcg",
}  # fmt: skip


def explained(index, ident, names=NAMES):
    metrics = index.metrics(ident)
    for name in names:
        found = why(index, ident, name)
        assert adds_up(found), (ident, name, found)
        assert found.value == metrics[name]
        if found.how is How.RULE:
            assert name in RULED or (name == "completeness" and not index.base.clients.is_dir())
            assert found.reason is not None or name == "completeness", (ident, name)


@settings(max_examples=FEW)
@given(records(), st.sampled_from([0, 0, 200, 400, 800]))
def test_every_figure_adds_up(some, ago):
    with from_records(some, TODAY - dt.timedelta(ago)) as index:
        for ident in index.ids():
            explained(index, ident)


@settings(max_examples=FEW)
@given(journals(most=3))
def test_figures_in_the_rows_of_reports_add_up(some):
    with from_records(some) as index:
        for report, columns in SAME.items():
            if report == "debts":
                continue  # a row an order
            for row in ask(index, report).records():
                for column, figure in columns.items():
                    if report == "nine" and row["revenue"] is None and column == "revenue":
                        continue  # without orders; its group is what was typed
                    found = why(index, str(row["client"]), f"{report}.{column}")
                    assert adds_up(found)
                    assert found.figure == figure
                    assert found.value == row[column], (report, column)


@settings(max_examples=FEW)
@given(journals(most=3))
def test_every_column_of_every_report_of_clients_is_explained(some):
    with from_records(some) as index:
        for name, report in of_clients().items():
            rows = ask(index, name).records()
            for ident in index.ids():
                own = [row for row in rows if row.get("client") == ident]
                for column in own[0] if own else ("client",):
                    found = why(index, ident, f"{name}.{column}")
                    assert adds_up(found), (name, column)
                    single = len(own) == 1 and isinstance(own[0][column], int | Decimal | dt.date)
                    if single and column != "client":
                        assert found.value == own[0][column], (name, column)
            for ident in index.ids()[:1]:  # those that an option adds have a meaning too
                for column in report.columns:
                    assert why(index, ident, f"{name}.{column.name}").how


def test_debts_of_the_orders_are_those_of_the_client(base):
    with opened(base) as index:
        owed = [row["owed"] for row in ask(index, "debts").records()]
        assert sum(owed) == why(index, "cafe", "debts.owed").value == 40


def test_the_columns_of_reports_are_there():
    assert set(MADE_FROM) <= set(of_clients())
    for report, columns in SAME.items():
        have = {column.name for column in registry.describe(report).columns}
        assert set(columns) <= have


def test_how_is_said_in_three_languages():
    assert set(HOW) == set(How)
    assert all(words[language] for words in HOW.values() for language in LANGUAGES)


FILE = """\
name: Café Vitosha
since: 2024-01-05
owner: ana
tags: [horeca, sofia]
address: {city: Sofia, country: BG}
referred_by: bar
deals:
  - {id: espresso, title: Espresso machine, amount: 4200, opened: 2026-10-01}
tasks:
  - {due: 2026-11-24, what: call about the offer}
interactions:
  - {date: 2026-01-10, type: order, number: "1", amount: 100, due: 2026-02-10}
  - {date: 2026-01-20, type: payment, number: "1", amount: 60}
  - {date: 2026-02-09, type: order, amount: 50.25, promo: spring}
  - {date: 2026-03-11, type: order, amount: 40}
  - {date: 2026-03-12, type: refund, amount: 10}
  - {date: 2026-03-13, type: call, cost: 2.50, outcome: asked, deal: espresso, stage: offer}
  - {date: 2026-03-14, type: survey, score: 9}
  - {date: 2026-03-15, type: complaint, summary: Cold coffee}
  - {date: 2027-01-01, type: order, amount: 999}
"""


@pytest.fixture
def base(tmp_path: Path):
    settings = """
        language: ru
        segments: {vip: {when: "revenue >= 150 AND orders > 1"}, key: {}}
        fields: {seats: {type: number}}
        """
    bar = "name: Bar\nfields: {seats: 40}\nreferred_by: café\n"
    return make_base(tmp_path, settings, cafe=FILE, bar=bar.replace("café", "cafe"))


def lines_of(found):
    return [(one.line, one.value) for one in found.parts]


@pytest.mark.parametrize(
    ("figure", "value", "lines"),
    [
        ("orders", 3, [(12, 1), (14, 1), (15, 1)]),
        (
            "revenue",
            Decimal("180.25"),
            [(12, 100), (14, Decimal("50.25")), (15, 40), (16, -10)],
        ),
        ("average_order", Decimal("63.4167"), [(12, 100), (14, Decimal("50.25")), (15, 40)]),
        ("debt", 40, [(12, 40)]),
        ("paid", Decimal("140.25"), [(13, 60), (14, Decimal("50.25")), (15, 40), (16, -10)]),
        ("expenses", Decimal("2.5"), [(17, Decimal("2.5"))]),
        ("interval_median", 30, [(14, 30), (15, 30)]),
        ("late_days", 224, [(15, 254), (14, -15), (15, -15)]),
        ("promo_share", 1 / 3, [(12, 0), (14, 1), (15, 0)]),
        ("last_contact", dt.date(2026, 3, 13), [(17, dt.date(2026, 3, 13))]),
        ("days_since_contact", 252, [(17, 252)]),
        ("nps_last", 9, [(18, 9)]),
        ("last_outcome", "asked", [(17, "asked")]),
        ("complaints_open", 1, [(19, 1)]),
        ("stage", "offer", [(17, "offer")]),
        ("tasks_open", 1, [(10, 1)]),
        ("city", "Sofia", [(5, "Sofia")]),
        ("known", dt.date(2024, 1, 5), [(2, dt.date(2024, 1, 5))]),
        ("tags", "horeca, sofia", [(4, "horeca"), (4, "sofia")]),
    ],
)
def test_the_lines_of_a_figure(base, figure, value, lines):
    with opened(base) as index:
        found = why(index, "cafe", figure)
    assert adds_up(found)
    assert (found.value, lines_of(found)) == (value, lines)


def test_an_amount_without_a_rate_is_listed_and_adds_nothing(tmp_path):
    text = (
        "name: A\ninteractions:\n- {date: 2026-01-02, type: order, amount: 100 USD}\n"
        "- {date: 2026-01-03, type: order, amount: 5}\n"
    )
    with opened(make_base(tmp_path, a=text)) as index:
        for figure, value in (("revenue", 5), ("average_order", 5), ("orders", 2)):
            found = why(index, "a", figure)
            assert adds_up(found)
            assert (found.value, len(found.parts)) == (value, 2)
        assert lines_of(why(index, "a", "revenue")) == [(3, None), (4, 5)]
        assert "no rate" in str(why(index, "a", "revenue").parts[0].note)


def test_who_referred_stands_in_another_file(base):
    with opened(base) as index:
        (found,) = why(index, "cafe", "referrals").parts
    assert place(found) == "clients/bar.yaml:3"


def test_every_figure_of_real_files_adds_up(base):
    with opened(base) as index:
        for ident in ("cafe", "bar"):
            explained(index, ident, tuple(column.name for column in index.columns()))
            assert all(adds_up(why(index, ident, name)) for name in ("vip", "key"))
        assert [why(index, "bar", name).value for name in ("vip", "key")] == [0, 0]
        vip = why(index, "cafe", "vip")
        assert (vip.value, [one.figure for one in vip.of]) == (1, ["revenue", "orders"])
        seats = why(index, "bar", "seats")
        assert lines_of(seats) == [(2, 40)]
        assert [one.figure for one in why(index, "cafe", "inactive").of] == [
            "days_since_order",
            "interval_median",
        ]


def test_an_explanation_that_does_not_add_up_is_seen(base):
    with opened(base) as index:
        found = why(index, "cafe", "revenue")
    assert not adds_up(dataclasses.replace(found, parts=found.parts[1:]))
    assert not adds_up(dataclasses.replace(found, how=How.MEAN))
    assert part.paths(found.parts)[0] == "clients/cafe.yaml:12"


def run(base, capsys, *words):
    code = main(["-C", str(base.root), "--today", TODAY.isoformat(), "why", *words])
    out, err = capsys.readouterr()
    return code, out, err


def test_at_the_door(base, capsys):
    code, out, _ = run(base, capsys, "vitosha", "debt")
    assert code == 0
    assert out == (
        "debt = 40.00\n"
        "  clients/cafe.yaml:12  40.00  2026-01-10  order  1 · 100.00 минус погашено оплатами 60.00\n"
        "  = 40.00, сумма этих значений\n"
    )
    _, out, _ = run(base, capsys, "cafe", "lifecycle")
    assert out.startswith("lifecycle = inactive: ")
    assert "последний заказ" in out.partition("\n")[0].casefold()
    assert "interval_median = 30" in out


def test_json(base, capsys):
    code, out, _ = run(base, capsys, "cafe", "rfm_segment", "--json")
    data = json.loads(out)
    assert code == 0
    assert data["summary"]["figure"] == "rfm_segment"
    assert [one["figure"] for one in data["summary"]["of"]] == ["rfm_r", "rfm_f", "rfm_m"]
    assert sum(row["value"] for row in data["rows"] if row["figure"] == "revenue") == 180.25
    _, out, _ = run(base, capsys, "cafe", "--json")
    values = {row["figure"]: row["value"] for row in json.loads(out)["rows"]}
    assert (values["debt"], values["vip"], values["key"]) == (40, 1, 0)


def test_wrong_words(base, capsys):
    code, _, err = run(base, capsys, "cafe", "revenu")
    assert (code, "did you mean revenue?" in err) == (2, True)
    code, _, err = run(base, capsys, "cafe", "rfm.recensy")
    assert (code, "did you mean rfm.recency?" in err) == (2, True)
    with opened(base) as index, pytest.raises(UnknownFigure):
        why(index, "cafe", "Robert'); DROP TABLE client")


def test_a_client_not_known_on_the_day(base, capsys):
    code = main(["-C", str(base.root), "--today", "2020-01-01", "why", "cafe", "debt"])
    assert code == 1
    assert "cafe is not known on 2020-01-01" in capsys.readouterr().err
