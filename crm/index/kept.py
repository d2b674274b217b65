"""Owns what the builder keeps between two builds of one site: rows, their markup, and pages.

A file of its own in `.crm`, for each folder a site is built into. It is only a memory of work
done: without it, or when anything else wrote to it, everything is rendered again.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple, Self

from crm.base import Base
from crm.index import seal

_SCHEMA = """
CREATE TABLE state (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE client (id TEXT PRIMARY KEY, page TEXT NOT NULL, name TEXT NOT NULL,
    place TEXT NOT NULL,
    segments TEXT NOT NULL, tags TEXT NOT NULL, owner TEXT NOT NULL, stage TEXT NOT NULL,
    flags TEXT NOT NULL, revenue INTEGER NOT NULL, debt INTEGER NOT NULL,
    digest TEXT NOT NULL, data TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE markup (id TEXT PRIMARY KEY, markup TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE page (name TEXT PRIMARY KEY, size INTEGER NOT NULL, time INTEGER NOT NULL,
    made_from TEXT NOT NULL) WITHOUT ROWID;
"""


class KeptRow(NamedTuple):
    """What lists need of a client; several keys stand in one text, with spaces between."""

    id: str
    page: str  # the name of its card
    name: str
    place: str  # sorts clients into the order in which lists open
    segments: str
    tags: str
    owner: str
    stage: str
    flags: str
    revenue: int
    debt: int
    digest: str  # of its row as a list shows it
    data: str  # its row as the data script holds it


class KeptPage(NamedTuple):
    """A page as it was written: its size, its time, and a digest of what it was made from."""

    name: str
    size: int
    time: int
    made_from: str


class PageChanges(NamedTuple):
    """Pages that are new or were written again, and the names of those that are no more."""

    now: Collection[KeptPage]
    gone: Collection[str]


class Kept:
    """The memory of one site; a context manager that closes it."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None
        if path is not None and seal.trusted(path):
            self._connection = sqlite3.connect(path, isolation_level=None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._connection is not None:
            self._connection.close()

    def state(self) -> dict[str, str]:
        """Return what the site was last built from; empty when nothing is known."""
        return dict(self._rows("SELECT key, value FROM state"))

    def rows(self) -> dict[str, KeptRow]:
        """Return every client's row, by id."""
        found = map(KeptRow._make, self._rows("SELECT * FROM client"))
        return {one.id: one for one in found}

    def markup(self, ids: Iterable[str]) -> dict[str, str]:
        """Return the rendered rows of clients."""
        found = {}
        for ident in ids:
            for (markup,) in self._rows("SELECT markup FROM markup WHERE id = ?", ident):
                found[ident] = markup
        return found

    def pages(self) -> dict[str, KeptPage]:
        """Return every page, by name."""
        found = map(KeptPage._make, self._rows("SELECT name, size, time, made_from FROM page"))
        return {one.name: one for one in found}

    def _rows(self, question: str, *values: str) -> list[Any]:
        if self._connection is None:
            return []
        try:
            return self._connection.execute(question, values).fetchall()
        except sqlite3.DatabaseError:
            return []

    def store(
        self,
        state: Mapping[str, str],
        clients: Collection[tuple[KeptRow, str]],
        gone: Collection[str],
        pages: PageChanges,
        *,
        anew: bool,
    ) -> None:
        """Remember a build: what changed of clients, each with its rendered row, and of pages.

        With `anew` all that was known before is forgotten. A disk that takes no more costs only
        the time that this would have saved.
        """
        if self._path is None:
            return
        try:
            self._store(self._path, state, clients, gone, pages, anew=anew)
        except (sqlite3.Error, OSError):
            self._forget(self._path)

    def _store(
        self,
        path: Path,
        state: Mapping[str, str],
        clients: Collection[tuple[KeptRow, str]],
        gone: Collection[str],
        pages: PageChanges,
        *,
        anew: bool,
    ) -> None:
        if anew or self._connection is None:
            self._forget(path)
            path.parent.mkdir(exist_ok=True)
            self._connection = sqlite3.connect(path, isolation_level=None)
            self._connection.execute("PRAGMA synchronous = OFF")  # sealed only when all is there
            self._connection.executescript(_SCHEMA)
        connection = self._connection
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("DELETE FROM state")
        connection.executemany("INSERT INTO state VALUES (?, ?)", state.items())
        for table in ("client", "markup"):
            keys = [(ident,) for ident in gone]
            connection.executemany(f"DELETE FROM {table} WHERE id = ?", keys)
        places = ", ".join("?" * len(KeptRow._fields))
        rows = (row for row, _ in clients)
        connection.executemany(f"INSERT OR REPLACE INTO client VALUES ({places})", rows)
        markup = ((row.id, markup) for row, markup in clients)
        connection.executemany("INSERT OR REPLACE INTO markup VALUES (?, ?)", markup)
        connection.executemany("DELETE FROM page WHERE name = ?", [(name,) for name in pages.gone])
        connection.executemany("INSERT OR REPLACE INTO page VALUES (?, ?, ?, ?)", pages.now)
        connection.execute("COMMIT")
        connection.close()
        self._connection = None
        seal.seal(path)

    def _forget(self, path: Path) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        for ending in ("", "-journal", "-seal"):
            path.with_name(path.name + ending).unlink(missing_ok=True)


def kept_site(base: Base, out: Path, *, usable: bool) -> Kept:
    """Return the memory of the site in a folder; if not `usable` one that keeps nothing."""
    name = hashlib.blake2b(str(out.resolve()).encode("utf-8", "surrogateescape"), digest_size=8)
    return Kept(base.work / f"site-{name.hexdigest()}.sqlite" if usable else None)
