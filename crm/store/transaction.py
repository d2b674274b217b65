"""Owns the writing of one command's changes: all of them or none, and undo."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from crm.base import Base
from crm.errors import (
    CannotRead,
    CannotWrite,
    ChangedSince,
    FileChanged,
    NothingToUndo,
    NotTakenBack,
)
from crm.store import journal, save, written
from crm.store.journal import Entry, FileChange, Kept
from crm.store.lock import locked


def commit(base: Base, command: str, changes: Sequence[FileChange], undoes: str = "") -> None:
    """Make all changes or none; the caller holds the lock and read the old bytes under it.

    Raises FileChanged when another program wrote one of the files meanwhile, CannotWrite when
    the system refuses; then every file is as it was. Raises NotTakenBack when the system refuses
    that too; then the next command that writes sees to it.
    """
    changes = [change for change in changes if change.before != change.after]
    if not changes:
        return
    entry = journal.begin(base, command, changes, undoes)
    tried: list[Kept] = []
    try:
        temps = [_stage(base, change) for change in changes]
        save.settle(base, [change.path for change in changes if change.after is not None])
        for change, temp, kept in zip(changes, temps, entry.files, strict=True):
            _compare(base, change)
            tried.append(kept)
            _make(base, change, temp)
        save.settle_folders(base, [change.path for change in changes])
    except BaseException:
        _take_back(base, entry, tried)
        if _discarded(changes):
            journal.drop(entry.folder)
        raise
    if _discarded(changes):
        journal.close(entry)
    written.note(base, command, tuple(change.path for change in changes))


def _stage(base: Base, change: FileChange) -> Path | None:
    return None if change.after is None else save.stage(base, change.path, change.after)


def _compare(base: Base, change: FileChange) -> None:
    if save.content(base, change.path) != change.before:
        raise FileChanged(base.relative(change.path))


def _make(base: Base, change: FileChange, temp: Path | None) -> None:
    if temp is None:
        save.delete(base, change.path)
    else:
        save.put_in_place(base, temp, change.path, new=change.before is None)


def _discarded(changes: Iterable[FileChange]) -> bool:
    """Delete the temp files of the changes; where one stays, the entry stays open for it."""
    gone = [save.discard(save.temp_of(change.path)) for change in changes]
    return all(gone)


def _take_back(base: Base, entry: Entry, tried: Sequence[Kept]) -> None:
    """Give the files that hold the new bytes of a failed command their old ones."""
    held: list[str] = []
    try:
        held = [kept.path for kept in tried if _digest_of(base, kept.path) == kept.after_digest]
        back = [kept for kept in reversed(tried) if kept.path in held]
        for kept in back:
            _restore(base, base.root / kept.path, kept.before)
            held.remove(kept.path)
        save.settle_folders(base, [base.root / kept.path for kept in back])
    except (CannotRead, CannotWrite) as error:
        places = held or [kept.path for kept in tried]
        raise NotTakenBack(entry.command, places, str(error)) from error


def _restore(base: Base, path: Path, data: bytes | None) -> None:
    if data is None:
        save.delete(base, path)
    else:
        temp = save.stage(base, path, data)
        save.settle(base, [path])
        save.put_in_place(base, temp, path, new=False)


def recover(base: Base) -> None:
    """Finish or roll back what a killed command left, and sweep its temp files.

    The caller holds the lock. Where a file still holds the old bytes the command was cut off, and
    the ones that hold the new get their old back; else it was done. A file that has neither was
    changed since: it stays.
    """
    for folder in journal.cut_off(base):
        entry = journal.load(base, folder)
        if entry is None:
            journal.drop(folder)
            continue
        now = [_digest_of(base, kept.path) for kept in entry.files]
        done = [found == kept.after_digest for found, kept in zip(now, entry.files, strict=True)]
        old = [found == kept.before_digest for found, kept in zip(now, entry.files, strict=True)]
        if any(old) or not any(done):
            _take_back(base, entry, entry.files)
        swept = [save.sweep(path) for path in _folders(base, entry)]
        if not all(swept):
            continue
        if any(old) or not any(done):
            journal.drop(folder)
        else:
            journal.close(entry)


def _folders(base: Base, entry: Entry) -> set[Path]:
    return {(base.root / kept.path).parent for kept in entry.files}


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
        commit(base, f"undo {entry.command}", changes, undoes=entry.folder.name)
    return entry


def _reverse(base: Base, kept: Kept) -> FileChange:
    path = base.root / kept.path
    return FileChange(path=path, before=save.content(base, path), after=kept.before)
