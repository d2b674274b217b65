"""Owns the look at a few files alone, for who knows that no others have changed."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Collection
from pathlib import Path

from crm.base import Base
from crm.index.scan import Listed, ident, stamp_of, writable
from crm.index.sync import KEPT_SQL, Look, compared, data_version

_MANY = 100  # of so many files a listing tells more quickly


def glance(connection: sqlite3.Connection, base: Base, only: Collection[Path]) -> Look | None:
    """Look at these files, and at others known by their ids; nothing is written.

    None where only a listing tells: the files are many, or one of them is no plain file.
    """
    if len(only) > _MANY:
        return None
    told = {writable(base.relative(place)): place for place in only}
    known: dict[str, Listed] = {}
    for path in told:
        question = f"{KEPT_SQL} WHERE id = ?"
        known |= {row[0]: row for row in connection.execute(question, (ident(path),))}
    there: dict[str, Listed] = {}
    for path in told.keys() | known.keys():
        place = told.get(path, base.root / path)
        stamp = stamp_of(place)
        if stamp is not None:
            there[path] = (path, *stamp)
        elif path not in told or os.path.lexists(place):
            return None
    odd = [row for path, row in sorted(there.items()) if known.get(path) != row]
    removed = tuple(sorted(known.keys() - there.keys()))
    found = compared(base, connection, odd, removed)
    return Look(sorted(there.values()), found, data_version(connection), "")
