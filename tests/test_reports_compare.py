"""`crm compare`: clients side by side, and prospects by Gower's coefficient."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_base import TODAY, from_records, make_base
from reporting import journals

from crm.cli.app import main
from crm.model import Money
from crm.reports.likeness import Attribute, prospects, similarity
from crm.reports.report import Asked

# Bases cost much to draw and to ask.
FEW = settings.default.max_examples // 4
ORDERS = """\
interactions:
  - {date: 2026-10-01, type: order, amount: 900}
  - {date: 2026-11-01, type: order, amount: 900}
"""
BASE = {
    "best": "name: Best\nregion: north\nindustry: cafe\nsize: A\ntags: [horeca, terrace]\n"
    "fields: {seats: 40, roast: dark}\n" + ORDERS,
    "good": "name: Good\nregion: south\nindustry: cafe\nsize: B\ntags: [horeca]\n"
    "fields: {seats: 60}\n" + ORDERS.replace("900", "800"),
    "like": "name: Like\nregion: North\nindustry: cafe\nsize: B\ntags: [horeca]\n"
    "fields: {seats: 50}\n",
    "unlike": "name: Unlike\nregion: east\nindustry: school\nsize: C\nfields: {seats: 140}\n",
    "unknown": "name: Unknown\nregion: north\n",
    "refused": "name: Refused\nregion: north\nindustry: cafe\nsize: A\ndo_not_contact: {reason: no}\n",
}
SETTINGS = """
fields:
  seats: {type: number}
  roast: {type: choice, choices: [dark, light]}
"""


@pytest.fixture
def base(tmp_path: Path):
    return make_base(tmp_path, SETTINGS, **BASE)


@pytest.fixture
def compare(base, capsys):
    def run(*words):
        code = main(["-C", str(base.root), "--today", TODAY.isoformat(), "compare", *words])
        return code, *capsys.readouterr()

    return run


def test_a_worked_case():
    # Region equal, 1; industry different, 0; tags 1 of 2 in common, 1/2; seats 40 and 65 where the
    # widest difference is 100, 3/4; size not known of one: left out. (1 + 0 + 1/2 + 3/4) / 4.
    attributes = [
        Attribute("region", "word"),
        Attribute("industry", "word"),
        Attribute("tags", "set"),
        Attribute("seats", "number", Decimal(100)),
        Attribute("size", "word"),
    ]
    one = ("north", "cafe", frozenset({"horeca", "terrace"}), Decimal(40), "a")
    other = ("north", "bar", frozenset({"horeca"}), Decimal(65), None)
    assert similarity(one, other, attributes) == (0.5625, 4)
    assert similarity(other, one, attributes) == (0.5625, 4)
    assert similarity(one, one, attributes) == (1.0, 5)
    assert similarity(one, (None,) * 5, attributes) == (0.0, 0)


def test_prospects_by_likeness(compare):
    code, out, err = compare("--prospects", "--like", "orders > 0", "--json")
    assert (code, err) == (0, "")
    data = json.loads(out)
    rows = {row["client"]: row for row in data["rows"]}
    assert list(rows) == ["like", "unlike", "unknown"]  # the refused one is left alone
    # With `best`: kind, region, industry equal, size not, tags 1/2, seats 1 - 10/100: 4.4 of 6.
    # With `good`: kind, industry, size, tags equal, region not, seats 1 - 10/100: 4.9 of 6.
    assert rows["like"]["likeness"] == pytest.approx((4.4 / 6 + 4.9 / 6) / 2, abs=1e-4)
    assert (rows["like"]["nearest"], rows["like"]["compared"]) == ("good", 6)
    assert rows["like"]["alike"] == ["kind", "industry", "size", "tags"]
    # Too little is known of the last: kind and region alone.
    assert (rows["unknown"]["likeness"], rows["unknown"]["nearest"]) == (None, None)
    assert data["summary"]["prospects"] == 3
    assert data["summary"]["best"] == 2
    assert "seats" in data["summary"]["attributes"]


def test_who_is_best_can_be_said(compare):
    _, out, _ = compare("--prospects", "--like", "id = 'best'", "--where", "size = 'B'", "--json")
    (row,) = json.loads(out)["rows"]
    assert (row["client"], row["nearest"]) == ("like", "best")
    _, out, _ = compare("--prospects", "--json")  # of the two, class A is one
    assert {row["nearest"] for row in json.loads(out)["rows"]} == {"best", None}
    words = ("--prospects", "--like", "orders > 0", "--best", "1", "--json")
    assert json.loads(compare(*words)[1])["summary"]["best"] == 1


def test_nobody_to_compare_with(compare):
    code, out, err = compare("--prospects", "--like", "revenue > 1000000")
    assert code == 0
    assert "there is no active client of class A to compare with" in err
    assert "Best clients  0" in out
    _, _, err = compare("--prospects", "--where", "name = 'nobody'")
    assert "there are no such prospects" in err


REGION = st.sampled_from(["", "north", "south"])
TAGS = st.sampled_from([(), ("a",), ("a", "b"), ("c",)])
POTENTIAL = st.sampled_from([None, Money(Decimal(0)), Money(Decimal("12.5")), Money(Decimal(99))])


@settings(max_examples=FEW)
@given(journals(), st.data())
def test_likeness_is_a_mean_of_similarities(some, data):
    some = [
        dataclasses.replace(
            one,
            region=data.draw(REGION),
            industry=data.draw(REGION),
            tags=data.draw(TAGS),
            potential=data.draw(POTENTIAL),
        )
        for one in some
    ]
    records = {one.id: one for one in some}
    with from_records(some) as index:
        figures = index.all_metrics()
        _, answer = prospects(index, Asked(), like="orders > 0")
        best = [ident for ident, row in figures.items() if row["orders"]]
    money = [
        one.potential.amount
        for one in some
        if one.potential
        and one.id in figures
        and (one.id in best or figures[one.id]["lifecycle"] == "potential")
        and (one.id in best or not figures[one.id]["do_not_contact"])
    ]

    def alike(one, other):
        parts = [
            float(getattr(one, name) == getattr(other, name))
            for name in ("kind", "region", "industry", "size", "standing", "source", "campaign")
            if getattr(one, name) and getattr(other, name)
        ]
        if one.tags and other.tags:
            parts.append(len({*one.tags} & {*other.tags}) / len({*one.tags} | {*other.tags}))
        if one.potential and other.potential:
            away = abs(one.potential.amount - other.potential.amount)
            parts.append(float(1 - away / (max(money) - min(money))) if away else 1.0)
        return sum(parts) / len(parts) if len(parts) >= 3 else None

    for row in answer.records():
        found = [alike(records[row["client"]], records[ident]) for ident in best]
        nearest = sorted((one for one in found if one is not None), reverse=True)[:5]
        if nearest:
            assert row["likeness"] == pytest.approx(sum(nearest) / len(nearest), abs=1e-4)
        else:
            assert row["likeness"] is None


# Side by side


def test_side_by_side(compare):
    code, out, err = compare("best", "unlike", "--columns", "revenue,region,seats,segments")
    assert (code, err) == (0, "")
    assert out == (
        "          best     unlike\n"
        "revenue   1800.00       0.00\n"
        "region    north    east\n"
        "seats          40        140\n"
        "segments  working  potential\n"
    )


def test_only_what_somebody_has_is_compared(compare):
    _, out, _ = compare("like", "unlike")
    figures = [line.split()[0] for line in out.splitlines()[1:]]
    assert {"industry", "seats", "lifecycle", "segments"} <= set(figures)
    assert not {"rfm_segment", "stage", "roast"} & set(figures)


def test_three_as_csv_and_json(compare):
    _, out, _ = compare("best", "good", "like", "--csv", "--columns", "orders,nps_last")
    assert list(csv.reader(io.StringIO(out))) == [
        ["figure", "best", "good", "like"],
        ["orders", "2", "2", "0"],
        ["nps_last", "", "", ""],
    ]
    _, out, _ = compare("best", "good", "--json", "--columns", "orders")
    assert json.loads(out)["rows"] == [{"figure": "orders", "values": {"best": 2, "good": 2}}]


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        ((), 2, "name two clients or more"),
        (("best", "Best"), 2, "name two clients or more"),
        (("best", "nobody"), 1, "no client matches 'nobody'"),
        (("best", "like", "--columns", "revenu"), 2, "did you mean revenue?"),
        (("best", "like", "--like", "1"), 2, "belong to --prospects"),
        (("best", "--prospects"), 2, "no CLIENT"),
        (("--prospects", "--like", "abx = 1"), 2, "no such column: abx"),
        (("--prospects", "--where", "1) DELETE FROM client"), 2, "cannot be used"),
        (("--prospects", "--segment", "regula"), 2, "did you mean regular?"),
    ],
)
def test_wrong_words(compare, words, code, message):
    got, out, err = compare(*words)
    assert (got, out, message in err) == (code, "", True), err
