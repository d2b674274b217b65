"""Owns the base's own segments: who is in them, and conditions that cannot be used."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection

from crm.index.columns import BY_NAME
from crm.index.condition import Refused, matching, speaks_only_of
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


_REFUSED_SQL = "SELECT EXISTS (SELECT 1 FROM problem WHERE origin = 'segment')"
# What follows from other clients too, of the columns that a condition can speak of.
_RANKED = frozenset({
    "referrals", "rfm_r", "rfm_f", "rfm_m", "rfm_segment", "abc", "nine", "bcg", "rating",
})  # fmt: skip
_OWN = frozenset(BY_NAME) - _RANKED


def fill(
    connection: sqlite3.Connection, terms: Terms, changed: Collection[str] | None = None
) -> list[tuple[Segment, str]]:
    """Fill the table `own_segment`; return the segments whose condition was refused, with why.

    With `changed` the figures of all others are as they were when it was filled last: who of them
    meets a condition on a client's own figures is known, if it could be used.
    """
    rows: list[Row] = []
    held: set[Row] = set()
    refused = []
    (one_was_refused,) = connection.execute(_REFUSED_SQL).fetchone()
    some = None if changed is None or one_was_refused else frozenset(changed)
    for one in terms.segments:
        asked = some if speaks_only_of(one.when, _OWN) else None
        held.update(_held(connection, one, asked))
        try:
            rows += [(ident, one.id) for ident in _members(connection, one, terms, asked)]
        except Refused as why:
            refused.append((one, str(why)))
    gone = held.difference(rows)
    connection.executemany("DELETE FROM own_segment WHERE client = ? AND segment = ?", sorted(gone))
    insert(connection, "own_segment", [row for row in rows if row not in held])
    return refused


def _held(
    connection: sqlite3.Connection, segment: Segment, asked: Collection[str] | None
) -> list[Row]:
    """Return the rows of a segment: of these clients, or all."""
    question = "SELECT client, segment FROM own_segment WHERE segment = ?"
    if asked is None:
        return connection.execute(question, (segment.id,)).fetchall()
    question += " AND client = ?"
    return [row for ident in asked for row in connection.execute(question, (segment.id, ident))]


def _members(
    connection: sqlite3.Connection, segment: Segment, terms: Terms, asked: Collection[str] | None
) -> list[str]:
    """Return who is in a segment: of these clients, or of all."""
    if segment.when:
        return matching(connection, segment.when, terms.settings.limits.query_seconds, asked)
    found = [row[0] for row in connection.execute(_TAGGED_SQL, (segment.id,))]
    return found if asked is None else [ident for ident in found if ident in asked]
