"""Small repositories with commits of known authors and times, for the tests of history."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

START = 1_767_225_600  # 2026-01-01 00:00 UTC; each commit is an hour later than the one before
PEOPLE = {"ana": "Ana Dimova <ana@example.org>", "boris": "Борис Илиев <boris@example.org>"}


def git(root: Path, *words: str, ok: bool = True, **surroundings: str) -> str:
    """Return what git prints; fails when it does, unless `ok` is false."""
    ran = subprocess.run(
        ["git", "-C", str(root), *words],
        capture_output=True,
        check=False,
        text=True,
        env={**os.environ, **surroundings},
    )
    assert ran.returncode == 0 or not ok, ran.stderr
    return ran.stdout.strip()


def repository(root: Path) -> Path:
    """Make an empty repository with the branch main."""
    root.mkdir(parents=True, exist_ok=True)
    git(root, "init", "-q", "-b", "main", ".")
    return root


def write(root: Path, files: Mapping[str, str | None]) -> None:
    """Write files, or with None delete them."""
    for name, text in files.items():
        path = root / name
        if text is None:
            path.unlink()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")


def commit(
    root: Path, hour: int, files: Mapping[str, str | None], by: str = "ana", zone: str = "+0200"
) -> str:
    """Write files and commit everything, `hour` hours after the start; return the hash."""
    write(root, files)
    name, _, mail = PEOPLE[by].partition(" <")
    when = f"{START + 3600 * hour} {zone}"
    git(root, "add", "-A", ".")
    git(
        root,
        *("commit", "-q", "--allow-empty", "-m", f"step {hour}"),
        GIT_AUTHOR_NAME=name,
        GIT_AUTHOR_EMAIL=mail.rstrip(">"),
        GIT_AUTHOR_DATE=when,
        GIT_COMMITTER_DATE=when,
    )
    return git(root, "rev-parse", "HEAD")
