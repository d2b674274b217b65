"""Owns the classes of all clients on a day of the past, without their other figures."""

from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing

from crm.index import figures, touched
from crm.index.database import copy_to_memory, quoted
from crm.index.terms import Terms


def classes(
    connection: sqlite3.Connection, terms: Terms, day: dt.date, name: str
) -> dict[str, str | None]:
    """Return one class of every client known on a day, by id, as `client_metrics` would hold it.

    The name is that of a column of the table `class`, or `stage`.
    """
    from crm.index import ranking  # noqa: PLC0415 - few questions are about another day

    with closing(copy_to_memory(connection)) as copy:
        touched.drop(copy)
        figures.set_horizon(copy, day)
        figures.compute_for_classes(copy)
        if name == "stage":  # follows from a client's own deals: nobody has to be ranked
            return dict(copy.execute("SELECT client, stage FROM figure").fetchall())
        ranking.rank_classes(copy, terms, day)
        return dict(copy.execute(f"SELECT client, {quoted(name)} FROM class").fetchall())
