"""Owns what is asked of the git repository around a base."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from enum import Enum
from pathlib import Path

from crm.errors import GitRefused, NoGit
from crm.record import record


class Lack(Enum):
    """Why there is no history."""

    NOTHING = ""
    NO_REPOSITORY = "no repository"
    NO_GIT = "no git"
    NO_COMMIT = "no commit"
    NO_CHANGE = "no change"
    REFUSED = "refused"


@record
class Head:
    """The commit that is checked out: its hash, whole and shortened, and its time (ISO 8601)."""

    hash: str = ""
    short: str = ""
    time: str = ""
    lack: Lack = Lack.NOTHING


def is_inside(folder: Path) -> bool:
    """Tell whether a folder lies in a git repository; git itself is not needed to know."""
    return any((above / ".git").exists() for above in (folder, *folder.parents))


def is_there() -> bool:
    """Tell whether git can be run at all."""
    return shutil.which("git") is not None


def make(folder: Path) -> None:
    """Make the folder a git repository; raises NoGit, GitRefused."""
    if shutil.which("git") is None:
        raise NoGit
    ran = subprocess.run(["git", "init", "-q", "--", str(folder)], capture_output=True, check=False)
    if ran.returncode:
        raise GitRefused("init", ran.stderr.decode(errors="replace").strip())


def head(folder: Path) -> Head:
    """Return the commit that is checked out; one question to git, none outside a repository."""
    if not is_inside(folder):
        return Head(lack=Lack.NO_REPOSITORY)
    if shutil.which("git") is None:
        return Head(lack=Lack.NO_GIT)
    ask = ["git", "-C", str(folder), "log", "-1", "--no-show-signature", "--format=%H%n%h%n%cI"]
    ran = subprocess.run(ask, capture_output=True, check=False)
    lines = ran.stdout.decode(errors="replace").split()
    if ran.returncode or len(lines) != 3:
        return Head(lack=Lack.NO_COMMIT)
    return Head(hash=lines[0], short=lines[1], time=lines[2])


def process(
    folder: Path, *words: str, questions: bool = False, more: Mapping[str, str] | None = None
) -> subprocess.Popen[bytes]:
    """Return git running in the folder, its output to be read; raises NoGit.

    With `questions` its input is to be written; `more` is added to its surroundings.
    """
    if shutil.which("git") is None:
        raise NoGit
    return subprocess.Popen(
        ["git", "-C", str(folder), *words],
        stdin=subprocess.PIPE if questions else subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, **(more or {})},
    )


def run(folder: Path, *words: str) -> bytes:
    """Return what git prints for a command run in the folder; raises NoGit, GitRefused.

    `words` never hold a client's text but behind `--`.
    """
    if shutil.which("git") is None:
        raise NoGit
    asked = ["git", "-C", str(folder), "--literal-pathspecs", *words]
    ran = subprocess.run(asked, capture_output=True, check=False, stdin=subprocess.DEVNULL)
    if ran.returncode:
        raise GitRefused(words[0], ran.stderr.decode(errors="replace").strip())
    return ran.stdout


def setting(folder: Path, name: str) -> str:
    """Return a setting of the repository itself, empty where it has none."""
    try:
        return run(folder, "config", "--local", "--get", name).decode(errors="replace").strip()
    except GitRefused:
        return ""


def is_ancestor(folder: Path, old: str, new: str) -> bool:
    """Tell whether one commit (a hash) is among those another was made from; raises NoGit."""
    try:
        run(folder, "merge-base", "--is-ancestor", old, new)
    except GitRefused:
        return False
    return True


def edge(folder: Path) -> str:
    """Return what tells whether a clone that is not whole got more, "" for a whole one."""
    for above in (folder, *folder.parents):
        try:
            found = (above / ".git" / "shallow").stat()
        except OSError:
            continue
        return f"{found.st_size} {found.st_mtime_ns}"
    return ""
