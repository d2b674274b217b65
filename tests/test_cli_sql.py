"""`crm sql` at the door: questions answered, and everything else refused in plain words."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from made_base import TODAY, make_base

from crm.cli.app import main
from crm.index.database import create, open_memory
from crm.index.described import relations
from crm.index.terms import terms_of
from crm.settings import Settings

ORDER = "- {{date: {0}, type: order, amount: {1}}}\n"


@pytest.fixture
def base(tmp_path: Path):
    journal = (
        "interactions:\n" + ORDER.format("2026-01-02", "10.50") + ORDER.format("2027-01-02", 5)
    )
    settings = "limits: {query_seconds: 1}\nfields: {seats: {type: number}}\n"
    return make_base(tmp_path, settings, a=f"name: A\n{journal}", b="name: 'B, \"the\" bar'\n")


@pytest.fixture
def sql(base, capsys):
    def run(*words):
        code = main(["-C", str(base.root), "--today", TODAY.isoformat(), "sql", *words])
        return code, *capsys.readouterr()

    return run


def test_a_table(sql):
    code, out, err = sql("SELECT id, name, revenue FROM client_metrics ORDER BY id")
    assert (code, err) == (0, "")
    assert out == (
        'id  name          revenue\na   A                10.5\nb   B, "the" bar      0.0\n'
    )


def test_csv_is_exact(sql):
    _, out, _ = sql("SELECT name, NULL, 1/3.0, x'0f' FROM client ORDER BY id", "--csv")
    assert list(csv.reader(io.StringIO(out))) == [
        ["name", "NULL", "1/3.0", "x'0f'"],
        ["A", "", repr(1 / 3), "x'0f'"],
        ['B, "the" bar', "", repr(1 / 3), "x'0f'"],
    ]


def test_json_keeps_every_column(sql):
    _, out, _ = sql("SELECT 1 AS n, 2 AS n, 9e999 AS much, id FROM client LIMIT 1", "--json")
    data = json.loads(out)
    assert data["rows"] == [{"n": 1, "n_2": 2, "much": None, "id": "a"}]
    assert data["summary"] == {"rows": 1, "cut": False}


def test_what_is_cut_is_told(sql):
    _, out, err = sql("SELECT id FROM client ORDER BY id", "--limit", "1")
    assert (out, "only the first 1 rows" in err) == ("id\na\n", True)
    _, out, _ = sql("SELECT id FROM client", "--limit", "1", "--json")
    assert json.loads(out)["summary"]["cut"] is True


def test_what_is_later_is_in_the_tables_alone(sql):
    assert sql("SELECT COUNT(*) AS n FROM entry")[1] == "n\n1\n"
    assert sql("SELECT COUNT(*) AS n FROM interaction")[1] == "n\n2\n"


ENDLESS = "WITH RECURSIVE a(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM a) SELECT COUNT(*) FROM a"


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ("DELETE FROM client", "only reading is allowed"),
        ("WITH a AS (SELECT 1) INSERT INTO tag SELECT 1, 2, 3", "only reading is allowed"),
        ("DROP VIEW entry", "only reading is allowed"),
        ("ATTACH DATABASE '/etc/passwd' AS x", "only reading is allowed"),
        ("PRAGMA journal_mode = OFF", "only reading is allowed"),
        ("SELECT load_extension('x')", "only reading is allowed"),
        ("BEGIN", "only reading is allowed"),
        ("SELECT 1; DROP TABLE client", "one statement at a time"),
        (ENDLESS, "it takes longer than 1 seconds"),
        ("SELECT zeroblob(2000000000)", "too big"),
        ("SELECT revnue FROM client_metrics", "did you mean revenue?"),
        ("SELECT * FROM client_metric", "did you mean client_metrics?"),
        ("SELEC 1", "syntax error"),
        ("/* nothing */", "the question is empty"),
    ],
)
def test_what_is_refused(sql, base, question, message):
    before = (base.clients / "a.yaml").read_bytes()
    code, out, err = sql(question)
    assert (code, out, message in err) == (2, "", True), err
    assert sql("SELECT COUNT(*) AS n FROM client")[1] == "n\n2\n"
    assert (base.clients / "a.yaml").read_bytes() == before


def test_the_schema(sql):
    _, out, _ = sql()
    assert out.startswith("client_metrics  view")
    assert sql("--schema")[1] == out
    _, out, _ = sql("--schema", "client_metrics")
    assert "Order amounts less refunds." in out
    assert "seats" in out
    _, out, _ = sql("--schema", "entry", "--json")
    (row,) = json.loads(out)["rows"]
    assert (row["kind"], row["columns"][0]) == ("view", {"name": "client", "type": "text"})
    code, _, err = sql("--schema", "entri")
    assert (code, "did you mean entry?" in err) == (2, True)


def test_every_table_and_view_is_described():
    connection = open_memory()
    create(connection, terms_of(Settings()))
    found = {
        name
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')"
        )
    }
    known = relations(Settings())
    assert {one.name for one in known} == found - {"meta"}
    assert all(one.about and one.columns for one in known)
