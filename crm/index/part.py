"""Owns the narrowing of a connection to some clients: questions then see these and no others."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from crm.index.database import VIEWS, view_script
from crm.index.tables import TABLES

# Tables of what was computed for clients, each with the column that names the client.
_COMPUTED = {"figure": "client", "class": "client", "rating": "client", "own_segment": "client"}


@contextmanager
def narrowed(connection: sqlite3.Connection, ids: Iterable[str]) -> Iterator[None]:
    """Let the body see only these clients: temporary views hide the tables of the same names.

    The views are made once more over those, so that they compute nothing for other clients.
    """
    connection.execute("CREATE TEMP TABLE asked (id TEXT PRIMARY KEY) WITHOUT ROWID")
    connection.executemany("INSERT INTO asked VALUES (?)", [(ident,) for ident in ids])
    tables = {**TABLES, **_COMPUTED}
    for name, column in tables.items():
        connection.execute(
            f"CREATE TEMP VIEW {name} AS SELECT * FROM main.{name}"
            f" WHERE {column} IN (SELECT id FROM temp.asked)"
        )
    for name in VIEWS:
        connection.execute(view_script(name).replace("CREATE VIEW", "CREATE TEMP VIEW", 1))
    try:
        yield
    finally:
        for name in (*VIEWS, *tables):
            connection.execute(f"DROP VIEW temp.{name}")
        connection.execute("DROP TABLE temp.asked")
