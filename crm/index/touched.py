"""Owns the trace of changes: which clients something changed for since a moment, by triggers.

Every transaction that writes counts `tick` up; triggers note for each client the tick at which
one of its rows last changed. Who remembers a tick can ask what changed since. The `birth` of the
tables tells whether it is still the same count.
"""

from __future__ import annotations

import os
import sqlite3
import time

from crm.index.condition import names_in
from crm.index.database import meta, quoted, set_meta
from crm.index.tables import TABLES
from crm.index.terms import Terms
from crm.record import positional

_SCRIPT = (
    "CREATE TABLE IF NOT EXISTS tick (n INTEGER NOT NULL)",
    """CREATE TABLE IF NOT EXISTS touched (
        client TEXT PRIMARY KEY, tick INTEGER NOT NULL
    ) WITHOUT ROWID""",
)
_NOTE = """
    INSERT INTO touched SELECT {of}, n FROM tick WHERE {of} IS NOT NULL
    ON CONFLICT (client) DO UPDATE SET tick = excluded.tick;
"""
_ROWS = {**TABLES, "figure": "client", "class": "client", "own_segment": "client", "file": "id"}


@positional
class Moment:
    """A state of the stored tables: which count, and how far it is."""

    birth: str
    tick: int


def begin(connection: sqlite3.Connection, terms: Terms) -> None:
    """Count up; called in each transaction that will write. Makes what is missing."""
    for statement in _SCRIPT:
        connection.execute(statement)
    if not meta(connection, "birth"):
        # Only who made it and when: nothing that is published depends on it.
        set_meta(connection, "birth", f"{time.time_ns()} {os.getpid()}")
        connection.execute("DELETE FROM tick")
        connection.execute("INSERT INTO tick VALUES (0)")
    connection.execute("UPDATE tick SET n = n + 1")
    _set_triggers(connection, terms)


def moment(connection: sqlite3.Connection) -> Moment:
    """Return the present state."""
    row = connection.execute("SELECT n FROM tick").fetchone()
    return Moment(meta(connection, "birth"), row[0] if row else 0)


def since(connection: sqlite3.Connection, tick: int) -> set[str]:
    """Return the clients that something changed for after a tick, gone ones too."""
    found = connection.execute("SELECT client FROM touched WHERE tick > ?", (tick,))
    return {ident for (ident,) in found}


def drop(connection: sqlite3.Connection) -> None:
    """Drop the trace: a part of the base keeps no trace of what is not in it."""
    found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for (name,) in found:
        connection.execute(f"DROP TRIGGER {quoted(name)}")
    connection.execute("DROP TABLE IF EXISTS touched")
    connection.execute("DROP TABLE IF EXISTS tick")


def notes_ratings(terms: Terms) -> bool:
    """Tell whether a change of a client's rating is noted.

    Ratings change for all with every order; a page shows one only as a condition's reason.
    """
    return any("rating" in names_in(one.when, ("rating",)) for one in terms.segments)


def _set_triggers(connection: sqlite3.Connection, terms: Terms) -> None:
    rows = dict(_ROWS)
    if notes_ratings(terms):
        rows["rating"] = "client"
    for table, column in rows.items():
        for verb, side in (("INSERT", "NEW"), ("DELETE", "OLD"), ("UPDATE", "NEW")):
            of = f"{side}.{column}"
            event = "UPDATE OF digest" if (table, verb) == ("file", "UPDATE") else verb
            _trigger(connection, table, verb, event, _NOTE.format(of=of))
    for verb, side in (("INSERT", "NEW"), ("DELETE", "OLD")):
        of = f"(SELECT id FROM file WHERE path = {side}.path)"
        _trigger(connection, "problem", verb, verb, _NOTE.format(of=of))


def _trigger(connection: sqlite3.Connection, table: str, verb: str, event: str, body: str) -> None:
    name = f"note_{table}_{verb.lower()}"
    connection.execute(
        f"CREATE TRIGGER IF NOT EXISTS {name} AFTER {event} ON {table} BEGIN {body} END"
    )
