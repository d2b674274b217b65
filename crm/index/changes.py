"""Owns the stored history: what each commit changed in which client, derived from git.

A file of its own in `.crm`: it follows from the commits alone, never from the files as they are
now, and can be thrown away. It is made anew when anything else wrote to it.
"""

from __future__ import annotations

import os
import sqlite3
import time
import zlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Self

from crm import __version__
from crm.base import Base
from crm.errors import CannotWrite
from crm.index import seal
from crm.record import record

_PATIENCE = 60.0  # seconds to wait for another process that writes
_SHAPE = "2"  # of what is written; counted up when the same commits give other rows
_SCHEMA = """
CREATE TABLE state (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE made (n INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, depth INTEGER NOT NULL,
    epoch INTEGER NOT NULL, time TEXT NOT NULL, author TEXT NOT NULL, email TEXT NOT NULL);
CREATE TABLE change (made INTEGER NOT NULL, place INTEGER NOT NULL, tick INTEGER NOT NULL,
    client TEXT NOT NULL, path TEXT NOT NULL, kind TEXT NOT NULL, field TEXT NOT NULL,
    item TEXT NOT NULL, was TEXT NOT NULL, old TEXT NOT NULL, new TEXT NOT NULL,
    private INTEGER NOT NULL, PRIMARY KEY (made, place)) WITHOUT ROWID;
CREATE TABLE renamed (old TEXT NOT NULL, new TEXT NOT NULL, PRIMARY KEY (old, new)) WITHOUT ROWID;
CREATE INDEX made_when ON made (epoch DESC, depth DESC, hash);
CREATE INDEX change_client ON change (client);
CREATE INDEX change_tick ON change (tick);
"""
_ROWS = """
SELECT made.hash, made.time, made.author, made.email, change.client, change.path, change.kind,
    change.field, change.item, change.was, change.old, change.new, change.private,
    made.epoch, made.depth
FROM made JOIN change ON change.made = made.n
"""
# The same whether the commits were read at once or one after the other.
_ORDER = " ORDER BY made.epoch DESC, made.depth DESC, made.hash, change.place"
_MANY = 500  # values in one question


class Change(NamedTuple):
    """One change, as it is kept; `time` is ISO 8601 with the author's own offset.

    `kind` is created, deleted, renamed, unreadable, set, added, changed, removed, done or moved.
    `item` names the entry of a list that `field` belongs to, `was` how it was called before.
    """

    commit: str
    time: str
    author: str
    email: str
    client: str
    path: str
    kind: str
    field: str = ""
    item: str = ""
    was: str = ""
    old: str = ""
    new: str = ""
    private: int = 0
    epoch: int = 0
    depth: int = 0


@record
class Made:
    """A commit and what it changed; `depth` is the longest way from a first commit."""

    hash: str
    depth: int
    epoch: int
    time: str
    author: str
    email: str
    changes: tuple[Change, ...] = ()
    renames: tuple[tuple[str, str], ...] = ()


@record
class Wanted:
    """Which changes are asked for; what is empty does not matter."""

    clients: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    authors: tuple[tuple[str, str], ...] | None = None
    field: str = ""
    limit: int = -1


def history_file(base: Base) -> Path:
    """Return where the history of a base is kept."""
    return base.work / "history.sqlite"


class Changes:
    """The stored history; a context manager that closes it.

    Where it cannot be used a new one is begun; in memory, if it is not to be made `fresh`.
    """

    def __init__(self, path: Path | None, *, fresh: bool = True) -> None:
        self._path = path if fresh else None
        self._connection = _trusted(path)
        if self._connection is None:
            self.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    @property
    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            self.clear()
        assert self._connection is not None  # noqa: S101 - for the reader of types
        return self._connection

    def clear(self) -> None:
        """Begin anew, with nothing known; where no file can be made, in memory."""
        self.close()
        self._connection = _made(self._path) or _made(None)
        self._put_state({"shape": _shape(), "birth": f"{time.time_ns()} {os.getpid()}"})

    # What is known

    def state(self) -> dict[str, str]:
        """Return what was said of the commits that were read."""
        return dict(self._open.execute("SELECT key, value FROM state"))

    def depths(self, hashes: Collection[str]) -> dict[str, int]:
        """Return how deep known commits lie."""
        found: dict[str, int] = {}
        for some in _parts(sorted(hashes)):
            question = f"SELECT hash, depth FROM made WHERE hash IN ({_marks(some)})"
            found.update(self._open.execute(question, some).fetchall())
        return found

    def count(self) -> int:
        """Return the number of changes."""
        return int(self._open.execute("SELECT count(*) FROM change").fetchone()[0])

    def authors(self) -> list[tuple[str, str]]:
        """Return the name and e-mail of everyone who changed something."""
        asked = self._open.execute(
            "SELECT DISTINCT author, email FROM made WHERE n IN (SELECT made FROM change)"
        )
        return sorted(asked.fetchall())

    def renames(self) -> list[tuple[str, str]]:
        """Return every id a client had with the one it got."""
        return self._open.execute("SELECT old, new FROM renamed ORDER BY old, new").fetchall()

    def touched(self, tick: int) -> set[str]:
        """Return the ids that something was read of after a tick."""
        asked = self._open.execute("SELECT DISTINCT client FROM change WHERE tick > ?", (tick,))
        return {client for (client,) in asked}

    def find(self, wanted: Wanted) -> list[Change]:
        """Return the changes asked for, the latest first."""
        where, values = _conditions(wanted)
        question = f"{_ROWS}{where}{_ORDER} LIMIT ?"
        rows = self._open.execute(question, [*values, wanted.limit])
        return [Change._make(row) for row in rows]

    def of(self, clients: Collection[str]) -> Iterator[Change]:
        """Yield the changes under some hundreds of ids, the latest first."""
        question = f"{_ROWS} WHERE change.client IN ({_marks(clients)}){_ORDER}"
        yield from map(Change._make, self._open.execute(question, sorted(clients)))

    # What is written

    def add(self, commits: Iterable[Made], state: dict[str, str], after: str) -> None:
        """Write what commits changed, and the state after them, all or nothing.

        `after` is the last commit known so far; where another process went on from there
        meanwhile, nothing is written. Raises CannotWrite.
        """
        try:
            self._write(commits, state, after)
        except sqlite3.Error as error:
            place = str(self._path or "history")
            raise CannotWrite(place, OSError(0, str(error))) from error

    def _write(self, commits: Iterable[Made], state: dict[str, str], after: str) -> None:
        connection = self._open
        connection.execute("BEGIN IMMEDIATE")
        try:
            if self.state().get("last", "") != after:
                connection.execute("ROLLBACK")
                return
            tick = int(self.state().get("tick", "0")) + 1
            for commit in commits:
                self._add(commit, tick)
            self._put_state({**state, "tick": str(tick)})
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        self._seal()

    def _add(self, commit: Made, tick: int) -> None:
        made = self._open.execute(
            "INSERT INTO made (hash, depth, epoch, time, author, email) VALUES (?, ?, ?, ?, ?, ?)",
            (
                *(commit.hash, commit.depth, commit.epoch, commit.time),
                *(commit.author, commit.email),
            ),
        ).lastrowid
        self._open.executemany(
            "INSERT INTO change VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            ((made, place, tick, *change[4:13]) for place, change in enumerate(commit.changes)),
        )
        self._open.executemany("INSERT OR IGNORE INTO renamed VALUES (?, ?)", commit.renames)

    def drop(self, clients: Collection[str]) -> None:
        """Forget all that is known of clients under these ids."""
        for table, column in (("change", "client"), ("renamed", "old"), ("renamed", "new")):
            question = f"DELETE FROM {table} WHERE {column} = ?"
            self._open.executemany(question, ((ident,) for ident in clients))
        self._open.execute("VACUUM")
        self._seal()

    def clients(self) -> list[str]:
        """Return every id that something is known of."""
        return [ident for (ident,) in self._open.execute("SELECT DISTINCT client FROM change")]

    def _put_state(self, state: dict[str, str]) -> None:
        self._open.executemany("INSERT OR REPLACE INTO state VALUES (?, ?)", state.items())

    def _seal(self) -> None:
        if self._path is not None and self._path.is_file():
            seal.seal(self._path)


def _shape() -> str:
    return f"{__version__} {_SHAPE} {zlib.crc32(_SCHEMA.encode()):08x}"


def _trusted(path: Path | None) -> sqlite3.Connection | None:
    """Return the stored file when this programme made it and nothing else wrote to it."""
    if path is None or not seal.trusted(path):
        return None
    connection = None
    try:
        connection = sqlite3.connect(path, isolation_level=None, timeout=_PATIENCE)
        found = connection.execute("SELECT value FROM state WHERE key = 'shape'").fetchone()
        if found == (_shape(),):
            return connection
    except sqlite3.DatabaseError:
        found = None
    if connection is not None:
        connection.close()
    return None


def _made(path: Path | None) -> sqlite3.Connection | None:
    """Return an empty file, or without a path one in memory; None where it cannot be made."""
    try:
        if path is not None:
            path.parent.mkdir(exist_ok=True)
            for ending in ("", "-journal", "-seal"):
                path.with_name(path.name + ending).unlink(missing_ok=True)
        place = ":memory:" if path is None else str(path)
        connection = sqlite3.connect(place, isolation_level=None, timeout=_PATIENCE)
        connection.execute("PRAGMA synchronous = OFF")  # sealed only when all is there
        connection.executescript(_SCHEMA)
    except (sqlite3.Error, OSError):
        return None
    return connection


def _conditions(wanted: Wanted) -> tuple[str, list[Any]]:
    found: list[str] = []
    values: list[Any] = []
    if wanted.clients:
        found.append(f"change.client IN ({_marks(wanted.clients)})")
        values += wanted.clients
    if wanted.since:
        found.append("substr(made.time, 1, 10) >= ?")
        values.append(wanted.since)
    if wanted.until:
        found.append("substr(made.time, 1, 10) <= ?")
        values.append(wanted.until)
    if wanted.authors is not None:
        pairs = " OR ".join(["made.author = ? AND made.email = ?"] * len(wanted.authors))
        found.append(f"({pairs or 'FALSE'})")
        values += [text for pair in wanted.authors for text in pair]
    if wanted.field:
        found.append("(change.field = ? OR substr(change.field, 1, length(?) + 1) = ? || '.')")
        values += [wanted.field] * 3
    return (" WHERE " + " AND ".join(found) if found else ""), values


def _parts(values: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(values), _MANY):
        yield values[start : start + _MANY]


def _marks(values: Collection[str]) -> str:
    return ", ".join("?" * len(values))
