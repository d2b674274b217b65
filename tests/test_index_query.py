"""The questions the index answers: lists, flags, months, names, SQL, what a member may see."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from made_base import TODAY, make_base, opened

from crm.base import Base
from crm.errors import AmbiguousClient, BadQuery, UnknownClient, UnknownView
from crm.index.database import VIEWS

# Lists


def test_lists_are_sorted_as_people_sort(tmp_path: Path) -> None:
    base = make_base(
        tmp_path,
        a="name: ябълка\nowner: ana",
        b="name: Арбат",
        c="name: zebra\nowner: boris",
        d="name: Anna\nowner: ana",
    )
    with opened(base) as index:
        assert [row.name for row in index.clients()] == ["Anna", "zebra", "Арбат", "ябълка"]
        assert [row.id for row in index.clients(sort="-name")] == ["a", "b", "c", "d"]
        # Those without a value stand last either way; equal ones by id.
        assert [row.id for row in index.clients(sort="owner")] == ["a", "d", "c", "b"]
        assert [row.id for row in index.clients(sort="-owner")] == ["c", "a", "d", "b"]
        assert [row.id for row in index.clients(owner="ana")] == ["d", "a"]
        assert [row.id for row in index.clients(ids={"a", "c"}, sort="id")] == ["a", "c"]
        assert index.table(["name", "id"], owner="boris") == [("zebra", "c")]
        assert [(one.value, one.count) for one in index.counts("owner")] == [
            ("ana", 2),
            ("boris", 1),
        ]


def task(due: str, what: str = "call") -> str:
    return f"tasks: [{{due: {due}, what: {what}}}]"


FLAGS = {
    "nothing": ("", ("no-next",)),
    "overdue": (task("2026-11-19"), ("overdue",)),
    "today": (task("2026-11-20 15:00"), ("today",)),
    "later": (task("2026-11-21"), ()),
    "done": ("tasks: [{due: 2026-11-19, what: call, done: 2026-11-20}]", ("no-next",)),
    "debt": ("interactions: [{date: 2026-11-01, type: order, amount: 5, due: 2027-01-01}]\n" + task("2026-12-01"), ("debt",)),
    "late": (
        "interactions: [" + ", ".join(f"{{date: 2026-11-{d:02}, type: order, amount: 1}}" for d in (1, 2, 3)) + "]\n" + task("2026-12-01"),
        ("late",),
    ),
    "silent": ("interactions: [{date: 2026-08-21, type: order, amount: 1}]\n" + task("2026-12-01"), ("silent",)),
    "not yet silent": ("interactions: [{date: 2026-08-22, type: order, amount: 1}]\n" + task("2026-12-01"), ()),
    "spoken to": (
        "interactions: [{date: 2026-08-01, type: order, amount: 1}, {date: 2026-10-01, type: call}]\n" + task("2026-12-01"), (),
    ),
    "new": ("since: 2026-11-14\n" + task("2026-12-01"), ("new",)),
    "not new any more": ("since: 2026-11-13\n" + task("2026-12-01"), ()),
    "lost": ("closed: {date: 2026-11-01}", ()),
    "left alone": ("do_not_contact: {reason: asked}", ()),
}  # fmt: skip


@pytest.mark.parametrize(("text", "flags"), FLAGS.values(), ids=FLAGS)
def test_flags(tmp_path: Path, text: str, flags: tuple[str, ...]) -> None:
    settings = "recommended: {organisation: [], person: []}"
    with opened(make_base(tmp_path, settings, acme=f"name: Acme\n{text}")) as index:
        assert index.clients()[0].flags == flags


def test_gaps_are_fields_without_a_value(tmp_path: Path) -> None:
    settings = "recommended: {organisation: [email, phone, industry, tags], person: []}"
    base = make_base(
        tmp_path,
        settings,
        thin="name: Thin\nemail: a@example.org\n" + task("2026-12-01"),
        fine="name: Fine\nemail: a@example.org\nphone: +1 202 555 0101\n" + task("2026-12-01"),
    )
    with opened(base) as index:
        # 2 of 5 are 40 %, 3 of 5 are 60 %.
        assert {row.id: row.flags for row in index.clients()} == {"thin": ("gaps",), "fine": ()}


def test_a_segment_says_how_long_silence_may_last(tmp_path: Path) -> None:
    base = make_base(
        tmp_path,
        "segments: {key: {}}\ncadence: {key: {at_least: 10}, potential: {at_least: 30}}",
        a="name: A\ntags: [key]\ninteractions: [{date: 2026-11-09, type: call}]",
        b="name: B\ntags: [key]\ninteractions: [{date: 2026-11-10, type: call}]",
        c="name: C\ninteractions: [{date: 2026-10-21, type: call}]",
        d="name: D",
    )
    with opened(base) as index:
        silent = [row.id for row in index.clients(sort="id") if "silent" in row.flags]
        assert silent == ["a", "d"]


def test_a_row_has_what_lists_show(tmp_path: Path) -> None:
    base = make_base(
        tmp_path,
        "stages: [lead, offer, won, lost]",
        acme="""
            name: Acme
            owner: ana
            tags: [b, a]
            phone: [+1 202 555 0101, "+12025550102"]
            contacts: [{name: M, phone: +1 202 555 0103, email: m@example.org}]
            email: a@example.org
            address: {city: Sofia}
            deals: [{id: d}]
            tasks: [{due: 2026-12-02 09:00, what: later}, {due: 2026-12-02, what: no time}, {due: 2026-12-01, what: first}]
            interactions:
              - {date: 2025-12-01, type: order, amount: 7}
              - {date: 2025-11-30, type: order, amount: 100}
              - {date: 2026-11-01, type: order, amount: 10}
              - {date: 2026-11-02, type: refund, amount: 4}
              - {date: 2026-11-03, type: call, deal: d, stage: offer}
        """,
    )
    with opened(base) as index:
        (row,) = index.clients()
        assert (row.tags, row.emails) == (("b", "a"), ("a@example.org", "m@example.org"))
        assert row.phones[:3] == ("+1 202 555 0101", "+12025550101", "+12025550102")
        assert (row.city, row.stage, row.stage_order) == ("Sofia", "offer", 1)
        assert row.next is not None
        assert (row.next.what, row.next.number) == ("first", 3)
        assert row.months == (Decimal(7), *[Decimal(0)] * 10, Decimal(6))
        assert (row.revenue, row.revenue_365) == (Decimal(113), Decimal(113))
        assert row.last_contact == dt.date(2026, 11, 3)
        assert row.rfm == (5, 1, 1)
        assert [task.what for task in index.tasks()] == ["first", "later", "no time"]
        months = index.months()
        assert (months[0], months[-1]) == ((dt.date(2025, 12, 1), 7), (dt.date(2026, 11, 1), 6))
        assert len(row.digest) == 32


def test_summary(tmp_path: Path) -> None:
    base = make_base(
        tmp_path,
        a="""
            name: A
            since: 2026-11-15
            tasks: [{due: 2026-11-10, what: x}, {due: 2026-11-20 11:59, what: y}, {due: 2026-11-20 12:00, what: z}]
            interactions:
              - {date: 2026-11-16, type: order, amount: 100, due: 2026-11-17}
              - {date: 2025-11-16, type: order, amount: 80}
        """,
        b="name: B\ninteractions: [{date: 2026-11-16, type: order, amount: 5, due: 2026-12-17}]",
        later="name: C\nsince: 2026-11-21\ntasks: [{due: 2026-11-01, what: x}]",
    )
    with opened(base) as index:
        found = index.summary()
    assert (found.clients, found.active, found.new) == (2, 0, 2)
    assert (found.overdue, found.oldest_overdue, found.due_today, found.due_before_noon) == (
        1,
        10,
        2,
        1,
    )
    assert (found.debt, found.debtors, found.overdue_debt) == (105, 2, 100)
    assert (found.revenue_365, found.revenue_before, found.orders_365) == (105, 80, 2)


def test_records_are_read_from_the_files(tmp_path: Path) -> None:
    base = make_base(tmp_path, b="name: B", a="name: A\nfields: {x: 1}", broken="name: [")
    with opened(base) as index:
        assert [client.name for client in index.records()] == ["A", "B"]
        assert [client.name for client in index.records(["b", "nobody"])] == ["B"]


# Names


@pytest.fixture
def people(tmp_path: Path) -> Base:
    return make_base(
        tmp_path,
        "country: BG",
        vitosha="""
            name: Кафе «Витоша»
            phone: +359 88 000 0101
            email: Office@Example.org
            contacts: [{name: Мария Петрова, phone: 088 000 0102, email: maria@example.org}]
        """,
        vitosha_2="name: Витоша 2\nphone: +7 912 345 67 89",
        hotel="name: Hôtel Ardenza\nphone: +1 202 555 0112",
        ana="name: Ana",
        ana_dimova="name: Ana Dimova",
    )


@pytest.mark.parametrize(
    ("text", "ident"),
    [
        ("vitosha", "vitosha"),  # an id, although part of another one
        ("ana", "ana"),
        ("Ana", "ana"),  # exactly a name
        ("dimova", "ana-dimova"),
        ("КАФЕ", "vitosha"),
        ("витоша 2", "vitosha-2"),
        ("vitosha-2", "vitosha-2"),
        ("Петрова Мария", "vitosha"),
        ("+359 88 000 0101", "vitosha"),
        ("00359880000101", "vitosha"),
        ("088 000 0101", "vitosha"),
        ("0880000102", "vitosha"),
        ("(088) 000-01-02", "vitosha"),
        ("000 0102", "vitosha"),
        ("8 912 345-67-89", "vitosha-2"),
        ("345 67 89", "vitosha-2"),
        ("+1 (202) 555-0112", "hotel"),
        ("office@example.org", "vitosha"),
        ("maria@", "vitosha"),
        ("Ho\u0302tel", "hotel"),  # the accent as a character of its own
        ("HÔTEL  ardenza", "hotel"),
        ("Хотел Арденза", None),
        ("kafe", None),  # in another alphabet: only `crm find` looks there
    ],
)
def test_resolve(people: Base, text: str, ident: str | None) -> None:
    with opened(people) as index:
        if ident is None:
            with pytest.raises(UnknownClient):
                index.resolve(text)
        else:
            assert index.resolve(text).id == ident


def test_several_matches_are_all_named(people: Base) -> None:
    with opened(people) as index:
        assert [match.id for match in index.find("витоша")] == ["vitosha-2", "vitosha"]
        assert [match.id for match in index.find("0000")] == ["vitosha"]
        with pytest.raises(AmbiguousClient) as caught:
            index.resolve("витош")
        assert "vitosha-2  Витоша 2" in str(caught.value)
        assert index.find("   ") == []


def test_what_a_match_says(people: Base) -> None:
    with opened(people) as index:
        (match,) = index.find("петрова")
        assert (match.where, match.text, match.path) == (
            "contact", "Мария Петрова", "clients/vitosha.yaml",
        )  # fmt: skip
        (match,) = index.find("359880000101")
        assert (match.where, match.text) == ("phone", "+359 88 000 0101")


def test_an_unknown_client_says_what_is_near(people: Base) -> None:
    with opened(people) as index, pytest.raises(UnknownClient) as caught:
        index.resolve("vitosza")
    assert caught.value.hint == "did you mean vitosha, vitosha-2?"


# Questions of one's own


def test_sql_answers_and_changes_nothing(tmp_path: Path) -> None:
    base = make_base(tmp_path, "limits: {query_seconds: 1}", a="name: A", b="name: B")
    with opened(base) as index:
        table = index.sql("SELECT id, name FROM client WHERE id > ? ORDER BY id", ("a",))
        assert (table.columns, table.rows, table.cut) == (("id", "name"), (("b", "B"),), False)
        table = index.sql("SELECT id FROM client ORDER BY id", limit=1)
        assert (table.rows, table.cut) == ((("a",),), True)
        for query, reason in (
            ("DELETE FROM client", "only reading is allowed"),
            ("ATTACH 'x.db' AS x", "only reading is allowed"),
            ("PRAGMA query_only = OFF", "only reading is allowed"),
            ("CREATE TEMP TABLE x (y)", "only reading is allowed"),
            ("SELECT writefile('x', 'y')", "no such function: writefile"),
            ("SELECT * FROM nowhere", "no such table: nowhere"),
            ("SELECT 1; SELECT 2", "You can only execute one statement at a time."),
            ("SELECT ?", "Incorrect number of bindings supplied. The current statement uses 1, and there are 0 supplied."),
        ):  # fmt: skip
            with pytest.raises(BadQuery) as caught:
                index.sql(query)
            assert str(caught.value) == f"the question cannot be answered: {reason}"
        assert len(index.clients()) == 2


def test_every_view_answers_and_tells_what_it_is(tmp_path: Path) -> None:
    folder = Path(__file__).parents[1] / "crm" / "index" / "views"
    with opened(make_base(tmp_path, a="name: A")) as index:
        for name in VIEWS:
            text = (folder / f"{name}.sql").read_text(encoding="utf-8")
            said = text.split("CREATE VIEW")[0]
            assert all(word in said for word in ("-- Question: ", "-- Grain: ", "-- Columns: ")), (
                name
            )
            columns = index.view(name).columns
            assert len(set(columns)) == len(columns)
            assert f"CREATE VIEW {name} AS" in text
        with pytest.raises(UnknownView):
            index.view("sqlite_master")
    assert {path.stem for path in folder.glob("*.sql")} == set(VIEWS)


# What a member may see


def test_an_index_of_some_owners_holds_nothing_of_the_others(tmp_path: Path) -> None:
    order = "interactions: [{{date: 2026-11-01, type: order, amount: {0}, due: 2026-11-02}}]"
    base = make_base(
        tmp_path,
        'segments: {vip: {when: "revenue >= 100"}}\nnosuch: 1',
        big=f"name: Hidden\nowner: boris\nreferred_by: mine\nfiles: [x.pdf]\n{order.format(900)}",
        mine=f"name: Mine\nowner: ana\nreferred_by: big\n{order.format(100)}",
        small=f"name: Small\nowner: ana\nphone: abc\n{order.format(10)}",
        nobody="name: Nobody",
        broken="name: [",
    )
    with opened(base) as index:
        assert index.metrics("mine")["abc"] == "C"
        assert index.metrics("mine")["referrals"] == 1
    stored = (base.work / "index.sqlite").read_bytes()
    with opened(base, owners={"ana"}) as index:
        assert [row.id for row in index.clients()] == ["mine", "small"]
        # 100 of 110: first, so A; the other one reaches 100 %.
        assert index.table(["abc", "referrals"], sort="id") == [("A", 0), ("C", 0)]
        assert list(index.paths()) == ["mine", "small"]
        assert index.summary().debt == 110
        assert {one.location.path for one in index.problems()} == {"clients/small.yaml", "crm.yaml"}
        everything = b"".join(
            repr(row).encode()
            for (table,) in index._connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table'"
            ).fetchall()
            for row in index._connection.execute(f'SELECT * FROM "{table}"').fetchall()
        )
        assert b"Hidden" not in everything
        assert b"nobody" not in everything
        with pytest.raises(UnknownClient):
            index.resolve("Hidden")
    with opened(base, owners={""}) as index:
        assert [row.id for row in index.clients()] == ["nobody"]
    with opened(base, TODAY, owners=()) as index:
        assert index.clients() == []
        assert index.summary().clients == 0
    assert (base.work / "index.sqlite").read_bytes() == stored
