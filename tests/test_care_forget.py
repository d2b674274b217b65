"""Forgetting a client: nothing of it is left below the base, and what git keeps is told."""

from __future__ import annotations

import re
import shutil
import subprocess

import forgetting
import pytest
from forgetting import canaries, commit, git, holding
from transcript import crm

from crm.base import Base
from crm.history.merge import merge
from crm.store import forgotten

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
AFTER = """\
name: Perunika
owner: ana
contacts:
  - {name: Maria, phone: +1 202 555 0102}
  # below stands the buyer
fields: {sister: [other]}
interactions:
  - {date: 2026-11-03, type: call, summary: '(forgotten) called'}
  # ask (forgotten) about it
  - date: 2026-11-04
    type: referral
  - date: 2026-11-05
    type: note
    summary: |
      write to (forgotten), or ring
      (forgotten) about   the    offer
"""


@pytest.fixture
def base(tmp_path):
    return forgetting.make(tmp_path / "base", with_git=False)


def test_nothing_of_a_forgotten_client_is_left(tmp_path):
    base = forgetting.make(tmp_path / "base", with_git=False, with_site=True)
    assert len(canaries(base)) > 8
    ran = crm("-C", base, "forget", "ivan-canaryov", "--yes", "--sweep", "--reason", "by letter")
    assert ran.code == 0, ran.err
    assert canaries(base) == {}
    assert (base / "clients" / "perunika.yaml").read_text() == AFTER
    assert (base / "clients" / "other.yaml").read_text() == forgetting.OTHER
    assert crm("-C", base, "check").code == 0
    assert crm("-C", base, "build").code == 0
    assert canaries(base) == {}


def test_undo_takes_it_back_until_the_journal_is_swept(base):
    before = {path: path.read_bytes() for path in (base / "clients").rglob("*.yaml")}
    crm("-C", base, "list")
    assert ".crm/index.sqlite" in canaries(base)
    ran = crm("-C", base, "forget", "ivan-canaryov", "--yes")
    assert "`crm undo` takes it back" in ran.err
    assert set(canaries(base)) <= {
        place for place in canaries(base) if place.startswith(".crm/undo")
    }
    assert canaries(base) != {}
    assert crm("-C", base, "undo").code == 0
    assert {path: path.read_bytes() for path in (base / "clients").rglob("*.yaml")} == before
    assert (base / "files" / "ivan-canaryov" / "deep" / "scan.bin").exists()
    assert not (base / "forgotten.yaml").exists()
    assert crm("-C", base, "forget", "ivan-canaryov", "--yes").code == 0
    assert "forgotten-kept" in crm("-C", base, "doctor").out
    assert crm("-C", base, "forget", "--sweep").code == 0
    assert "forgotten-kept" not in crm("-C", base, "doctor").out
    assert canaries(base) == {}
    assert crm("-C", base, "undo").code == 1


def test_a_forgotten_id_is_never_given_out_again(base, tmp_path):
    crm("-C", base, "forget", "ivan-canaryov", "--yes", "--sweep", "--reason", "by letter")
    stones = forgotten.tombstones(Base(base))
    assert [(one.date, one.reason) for one in stones.values()] == [("2026-11-20", "by letter")]
    ran = crm("-C", base, "new", "Ivan Canaryov", "kind=person")
    assert ran.code == 1
    assert "forgotten" in ran.err
    assert crm("-C", base, "new", "Somebody", "--id", "Ivan-Canaryov").code != 0
    table = tmp_path / "table.csv"
    table.write_text("name,phone\nIvan Canaryov,+1 202 555 0150\n")
    assert crm("-C", base, "import", table, "--as", "clients").code == 0
    assert (base / "clients" / "ivan-canaryov-2.yaml").exists()


def test_a_forgotten_client_that_comes_back_is_an_error(base):
    crm("-C", base, "forget", "ivan-canaryov", "--yes", "--sweep")
    (base / "clients" / "ivan-canaryov.yaml").write_text(forgetting.OTHER)
    ran = crm("-C", base, "check")
    assert (ran.code, "id-forgotten" in ran.out) == (1, True)
    (base / "forgotten.yaml").write_text("<<<<<<< ours\n")
    ran = crm("-C", base, "new", "Somebody")
    assert (ran.code, "forgotten.yaml:1" in ran.err) == (1, True)


def test_without_a_yes_nothing_is_done(base):
    before = canaries(base)
    ran = crm("-C", base, "forget", "ivan-canaryov")
    assert (ran.code, "nothing was done" in ran.err) == (1, True)
    assert "clients/perunika.yaml:3: referred_by: " in ran.out
    assert crm("-C", base, "forget", "ivan-canaryov", typed="n\n").code == 1
    assert crm("-C", base, "forget", "ivan-canaryov", "--dry-run").code == 0
    assert canaries(base) == before
    assert crm("-C", base, "forget", "ivan-canaryov", typed="y\n").code == 0
    assert crm("-C", base, "forget").code == 2


def test_the_reason_must_not_name_anybody(base):
    for reason in ("Ivan Canaryov asked", "wrote from canarymail02@example.org", "0202 5550117"):
        ran = crm("-C", base, "forget", "ivan-canaryov", "--yes", "--reason", reason)
        assert (ran.code, "names the client" in ran.err) == (2, True), reason


def test_what_may_mean_somebody_else_stays_and_is_told(base):
    """A second Ivan Canaryov, a switchboard two share, and a name of one word."""
    second = "name: Ivan Canaryov\nkind: person\nphone: +1 202 555 0118\n"
    (base / "clients" / "second.yaml").write_text(second)
    shared = (
        "name: Shared\ncontacts: [{name: Petar, phone: +1 202 555 0117}]\nnotes: Ivan Canaryov\n"
    )
    (base / "clients" / "shared.yaml").write_text(shared)
    ran = crm("-C", base, "forget", "ivan-canaryov", "--yes", "--sweep")
    told = ran.out.partition("for you to look at")[2]
    assert "clients/second.yaml:1: name: Ivan Canaryov" in told
    assert "clients/shared.yaml:2: contacts[1].phone: " in told
    assert "clients/shared.yaml:3: notes: Ivan" in told
    assert (base / "clients" / "second.yaml").read_text() == second
    assert (base / "clients" / "shared.yaml").read_text() == shared


@pytest.mark.parametrize("newline", ["\r\n", "\n"])
def test_files_of_others_keep_their_own_style(base, newline):
    text = "\ufeffname: 'Ivan''s friend'\ntags: [x]   # Ivan  Canaryov\nnotes: >\n  of Ivan\n  Canaryov, and\n  others\nimportant: \"Ivan Canaryov, \\u0418\"\n"
    path = base / "clients" / "friend.yaml"
    path.write_bytes(text.replace("\n", newline).encode())
    assert crm("-C", base, "forget", "ivan-canaryov", "--yes", "--sweep").code == 0
    want = text.replace("Ivan  Canaryov", "(forgotten)").replace("Ivan Canaryov", "(forgotten)")
    want = want.replace("Ivan\n  Canaryov", "(forgotten)")
    assert path.read_bytes() == want.replace("\n", newline).encode()
    assert canaries(base) == {}


def test_a_name_is_known_with_the_family_name_first(base):
    text = "notes: |\n  list: Canaryov, Ivan\n  CANARYOV IVAN, Canaryov Ivanov\n"
    (base / "clients" / "other.yaml").write_text(forgetting.OTHER + text)
    assert crm("-C", base, "forget", "ivan-canaryov", "--yes").code == 0
    after = "notes: |\n  list: (forgotten)\n  (forgotten), Canaryov Ivanov\n"
    assert (base / "clients" / "other.yaml").read_text() == forgetting.OTHER + after


def test_what_stands_everywhere_is_no_sign(base):
    (base / "clients" / "one.yaml").write_text("name: An\nphone: 1\nemail: [a]\n")
    (base / "clients" / "two.yaml").write_text("name: Two\nnotes: An order of 1 box, a\n")
    ran = crm("-C", base, "forget", "one", "--yes")
    assert "for you to look at" not in ran.out
    assert (base / "clients" / "two.yaml").read_text() == "name: Two\nnotes: An order of 1 box, a\n"


@pytest.mark.parametrize(("language", "word"), [("ru", "(удалено)"), ("bg", "(заличено)")])
def test_the_word_is_of_the_language_of_the_base(base, language, word):
    (base / "crm.yaml").write_text(f"{forgetting.SETTINGS}language: {language}\n")
    assert crm("-C", base, "forget", "ivan-canaryov", "--yes").code == 0
    want = AFTER.replace("(forgotten)", word)
    assert (base / "clients" / "perunika.yaml").read_text("utf-8") == want


def test_two_people_can_forget_at_once(tmp_path):
    """Both make forgotten.yaml: merging keeps both stones."""
    files = []
    for number, name in enumerate(("one", "two")):
        here = forgetting.make(tmp_path / name, with_git=False)
        if number:
            (here / "clients" / "other-one.yaml").write_text(forgetting.OTHER)
        who = "other-one" if number else "ivan-canaryov"
        assert crm("-C", here, "forget", who, "--yes", "--reason", "by letter").code == 0
        files.append((here / "forgotten.yaml").read_bytes())
    merged = merge(b"", *files, "forgotten.yaml")
    assert not merged.conflicts
    (tmp_path / "one" / "forgotten.yaml").write_bytes(merged.data)
    assert len(forgotten.tombstones(Base(tmp_path / "one"))) == 2


# What git keeps


@needs_git
def test_a_client_that_another_came_after_stays_in_the_history(base):
    """One was deleted in the commit that made the other: their files are alike, not one's."""
    git(base, "init", "-q", "-b", "main")
    one, other = (base / "clients" / f"{name}.yaml" for name in ("first-one", "second-one"))
    one.write_text("name: First Cedarov\nkind: person\nowner: ana\ntags: [wholesale, horeca]\n")
    (base / "clients" / "other.yaml").write_text("name: Other\nnotes: ask First Cedarov\n")
    commit(base, "first")
    text = one.read_text()
    one.unlink()
    other.write_text(text.replace("First Cedarov", "Second Maplev"))
    commit(base, "second")
    assert "R0" in git(base, "show", "--raw", "-M", "--format=")
    assert crm("-C", base, "forget", "second-one", "--yes").code == 0
    assert "ask First Cedarov" in (base / "clients" / "other.yaml").read_text()
    lists = (base / ".git" / "crm-forget" / "paths.txt").read_text()
    assert lists == "literal:clients/second-one.yaml\n"


@needs_git
def test_the_list_of_commits_is_complete(tmp_path):
    """Against a search through every object: renames, old phones, stashes, what was amended."""
    base = forgetting.make(tmp_path / "base", with_site=True)
    path = base / "clients" / "sub" / "ivan-canaryov.yaml"
    commit(base, "log")
    path.write_text(forgetting.PERSON.replace("canarymail02", "canarymail20"))
    commit(base, "another address")
    git(base, "mv", "clients/sub/ivan-canaryov.yaml", "clients/old-canaryov.yaml")
    commit(base, "a worse id")
    (base / "clients" / "other.yaml").write_text(
        forgetting.OTHER + "notes: canarymail02@example.org\n"
    )
    commit(base, "a mention of the old address")
    git(base, "mv", "clients/old-canaryov.yaml", "clients/ivan-canaryov.yaml")
    git(base, "commit", "-q", "--amend", "-m", "Ivan Canaryov has his id again")
    git(base, "branch", "side")
    git(base, "tag", "-a", "v1", "-m", "before")
    (base / "clients" / "other.yaml").write_text(forgetting.OTHER)
    path = base / "clients" / "ivan-canaryov.yaml"
    path.write_text(path.read_text() + "important: canarystash21\n")
    git(base, "stash")
    git(base, "clone", "-q", "--bare", str(base), str(tmp_path / "remote.git"))
    git(base, "remote", "add", "origin", f"file://ana:secret@{tmp_path}/remote.git")
    git(base, "config", "remote.origin.url", str(tmp_path / "remote.git"))
    git(base, "fetch", "-q")
    git(base, "remote", "set-url", "origin", "https://ana:sec@ret@example.org/our base.git")
    (base / "clients" / "other.yaml").write_text(forgetting.OTHER)
    commit(base, "no mention")
    ran = crm("-C", base, "forget", "ivan-canaryov", "--yes", "--sweep")
    assert ran.code == 0, ran.err
    assert canaries(base) == {}
    told = set(re.findall(r"^  ([0-9a-f]{40}) ", ran.out, re.MULTILINE))
    assert told == holding(base)
    assert len(told) >= 11
    assert "remote origin (https://example.org/our base.git) had 7 of them" in ran.out
    assert "git remote add origin 'https://example.org/our base.git'\n" in ran.out
    assert "no branch: only git's own memory" in ran.out
    assert "side" in ran.out
    assert "git stash clear" in ran.out
    lists = base / ".git" / "crm-forget"
    assert lists.stat().st_mode & 0o777 == 0o700
    assert (lists / "paths.txt").read_text() == "".join(
        f"literal:{one}\n"
        for one in (
            "clients/ivan-canaryov.yaml",
            "clients/old-canaryov.yaml",
            "clients/sub/ivan-canaryov.yaml",
            "files/ivan-canaryov/canaryletter09.txt",
            "files/ivan-canaryov/deep/scan.bin",
        )
    )
    clean = commit(base, "forget")
    assert clean not in holding(base)
    assert crm("-C", base, "build").code == 0
    assert canaries(base) == {}  # also with the history of changes, which git still has


def test_without_git_the_rest_is_done_and_the_gap_told(base, monkeypatch):
    (base / ".git").mkdir()
    monkeypatch.setenv("PATH", str(base))
    assert crm("-C", base, "export-subject", "ivan-canaryov").code == 0
    ran = crm("-C", base, "forget", "ivan-canaryov", "--yes", "--sweep")
    assert (ran.code, canaries(base)) == (0, {})
    assert "which old versions hold the data cannot be told" in ran.out


@needs_git
def test_ids_that_look_like_options_or_commands_do_no_harm(tmp_path):
    base = tmp_path / "base"
    (base / "clients").mkdir(parents=True)
    (base / "crm.yaml").write_text("")
    names = ("--output=x", "-rf", "$(touch y)", "a;touch z", ":(top)*", "'q\"")
    for name in names:
        (base / "clients" / f"{name}.yaml").write_text("name: Canaryov\nnotes: canarynotes06\n")
    git(base, "init", "-q")
    commit(base, "start")
    for name in names:
        crm("-C", base, "forget", "--yes", "--", str(base / "clients" / f"{name}.yaml"))
    assert not list((base / "clients").iterdir())
    assert {path.name for path in base.iterdir()} == {
        ".crm", ".git", "clients", "crm.yaml", "forgotten.yaml",
    }  # fmt: skip
    assert len(forgotten.tombstones(Base(base))) == len(names)


@needs_git
def test_a_base_below_the_top_of_its_repository(tmp_path):
    git(tmp_path, "init", "-q", "-b", "main")
    base = forgetting.make(tmp_path / "deep" / "base", with_git=False)
    (tmp_path / "outside.txt").write_text("Ivan Canaryov")
    commit(tmp_path, "start")
    ran = crm("-C", base, "forget", "ivan-canaryov", "--yes", "--sweep")
    told = set(re.findall(r"^  ([0-9a-f]{40}) ", ran.out, re.MULTILINE))
    assert told == holding(tmp_path)
    lists = (tmp_path / ".git" / "crm-forget" / "paths.txt").read_text()
    assert "literal:deep/base/clients/sub/ivan-canaryov.yaml\n" in lists


@needs_git
@pytest.mark.skipif(shutil.which("git-filter-repo") is None, reason="needs git-filter-repo")
def test_the_steps_take_everything_out_of_the_history(tmp_path):
    base = forgetting.make(tmp_path / "base")
    (base / "clients" / "other.yaml").write_text(
        forgetting.OTHER + "notes: canarymail02@example.org\n"
    )
    commit(base, "Ivan Canaryov called")
    ran = crm("-C", base, "forget", "ivan-canaryov", "--yes", "--sweep")
    commit(base, "forget")
    words = next(line for line in ran.out.splitlines() if "git filter-repo" in line)
    subprocess.run(words.partition("Run: ")[2].split(), cwd=base, check=True, capture_output=True)
    git(base, "reflog", "expire", "--expire=now", "--all")
    git(base, "gc", "-q", "--prune=now")
    whole = git(base, "log", "-p", "--all", "--format=raw").encode()
    assert set(forgetting.CANARY.findall(whole)) == {b"canarycontact16"}  # as the last step says
    assert "said without a name or number" in ran.out
    assert git(base, "log", "--format=%s").split("\n")[1] == "(forgotten) called"
