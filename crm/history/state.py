"""Owns where a base stands in its repository: branch, unfinished work, changed files."""

from __future__ import annotations

import os
from pathlib import Path

from crm.base import Base
from crm.errors import GitRefused
from crm.history.calls import git
from crm.record import record

# What git leaves in its folder while something is unfinished, and what people call it.
_UNFINISHED = {
    "MERGE_HEAD": "merge",
    "rebase-merge": "rebase",
    "rebase-apply": "rebase",
    "CHERRY_PICK_HEAD": "cherry-pick",
    "REVERT_HEAD": "revert",
}


@record
class Place:
    """A base in its repository: git's folder, the way from the repository's top, the branch.

    `branch` is the full name, "" where none is checked out; `unfinished` says what waits to be
    ended.
    """

    folder: Path
    prefix: str
    branch: str
    unfinished: str

    @property
    def short(self) -> str:
        """The branch as people call it."""
        return self.branch.removeprefix("refs/heads/")


@record
class Touched:
    """A file that is not as committed: its path from the base's root, git's two letters."""

    path: str
    state: str

    @property
    def is_new(self) -> bool:
        """Whether git does not know it."""
        return self.state == "??"

    @property
    def is_unmerged(self) -> bool:
        """Whether a merge left it undecided."""
        return "U" in self.state or self.state in {"AA", "DD"}


def place_of(base: Base) -> Place:
    """Return where a base stands; raises NoGit, and GitRefused outside a repository."""
    asked = git(base.root, "rev-parse", "--absolute-git-dir", "--show-prefix")
    if not asked.done:
        raise GitRefused("rev-parse", asked.last)
    lines = asked.out.split(b"\n")
    folder = Path(os.fsdecode(lines[0]))
    branch = git(base.root, "symbolic-ref", "--quiet", "HEAD")
    unfinished = [word for name, word in _UNFINISHED.items() if (folder / name).exists()]
    return Place(
        folder=folder,
        prefix=os.fsdecode(lines[1]),
        branch=branch.text if branch.done else "",
        unfinished=unfinished[0] if unfinished else "",
    )


def touched(base: Base, place: Place) -> list[Touched]:
    """Return the files of a base that differ from what was committed; ignored ones are left out."""
    words = ("status", "--porcelain", "-z", "--untracked-files=all", "--no-renames")
    asked = git(base.root, "--no-optional-locks", *words, "--", ".")
    if not asked.done:
        raise GitRefused("status", asked.last)
    found = []
    for row in asked.out.split(b"\0"):
        path = os.fsdecode(row[3:])
        if row and path.startswith(place.prefix):
            found.append(Touched(path=path.removeprefix(place.prefix), state=row[:2].decode()))
    return found
