"""Owns what is asked of the git repository around a base."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from crm.errors import GitRefused, NoGit


def is_inside(folder: Path) -> bool:
    """Tell whether a folder lies in a git repository; git itself is not needed to know."""
    return any((above / ".git").exists() for above in (folder, *folder.parents))


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
