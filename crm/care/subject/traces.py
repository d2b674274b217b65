"""Owns what a base keeps of a forgotten client beside its files: what is derived, and undo."""

from __future__ import annotations

import shutil

from crm.base import Base
from crm.errors import CannotWrite
from crm.store import journal
from crm.store.lock import locked

# What of `.crm` holds no client: the schema of editors, the day of the last backup.
_KEPT = ("*.schema.json", "last-backup.json")


def drop_derived(base: Base) -> None:
    """Delete the index, the history and the memories of sites: they are made again when needed.

    Whole files go: a database keeps what was deleted from it in its free pages. Raises CannotWrite.
    """
    with locked(base):
        for path in base.work.glob("*.sqlite*"):
            _delete(base, path.name)


def sweep(base: Base) -> int:
    """Delete all that `.crm` holds of clients, the undo journal too; return the commands in it.

    After it nothing that was done before can be taken back. Raises CannotWrite.
    """
    with locked(base):
        home = journal.folder_of(base)
        count = len([one for one in home.iterdir() if one.name.isdigit()]) if home.is_dir() else 0
        for path in base.work.iterdir() if base.work.is_dir() else ():
            if not any(path.match(pattern) for pattern in _KEPT):
                _delete(base, path.name)
    return count


def _delete(base: Base, name: str) -> None:
    path = base.work / name
    try:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise CannotWrite(base.relative(path), error) from error
