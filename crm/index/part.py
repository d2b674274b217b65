"""Owns the narrowing of a connection to some clients: questions then see these and no others."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from crm.index.rows import TABLES

# What is asked for by client, besides the tables of the rows: the name and the client's column.
_VIEWS = {
    "figure": "client",
    "class": "client",
    "rating": "client",
    "own_segment": "client",
    "client_metrics": "id",
    "deal_state": "client",
    "settlement": "client",
    "todo": "client",
    "month": "client",
}


@contextmanager
def narrowed(connection: sqlite3.Connection, ids: Iterable[str]) -> Iterator[None]:
    """Let the body see only these clients: temporary views hide the tables of the same names."""
    connection.execute("CREATE TEMP TABLE asked (id TEXT PRIMARY KEY) WITHOUT ROWID")
    connection.executemany("INSERT INTO asked VALUES (?)", [(ident,) for ident in ids])
    hidden = {**TABLES, **_VIEWS}
    for name, column in hidden.items():
        connection.execute(
            f"CREATE TEMP VIEW {name} AS SELECT * FROM main.{name}"
            f" WHERE {column} IN (SELECT id FROM temp.asked)"
        )
    try:
        yield
    finally:
        for name in hidden:
            connection.execute(f"DROP VIEW temp.{name}")
        connection.execute("DROP TABLE temp.asked")
