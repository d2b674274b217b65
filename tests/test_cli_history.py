"""`crm history`: who changed what, on the terminal, as CSV and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from commits import commit, git, repository, write
from transcript import Ran, crm

TEAM = "name: B\nteam: {ana: {name: Ana Dimova}, bo: {name: Boris, email: boris@example.org}}\n"
A = "name: Alder\nphone: +1 202 555 0101\nprivate: {door: '4711'}\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = repository(tmp_path / "base")
    commit(root, 0, {"crm.yaml": TEAM, "clients/old.yaml": A, "clients/gone.yaml": "name: G\n"})
    commit(root, 30, {"clients/old.yaml": A.replace("4711", "4712")}, by="boris")
    commit(root, 60, {"clients/old.yaml": None, "clients/a.yaml": A, "clients/gone.yaml": None})
    return root


def history(root: Path, *words: str) -> Ran:
    return crm("-C", str(root), "history", *words)


def rows(root: Path, *words: str) -> list[dict[str, object]]:
    return json.loads(history(root, *words, "--json").out)["rows"]


def test_lines(root: Path) -> None:
    assert history(root, "a").out.splitlines() == [
        "2026-01-03 14:00  Ana Dimova   renamed: old → a",
        "2026-01-03 14:00  Ana Dimova   private.door: 4712 → 4711",
        "2026-01-02 08:00  Борис Илиев  private.door: 4711 → 4712",
        "2026-01-01 02:00  Ana Dimova   new: Alder",
    ]


def test_what_is_asked_for(root: Path) -> None:
    assert [row["kind"] for row in rows(root, "gone")] == ["deleted", "created"]
    assert [row["client"] for row in rows(root, "--by", "bo")] == ["old"]
    assert [row["client"] for row in rows(root, "--by", "ИЛИЕВ")] == ["old"]
    assert rows(root, "--by", "nobody") == []
    assert [row["field"] for row in rows(root, "a", "--field", "private")] == ["private.door"] * 2
    assert {row["time"][:10] for row in rows(root, "--since", "2026-01-03")} == {"2026-01-03"}
    assert {row["time"][:10] for row in rows(root, "--until", "2026-01-01")} == {"2026-01-01"}
    assert len(rows(root, "--limit", "2")) == 2
    first = rows(root, "a", "--field", "private")[0]
    assert first["private"] is True
    assert first["commit"] == git(root, "rev-parse", "HEAD")
    assert history(root, "--csv", "--limit", "1").out.startswith("time,author,email,client,path,")
    assert "the latest 1" in history(root, "--limit", "1").err


def test_asking_leaves_what_was_read(root: Path) -> None:
    """The summary is made while the history is open: closed, it began anew, and was empty."""
    answer = json.loads(history(root, "--json").out)
    kept = (root / ".crm" / "history.sqlite").stat()
    assert answer["summary"] == {"lack": "", "shallow": False}
    assert json.loads(history(root, "--json").out) == answer
    assert (root / ".crm" / "history.sqlite").stat() == kept


def test_a_day_of_the_week_is_the_last_one(root: Path) -> None:
    """Changes are of the past, so `saturday` is the one gone by, as for `crm report`."""
    on_monday = ("--today", "2026-01-05")
    assert {row["time"][:10] for row in rows(root, "--since", "saturday", *on_monday)} == {
        "2026-01-03"
    }


def test_what_cannot_be_asked(root: Path) -> None:
    assert history(root, "nobody").code == 1
    assert history(root, "--since", "soon").code == 2


def test_why_there_is_none(tmp_path: Path) -> None:
    root = tmp_path / "plain"
    write(root, {"crm.yaml": "name: B\n", "clients/a.yaml": A})
    ran = history(root)
    assert (ran.code, ran.out) == (0, "")
    assert "not under git" in ran.err
    assert json.loads(history(root, "--json").out)["summary"]["lack"] == "no repository"
    repository(root)
    assert "nothing was committed" in history(root).err
    commit(root, 0, {"x.txt": "x"})
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--depth=1", root.as_uri(), str(shallow))
    commit(root, 1, {"x.txt": "y"})
    git(tmp_path, "clone", "-q", "--depth=1", root.as_uri(), f"{shallow}-2")
    assert "only the latest commits" in history(Path(f"{shallow}-2")).err
