"""Owns the table of each client's own figures: made for all, or again for those that changed."""

from __future__ import annotations

import datetime as dt
import sqlite3

from crm.index.database import create, open_memory
from crm.index.sync import Changes, insert
from crm.index.tables import Row
from crm.index.terms import Terms

# What the view reads of a client.
_NEEDED = (
    "client", "contact", "interaction", "money", "detail", "deal", "task", "consent",
)  # fmt: skip


def set_horizon(connection: sqlite3.Connection, today: dt.date) -> None:
    """Make a day the one that counts as today."""
    connection.execute("DELETE FROM horizon")
    connection.execute("INSERT INTO horizon VALUES (?, ?)", (today.isoformat(), today.toordinal()))


def horizon(connection: sqlite3.Connection) -> dt.date | None:
    """Return the day that counts as today, None when none was set."""
    row = connection.execute("SELECT day FROM horizon").fetchone()
    return dt.date.fromordinal(row[0]) if row else None


def compute_all(connection: sqlite3.Connection) -> None:
    """Make the figures of every client."""
    connection.execute("DELETE FROM figure")
    connection.execute("INSERT INTO figure SELECT * FROM own_figures")


def compute_for_classes(connection: sqlite3.Connection) -> None:
    """Leave only those figures of every client that classes follow from, in two thirds of the time.

    For a copy that is asked for nothing else.
    """
    connection.execute("DROP TABLE figure")
    connection.execute("CREATE TABLE figure AS SELECT * FROM class_figures")


def compute_changed(
    connection: sqlite3.Connection, changes: Changes, terms: Terms, today: dt.date
) -> None:
    """Make the figures of the clients that changed.

    The view over a base of these clients alone gives them at once; over the whole base it would
    take as long as for all.
    """
    connection.executemany(
        "DELETE FROM figure WHERE client = ?", [(ident,) for ident in changes.clients]
    )
    insert(connection, "figure", _alone(connection, changes, terms, today))


def _alone(
    connection: sqlite3.Connection, changes: Changes, terms: Terms, today: dt.date
) -> list[Row]:
    if changes.batch is None:
        return []
    alone = open_memory()
    try:
        create(alone, terms)
        set_horizon(alone, today)
        insert(alone, "stage", connection.execute("SELECT * FROM stage").fetchall())
        for table in _NEEDED:
            insert(alone, table, changes.batch.tables[table])
        return alone.execute("SELECT * FROM own_figures").fetchall()
    finally:
        alone.close()
