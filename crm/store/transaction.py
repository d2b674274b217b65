"""Owns the writing of one command's changes: all of them or none, and undo."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from crm.base import Base
from crm.errors import BrokenJournal, ChangedSince, FileChanged, NothingToUndo
from crm.store import journal, save
from crm.store.journal import Entry, FileChange
from crm.store.lock import locked


def commit(base: Base, command: str, changes: Sequence[FileChange]) -> None:
    """Make all changes or none; the caller holds the lock and read the old bytes under it.

    Raises FileChanged when another program wrote one of the files meanwhile, CannotWrite when
    the system refuses; then every file is as it was.
    """
    changes = [change for change in changes if change.before != change.after]
    if not changes:
        return
    temps: dict[Path, Path] = {}
    entry: Path | None = None
    done: list[FileChange] = []
    try:
        for change in changes:
            if change.after is not None:
                change.path.parent.mkdir(parents=True, exist_ok=True)
                temps[change.path] = save.stage(base, change.path, change.after)
        entry = journal.begin(base, command, changes)
        for change in changes:
            _make(base, change, temps.get(change.path))
            done.append(change)
    except BaseException:
        _take_back(base, done)
        if entry is not None:
            journal.drop(entry)
        raise
    finally:
        for temp in temps.values():
            save.discard(temp)
    journal.close(entry)


def _make(base: Base, change: FileChange, temp: Path | None) -> None:
    if save.content(base, change.path) != change.before:
        raise FileChanged(base.relative(change.path))
    if temp is None:
        save.delete(base, change.path)
    else:
        save.put_in_place(base, temp, change.path, new=change.before is None)


def _take_back(base: Base, done: Sequence[FileChange]) -> None:
    """Undo changes already made when a later one failed."""
    for change in reversed(done):
        if save.content(base, change.path) == change.after:
            _restore(base, change.path, change.before)


def _restore(base: Base, path: Path, data: bytes | None) -> None:
    if data is None:
        save.delete(base, path)
    else:
        save.put_in_place(base, save.stage(base, path, data), path, new=False)


def recover(base: Base) -> None:
    """Finish or roll back what a killed command left, and sweep its temp files.

    The caller holds the lock. Where all files hold the new bytes the command was done; else the
    ones that do get their old bytes back. A file that has neither was changed since: it stays.
    """
    for folder in journal.cut_off(base):
        entry = journal.load(folder)
        if entry is None:
            journal.drop(folder)
            continue
        now = [_digest_of(base, kept.path) for kept in entry.files]
        for parent in {(base.root / kept.path).parent for kept in entry.files}:
            save.sweep(parent)
        if all(found == kept.after_digest for found, kept in zip(now, entry.files, strict=True)):
            journal.close(folder)
            continue
        for found, kept in zip(now, entry.files, strict=True):
            if found == kept.after_digest:
                _restore(base, base.root / kept.path, kept.before)
        journal.drop(folder)


def _digest_of(base: Base, relative: str) -> str:
    data = save.content(base, base.root / relative)
    return "" if data is None else save.digest(data)


def undo(base: Base) -> Entry:
    """Take back the last command that changed files and return its journal entry.

    Raises NothingToUndo, or ChangedSince with the list of files that were changed after it;
    then nothing is done.
    """
    with locked(base):
        recover(base)
        entry = journal.newest(base)
        if entry is None:
            raise NothingToUndo
        changed = [
            kept.path for kept in entry.files if _digest_of(base, kept.path) != kept.after_digest
        ]
        if changed:
            raise ChangedSince(changed)
        changes = [_reverse(base, kept) for kept in entry.files]
        commit(base, f"undo {entry.command}", changes)
        _forget_undo(base, entry)
    return entry


def _reverse(base: Base, kept: journal.Kept) -> FileChange:
    path = base.root / kept.path
    return FileChange(path=path, before=save.content(base, path), after=kept.before)


def _forget_undo(base: Base, entry: Entry) -> None:
    """Drop the entry and that of its undoing, so that the next undo takes back the one before."""
    undoing = journal.newest(base)
    if undoing is None or not undoing.command.startswith("undo "):
        raise BrokenJournal
    journal.drop(undoing.folder)
    journal.drop(entry.folder)
