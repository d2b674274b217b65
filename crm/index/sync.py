"""Owns keeping the tables in step with the files: what changed is read again, and only that."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from crm.base import Base
from crm.index.database import create, is_current, meta, set_meta
from crm.index.scan import PART, Asked, Listed, Stamp, clock, ident, listing, marks
from crm.index.tables import TABLES, Row
from crm.index.terms import Terms
from crm.record import positional
from crm.store.contents import file_bytes
from crm.store.save import digest

if TYPE_CHECKING:
    from crm.index.reading import Batch, Hand


@positional
class Changes:
    """What a sync did: the paths read and gone, the clients concerned, and their new rows."""

    read: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    clients: tuple[str, ...] = ()
    batch: Batch | None = None
    anew: bool = False  # everything was made again

    def __bool__(self) -> bool:
        return bool(self.read or self.removed or self.anew)


@contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[None]:
    """Run the body as the one writer, and keep all it wrote or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


@positional
class Difference:
    """How the files differ from what the index holds."""

    asked: tuple[Asked, ...] = ()
    removed: tuple[str, ...] = ()
    same: tuple[Asked, ...] = ()  # other times, the same bytes

    def __bool__(self) -> bool:
        return bool(self.asked or self.removed or self.same)


# A file that could have been written without a trace is like none that is listed.
KEPT_SQL = "SELECT path, CASE WHEN racy THEN -2 ELSE size END, mtime, ctime, inode FROM file"
_RACY_SQL = "SELECT path FROM file WHERE racy"
_KNOWN_SQL = "SELECT size, mtime, ctime, inode, digest FROM file WHERE path = ?"


def difference(base: Base, connection: sqlite3.Connection, listed: Sequence[Listed]) -> Difference:
    """Return what has to be done for the files listed, each compared with what is known of it."""
    rows = connection.execute(KEPT_SQL).fetchall()
    sure = set(rows)
    odd = [one for one in listed if one not in sure]
    if not odd and len(rows) == len(listed):
        return Difference()
    there = {one[0] for one in listed}
    removed = tuple(row[0] for row in rows if row[0] not in there)
    return compared(base, connection, odd, removed)


def compared(
    base: Base, connection: sqlite3.Connection, odd: Iterable[Listed], removed: tuple[str, ...] = ()
) -> Difference:
    """Compare these files by their bytes where times and sizes do not prove them the same."""
    now = clock()
    asked, same = [], []
    for path, *values in odd:
        stamp = Stamp(*values)
        one = Asked(path, stamp, stamp.racy(now))
        known = connection.execute(_KNOWN_SQL, (path,)).fetchone()
        if known is None or not known[4] or _digest(base, path) != known[4]:
            asked.append(one)
        elif known[:4] != stamp or not one.racy:
            same.append(one)
    return Difference(tuple(asked), removed, tuple(same))


def _in_parts(
    base: Base, connection: sqlite3.Connection, listed: Sequence[Listed], seen: str
) -> Difference | None:
    """Return the same from those parts of the listing alone that are not as they were.

    None where that does not tell: files were added or are gone, or much differs.
    """
    before, now = meta(connection, "listing").split(), seen.split()
    if before[:1] != now[:1]:  # the number of files
        return None
    racy = {path for (path,) in connection.execute(_RACY_SQL)}
    parts = [
        n for n, (one, other) in enumerate(zip(before[1:], now[1:], strict=True)) if one != other
    ]
    if len(parts) * PART + len(racy) > len(listed) // 2:
        return None
    suspects = [one for n in parts for one in listed[n * PART : n * PART + PART]]
    if racy:
        suspects = list(dict.fromkeys((*suspects, *(one for one in listed if one[0] in racy))))
    odd = []
    for one in suspects:
        kept = connection.execute(f"{KEPT_SQL} WHERE path = ?", one[:1]).fetchone()
        if kept is None:  # it is new, so another one is gone
            return None
        if kept != one:
            odd.append(one)
    return compared(base, connection, odd)


def _digest(base: Base, path: str) -> str:
    try:
        return digest(file_bytes(base, base.root / path))
    except OSError:
        return ""


@positional
class Look:
    """The files, how they differ, and the state of the database they differ from.

    `marks` are of the whole listing, empty where only some were looked at.
    """

    listed: Sequence[Listed]
    found: Difference
    version: int
    marks: str


def look(connection: sqlite3.Connection, base: Base) -> Look:
    """Look at the files; nothing is written."""
    listed = listing(base)
    seen = marks(listed)
    found = _in_parts(base, connection, listed, seen)
    if found is None:
        found = difference(base, connection, listed)
    return Look(listed, found, data_version(connection), seen)


def data_version(connection: sqlite3.Connection) -> int:
    """Return a number that changes when another process writes to the database."""
    version: int = connection.execute("PRAGMA data_version").fetchone()[0]
    return version


def fits(connection: sqlite3.Connection, terms: Terms) -> bool:
    """Tell whether the tables were made by this programme, with these settings."""
    return is_current(connection) and meta(connection, "settings") == terms.settings.fingerprint


def sync(
    connection: sqlite3.Connection,
    base: Base,
    terms: Terms,
    seen: Look | None = None,
    hand: Hand | None = None,
) -> Changes:
    """Bring the tables in step with the files, within the transaction that is open.

    `seen` is what a look before it showed; without it everything is made anew. The records that
    are read are left in `hand`.
    """
    from crm.index.reading import Batch, read_parts  # noqa: PLC0415 - only who writes needs it

    if seen is None or not fits(connection, terms):
        create(connection, terms)
        set_meta(connection, "settings", terms.settings.fingerprint)
        _settings(connection, terms)
        seen = look(connection, base)
    elif seen.version != data_version(connection):
        seen = look(connection, base)
    known = connection.execute("SELECT EXISTS (SELECT 1 FROM file)").fetchone()[0]
    asked, ids = _asked(seen)
    if known:
        _forget(connection, ids)
    batch = Batch({name: [] for name in TABLES})
    read: list[str] = []
    for part in read_parts(base, terms, asked, hand):
        _insert(connection, part)
        read += [row[0] for row in part.files]
        if known:
            batch.join(part)
    now = clock()
    connection.executemany(
        "UPDATE file SET size = ?, mtime = ?, ctime = ?, inode = ?, racy = ? WHERE path = ?",
        [(*one.stamp, int(one.stamp.racy(now)), one.path) for one in seen.found.same],
    )
    set_meta(connection, "listing", seen.marks)
    return Changes(
        tuple(sorted(read)), seen.found.removed, ids, batch if known else None, anew=not known
    )


def reread(connection: sqlite3.Connection, base: Base, terms: Terms, seen: Look) -> None:
    """Put the rows of the files that differ in place of what was there; nothing follows from them.

    For a question about these rows alone, in a transaction that is taken back.
    """
    from crm.index.reading import read_parts  # noqa: PLC0415 - only for what was changed

    asked, ids = _asked(seen)
    _forget(connection, ids)
    for part in read_parts(base, terms, asked):
        _insert(connection, part)


def _asked(seen: Look) -> tuple[list[Asked], tuple[str, ...]]:
    """Return what to read: what changed, and every other file of the same id, with the ids.

    Which of the files of one id counts may change with any of them.
    """
    found = seen.found
    ids = {ident(path) for path in (*found.removed, *(one.path for one in found.asked))}
    asked = {one.path: one for one in found.asked}
    now = clock()
    if ids and len(asked) < len(seen.listed):
        for path, *values in [one for one in seen.listed if ident(one[0]) in ids]:
            if path not in asked:
                stamp = Stamp(*values)
                asked[path] = Asked(path, stamp, stamp.racy(now))
    return [asked[path] for path in sorted(asked)], tuple(sorted(ids))


def _forget(connection: sqlite3.Connection, ids: Iterable[str]) -> None:
    """Delete the rows of these clients and of their files."""
    keys = [(one,) for one in ids]
    for table, column in TABLES.items():
        connection.executemany(f"DELETE FROM {table} WHERE {column} = ?", keys)
    connection.executemany(
        "DELETE FROM problem WHERE path IN (SELECT path FROM file WHERE id = ?)", keys
    )
    connection.executemany("DELETE FROM file WHERE id = ?", keys)


def _insert(connection: sqlite3.Connection, batch: Batch) -> None:
    for table, rows in (*batch.tables.items(), ("file", batch.files), ("problem", batch.problems)):
        insert(connection, table, rows)


def insert(connection: sqlite3.Connection, table: str, rows: list[Row]) -> None:
    """Insert rows into a table, in the order of its columns."""
    if rows:
        places = ", ".join("?" * len(rows[0]))
        connection.executemany(f"INSERT INTO {table} VALUES ({places})", rows)


def _settings(connection: sqlite3.Connection, terms: Terms) -> None:
    """Fill the tables of what the settings declare."""
    insert(
        connection,
        "stage",
        [
            (one.id, place, one.result, None if one.probability is None else float(one.probability))
            for place, one in enumerate(terms.stages)
        ],
    )
    insert(
        connection,
        "member",
        [(one.id, one.name, one.role, one.department, one.head) for one in terms.members],
    )
    insert(
        connection,
        "service",
        [(one.id, one.name, one.category, one.unit) for one in terms.services.values()],
    )
