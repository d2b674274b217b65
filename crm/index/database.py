"""Owns the database file: opening, making anew, and when a stored one can be used."""

from __future__ import annotations

import contextlib
import sqlite3
from functools import lru_cache
from pathlib import Path

from crm import __version__
from crm.base import Base
from crm.digests import blake2b
from crm.index.terms import OwnField, Terms

_HERE = Path(__file__).parent
# How long to wait for another process that writes, in seconds.
_PATIENCE = 60.0
# Bytes that are read and written together: with SQLite's own 4096 a large index takes a tenth more
# time to make, and a fifth more to look through.
_PAGE = 16384
# Views in an order in which each finds those it is made from.
VIEWS = (
    "entry",
    "orders",
    "order_day",
    "rhythm",
    "activity",
    "turnover",
    "settlement",
    "balance",
    "deal_state",
    "pipeline",
    "voice",
    "todo",
    "class_figures",
    "own_figures",
    "client_metrics",
    "membership",
    "month",
)


@lru_cache(maxsize=1)
def _script() -> str:
    parts = [_HERE / "schema.sql", *(_HERE / "views" / f"{name}.sql" for name in VIEWS)]
    return "\0".join(part.read_text(encoding="utf-8") for part in parts)


def view_script(name: str) -> str:
    """Return the statement that makes one of the views."""
    return _script().split("\0")[1 + VIEWS.index(name)]


@lru_cache(maxsize=1)
def version() -> str:
    """Return what tells whether a stored index was made by this programme."""
    text = f"{__version__}\0{_script()}"
    return blake2b(text.encode(), digest_size=16).hexdigest()


def index_file(base: Base) -> Path:
    """Return where the index of a base is kept."""
    return base.work / "index.sqlite"


def open_stored(base: Base) -> sqlite3.Connection | None:
    """Return the base's own database, made where it is missing; None when it cannot be written."""
    path = index_file(base)
    try:
        path.parent.mkdir(exist_ok=True)
    except OSError:
        return None
    try:
        return _connect(path)
    except sqlite3.OperationalError:  # no permission, a read-only or a full disk, a folder there
        return None
    except sqlite3.DatabaseError:  # not a database, or one that is damaged
        return _connect(path) if discard(base) else None


def discard(base: Base) -> bool:
    """Delete the stored index; tell whether it is gone."""
    path = index_file(base)
    try:
        for ending in ("", "-wal", "-shm", "-journal"):
            path.with_name(path.name + ending).unlink(missing_ok=True)
    except OSError:
        return False
    return True


def open_memory() -> sqlite3.Connection:
    """Return an empty database in memory."""
    return _prepared(sqlite3.connect(":memory:", isolation_level=None))


def copy_to_memory(stored: sqlite3.Connection) -> sqlite3.Connection:
    """Return a copy that can be changed without touching what is stored."""
    copy = sqlite3.connect(":memory:", isolation_level=None)
    stored.backup(copy)
    return _prepared(copy)


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
    try:
        connection.execute(f"PRAGMA page_size = {_PAGE}")  # of a file that is being made
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        # The lock of a writer, taken and given back: tells now whether writing is possible.
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
    except sqlite3.Error:
        connection.close()
        raise
    return _prepared(connection)


def _prepared(connection: sqlite3.Connection) -> sqlite3.Connection:
    connection.execute("PRAGMA cache_size = -65536")
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection


def is_current(connection: sqlite3.Connection) -> bool:
    """Tell whether the tables were made by this programme."""
    return meta(connection, "version") == version()


def meta(connection: sqlite3.Connection, key: str) -> str:
    """Return a value of the table `meta`, empty when there is none."""
    with contextlib.suppress(sqlite3.OperationalError):  # no such table: made by nobody yet
        row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else ""
    return ""


def set_meta(connection: sqlite3.Connection, key: str, value: str) -> None:
    """Write a value of the table `meta`."""
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))


def create(connection: sqlite3.Connection, terms: Terms) -> None:
    """Make all tables and views anew, within the transaction that is open."""
    for kind, name in connection.execute(
        "SELECT type, name FROM sqlite_master WHERE type IN ('view', 'table') ORDER BY type DESC"
    ).fetchall():
        connection.execute(f"DROP {kind} IF EXISTS {quoted(name)}")
    schema, *views = _script().split("\0")
    for statement in _statements(schema):
        connection.execute(statement)
    _create_own(connection, terms)
    for view in views:
        connection.execute(view)
    set_meta(connection, "version", version())


def _statements(script: str) -> list[str]:
    return [part for part in script.split(";\n") if part.strip()]


def _create_own(connection: sqlite3.Connection, terms: Terms) -> None:
    columns = "".join(f", {quoted(name)}" for name in own_columns(terms.own).values())
    connection.execute(f"CREATE TABLE own (id TEXT PRIMARY KEY{columns}) WITHOUT ROWID")


def own_columns(fields: tuple[OwnField, ...]) -> dict[str, str]:
    """Return the column of each own field: its key, or fields_KEY where that name is taken."""
    if not fields:
        return {}
    from crm.index.columns import BY_NAME  # noqa: PLC0415 - most bases have none

    taken = set(BY_NAME)
    names = {}
    for field in fields:
        name = field.key
        while name.lower() in taken:
            name = f"fields_{name}"
        taken.add(name.lower())
        names[field.key] = name
    return names


def quoted(name: str) -> str:
    """Return a name as SQL writes names that could be anything."""
    return '"' + name.replace('"', '""') + '"'
