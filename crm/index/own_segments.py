"""Owns the base's own segments: who is in them, and conditions that cannot be used."""

from __future__ import annotations

import sqlite3

from crm.index.condition import Refused, matching
from crm.index.sync import insert
from crm.index.tables import Row
from crm.index.terms import Terms
from crm.settings import Segment

_TAGGED_SQL = """
    SELECT DISTINCT tag.client
    FROM tag
    JOIN figure ON figure.client = tag.client
    WHERE tag.tag = ?
"""


def fill(connection: sqlite3.Connection, terms: Terms) -> list[tuple[Segment, str]]:
    """Fill the table `own_segment`; return the segments whose condition was refused, with why."""
    rows: list[Row] = []
    refused = []
    for one in terms.segments:
        try:
            rows += [(ident, one.id) for ident in _members(connection, one, terms)]
        except Refused as why:
            refused.append((one, str(why)))
    held = set(connection.execute("SELECT client, segment FROM own_segment"))
    gone = held.difference(rows)
    connection.executemany("DELETE FROM own_segment WHERE client = ? AND segment = ?", sorted(gone))
    insert(connection, "own_segment", [row for row in rows if row not in held])
    return refused


def _members(connection: sqlite3.Connection, segment: Segment, terms: Terms) -> list[str]:
    if segment.when:
        return matching(connection, segment.when, terms.settings.limits.query_seconds)
    return [row[0] for row in connection.execute(_TAGGED_SQL, (segment.id,))]
