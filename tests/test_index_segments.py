"""Segments: counts, own conditions, and the reason each membership gives."""

from __future__ import annotations

import datetime as dt
import string
from decimal import Decimal
from pathlib import Path

import pytest
from made_base import make_base, opened

from crm.errors import BadCondition, UnknownColumn, UnknownSegment
from crm.index import reasons
from crm.index.condition import names_in, speaks_only_of
from crm.index.reasons import TEMPLATES

ORDER = "interactions: [{date: 2026-10-01, type: order, amount: 150}]"
SETTINGS = """
    segments:
      vip: {label: VIP, when: "revenue >= 100 AND seats > 10 AND 'margin' <> ''"}
      key: {label: {en: Key, ru: Ключевой}}
      secret: {when: "pin = 'x'"}
      active: {do: call}
    fields: {seats: {type: number}, pin: {type: text, private: true}}
"""


def test_every_segment_with_its_count_and_place(tmp_path: Path) -> None:
    base = make_base(
        tmp_path,
        SETTINGS,
        a=f"name: A\nfields: {{seats: 40, pin: x}}\n{ORDER}",
        b=f"name: B\ntags: [key, key2]\n{ORDER}",
        c="name: C",
    )
    with opened(base) as index:
        found = [(one.id, one.label, one.kind, one.count, one.tone) for one in index.segments()]
        assert found == [
            ("potential", "potential", "lifecycle", 1, ""),
            ("working", "working", "lifecycle", 2, ""),
            ("regular", "regular", "lifecycle", 0, "good"),
            ("time-tested", "time-tested", "lifecycle", 0, "good"),
            ("inactive", "inactive", "lifecycle", 0, "dim"),
            ("lost", "lost", "lifecycle", 0, "bad"),
            ("active", "active", "standing", 0, "good"),
            ("vip", "VIP", "own", 1, "gold"),
            ("key", "Key", "own", 1, "gold"),
            ("secret", "secret", "own", 1, "gold"),
        ]
        assert [row.segments for row in index.clients(sort="id")] == [
            ("working", "vip", "secret"), ("working", "key"), ("potential",),
        ]  # fmt: skip
        assert [row.id for row in index.clients(segment="working")] == ["a", "b"]
        assert [(one.value, one.count) for one in index.tags()] == [("key", 1), ("key2", 1)]


def test_an_own_condition_shows_the_figures_it_reads(tmp_path: Path) -> None:
    base = make_base(tmp_path, SETTINGS, a=f"name: A\nfields: {{seats: 40, pin: x}}\n{ORDER}")
    with opened(base) as index:
        _, vip, secret = index.membership("a")
        assert index.memberships() == {"a": index.membership("a")}
    assert vip.reason.template == reasons.CONDITION
    assert dict(vip.reason.values) == {
        "condition": "revenue >= 100 AND seats > 10 AND 'margin' <> ''"
    }
    assert vip.reason.facts == (("revenue", Decimal(150)), ("seats", 40))
    # Neither the condition nor the value of a private field is told.
    assert secret.reason == reasons.reason(reasons.CONDITION_PRIVATE)


def test_a_segment_without_a_condition_holds_those_with_its_tag(tmp_path: Path) -> None:
    base = make_base(tmp_path, SETTINGS, a="name: A\ntags: [key]")
    with opened(base) as index:
        assert str(index.membership("a")[1].reason) == "has the tag key"


def test_a_condition_is_worked_out_again_after_every_change(tmp_path: Path) -> None:
    settings = 'segments: {top: {when: "revenue >= (SELECT MAX(revenue) FROM client_metrics)"}}'
    base = make_base(tmp_path, settings, a=f"name: A\n{ORDER}")
    with opened(base) as index:
        assert [row.id for row in index.clients(segment="top")] == ["a"]
    make_base(tmp_path, settings, b=f"name: B\n{ORDER.replace('150', '900')}")
    with opened(base) as index:
        assert [row.id for row in index.clients(segment="top")] == ["b"]


@pytest.mark.parametrize(
    ("condition", "ids"),
    [
        ("revenue > 100", ["a"]),
        ("revenue > 100 -- all of them", ["a"]),
        ("owner IS NULL OR revenue = 150", ["a", "c"]),
        ("tags LIKE '%sofia%'", ["b"]),
        ("EXISTS (SELECT 1 FROM tag WHERE tag.client = id AND tag.tag = 'sofia')", ["b"]),
        ("name = 'Б''Н'", ["b"]),
        ("last_order >= '2026-10-01'", ["a"]),
        ("0.1 + 0.2 > 0.3 AND orders = 0", ["b", "c"]),
    ],
)
def test_where(tmp_path: Path, condition: str, ids: list[str]) -> None:
    base = make_base(
        tmp_path,
        a=f"name: A\nowner: ana\n{ORDER}",
        b="name: Б'Н\nowner: boris\ntags: [horeca, sofia]",
        c="name: C",
    )
    with opened(base) as index:
        assert [row.id for row in index.clients(where=condition, sort="id")] == ids


@pytest.mark.parametrize(
    ("condition", "reason"),
    [
        ("revenu > 1", "no such column: revenu"),
        ("revenue >", "it ends before it is finished"),
        ("(orders", "it ends before it is finished"),
        ("revenue > ()", 'near ")": syntax error'),
        ("1) OR (1", None),
        ("load_extension('x')", "only reading is allowed"),
        ("id IN (SELECT zeroblob(2000000000))", "string or blob too big"),
        ("1; DROP TABLE client", 'near ";": syntax error'),
        ("(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT MAX(i) FROM n)", "it takes longer than 1 seconds"),
        ("pragma_table_info('client')", "no such function: pragma_table_info"),
    ],
)  # fmt: skip
def test_conditions_that_are_refused(tmp_path: Path, condition: str, reason: str | None) -> None:
    base = make_base(tmp_path, "limits: {query_seconds: 1}", a="name: A")
    with opened(base) as index:
        if reason is None:
            assert index.clients(where=condition)
        else:
            with pytest.raises(BadCondition) as caught:
                index.clients(where=condition)
            assert str(caught.value) == f"the condition {condition!r} cannot be used: {reason}"
            assert caught.value.exit_code == 2
        assert [row.id for row in index.clients()] == ["a"]


def test_what_is_not_known_says_what_is_near(tmp_path: Path) -> None:
    with opened(make_base(tmp_path, a="name: A")) as index:
        for ask, kind, near in (
            (lambda: index.table(["revenu"]), UnknownColumn, "revenue"),
            (lambda: index.clients(sort="-nam"), UnknownColumn, "name"),
            (lambda: index.counts("ovner"), UnknownColumn, "owner"),
            (lambda: index.clients(segment="regulars"), UnknownSegment, "regular"),
        ):
            with pytest.raises(kind) as caught:
                ask()
            assert caught.value.hint == f"did you mean {near}?"


def test_names_in_a_condition() -> None:
    known = ("revenue", "orders", "Стол мест", "name")
    assert names_in("ORDERS > 1 AND revenue > orders", known) == ["orders", "revenue"]
    assert names_in("""name <> 'revenue' AND "Стол мест" > 2 OR [orders]""", known) == [
        "name", "Стол мест", "orders",
    ]  # fmt: skip


def test_templates_are_all_listed_and_need_only_what_they_are_given() -> None:
    given = {
        "date": dt.date(2026, 1, 1), "days": 1, "limit": 2, "interval": 3, "orders": 4, "recent": 5,
        "reason": "x", "tag": "x", "condition": "x", "outcome": "x",
    }  # fmt: skip
    assert len(TEMPLATES) == len(set(TEMPLATES)) >= 20
    for template in TEMPLATES:
        names = {name for _, name, _, _ in string.Formatter().parse(template) if name}
        assert names <= set(given), template
        assert template.format_map(given)


@pytest.mark.parametrize(
    ("condition", "own"),
    [
        ("", True),
        ("orders >= 8", True),
        ("(orders > 1.5 or name = 'Abc''s')\n  AND stage IS NOT NULL", True),
        ("name LIKE 'A%' AND stage IN ('won', 'lost')", True),
        ("Orders BETWEEN 1 AND 3", True),
        ("abc = 'A'", False),
        ("name LIKE stage", False),
        ("name IN stage", False),
        ("abs(debt) > 1", False),
        ("orders > 1 -- many", False),
        ("orders > (SELECT 1)", False),
        ("debt + paid > 1", False),
        ("known < date('now')", False),
        ("'orders", False),
    ],
)
def test_conditions_that_look_at_the_client_alone(condition: str, own: bool) -> None:
    columns = {"orders", "name", "stage", "debt", "paid", "known"}
    assert speaks_only_of(condition, columns) is own
