"""Merging by the driver in real repositories."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
import yaml
from hypothesis import Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test
from merge_clones import Trouble
from merge_machine import Clones

from crm.base import Base
from crm.history import setup
from crm.history.merge.driver import driver_config

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")

BASE = "name: A\nphone: +1 202 555 0100\ninteractions:\n  - {date: 2026-01-01, type: call}\n"
OURS = BASE + "  - {date: 2026-01-02, type: call, summary: ours}\n"
THEIRS = BASE + "  - {date: 2026-01-03, type: call, summary: theirs}\n"
BOTH = OURS + "  - {date: 2026-01-03, type: call, summary: theirs}\n"


def git(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["git", "-C", str(folder), *words], capture_output=True, text=True, check=False
    )


def fine(folder: Path, *words: str) -> str:
    ran = git(folder, *words)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """Return a base under git whose branches `main` and `theirs` both added an entry."""
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    base = tmp_path / "base"
    (base / "clients").mkdir(parents=True)
    fine(tmp_path, "init", "-q", "-b", "main", str(base))
    (base / "crm.yaml").write_text("name: B\n")
    setup.install(Base(base))
    grown(base, "start", BASE)
    fine(base, "branch", "theirs")
    grown(base, "ours", OURS)
    fine(base, "checkout", "-q", "theirs")
    grown(base, "theirs", THEIRS)
    fine(base, "checkout", "-q", "main")
    return base


def grown(base: Path, message: str, text: str, name: str = "clients/a.yaml") -> None:
    (base / name).write_text(text, newline="")
    fine(base, "add", "-A")
    fine(base, "commit", "-q", "-m", message)


def client(base: Path, name: str = "clients/a.yaml") -> str:
    return (base / name).read_bytes().decode()


def set_driver(base: Path, command: str) -> None:
    for name, value in driver_config(command):
        fine(base, "config", name, value)


# By the ways of git


def test_merge(repository):
    fine(repository, "merge", "-q", "theirs")
    assert client(repository) == BOTH


def test_merge_with_a_conflict(repository):
    grown(repository, "phone", OURS.replace("0100", "0101"))
    fine(repository, "checkout", "-q", "theirs")
    grown(repository, "phone", THEIRS.replace("0100", "0102"))
    ran = git(repository, "merge", "main")
    assert ran.returncode == 1
    assert "conflict in clients/a.yaml: phone" in ran.stdout + ran.stderr
    assert "clients/a.yaml" in fine(repository, "ls-files", "-u")
    text = client(repository)
    marked = (
        "<<<<<<< ours\nphone: +1 202 555 0102\n=======\nphone: +1 202 555 0101\n>>>>>>> theirs\n"
    )
    assert marked in text
    assert text.count("<<<<<<<") == 1
    assert text.endswith(BOTH.split("interactions:\n")[1])


def test_rebase(repository):
    fine(repository, "rebase", "-q", "theirs")
    assert client(repository) == BOTH


def test_cherry_pick(repository):
    fine(repository, "cherry-pick", "theirs")
    assert client(repository) == BOTH


def test_stash(repository):
    text = client(repository) + "  - {date: 2026-02-01, type: call}\n"
    (repository / "clients/a.yaml").write_text(text)
    fine(repository, "stash")
    fine(repository, "merge", "-q", "theirs")
    fine(repository, "stash", "pop")
    assert client(repository) == BOTH + "  - {date: 2026-02-01, type: call}\n"


def test_a_file_renamed_on_one_side(repository):
    fine(repository, "mv", "clients/a.yaml", "clients/b.yaml")
    fine(repository, "commit", "-q", "-m", "rename")
    fine(repository, "merge", "-q", "theirs")
    assert client(repository, "clients/b.yaml") == BOTH


def test_a_linked_worktree_knows_the_driver(repository, tmp_path):
    tree = tmp_path / "tree"
    fine(repository, "worktree", "add", "-q", str(tree), "theirs")
    assert setup.lacking(Base(tree)) == []
    fine(tree, "merge", "-q", "main")
    assert client(tree) == BASE + OURS[len(BASE) :] + THEIRS[len(BASE) :]


def test_a_base_below_the_top_of_its_repository(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    base = tmp_path / "repo" / "deep" / "base"
    (base / "clients" / "sub").mkdir(parents=True)
    fine(tmp_path, "init", "-q", "-b", "main", str(tmp_path / "repo"))
    assert setup.install(Base(base)) != []
    assert setup.install(Base(base)) == []
    for name in ("clients/sub/a.yaml", "crm.yaml"):
        assert fine(base, "check-attr", "merge", "--", name).strip().endswith("merge: crm")


def test_names_that_begin_with_a_dash_and_hold_anything(repository):
    names = ("-rf.yaml", "--help.yaml", "a b;touch x.yaml", "$(touch y).yaml", "'q\".yaml")
    for name in names:
        grown(repository, "new", BASE, name)
    fine(repository, "branch", "other")
    for name in names:
        grown(repository, "ours", OURS, name)
    fine(repository, "checkout", "-q", "other")
    for name in names:
        grown(repository, "theirs", THEIRS, name)
    fine(repository, "merge", "-q", "main")
    for name in names:
        assert len(yaml.safe_load(client(repository, name))["interactions"]) == 3
    assert not {"x", "y", "x.yaml"} & {path.name for path in repository.iterdir()}


# When the driver does not do its work


BROKEN = {
    "missing": "no-such-program %O %A %B %L %P",
    "raising": f"{sys.executable} -c \"raise RuntimeError('%P')\"",
    "killed": "sh -c 'kill -9 $$'",
    "usage": "crm merge-driver --no-such-option %O",
}


@pytest.mark.parametrize("how", ["missing", "raising", "killed", "usage"])
def test_without_its_work_git_merges_the_lines(repository, how):
    """Both sides' text stands in the file between git's own markers."""
    set_driver(repository, BROKEN[how])
    ran = git(repository, "merge", "theirs")
    assert ran.returncode == 1
    assert "clients/a.yaml" in fine(repository, "ls-files", "-u")
    text = client(repository)
    assert "<<<<<<<" in text
    assert "summary: ours" in text
    assert "summary: theirs" in text


@pytest.mark.parametrize("how", ["missing", "raising", "killed", "usage"])
def test_without_its_work_what_git_can_merge_is_clean(repository, how):
    set_driver(repository, BROKEN[how])
    fine(repository, "checkout", "-q", "-b", "far", "main~1")
    grown(repository, "far", BASE.replace("name: A\n", "name: A\nowner: ana\n"))
    fine(repository, "merge", "-q", "theirs")
    text = client(repository)
    assert "owner: ana" in text
    assert "summary: theirs" in text


_SLOW = """
import os, sys, time
from pathlib import Path
from crm.history.merge import driver
Path("pid").write_text(str(os.getpid()))
step = float(sys.argv[1])
real = driver.merge
def merge(*given, **more):
    time.sleep(step)
    return real(*given, **more)
driver.merge = merge
kept = driver._replace
def replace(path, data):
    kept(path, data)
    time.sleep(step)
driver._replace = replace
from crm.cli.git_calls import merge_driver
merge_driver(sys.argv[2:])
"""


@pytest.mark.parametrize("after", [0.0, 0.05, 0.15, 0.3, 0.45])
def test_killed_at_any_moment(repository, after):
    """Before, during and after the writing: nothing is lost, and nothing is doubled unseen."""
    program = repository.parent / "slow.py"
    program.write_text(_SLOW)
    set_driver(repository, f"{sys.executable} {program} 0.2 %O %A %B %L %P")
    running = subprocess.Popen(["git", "-C", str(repository), "merge", "theirs"])
    pid = repository / "pid"
    while not (pid.exists() and pid.read_text()):
        time.sleep(0.005)
    time.sleep(after)
    subprocess.run(["kill", "-9", pid.read_text()], check=False)
    code = running.wait()
    text = client(repository)
    assert "summary: ours" in text
    assert "summary: theirs" in text
    if code:
        assert "<<<<<<<" in text
    else:
        assert len(yaml.safe_load(text)["interactions"]) == 3


@pytest.mark.slow
def test_killed_at_random_moments(repository):
    """The driver as it is, killed anywhere from its first line to after its last."""
    program = repository.parent / "plain.py"
    program.write_text(
        "import os, sys\nfrom pathlib import Path\nPath('pid').write_text(str(os.getpid()))\n"
        "from crm.cli.git_calls import merge_driver\nmerge_driver(sys.argv[1:])\n"
    )
    set_driver(repository, f"{sys.executable} {program} %O %A %B %L %P")
    seen: Counter[str] = Counter()
    for number in range(60):
        (repository / "pid").unlink(missing_ok=True)
        running = subprocess.Popen(["git", "-C", str(repository), "merge", "-q", "theirs"])
        pid = repository / "pid"
        while not (pid.exists() and pid.read_text()):
            time.sleep(0.001)
        time.sleep(random.Random(number).uniform(0, 0.08))
        with contextlib.suppress(ProcessLookupError):
            os.kill(int(pid.read_text()), signal.SIGKILL)
        code = running.wait()
        text = client(repository)
        assert "summary: ours" in text
        assert "summary: theirs" in text
        assert ("<<<<<<<" in text) == bool(code)
        assert code or len(yaml.safe_load(text)["interactions"]) == 3
        seen["left to decide" if code else "merged"] += 1
        fine(repository, "reset", "-q", "--hard", "main" if code else "main@{1}")
    assert seen["left to decide"] > 5
    assert seen["merged"] > 5


# Many histories


def _run(machine: type[Clones], examples: int, steps: int, **more: object) -> Counter[str]:
    machine.seen = Counter()
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, database=None, **more
        ),
    )
    return machine.seen


def test_histories():
    seen = _run(Clones, 4, 10)
    assert seen["histories"] >= 4


@pytest.mark.slow
def test_many_histories(capsys):
    """In twenty runs, so that what was seen is told also when one of them finds a fault."""
    seen: Counter[str] = Counter()
    faults = []
    for number in range(20):
        seed(number)(Clones)
        try:
            _run(Clones, 50, 20, phases=[Phase.generate])
        except (Trouble, ExceptionGroup) as told:
            faults.append(str(told))
        seen += Clones.seen
        with capsys.disabled():
            sys.stdout.write(f"\n{dict(seen)}\n")
    assert faults == []
    assert seen["histories"] >= 1000
    assert seen["files merged"] > 1000
    assert seen["conflicts decided"] > 10
    assert seen["criss-cross"] > 100


class UnionClones(Clones):
    """The same people with git's own union merge."""

    driver = "union"


@pytest.mark.slow
def test_the_machine_finds_fault_with_union(capsys):
    """Each history ends at its first fault, so that the histories with one can be counted."""
    faults: Counter[str] = Counter()
    for number in range(100):
        seed(number)(UnionClones)
        try:
            _run(UnionClones, 2, 20, phases=[Phase.generate])
        except Trouble as told:
            faults[_kind(str(told))] += 1
        except (yaml.YAMLError, KeyError, AttributeError):
            faults["cannot be read"] += 1
    with capsys.disabled():
        sys.stdout.write(f"\nunion: {dict(faults)} of 100\n")
    assert faults.total() > 25


def _kind(told: str) -> str:
    """Return what a merge of the union is blamed for."""
    kinds = ("lost", "doubled", "times", "comment", "no conflict", "not as it has to be")
    return next((kind for kind in kinds if kind in told), told)
