"""The pre-commit hook: what is staged is checked, byte for byte; other hooks are kept."""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path

import pytest
from commits import commit, git, repository, write
from transcript import crm

from crm.base import Base
from crm.care.doctor import examine
from crm.history.hook import hook_of, install_hook
from crm.history.staged import new_errors, staged

GOOD = "name: Alder\nphone: +1 202 555 0101\n"
BAD = GOOD + "interactions: [{date: 2026-13-01, type: call}]\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = repository(tmp_path / "base")
    commit(root, 0, {"crm.yaml": "name: B\n", ".gitignore": "/.crm/\n", "clients/a.yaml": GOOD})
    return root


def codes(root: Path) -> list[str]:
    pairs, settings = staged(Base(root))
    return [one.code for one in new_errors(pairs, settings)]


def test_the_staged_bytes_count_and_no_others(root: Path) -> None:
    write(root, {"clients/a.yaml": BAD})
    assert codes(root) == []
    git(root, "add", "-A")
    write(root, {"clients/a.yaml": GOOD})
    assert codes(root) == ["date-invalid"]
    ran = crm("-C", str(root), "check", "--staged")
    assert (ran.code, "clients/a.yaml:3:23: error[date-invalid]" in ran.out) == (1, True)
    assert crm("-C", str(root), "check", "--staged", "--json").code == 1
    git(root, "commit", "-qm", "bad")
    write(root, {"clients/a.yaml": BAD + "tags: [x]\n"})
    git(root, "add", "-A")
    assert codes(root) == [], "an older error stops nobody"


def test_the_staged_settings_count(root: Path) -> None:
    write(root, {"crm.yaml": "team: {ana: {}}\n", "clients/a.yaml": GOOD + "owner: boris\n"})
    git(root, "add", "clients/a.yaml")
    assert codes(root) == []
    git(root, "add", "crm.yaml")
    write(root, {"crm.yaml": "name: B\n"})
    assert codes(root) == ["member-unknown"]
    write(root, {"crm.yaml": "language: xx\n"})
    git(root, "add", "-A")
    assert codes(root) == ["choice-invalid"]


def test_before_the_first_commit(tmp_path: Path) -> None:
    root = repository(tmp_path / "new")
    write(root, {"clients/a.yaml": BAD, "clients/b.yaml": GOOD})
    git(root, "add", "-A")
    assert codes(root) == ["date-invalid"]


def test_git_calls_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a base below the top, for part of what is changed; and `commit: auto` needs no second look."""
    top = repository(tmp_path / "top")
    root = top / "the base's"
    commit(top, 0, {"the base's/clients/a.yaml": GOOD, "the base's/crm.yaml": "name: B\n"})
    assert install_hook(Base(root))
    assert not install_hook(Base(root)), "once"
    program = tmp_path / "bin" / "crm"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m crm "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent.parent))
    write(root, {"clients/a.yaml": BAD, "clients/b.yaml": GOOD})
    git(top, "add", "-A")
    git(top, "commit", "-qm", "bad", "--", "the base's/clients/a.yaml", ok=False)
    assert git(top, "log", "-1", "--format=%s") == "step 0"
    git(top, "commit", "-qm", "good", "--", "the base's/clients/b.yaml")
    assert git(top, "log", "-1", "--format=%s") == "good"
    git(top, "commit", "-qm", "checked", "--", "the base's/clients/a.yaml", CRM_CHECKED="1")
    tree = tmp_path / "tree"
    git(top, "worktree", "add", "-q", "-b", "side", str(tree))
    for number, folder in enumerate(
        (tree, top)
    ):  # git tells a hook where it is, each time otherwise
        words = ["--git-dir=.git", "--work-tree=."] if folder == top else []
        for text, done in ((BAD, False), (GOOD, True)):
            write(folder, {"the base's/clients/b.yaml": f"{text}tags: [x{number}]\n"})
            git(folder, "add", "-A")
            git(folder, *words, "commit", "-qm", f"{number} {done}", ok=False)
            assert (git(folder, "log", "-1", "--format=%s") == f"{number} {done}") is done


def test_a_hook_of_somebody_else_stays(root: Path, tmp_path: Path) -> None:
    path = root / ".git" / "hooks" / "pre-commit"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"#!/bin/sh\n# theirs\n")
    assert not install_hook(Base(root))
    assert path.read_bytes() == b"#!/bin/sh\n# theirs\n"
    found = {one.code: one for one in examine(Base(root), dt.date(2026, 1, 1))}
    assert found["no-hook"].mend is None
    line = found["no-hook"].advice.partition(": ")[2]
    path.write_text(f"#!/bin/sh\n{line}\n")
    hook = hook_of(Base(root))
    assert hook is not None
    assert not hook.lacking
    path.unlink()
    git(root, "config", "core.hooksPath", str(tmp_path / "shared"))
    assert not install_hook(Base(root))
    assert not (tmp_path / "shared").exists()


def test_two_bases_in_one_repository(root: Path) -> None:
    write(root, {"other/crm.yaml": "name: O\n"})
    assert install_hook(Base(root))
    assert install_hook(Base(root / "other"))
    text = (root / ".git" / "hooks" / "pre-commit").read_text()
    assert text.count("check --staged || exit 1\n") == 2


def test_without_git_there_is_no_hook(tmp_path: Path) -> None:
    assert hook_of(Base(tmp_path)) is None
    assert not install_hook(Base(tmp_path))
