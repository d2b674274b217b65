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
