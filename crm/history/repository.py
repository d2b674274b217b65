"""Owns what is asked of the git repository around a base."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from crm.errors import CrmError


def is_inside(folder: Path) -> bool:
    """Tell whether a folder lies in a git repository; git itself is not needed to know."""
    return any((above / ".git").exists() for above in (folder, *folder.parents))


def make(folder: Path) -> None:
    """Make the folder a git repository; raises CrmError when git is missing or refuses."""
    if shutil.which("git") is None:
        hint = "install git, or run the command without --git"
        raise CrmError("git is not installed", hint)
    ran = subprocess.run(["git", "init", "-q", "--", str(folder)], capture_output=True, check=False)
    if ran.returncode:
        said = ran.stderr.decode(errors="replace").strip()
        raise CrmError(f"git could not make a repository: {said}")
