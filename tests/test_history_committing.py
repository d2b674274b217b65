"""`commit: auto`: every command commits exactly what it changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from commits import commit, git, repository, write
from transcript import Ran, crm

from crm.base import Base
from crm.history.committing import Outcome, commit_files
from crm.history.state import place_of, touched

AUTO = "name: B\ncommit: auto\n"
CLIENTS = {
    "clients/-a.yaml": "name: Alder\nphone: +1 202 555 0101\n",
    "clients/b.yaml": "name: Birch\n",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = repository(tmp_path / "base")
    commit(root, 0, {"crm.yaml": AUTO, ".gitignore": "/.crm/\n", **CLIENTS})
    return root


def run(root: Path, *words: str) -> Ran:
    return crm("-C", str(root), "--no-input", *words)


def last(root: Path) -> str:
    """Return message and files of the last commit."""
    return git(root, "log", "-1", "--format=%s", "--name-status")


def count(root: Path) -> int:
    return int(git(root, "rev-list", "--count", "HEAD"))


def test_exactly_the_files_of_the_command(root: Path) -> None:
    """What is staged stays staged, what is changed stays changed, what is new stays new."""
    write(root, {"staged.txt": "x", "clients/b.yaml": "name: Birch\ntags: [x]\n", "new.txt": "x"})
    git(root, "add", "staged.txt")
    before = git(root, "status", "--porcelain")
    assert run(root, "log", "--", "-a", "call", "asked").code == 0
    assert last(root) == "log: -a call\n\nM\tclients/-a.yaml"
    assert run(root, "new", "Rowan").code == 0
    assert last(root) == "new: rowan\n\nA\tclients/rowan.yaml"
    assert git(root, "status", "--porcelain") == before


def test_undo_commits_too(root: Path) -> None:
    run(root, "log", "b", "call", "asked")
    run(root, "undo")
    assert last(root) == "undo: log b call\n\nM\tclients/b.yaml"
    assert git(root, "show", "HEAD:clients/b.yaml") == "name: Birch"
    run(root, "new", "Rowan")
    run(root, "undo")
    assert last(root) == "undo: new rowan\n\nD\tclients/rowan.yaml"


def test_several_files_are_one_commit(root: Path) -> None:
    run(root, "set", "owner=ana", "--", "-a", "b")
    assert set(last(root).split("\n")[2:]) == {"M\tclients/-a.yaml", "M\tclients/b.yaml"}
    assert last(root).startswith("set: 2 clients: owner\n")


def test_no_message_has_a_value(root: Path) -> None:
    """It is seen where the files are not: in notices of hosting sites, in `crm undo`."""
    run(root, "set", "b", "private.door=4711", "owner=ana")
    assert last(root).startswith("set: b private.door owner\n")


def test_unasked_nothing_is_committed(root: Path) -> None:
    write(root, {"crm.yaml": "name: B\n"})
    assert "committed" not in run(root, "log", "b", "call", "asked").err
    assert count(root) == 1


def refusing_hook(root: Path) -> None:
    hook = root / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'not on a Sunday' >&2\nexit 1\n")
    hook.chmod(0o755)


@pytest.mark.parametrize(
    ("hinder", "said"),
    [
        (refusing_hook, "not on a Sunday"),
        (lambda root: git(root, "config", "commit.gpgSign", "true"), "signed"),
        (lambda root: (root / ".git" / "index.lock").touch(), "delete the file index.lock"),
        (lambda root: git(root, "checkout", "-q", "--detach"), "no branch is checked out"),
        (lambda root: (root / ".git" / "MERGE_HEAD").write_text("0" * 40), "a merge is not finish"),
    ],
    ids=["hook", "signing", "lock", "detached", "merge"],
)
def test_what_cannot_be_committed_stays_in_the_file(root, hinder, said, monkeypatch) -> None:
    monkeypatch.setattr("crm.history.committing._PAUSES", (0.0,))
    monkeypatch.setenv("GNUPGHOME", str(root / "no-keys"))
    hinder(root)
    ran = run(root, "new", "Rowan")
    assert ran.code == 0
    assert said in ran.err
    assert ran.err.startswith("note: not committed: ")
    assert (root / "clients" / "rowan.yaml").is_file()
    (root / ".git" / "index.lock").unlink(missing_ok=True)
    assert git(root, "diff", "--cached", "--name-only") == "", "nothing is left staged"
    assert "?? clients/rowan.yaml" in git(root, "status", "--porcelain")


def test_another_command_committed_the_same_files_first(root: Path) -> None:
    """Both made them known to git; the second finds nothing left to do, and takes nothing back."""
    base = Base(root)
    write(root, {"clients/c.yaml": "name: C\n", "clients/b.yaml": "name: Birch\ntags: [x]\n"})
    found = touched(base, place_of(base))
    assert commit_files(base, found, "quicker").files == 2
    assert commit_files(base, found, "slower") == Outcome()
    assert last(root) == "quicker\n\nM\tclients/b.yaml\nA\tclients/c.yaml"
    assert git(root, "status", "--porcelain") == ""


def test_a_base_below_the_top_and_without_git(root: Path, tmp_path: Path) -> None:
    commit(root, 1, {"sub -x/crm.yaml": AUTO, "sub -x/clients/c.yaml": "name: C\n"})
    run(root / "sub -x", "log", "c", "call", "asked")
    assert last(root) == "log: c call\n\nM\tsub -x/clients/c.yaml"
    write(tmp_path, {"plain/crm.yaml": AUTO, "plain/clients/c.yaml": "name: C\n"})
    ran = run(tmp_path / "plain", "log", "c", "call", "asked")
    assert (ran.code, ran.err.startswith("note: not committed: ")) == (0, True)


def test_init_offers_it(tmp_path: Path) -> None:
    assert crm("init", str(tmp_path / "yes"), "--git", typed="y\n").code == 0
    assert "\ncommit: auto" in (tmp_path / "yes" / "crm.yaml").read_text()
    assert last(tmp_path / "yes").startswith("init\n")
    assert crm("init", str(tmp_path / "no"), "--git", typed="\n").code == 0
    assert "\ncommit: auto" not in (tmp_path / "no" / "crm.yaml").read_text()
