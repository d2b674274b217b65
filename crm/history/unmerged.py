"""Owns what git's index holds of files that a merge could not unite."""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path

from crm.base import Base
from crm.errors import GitRefused, NoGit
from crm.history import repository
from crm.history.calls import git
from crm.record import record


@record
class Unmerged:
    """A file in the index in up to three versions; None where a version is missing."""

    path: Path
    base: bytes | None
    ours: bytes | None
    theirs: bytes | None


def unmerged(base: Base) -> dict[Path, Unmerged]:
    """Return the files of a base that are left to merge in git's index; none without git."""
    if not repository.is_inside(base.root):
        return {}
    try:
        listed = repository.run(base.root, "ls-files", "--unmerged", "-z")
    except (NoGit, GitRefused):
        return {}
    stages: dict[Path, dict[bytes, bytes]] = defaultdict(dict)
    for line in listed.split(b"\0")[:-1]:
        about, _, name = line.partition(b"\t")
        _, blob, stage = about.split(b" ")
        stages[base.root / name.decode(errors="surrogateescape")][stage] = blob
    return {path: _read(base, path, blobs) for path, blobs in stages.items()}


def mark_resolved(base: Base, path: Path) -> None:
    """Tell git that a file is merged; raises GitRefused."""
    repository.run(base.root, "add", "--", base.relative(path))


def is_one_side(base: Base, left: Unmerged) -> bool:
    """Tell whether a file is as one of the two sides has it, line ends and filters aside."""
    both = {left.ours, left.theirs}
    if left.path.is_symlink():
        return os.fsencode(left.path.readlink()) in both
    data = left.path.read_bytes() if left.path.is_file() else b""
    if data in both:
        return True
    place = f"--path={base.relative(left.path)}"
    kept = git(base.root, "hash-object", "--stdin", place, typed=data).text
    return kept in {
        git(base.root, "hash-object", "--stdin", "--no-filters", typed=side).text
        for side in both
        if side is not None
    }


def _read(base: Base, path: Path, blobs: dict[bytes, bytes]) -> Unmerged:
    old, here, there = (
        repository.run(base.root, "cat-file", "blob", blobs[stage].decode())
        if stage in blobs
        else None
        for stage in (b"1", b"2", b"3")
    )
    return Unmerged(path=path, base=old, ours=here, theirs=there)
