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
    """Look at these files and at what is known of others with their ids; nothing is written.

    None where only a listing tells: the files are many, or one of them is no plain file.
    """
    if len(only) > _MANY:
        return None
    known: dict[str, Listed] = {}
    there: dict[str, Listed] = {}
    for place in only:
        path = writable(base.relative(place))
        question = f"{KEPT_SQL} WHERE id = ?"
        known |= {row[0]: row for row in connection.execute(question, (ident(path),))}
        stamp = stamp_of(place)
        if stamp is not None:
            there[path] = (path, *stamp)
        elif os.path.lexists(place):
            return None
    asked = {writable(base.relative(place)) for place in only}
    odd = [row for path, row in there.items() if known.get(path) != row]
    removed = tuple(path for path in known if path in asked and path not in there)
    others = [row for path, row in known.items() if path not in asked]
    found = compared(base, connection, odd, removed)
    return Look([*there.values(), *others], found, data_version(connection), "")
