"""The history of a base, read from real commits and kept in step with them."""

from __future__ import annotations

import re
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from commits import commit, git, repository

from crm.base import Base
from crm.history import feed
from crm.history.feed import follow
from crm.history.repository import Lack
from crm.index.changes import Changes, Wanted, history_file

A = "name: A\nphone: +1 202 555 0101\n"
CALL = "interactions:\n  - {date: 2026-01-02, type: call, summary: asked}\n"


def rows(root: Path, **wanted: object) -> list[tuple[str, ...]]:
    """Return the history, the latest first, each change in short."""
    with follow(Base(root)) as history:
        found = history.find(Wanted(**wanted))  # type: ignore[arg-type]
    return [
        (one.time[:16], one.author, one.client, one.kind, one.field, one.old, one.new)
        for one in found
    ]


def kinds(root: Path) -> list[tuple[str, str, str]]:
    return [(row[2], row[3], row[4]) for row in rows(root)]


def anew(root: Path) -> list[tuple[str, ...]]:
    """Return the history read from nothing."""
    shutil.rmtree(root / ".crm")
    return rows(root)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return repository(tmp_path / "base")


def test_who_what_when(root: Path) -> None:
    commit(root, 0, {"clients/a.yaml": A})
    commit(root, 1, {"clients/a.yaml": A + CALL}, by="boris")
    commit(root, 2, {"clients/a.yaml": (A + CALL).replace("0101", "0102")})
    assert rows(root) == [
        (
            "2026-01-01T04:00",
            "Ana Dimova",
            "a",
            "set",
            "phone",
            "+1 202 555 0101",
            "+1 202 555 0102",
        ),
        ("2026-01-01T03:00", "Борис Илиев", "a", "added", "interactions", "", "asked"),
        ("2026-01-01T02:00", "Ana Dimova", "a", "created", "", "", "A"),
    ]
    commit(root, 3, {"clients/a.yaml": None, "crm.yaml": "name: B\n", "other.txt": "x"})
    assert [(row[2], row[3]) for row in rows(root)[:2]] == [("a", "deleted"), ("", "created")]


def test_a_step_equals_the_whole_walk(root: Path) -> None:
    """Merged branches, commits in one second, clocks that lie: the same rows, any way."""
    long = A + "hours: 9-17\nnotes: |\n  one\n  two\n  three\n"
    commit(root, 0, {"clients/a.yaml": long, "clients/b.yaml": "name: B\n"})
    git(root, "checkout", "-q", "-b", "other")
    commit(root, 5, {"clients/a.yaml": long + CALL}, by="boris")
    rows(root)
    git(root, "checkout", "-q", "main")
    assert len(rows(root)) == 2, "another branch: read anew"
    for tags in ("x", "x, y", "x, y, z", "y, z", "z"):
        commit(root, 5, {"clients/b.yaml": f"name: B\ntags: [{tags}]\n"})
    rows(root)
    commit(root, 1, {"clients/a.yaml": long.replace("name: A", "name: Alder")})
    rows(root)
    git(root, "merge", "-q", "--no-edit", "other")
    stepped = rows(root)
    assert stepped == anew(root)
    tags = [row[6] for row in stepped if row[4] == "tags"]
    assert tags == ["z", "y, z", "x, y, z", "x, y", "x"], "children come first"
    assert len(stepped) == 9, "a merge repeats nothing of what it joined"


def test_only_new_commits_are_read(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = commit(root, 0, {"clients/a.yaml": A})
    rows(root)
    asked: list[tuple[str, ...]] = []
    real = feed.commits
    monkeypatch.setattr(
        feed, "commits", lambda base, *words: asked.append(words) or real(base, *words)
    )
    rows(root)
    assert asked == [], "with nothing new git is not walked"
    last = commit(root, 1, {"clients/a.yaml": A + CALL})
    rows(root)
    assert asked == [(last, f"^{first}")]


def test_what_another_process_read_meanwhile_is_not_read_twice(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both saw the same commits missing; the second one to write finds them there."""
    commit(root, 0, {"clients/a.yaml": A})
    rows(root)
    commit(root, 1, {"clients/a.yaml": A + CALL})
    real, times = Changes.add, []

    def add(self: Changes, *words: Any, **more: Any) -> None:
        times.append(1)
        if len(times) == 1:
            rows(root)
        real(self, *words, **more)

    monkeypatch.setattr(Changes, "add", add)
    assert [row[3] for row in rows(root)] == ["added", "created"]
    assert len(times) == 2, "not once more, in memory"


def test_what_a_merge_decided_is_told(root: Path) -> None:
    commit(root, 0, {"clients/a.yaml": A})
    git(root, "checkout", "-q", "-b", "other")
    commit(root, 1, {"clients/a.yaml": A.replace("0101", "0102")})
    git(root, "checkout", "-q", "main")
    commit(root, 2, {"clients/a.yaml": A.replace("0101", "0103")})
    git(root, "merge", "-q", "other", ok=False)
    commit(root, 3, {"clients/a.yaml": A.replace("0101", "0104") + CALL})
    assert [row[3:] for row in rows(root)[:2]] == [
        ("set", "phone", "+1 202 555 0103", "+1 202 555 0104"),
        ("added", "interactions", "", "asked"),
    ]


def test_renames_are_followed(root: Path) -> None:
    commit(root, 0, {"clients/a.yaml": A + CALL})
    commit(root, 1, {"clients/a.yaml": None, "clients/b.yaml": A + CALL + "# moved\n"})
    commit(root, 2, {"clients/b.yaml": None, "clients/sofia/c.yaml": A + CALL})
    commit(root, 3, {"clients/sofia/c.yaml": None, "clients/plovdiv/c.yaml": A + CALL})
    with follow(Base(root)) as history:
        assert history.names(["c"], {"c"}) == {"c": ("c", "a", "b")}
        assert [one.kind for one in history.of(["c"], {"c"})["c"]] == ["renamed"] * 3 + ["created"]
        assert history.now("a", {"c", "x"}) == "c"
        assert history.now("a", {"x"}) is None
    assert rows(root)[0][5:] == ("clients/sofia/c.yaml", "clients/plovdiv/c.yaml")


@pytest.mark.parametrize(("name", "same"), [("Birch", False), ("A", True)])
def test_a_client_gone_and_another_one_new_are_no_rename(root: Path, name: str, same: bool) -> None:
    """Short files are half alike, which is enough for git; the name says who it is."""
    other = f"name: {name}\nphone: +1 202 555 0101\ntags: [x]\n"
    commit(root, 0, {"clients/a.yaml": A})
    commit(root, 1, {"clients/a.yaml": None, "clients/b.yaml": other})
    assert re.search("R0[5-8]", git(root, "show", "--raw", "-M", "--format="))
    with follow(Base(root)) as history:
        assert history.names(["b"], {"b"}) == {"b": ("b", "a") if same else ("b",)}
    kinds = [row[3] for row in rows(root)]
    assert kinds == (["renamed", "set", "created"] if same else ["deleted", "created", "created"])


def test_rewritten_history_is_read_anew(root: Path) -> None:
    commit(root, 0, {"clients/a.yaml": A})
    commit(root, 1, {"clients/a.yaml": A + CALL})
    assert len(rows(root)) == 2
    git(root, "reset", "-q", "--hard", "HEAD~1")
    commit(root, 2, {"clients/b.yaml": "name: B\n"})
    git(root, "reflog", "expire", "--expire=now", "--all")
    git(root, "gc", "-q", "--prune=now")
    assert kinds(root) == [("b", "created", ""), ("a", "created", "")]


def test_a_shallow_clone_says_so_and_takes_the_rest(root: Path, tmp_path: Path) -> None:
    for hour in range(4):
        commit(root, hour, {"clients/a.yaml": A + f"notes: {hour}\n"})
    copy = tmp_path / "copy"
    git(tmp_path, "clone", "-q", "--depth=2", root.as_uri(), str(copy))
    with follow(Base(copy)) as history:
        assert history.shallow
    assert [row[5:] for row in rows(copy)] == [("2", "3")], "the oldest says nothing of itself"
    git(copy, "fetch", "-q", "--unshallow")
    assert rows(copy) == rows(root)
    with follow(Base(copy)) as history:
        assert not history.shallow


def test_a_base_below_the_top_of_its_repository(tmp_path: Path) -> None:
    top = repository(tmp_path / "top")
    base = top / "-the base\n'x'"
    commit(top, 0, {"clients/other.yaml": "name: Other\n", "-the base\n'x'/clients/a.yaml": A})
    commit(top, 1, {"-the base\n'x'/clients/a.yaml": A + CALL, "README": "x"})
    assert kinds(base) == [("a", "added", "interactions"), ("a", "created", "")]


def test_names_that_could_do_harm(root: Path) -> None:
    """Dashes, line breaks, quotes, other scripts; an author with marks of ours in the name."""
    names = ["-rf", "--output=x", "a\nb", 'q"uote', "кафе", "$(touch x)", ":(top)"]
    files = {f"clients/{name}.yaml": f"name: N{at}\n" for at, name in enumerate(names)}
    git(root, "checkout", "-q", "-b", "x;touch")
    commit(root, 0, files)
    git(root, "commit", "-q", "--allow-empty", "-m", "x", GIT_AUTHOR_NAME="\x01:weird\x01")
    assert sorted(row[2] for row in rows(root)) == sorted(names)
    assert sorted(path.name for path in root.iterdir()) == [".crm", ".git", "clients"]


def test_what_is_no_client_is_left_out(root: Path) -> None:
    commit(root, 0, {"clients/.a.draft.yaml": A, "clients/b.yaml~": A, "clients/.x/c.yaml": A})
    assert rows(root) == []
    with follow(Base(root)) as history:
        assert history.lack is Lack.NO_CHANGE


def test_a_version_that_cannot_be_read(root: Path) -> None:
    commit(root, 0, {"clients/a.yaml": A})
    commit(root, 1, {"clients/a.yaml": "name: [A\n"})
    commit(root, 2, {"clients/a.yaml": A})
    assert [row[3] for row in rows(root)] == ["unreadable", "unreadable", "created"]


def test_a_damaged_history_is_made_anew(root: Path) -> None:
    commit(root, 0, {"clients/a.yaml": A})
    before = rows(root)
    path = history_file(Base(root))
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE change SET new = 'forged'")
    connection.close()
    assert rows(root) == before
    path.write_bytes(b"no database")
    assert rows(root) == before


def test_why_there_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain, empty = tmp_path / "plain", repository(tmp_path / "empty")
    plain.mkdir()
    for root, lack in ((plain, Lack.NO_REPOSITORY), (empty, Lack.NO_COMMIT)):
        with follow(Base(root)) as history:
            assert history.lack is lack
            assert history.find(Wanted()) == []
    monkeypatch.setenv("PATH", str(plain))
    with follow(Base(empty)) as history:
        assert history.lack is Lack.NO_GIT


def test_what_is_asked_for(root: Path) -> None:
    commit(root, 0, {"clients/a.yaml": A, "clients/b.yaml": "name: B\n"})
    commit(root, 30, {"clients/a.yaml": A + CALL}, by="boris")
    assert len(rows(root, clients=("a",))) == 2
    assert [row[3] for row in rows(root, since="2026-01-02")] == ["added"]
    assert {row[3] for row in rows(root, until="2026-01-01")} == {"created"}
    assert [row[3] for row in rows(root, authors=(("Борис Илиев", "boris@example.org"),))] == [
        "added"
    ]
    assert [row[3] for row in rows(root, field="interactions")] == ["added"]
    assert rows(root, field="inter") == []
    assert len(rows(root, limit=1)) == 1


def test_a_forgotten_client_is_in_no_history(root: Path) -> None:
    """Nor under an earlier id, nor in the words of others from before."""
    from crm.store.forgotten import mark

    commit(root, 0, {"clients/canary.yaml": "name: Canary\n", "clients/b.yaml": "name: B\n"})
    commit(root, 1, {"clients/b.yaml": "name: B\nreferred_by: canary\n"})
    commit(root, 2, {"clients/canary.yaml": None, "clients/songbird.yaml": "name: Canary\n"})
    assert any("canary" in row for row in rows(root))
    (root / "clients" / "songbird.yaml").unlink()
    (root / "forgotten.yaml").write_text(f"{mark('songbird')}: {{date: 2026-11-20}}\n")
    told = rows(root)
    assert {row[2] for row in told} == {"b"}
    assert [row[3:] for row in told] == [("set", "referred_by", "", ""), ("created", "", "", "")]
    assert b"anary" not in history_file(Base(root)).read_bytes()
    assert b"songbird" not in history_file(Base(root)).read_bytes()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("# made by hand\nname: Кафе «Витоша»\nkind: person\n", "Кафе «Витоша»"),
        ('name: "Rila: one"  # quoted\n', "Rila: one"),
        ("tags: [x]\nname: Pirin\n", "Pirin"),
        ("name: one\n  line more\nkind: person\n", "one line more"),
        ("name: null\nkind: person\n", ""),
        ("name: A # not this\n", "A"),
        ("\ufeffname: Marked\r\nkind: person\r\n", "Marked"),
        ("name: [a\n", ""),
    ],
)
def test_names_of_new_clients(text: str, name: str) -> None:
    """Most are found without reading the whole; the others as the format says."""
    from crm.history.versions import name_in

    assert name_in(text.encode()) == name


def test_a_disk_that_takes_no_more(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer is the same, from memory; so it is where the file cannot be made."""
    commit(root, 0, {"clients/a.yaml": A})
    before = rows(root)
    commit(root, 1, {"clients/b.yaml": "name: B\n"})
    real = Changes._add
    full = [True]

    def add(self: Changes, *words: object) -> None:
        if full and full.pop():
            raise sqlite3.OperationalError("database or disk is full")
        real(self, *words)  # type: ignore[arg-type]

    monkeypatch.setattr(Changes, "_add", add)
    assert rows(root)[1:] == before
    assert not full
    history_file(Base(root)).unlink()
    history_file(Base(root)).mkdir()
    assert rows(root)[1:] == before


def test_a_base_that_was_moved(root: Path, tmp_path: Path) -> None:
    """Also a shallow one: what was noted of git's folder is looked up anew."""
    for hour in range(3):
        commit(root, hour, {"clients/a.yaml": A + f"notes: {hour}\n"})
    copy = tmp_path / "copy"
    git(tmp_path, "clone", "-q", "--depth=2", root.as_uri(), str(copy))
    before = rows(copy)
    copy.rename(tmp_path / "moved")
    assert rows(tmp_path / "moved") == before


@pytest.mark.parametrize(
    ("when", "told"),
    [
        ("1767225600 +0530", "2026-01-01T05:30"),
        ("1767225600 +9959", "1970-01-01T00:00"),
        ("99999999999999999 +0000", "1970-01-01T00:00"),
        ("-5 +0000", "1970-01-01T00:00"),
        ("soon", "1970-01-01T00:00"),
    ],
)
def test_clocks_that_tell_nonsense(root: Path, when: str, told: str) -> None:
    """Commits of other programs can bear any time; none stops the history."""
    commit(root, 0, {"clients/a.yaml": A})
    tree = git(root, "rev-parse", "HEAD^{tree}")
    text = (
        f"tree {tree}\nauthor A <a@example.org> {when}\ncommitter A <a@example.org> 1 +0000\n\nx\n"
    )
    (root / ".git" / "made").write_text(text)
    made = git(root, "hash-object", "-t", "commit", "-w", "--literally", ".git/made")
    git(root, "update-ref", "HEAD", made)
    assert rows(root)[0][0] == told
