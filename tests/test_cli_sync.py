"""`crm sync` between two clones over a bare repository on the disk."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path
from typing import Any

import pytest
from commits import commit, git, repository, write
from transcript import Ran, crm

from crm.base import Base
from crm.errors import Locked
from crm.history.setup import install

A = "name: Alder\nphone: +1 202 555 0101\n"
CALL = "interactions:\n  - {{date: 2026-01-0{0}, type: call, summary: call {0}}}\n"


class Team:
    """Two people with a clone each."""

    def __init__(self, folder: Path) -> None:
        self.shared = folder / "shared.git"
        git(folder, "init", "-q", "--bare", "-b", "main", str(self.shared))
        self.ana = repository(folder / "ana")
        git(self.ana, "remote", "add", "origin", str(self.shared))
        files = {"crm.yaml": "name: B\n", ".gitignore": "/site/\n/.crm/\n", "clients/a.yaml": A}
        commit(self.ana, 0, files)
        git(self.ana, "push", "-q", "-u", "origin", "main")
        git(folder, "clone", "-q", str(self.shared), str(folder / "boris"))
        self.boris = folder / "boris"


@pytest.fixture
def team(tmp_path: Path) -> Team:
    return Team(tmp_path)


def sync(root: Path, *words: str) -> Ran:
    return crm("-C", str(root), "--no-input", "sync", *words)


def edit(root: Path, text: str, name: str = "a") -> None:
    write(root, {f"clients/{name}.yaml": text})


def shared(team: Team, name: str = "a") -> str:
    """Return what everybody gets of a client."""
    return git(team.shared, "show", f"main:clients/{name}.yaml")


def test_two_people_lose_nothing(team: Team) -> None:
    """Both log a call on one client; nobody knows of drivers or git."""
    edit(team.ana, A + CALL.format(1))
    assert sync(team.ana, "-m", "calls").err.split("\n")[:2] == [
        "committed: 1 file",
        "sent: 1 commit",
    ]
    own = (("branch.main.mergeOptions", "--squash"), ("log.diffMerges", "off"))
    for key, value in (("merge.ff", "only"), ("diff.renames", "no"), *own):
        git(team.boris, "config", key, value)
    edit(team.boris, A + CALL.format(2))
    ran = sync(team.boris, "-m", "mine")
    assert ran.code == 0, ran.err
    assert "came in: 1 commit:" in ran.err
    assert "Ana Dimova, " in ran.err
    assert "a: call of 2026-01-01 added: call 1" in ran.err
    assert sync(team.ana).code == 0
    text = (team.ana / "clients" / "a.yaml").read_text()
    assert text == (team.boris / "clients" / "a.yaml").read_text()
    assert text.count("call 1") == text.count("call 2") == 1
    assert sync(team.ana).err == "nothing new, here or there\n"


def test_rebase_keeps_one_line(team: Team) -> None:
    write(team.boris, {"crm.yaml": "name: B\nsync: rebase\n"})
    edit(team.boris, A + CALL.format(2))
    edit(team.ana, A + CALL.format(1))
    assert sync(team.ana, "-m", "calls").code == 0
    ran = sync(team.boris, "-m", "mine")
    assert ran.code == 0, ran.err
    assert git(team.boris, "log", "--merges", "--format=%h") == ""
    assert "call 1" in shared(team)
    assert "call 2" in shared(team)


@pytest.mark.parametrize("way", ["--merge", pytest.param("--rebase", marks=pytest.mark.slow)])
def test_a_conflict_stops_and_is_gone_on_with(team: Team, way: str) -> None:
    edit(team.ana, A.replace("0101", "0102"))
    sync(team.ana, "-m", "phone")
    edit(team.boris, A.replace("0101", "0103"))
    ran = sync(team.boris, "-m", "phone", way)
    assert ran.code == 1
    assert "two people changed the same" in ran.err
    assert "clients/a.yaml: phone" in ran.err
    assert "`crm sync` again" in ran.err
    again = sync(team.boris)
    assert again.code == 1
    assert "clients/a.yaml" in again.err
    assert "0102" in shared(team), "nothing half done is sent"
    edit(team.boris, A.replace("0101", "0104"))
    ran = sync(team.boris)
    assert ran.code == 0, ran.err
    assert "0104" in shared(team)


def test_abort_goes_back(team: Team) -> None:
    edit(team.ana, A.replace("0101", "0102"))
    sync(team.ana, "-m", "phone")
    edit(team.boris, A.replace("0101", "0103"))
    sync(team.boris, "-m", "phone")
    assert "was given up" in sync(team.boris, "--abort").err
    assert (team.boris / "clients" / "a.yaml").read_text() == A.replace("0101", "0103")
    assert "nothing to give up" in sync(team.boris, "--abort").err


def test_deleted_here_changed_there_is_for_a_person(team: Team) -> None:
    edit(team.ana, A.replace("0101", "0102"))
    sync(team.ana, "-m", "phone")
    (team.boris / "clients" / "a.yaml").unlink()
    ran = sync(team.boris, "-m", "gone")
    assert ran.code == 1
    assert "`git rm` deletes it" in ran.err
    assert sync(team.boris).code == 1, "no guess"
    git(team.boris, "rm", "-q", "clients/a.yaml")
    assert sync(team.boris).code == 0
    assert "clients/a.yaml" not in git(team.shared, "ls-tree", "-r", "--name-only", "main")


@pytest.mark.parametrize("way", ["--merge", "--rebase"])
def test_an_entry_does_not_land_in_a_similar_new_client(team: Team, way: str) -> None:
    """One deletes a client and makes another half like it; a call of the first is for a person."""
    other = A + "email: o@example.org\n"
    (team.ana / "clients" / "a.yaml").unlink()
    (team.ana / "clients" / "b.yaml").write_text(other, encoding="utf-8")
    assert sync(team.ana, "-m", "another client").code == 0
    edit(team.boris, A + "interactions:\n  - {date: 2026-11-02, type: call}\n")
    assert sync(team.boris, way, "-m", "a call").code == 1
    assert (team.boris / "clients" / "b.yaml").read_text(encoding="utf-8") == other


def test_somebody_quicker_is_tried_again(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    """A push lands between our fetch and our push: fetched once more, and sent."""
    from crm.history import remote

    real, raced = remote.push, []

    def push(*words: object, **more: bool) -> bool:
        if not raced:
            raced.append(True)
            commit(team.ana, 5, {"clients/z.yaml": "name: Z\n"})
            git(team.ana, "push", "-q")
        return real(*words, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(remote, "push", push)
    monkeypatch.setattr("crm.cli.sync._PAUSE", 0.0)
    edit(team.boris, A + CALL.format(2))
    ran = sync(team.boris, "-m", "mine")
    assert ran.code == 0, ran.err
    assert "somebody was quicker; once more" in ran.err
    assert "z: new: Z" in ran.err
    assert "call 2" in shared(team)


def test_a_remote_that_refuses(team: Team) -> None:
    hook = team.shared / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'the office is closed'\nexit 1\n")
    hook.chmod(hook.stat().st_mode | stat.S_IXUSR)
    edit(team.boris, A + CALL.format(2))
    ran = sync(team.boris, "-m", "mine")
    assert ran.code == 1
    assert "pre-receive hook declined; the office is closed" in ran.err
    hook.unlink()
    own = team.boris / ".git" / "hooks" / "pre-push"
    own.parent.mkdir(exist_ok=True)
    own.write_text("#!/bin/sh\necho 'not before noon' >&2\nexit 1\n")
    own.chmod(0o755)
    assert "the hook pre-push refused it; not before noon" in sync(team.boris).err
    own.unlink()
    assert sync(team.boris).err.startswith("sent: 1 commit")


def test_two_attachments_of_one_name_are_for_a_person(team: Team) -> None:
    for root, data in ((team.ana, b"\xff\x001"), (team.boris, b"\xff\x002")):
        (root / "files").mkdir()
        (root / "files" / "plan.pdf").write_bytes(data)
        ran = sync(root, "-m", "plan")
    assert ran.code == 1
    assert "files/plan.pdf: not a text that can be united: `git checkout --ours` or" in ran.err
    assert (team.boris / "files" / "plan.pdf").read_bytes() == b"\xff\x002"
    git(team.boris, "checkout", "--theirs", "files/plan.pdf")
    git(team.boris, "add", "files/plan.pdf")
    assert sync(team.boris).code == 0
    assert (team.boris / "files" / "plan.pdf").read_bytes() == b"\xff\x001"


def test_a_remote_that_is_away(team: Team) -> None:
    team.shared.rename(team.shared.with_name("away"))
    edit(team.boris, A + CALL.format(2))
    ran = sync(team.boris, "-m", "mine")
    assert ran.code == 1
    assert "the remote origin could not be asked" in ran.err
    assert "committed on this computer" in ran.err
    assert git(team.boris, "log", "-1", "--format=%s") == "mine"


def test_a_remote_that_never_answers(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its time is limited; nothing it started goes on."""
    monkeypatch.setattr("crm.history.remote.NETWORK", 0.4)
    monkeypatch.setenv("GIT_SSH_COMMAND", "sleep 60 #")
    git(team.boris, "remote", "set-url", "origin", "ssh://git.example.org/base")
    start = time.monotonic()
    ran = sync(team.boris)
    assert "the remote origin could not be asked: it took too long" in ran.err
    assert time.monotonic() - start < 4


@pytest.mark.parametrize("kind", ["link", "line-ends", "driver"])
def test_what_git_left_without_a_marker_is_not_taken_for_settled(team: Team, kind: str) -> None:
    """A link, or a file whose line ends git changes: ours stands there, and nobody decided so."""
    drivers = {"link": "-text", "line-ends": "text eol=crlf -merge", "driver": "merge=own"}
    commit(team.ana, 1, {".gitattributes": f"/files/* {drivers[kind]}\n"})
    git(team.ana, "push", "-q")
    sync(team.boris)
    git(team.boris, "config", "merge.own.driver", "cat %B >> %A; exit 1")
    for root, name in ((team.ana, "one"), (team.boris, "other")):
        path = root / "files" / "x"
        path.parent.mkdir()
        if kind == "link":
            path.symlink_to(name)
        else:
            path.write_bytes(f"{name}\r\n".encode())
        ran = sync(root, "-m", name)
    for _ in ("at once", *(["again"] if kind != "driver" else [])):
        assert ran.code == 1, ran.err
        assert "\n  files/x: no conflict marker is left in it: `git add` it" in ran.err
        ran = sync(team.boris)
    if kind != "driver":
        git(team.boris, "add", "files/x")
        assert sync(team.boris).code == 0


@pytest.mark.parametrize("way", ["--merge", "--rebase"])
def test_no_command_writes_while_git_does(
    team: Team, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A call logged while a merge writes its files would be lost, or the merge."""
    from crm.history import joining
    from crm.store import lock

    real, refused = joining.git, []

    def git_with_another_command(folder: Path, *words: str, **more: Any) -> object:
        if words[0] == way[2:]:
            with monkeypatch.context() as patched:
                patched.setattr(lock, "PATIENCE", 0.0)
                with pytest.raises(Locked), lock.locked(Base(team.boris)):
                    pass
            refused.append(words[0])
        return real(folder, *words, **more)

    monkeypatch.setattr(joining, "git", git_with_another_command)
    edit(team.ana, A + CALL.format(1))
    sync(team.ana, "-m", "calls")
    edit(team.boris, A + CALL.format(2))
    assert sync(team.boris, "-m", "mine", way).code == 0
    assert refused[0] == way[2:]


def test_other_work_is_left_alone(team: Team) -> None:
    """Staged and changed files that are no part of the base stay as they are."""
    commit(team.ana, 1, {"notes.txt": "one"})
    git(team.ana, "push", "-q")
    sync(team.boris)
    write(team.boris, {"notes.txt": "two", "other.txt": "x"})
    edit(team.boris, A + CALL.format(2))
    edit(team.ana, A + CALL.format(1))
    sync(team.ana, "-m", "calls")
    ran = sync(team.boris, "-m", "mine")
    assert ran.code == 0, ran.err
    assert "left alone: 2 changed files beside the base" in ran.err
    assert git(team.boris, "status", "--porcelain") == "M notes.txt\n?? other.txt"
    write(team.ana, {"notes.txt": "three"})
    git(team.ana, "pull", "-q", "--no-rebase", "--no-edit", ok=False)
    git(team.ana, "commit", "-qam", "notes")
    git(team.ana, "push", "-q")
    ran = sync(team.boris)
    assert ran.code == 1
    assert "stand in the way of what came in:\n  notes.txt" in ran.err
    assert (team.boris / "notes.txt").read_text() == "two"


def test_new_errors_stop_it(team: Team) -> None:
    bad = A + CALL.format(1).replace("2026-01-01", "2026-13-01")
    edit(team.boris, bad)
    ran = sync(team.boris, "-m", "mine")
    assert ran.code == 1
    assert "date-invalid" in ran.err
    assert "nothing was committed" in ran.err
    assert sync(team.boris, "-m", "mine", "--anyway").code == 0
    edit(team.boris, bad + "tags: [x]\n")
    assert sync(team.boris, "-m", "older errors stop nothing").code == 0


def test_a_message_is_asked_for(team: Team) -> None:
    edit(team.boris, A + CALL.format(2))
    ran = sync(team.boris)
    assert (ran.code, "-m TEXT" in ran.err) == (2, True)
    ran = crm("-C", str(team.boris), "sync", typed="\n")
    assert "clients/a.yaml: call of 2026-01-02 added: call 2" in ran.err
    assert git(team.boris, "log", "-1", "--format=%s") == "sync: a"


def lock(root: Path) -> None:
    (root / ".git" / "index.lock").touch()


@pytest.mark.parametrize(
    ("hinder", "said"),
    [
        (lock, "delete the file index.lock"),
        (lambda root: git(root, "checkout", "-q", "--detach"), "no branch is checked out"),
        (lambda root: git(root, "remote", "remove", "origin"), "no remote is known"),
        (lambda root: (root / ".git" / "CHERRY_PICK_HEAD").write_text("0" * 40), "cherry-pick"),
    ],
    ids=["lock", "detached", "no-remote", "cherry-pick"],
)
def test_trouble_is_told(team: Team, hinder, said, monkeypatch) -> None:
    monkeypatch.setattr("crm.history.committing._PAUSES", (0.0,))
    edit(team.boris, A + CALL.format(2))
    hinder(team.boris)
    ran = sync(team.boris, "-m", "mine")
    assert ran.code == 1
    assert said in ran.err
    assert "call 2" in (team.boris / "clients" / "a.yaml").read_text()


@pytest.mark.parametrize(
    "name",
    ["-f", *(pytest.param(name, marks=pytest.mark.slow) for name in ("--all", "ä$(id)'", 'q"'))],
)
def test_names_of_branches_do_no_harm(team: Team, name: str) -> None:
    full = f"refs/heads/{name}"
    git(team.boris, "update-ref", full, "HEAD")
    git(team.boris, "symbolic-ref", "HEAD", full)
    git(team.boris, "config", f"branch.{name}.remote", "origin")
    git(team.boris, "config", f"branch.{name}.merge", full)
    git(team.boris, "push", "-q", "origin", f"{full}:{full}")
    edit(team.boris, A + CALL.format(2))
    ran = sync(team.boris, "-m", "--amend")
    assert ran.code == 0, ran.err
    assert git(team.shared, "log", "-1", "--format=%s", full, "--") == "--amend"
    assert git(team.shared, "rev-list", "--count", "main") == "1"


def test_staged_files_of_others_stop_a_merge(team: Team) -> None:
    edit(team.ana, A + CALL.format(1))
    sync(team.ana, "-m", "calls")
    write(team.boris, {"other.txt": "x"})
    git(team.boris, "add", "other.txt")
    edit(team.boris, A + CALL.format(2))
    ran = sync(team.boris, "-m", "mine")
    assert ran.code == 1
    assert "stand in the way of what came in:\n  other.txt" in ran.err
    assert git(team.boris, "status", "--porcelain") == "A  other.txt"


@pytest.mark.slow
def test_a_first_push_and_a_branch_of_another_name(team: Team, tmp_path: Path) -> None:
    fresh = repository(tmp_path / "fresh")
    git(fresh, "remote", "add", "origin", str(team.shared))
    git(fresh, "checkout", "-q", "-b", "master")
    commit(fresh, 0, {"crm.yaml": "name: F\n"})
    ran = sync(fresh)
    assert "the remote has the branch main, yours is master" in ran.err
    git(fresh, "branch", "-m", "main")
    assert "no commit in common" in sync(fresh).err
    empty = tmp_path / "empty.git"
    git(tmp_path, "init", "-q", "--bare", str(empty))
    git(fresh, "remote", "set-url", "origin", str(empty))
    git(fresh, "update-ref", "-d", "refs/remotes/origin/main")
    assert sync(fresh).err == "sent: 1 commit\n"
    assert sync(fresh).err == "nothing new, here or there\n"


def test_what_was_taken_out_of_the_history_is_not_sent_again(team: Team) -> None:
    """A client was forgotten and the history rewritten; another copy still has the old one."""
    commit(team.ana, 1, {"clients/gone.yaml": "name: Gone\n"})
    git(team.ana, "push", "-q")
    sync(team.boris)
    edit(team.boris, A + CALL.format(2))
    git(team.ana, "reset", "-q", "--hard", "HEAD^")
    for message in ("mine", "again"):  # with nothing new there, then with something
        git(team.ana, "push", "-q", "--force")
        before = git(team.shared, "rev-parse", "main")
        ran = sync(team.boris, "-m", message)
        assert ran.code == 1
        assert "rewritten: 1 commit was taken out" in ran.err
        assert git(team.shared, "rev-parse", "main") == before
        commit(team.ana, 2, {"clients/b.yaml": "name: B\n"})
    assert git(team.boris, "status", "--porcelain") == ""
    advice = ran.err.split("`")[1].split()
    assert advice[:2] == ["git", "rebase"]
    git(team.boris, *advice[1:])
    assert sync(team.boris).err == "sent: 1 commit\n"
    assert "call 2" in shared(team)
    assert git(team.shared, "log", "--all", "--format=%h", "--", "clients/gone.yaml") == ""


def test_what_came_together_is_checked_again(team: Team) -> None:
    """Each side is fine, both together are not: nothing is sent."""
    deal = "deals: [{id: d, opened: 2026-01-01}]\n"
    edit(team.ana, A + deal)
    sync(team.ana, "-m", "deal")
    sync(team.boris)
    write(team.ana, {"crm.yaml": "name: B\nstages: [lead, won]\n"})
    sync(team.ana, "-m", "stages")
    edit(team.boris, A + deal + CALL.format(2).replace("call 2", "x, deal: d, stage: offer"))
    ran = sync(team.boris, "-m", "offer")
    assert ran.code == 1, ran.err
    assert "nothing was sent" in ran.err
    assert "stage: offer" not in shared(team)


@pytest.mark.slow
def test_the_driver_is_used_where_it_is_set_up(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a driver that fails the same comes out: git's markers are united afterwards."""
    monkeypatch.setenv("PATH", os.environ["PATH"])
    install(Base(team.boris))
    git(team.boris, "config", "merge.crm.driver", "false")
    edit(team.ana, A + CALL.format(1))
    sync(team.ana, "-m", "calls")
    edit(team.boris, A + CALL.format(2))
    ran = sync(team.boris, "-m", "mine")
    assert ran.code == 0, ran.err
    assert "call 1" in shared(team)
    assert "call 2" in shared(team)
