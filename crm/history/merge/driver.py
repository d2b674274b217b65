"""Owns the merge driver: what git calls for a client file that both sides changed.

git gives the names of three temporary files and takes the result from that of ours. Nothing is
written before the merge is done, and then at once, so that a driver that was killed or stopped
leaves our file as it was for git's own merge.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from crm.history.merge.conflict import Conflict
from crm.history.merge.three_way import merge

NAME = "crm"
COMMAND = "crm merge-driver -- %O %A %B %L %P"
MARKER_SIZE = 7


def driver_config(command: str = COMMAND) -> list[tuple[str, str]]:
    """Return the git settings that make the driver known.

    A driver that could not do its work says nothing on standard output, and then git merges the
    lines. One that left conflicts says so: what it wrote must not be merged a second time.
    """
    line = (
        f"said=$({command}) || "
        '{ case "$said" in conflict*) echo "$said"; exit 1;; esac; '
        "git merge-file --marker-size=%L %A %O %B; }"
    )
    return [
        (f"merge.{NAME}.name", "client files merged entry by entry"),
        (f"merge.{NAME}.driver", line),
    ]


def drive(base: Path, ours: Path, theirs: Path, marker_size: int, path: str) -> list[Conflict]:
    """Merge three files into that of ours and return the conflicts left in it."""
    before = ours.read_bytes()
    merged = merge(
        base.read_bytes(), before, theirs.read_bytes(), path, marker_size=max(marker_size, 1)
    )
    if merged.data != before:
        _replace(ours, merged.data)
    return list(merged.conflicts)


def said(path: str, conflicts: list[Conflict]) -> str:
    """Return the lines that tell of conflicts."""
    return "\n".join(f"conflict in {path}: {conflict.place}" for conflict in conflicts)


def _replace(path: Path, data: bytes) -> None:
    temp = path.with_name(f"{path.name}.crm-tmp")
    try:
        temp.write_bytes(data)
        shutil.copymode(path, temp)
        temp.replace(path)
    finally:
        temp.unlink(missing_ok=True)
