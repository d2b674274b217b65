"""Owns what is asked of the git repository around a base."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from crm.errors import GitRefused, NoGit


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


def head(folder: Path) -> tuple[str, str]:
    """Return the hash, shortened, and the time (ISO 8601) of the commit that is checked out.

    Both are empty where there is no repository, no commit yet, or no git.
    """
    if not is_inside(folder) or shutil.which("git") is None:
        return "", ""
    ask = ["git", "-C", str(folder), "log", "-1", "--no-show-signature", "--format=%h%n%cI"]
    ran = subprocess.run(ask, capture_output=True, check=False)
    name, _, time = ran.stdout.decode(errors="replace").strip().partition("\n")
    return (name, time) if ran.returncode == 0 else ("", "")


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
