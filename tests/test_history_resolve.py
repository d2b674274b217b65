"""`crm resolve`: markers, unmerged files and copies of sync services."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from transcript import crm, folder

from crm.history.copies import copies

ENTRIES = "interactions:\n  - {date: 2026-01-01, type: call}\n  - {date: 2026-01-02, type: call}\n"
BASE = f"name: A\nphone: +1 202 555 0100\n{ENTRIES}"
OURS = BASE + "  - {date: 2026-01-05, type: call}\n"
THEIRS = BASE + "  - {date: 2026-01-04, type: call}\n"
BOTH = BASE + "  - {date: 2026-01-04, type: call}\n  - {date: 2026-01-05, type: call}\n"


@pytest.fixture
def base(tmp_path):
    (tmp_path / "clients").mkdir()
    (tmp_path / "crm.yaml").write_text("name: B\n")
    with folder(tmp_path):
        yield tmp_path


def written(base: Path, text: str, name: str = "a") -> Path:
    path = base / "clients" / f"{name}.yaml"
    path.write_bytes(text.encode())
    return path


def git(base: Path, *words: str, code: int = 0) -> str:
    ran = subprocess.run(["git", *words], cwd=base, capture_output=True, text=True, check=False)
    assert ran.returncode == code, ran.stderr
    return ran.stdout


def unmerged(base: Path, ours: str, theirs: str) -> Path:
    """Return a client file that git, without the driver, could not merge."""
    git(base, "init", "-q", "-b", "main")
    path = written(base, BASE)
    for branch, text in (("main", None), ("theirs", theirs), ("main", ours)):
        if text is not None:
            git(base, "checkout", "-q", *(["-b"] if branch == "theirs" else []), branch)
            path.write_text(text)
        git(base, "add", "-A")
        git(base, "commit", "-q", "-m", "x")
    git(base, "merge", "theirs", code=1)
    return path


# Markers


def test_markers_of_appended_entries(base):
    head, ours, theirs = BASE, OURS[len(BASE) :], THEIRS[len(BASE) :]
    path = written(base, f"{head}<<<<<<< HEAD\n{ours}=======\n{theirs}>>>>>>> x\n")
    ran = crm("resolve")
    assert (ran.out, ran.code) == ("clients/a.yaml: united\n", 0)
    assert path.read_text() == BOTH


def test_what_is_left_to_decide_is_told_and_stays(base):
    text = "name: A\n<<<<<<< HEAD\nphone: 1\n=======\nphone: 2\n>>>>>>> x\n"
    path = written(base, text)
    ran = crm("resolve")
    assert ran.code == 1
    assert ran.out == "clients/a.yaml: united but for 1\n  phone\n"
    again = path.read_text()
    assert again == text.replace("HEAD", "ours").replace("> x", "> theirs")
    assert crm("resolve").code == 1
    assert path.read_text() == again


def test_a_marked_base_tells_who_changed_what(base):
    path = written(
        base,
        "name: A\n<<<<<<< a\nphone: 1\nowner: ana\n||||||| o\nphone: 1\nowner: vera\n"
        "=======\nphone: 2\nowner: vera\n>>>>>>> b\n",
    )
    assert crm("resolve").code == 0
    assert path.read_text() == "name: A\nphone: 2\nowner: ana\n"


def test_a_deletion_against_a_change_is_not_decided(base):
    text = "name: A\n<<<<<<< a\n=======\nphone: 2\n>>>>>>> b\n"
    path = written(base, text)
    ran = crm("resolve")
    assert ran.code == 1
    assert "one side deleted what the other changed" in ran.out
    assert path.read_text() == text


def test_line_ends_and_other_text_are_kept(base):
    text = f"# top\n{BASE}<<<<<<< a\n  - {{date: 2026-01-05, type: call}}\n=======\n>>>>>>> b\n"
    diff3 = text.replace("=======\n", "||||||| o\n=======\n").replace("\n", "\r\n")
    path = written(base, diff3)
    assert crm("resolve").code == 0
    assert path.read_bytes() == f"# top\n{OURS}".replace("\n", "\r\n").encode()


def test_undo_brings_the_markers_back(base):
    text = f"{BASE}<<<<<<< a\n{OURS[len(BASE) :]}=======\n{THEIRS[len(BASE) :]}>>>>>>> b\n"
    path = written(base, text)
    crm("resolve")
    assert crm("undo").code == 0
    assert path.read_text() == text


def test_a_dry_run_writes_nothing(base):
    text = f"{BASE}<<<<<<< a\n{OURS[len(BASE) :]}=======\n{THEIRS[len(BASE) :]}>>>>>>> b\n"
    path = written(base, text)
    ran = crm("resolve", "--dry-run")
    assert ran.out == "clients/a.yaml: united\n"
    assert path.read_text() == text


def test_only_the_files_named(base):
    text = "name: A\n<<<<<<< a\ntags: [x]\n=======\ntags: [y]\n>>>>>>> b\n"
    one, other = written(base, text), written(base, text, "b")
    assert crm("resolve", "b").code == 0
    assert one.read_text() == text
    assert other.read_text() == "name: A\ntags: [x, y]\n"
    assert crm("resolve", "clients/a.yaml").code == 0
    assert one.read_text() == other.read_text()


def test_nothing_in_conflict(base):
    written(base, BASE)
    ran = crm("resolve")
    assert (ran.out, ran.err, ran.code) == ("", "nothing is in conflict\n", 0)


def test_an_unknown_file(base):
    ran = crm("resolve", "nobody")
    assert ran.code == 1
    assert "there is no file 'nobody'" in ran.err


def test_what_cannot_be_read_is_left(base):
    text = "name: [\n<<<<<<< a\ntags: [x]\n=======\ntags: [y]\n>>>>>>> b\n"
    path = written(base, text)
    ran = crm("resolve")
    assert ran.code == 1
    assert "cannot be read" in ran.out
    assert path.read_text() == text


# git's index


def test_an_unmerged_file_is_united_and_told_to_git(base):
    path = unmerged(base, OURS, THEIRS)
    assert crm("resolve").code == 0
    assert path.read_text() == BOTH
    assert git(base, "ls-files", "-u") == ""
    git(base, "commit", "-q", "-m", "merged")


def test_a_dry_run_tells_git_nothing(base):
    unmerged(base, OURS, THEIRS)
    before = git(base, "ls-files", "--unmerged")
    assert before
    assert crm("resolve", "--dry-run").code == 0
    assert git(base, "ls-files", "--unmerged") == before


def test_the_base_in_the_index_knows_what_was_deleted(base):
    ours = BASE.replace(
        "  - {date: 2026-01-02, type: call}\n", "  - {date: 2026-01-05, type: call}\n"
    )
    path = unmerged(base, ours, THEIRS)
    assert crm("resolve").code == 0
    assert "2026-01-02" not in path.read_text()
    assert "2026-01-04" in path.read_text()


def test_a_conflict_stays_unmerged(base):
    ours, theirs = (text.replace("0100", new) for text, new in ((OURS, "0101"), (THEIRS, "0102")))
    path = unmerged(base, ours, theirs)
    ran = crm("resolve")
    assert ran.code == 1
    assert "phone" in ran.out
    assert path.read_text().count("<<<<<<<") == 1
    assert "clients/a.yaml" in git(base, "ls-files", "-u")


def test_an_unmerged_file_without_markers(base):
    """The file is as one side had it, as after a driver that failed."""
    path = unmerged(base, OURS, THEIRS)
    path.write_text(OURS)
    assert crm("resolve").code == 0
    assert path.read_text() == BOTH


def test_an_unmerged_file_that_was_mended_by_hand(base):
    path = unmerged(base, OURS, THEIRS)
    path.write_text(BOTH + "notes: mended\n")
    ran = crm("resolve")
    assert "no conflict marker is left" in ran.out
    assert path.read_text() == BOTH + "notes: mended\n"


def test_deleted_on_one_side(base):
    git(base, "init", "-q", "-b", "main")
    path = written(base, BASE)
    git(base, "add", "-A")
    git(base, "commit", "-q", "-m", "x")
    git(base, "checkout", "-q", "-b", "theirs")
    path.unlink()
    git(base, "commit", "-q", "-a", "-m", "x")
    git(base, "checkout", "-q", "main")
    path.write_text(OURS)
    git(base, "commit", "-q", "-a", "-m", "x")
    git(base, "merge", "theirs", code=1)
    ran = crm("resolve")
    assert ran.code == 1
    assert "deleted on one side" in ran.out
    assert path.read_text() == OURS


# Copies of sync services

NAMES = (
    "a (Ana's conflicted copy 2026-11-20)",
    "a (Ana Dimova's conflicted copy 2026-11-20 (1))",
    "a (conflicted copy 2026-11-20 101112)",
    "a (In Konflikt stehende Kopie von Ana 2026-11-20)",
    "a (Copie en conflit de Ana 2026-11-20)",
    "a (Copia en conflicto de Ana 2026-11-20)",
    "a (Copia in conflitto di Ana 2026-11-20)",
    "a (конфликтующая копия, Ана, 2026-11-20)",
    "a (конфликтно копие на Ана 2026-11-20)",
    "a.sync-conflict-20261120-101112-ABCDEFG",
    "a.sync-conflict-20261120-101112",
    "a_conflict-20261120-101112",
    "a-DESKTOP-1A2B3C4",
    "a-Anas-MacBook-Pro",
    "a (1)",
    "a 2",
)


@pytest.mark.parametrize("name", NAMES)
def test_a_copy_is_united_and_laid_aside(base, name):
    path, copy = written(base, OURS), written(base, THEIRS, name)
    ran = crm("resolve")
    assert (ran.out, ran.code) == (f"clients/a.yaml with clients/{name}.yaml: united\n", 0)
    assert path.read_text() == BOTH
    assert not copy.exists()
    assert (base / ".crm" / "resolved" / "clients" / f"{name}.yaml").read_text() == THEIRS
    assert crm("undo").code == 0
    assert (path.read_text(), copy.read_text()) == (OURS, THEIRS)


def test_several_copies_of_one_file(base):
    path = written(base, OURS)
    written(base, THEIRS, "a (1)")
    written(base, BASE + "  - {date: 2026-01-03, type: call}\n", "a 2")
    assert crm("resolve").code == 0
    assert [path.name for path in sorted((base / "clients").iterdir())] == ["a.yaml"]
    assert path.read_text() == BOTH.replace(BASE, BASE + "  - {date: 2026-01-03, type: call}\n")


def test_a_conflict_with_a_copy_is_marked_in_the_file(base):
    path = written(base, OURS)
    written(base, THEIRS.replace("0100", "0199"), "a (1)")
    ran = crm("resolve")
    assert ran.code == 1
    assert ran.out.endswith(": united but for 1\n  phone\n")
    assert "phone: +1 202 555 0100\n=======\nphone: +1 202 555 0199\n" in path.read_text()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a-2", "name: Other\n" + ENTRIES),
        ("a-sofia", "name: A\ninteractions:\n  - {date: 2026-03-03, type: call}\n"),
        ("a-sofia", "name: A\n"),
        ("a (1)", "name: Other\n"),
        ("a (notes)", THEIRS),
        ("b (conflicted copy 2026-11-20 101112)", THEIRS),
        ("a (conflicted copy 2026-11-20 101112)", "name: Other\nphone: 5\n"),
        ("a (conflicted copy 2026-11-20 101112)", "name: ["),
    ],
)
def test_other_files_are_no_copies(base, name, text):
    written(base, OURS)
    other = written(base, text, name)
    assert crm("resolve").err == "nothing is in conflict\n"
    assert other.read_text() == text


def test_a_copy_of_the_settings(base):
    (base / "crm (1).yaml").write_text("name: B\ncurrency: EUR\n")
    assert copies(base.glob("*.yaml")) == []
    (base / "crm (conflicted copy 2026-11-20 101112).yaml").write_text("name: B\ncurrency: EUR\n")
    assert crm("resolve").code == 0
    assert (base / "crm.yaml").read_text() == "name: B\ncurrency: EUR\n"
