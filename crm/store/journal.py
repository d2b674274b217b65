"""Owns the undo journal: what each command changed, kept so that it can be taken back.

An entry is a folder `.crm/undo/NNNNNN` with `manifest.json` and the old bytes of each file. While
the command is at work its name ends in `.open`; an entry still open when the next command begins
was cut off, and is finished or rolled back, so that commands over several files are all or nothing.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from crm.base import Base
from crm.errors import CannotWrite
from crm.store import save

_KEEP = 50  # commands that can be taken back
_OPEN = ".open"
_MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileChange:
    """A file's bytes before and after; None where it was not or is no more."""

    path: Path
    before: bytes | None
    after: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A file in an entry: its path from the root, its old bytes, the hashes before and after."""

    path: str
    before: bytes | None
    before_digest: str
    after_digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One command in the journal."""

    folder: Path
    command: str
    files: tuple[Kept, ...]


def folder_of(base: Base) -> Path:
    """Return the folder that holds the journal."""
    return base.work / "undo"


def begin(base: Base, command: str, changes: Sequence[FileChange]) -> Path:
    """Write an open entry for changes about to be made and return its folder.

    With several files the entry is made safe on the disk first: it is what they are rolled back
    from. Raises CannotWrite.
    """
    home = folder_of(base)
    try:
        home.mkdir(parents=True, exist_ok=True)
        folder = home / f"{_next_number(home):06d}{_OPEN}"
        folder.mkdir()
        _fill(folder, base, command, changes, durable=len(changes) > 1)
    except OSError as error:
        raise CannotWrite(base.relative(home), error) from error
    return folder


def _next_number(home: Path) -> int:
    numbers = [int(path.name[:6]) for path in home.iterdir() if path.name[:6].isdigit()]
    return max(numbers, default=0) + 1


def _fill(
    folder: Path, base: Base, command: str, changes: Sequence[FileChange], *, durable: bool
) -> None:
    rows = []
    for number, change in enumerate(changes):
        if change.before is not None:
            _store(folder / str(number), change.before, durable=durable)
        rows.append(
            {
                "path": base.relative(change.path),
                "before": _digest(change.before),
                "after": _digest(change.after),
            }
        )
    manifest = {"command": command, "files": rows}
    text = json.dumps(manifest, ensure_ascii=False, indent=1)
    _store(folder / _MANIFEST, text.encode(), durable=durable)
    if durable:
        save.sync_folder(folder)


def _store(path: Path, data: bytes, *, durable: bool) -> None:
    with path.open("wb") as file:
        file.write(data)
        if durable:
            file.flush()
            os.fsync(file.fileno())


def _digest(data: bytes | None) -> str:
    return "" if data is None else save.digest(data)


def close(folder: Path) -> None:
    """Mark an entry as done, and forget the oldest ones."""
    folder.rename(folder.with_name(folder.name.removesuffix(_OPEN)))
    done = sorted(path for path in folder.parent.iterdir() if path.name.isdigit())
    for old in done[:-_KEEP]:
        drop(old)


def drop(folder: Path) -> None:
    """Forget an entry."""
    with contextlib.suppress(FileNotFoundError):
        shutil.rmtree(folder)


def load(folder: Path) -> Entry | None:
    """Return an entry; None when its manifest was never finished."""
    try:
        manifest = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        files = tuple(
            Kept(
                path=row["path"],
                before=(folder / str(number)).read_bytes() if row["before"] else None,
                before_digest=row["before"],
                after_digest=row["after"],
            )
            for number, row in enumerate(manifest["files"])
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return Entry(folder=folder, command=manifest["command"], files=files)


def cut_off(base: Base) -> list[Path]:
    """Return the folders of entries that were never closed, the newest first."""
    home = folder_of(base)
    if not home.is_dir():
        return []
    return sorted((path for path in home.iterdir() if path.name.endswith(_OPEN)), reverse=True)


def newest(base: Base) -> Entry | None:
    """Return the entry of the last command that changed files, or None."""
    home = folder_of(base)
    if not home.is_dir():
        return None
    for folder in sorted((p for p in home.iterdir() if p.name.isdigit()), reverse=True):
        entry = load(folder)
        if entry is not None:
            return entry
    return None
