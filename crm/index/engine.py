"""Owns the way from a base to a database that is in step with it, with the numbers of a day."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Collection
from typing import TYPE_CHECKING

from crm.base import Base
from crm.index import base_problems, figures, seal, touched
from crm.index.database import (
    copy_to_memory,
    discard,
    index_file,
    is_current,
    open_memory,
    open_stored,
)
from crm.index.scan import ident
from crm.index.sync import Changes, Look, fits, look, sync, writing
from crm.index.tables import TABLES
from crm.index.terms import Terms
from crm.record import positional

if TYPE_CHECKING:
    from crm.index.reading import Hand


@positional
class Opened:
    """A database in step with its base, and what was read to make it so."""

    connection: sqlite3.Connection
    changes: Changes
    stored: bool  # it is the base's own file, not a copy in memory


def open_database(
    base: Base,
    terms: Terms,
    today: dt.date,
    *,
    keep: bool,
    owners: Collection[str] | None = None,
    hand: Hand | None = None,
) -> Opened:
    """Return the database of a base at a day; falls back to memory where none can be stored.

    The records that are read for it are left in `hand`.
    """
    opened = _stored(base, terms, today, keep=keep, hand=hand)
    if opened is None:
        opened = _in_memory(base, terms, today, hand)
    other_day = figures.horizon(opened.connection) != today
    if opened.stored and (other_day or owners is not None):
        copy = copy_to_memory(opened.connection)
        opened.connection.close()
        opened = Opened(copy, opened.changes, stored=False)
    if other_day:
        with writing(opened.connection):
            figures.set_horizon(opened.connection, today)
            figures.compute_all(opened.connection)
            _classes(opened.connection, base, terms, today)
            _across(opened.connection, base, terms)
    if owners is not None:
        with writing(opened.connection):
            _only(opened.connection, owners)
            _classes(opened.connection, base, terms, today)
    if opened.stored:
        # One view of the data for as long as this process looks, whatever another one writes.
        opened.connection.execute("BEGIN")
        opened.connection.execute("SELECT COUNT(*) FROM horizon").fetchone()
    return opened


def copy_at(connection: sqlite3.Connection, base: Base, terms: Terms, day: dt.date) -> Opened:
    """Return a copy in memory of a database, with the numbers of another day."""
    copy = copy_to_memory(connection)
    with writing(copy):
        touched.drop(copy)  # nobody asks it what has changed
        figures.set_horizon(copy, day)
        figures.compute_all(copy)
        _classes(copy, base, terms, day)
    return Opened(copy, Changes(), stored=False)


def as_stored(base: Base) -> Opened | None:
    """Return the stored database as another process left it: nothing is looked at."""
    connection = open_stored(base)
    return None if connection is None else Opened(connection, Changes(), stored=True)


def _stored(
    base: Base, terms: Terms, today: dt.date, *, keep: bool, hand: Hand | None
) -> Opened | None:
    """Return the stored database brought up to date; None when it cannot be used."""
    path = index_file(base)
    for _ in range(2):
        connection = open_stored(base)
        if connection is None:
            return None
        try:
            anew = is_current(connection) and not seal.trusted(path)
            if hand is not None and (anew or not fits(connection, terms)):
                connection = _with_crew(connection, base, terms, hand)
            changes = _update(connection, base, terms, today, keep=keep, anew=anew, hand=hand)
        except sqlite3.OperationalError:  # locked for too long, the disk is full
            connection.close()
            return None
        except sqlite3.DatabaseError:  # damaged in a place that was not looked at before
            connection.close()
            if not discard(base):
                return None
            continue
        if changes is not None:
            # As far as no other process still looks at what was before; that one does the rest.
            connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
            seal.seal(path)
        return Opened(connection, changes or Changes(), stored=True)
    return None


def _with_crew(
    connection: sqlite3.Connection, base: Base, terms: Terms, hand: Hand
) -> sqlite3.Connection:
    """Let a crew start while no database is open; raises sqlite3.OperationalError."""
    connection.close()
    hand.prepare(base, terms)
    again = open_stored(base)
    if again is None:
        raise sqlite3.OperationalError
    return again


def _in_memory(base: Base, terms: Terms, today: dt.date, hand: Hand | None) -> Opened:
    connection = open_memory()
    changes = _update(connection, base, terms, today, keep=True, hand=hand)
    return Opened(connection, changes or Changes(), stored=False)


def _update(
    connection: sqlite3.Connection,
    base: Base,
    terms: Terms,
    today: dt.date,
    *,
    keep: bool,
    anew: bool = False,
    hand: Hand | None = None,
) -> Changes | None:
    """Bring the database up to date, None when it was; a first use decides the stored day."""
    seen = None if anew or not fits(connection, terms) else _look(connection, base, hand)
    if seen is not None and _settled(connection, base, terms, today, seen, keep=keep):
        return None
    with writing(connection):
        if seen is not None:
            touched.begin(connection, terms)
        weighed = _weighed(connection, terms, seen)
        changes = sync(connection, base, terms, seen, hand)
        before = figures.horizon(connection)
        day = today if keep or before is None else before
        if changes.anew or day != before:
            figures.set_horizon(connection, day)
            figures.compute_all(connection)
        elif changes:
            figures.compute_changed(connection, changes, terms, day)
        if changes or day != before:
            same = not changes.anew and day == before
            alone = same and weighed is not None and weighed == _weighed(connection, terms, seen)
            _classes(connection, base, terms, day, changes.clients if same else None, alone=alone)
        _across(connection, base, terms)
        if changes.anew:
            touched.begin(connection, terms)
    return changes


def _look(connection: sqlite3.Connection, base: Base, hand: Hand | None) -> Look:
    """Look at the files, or only at those that can have changed where that is known."""
    if hand is not None and hand.only is not None:
        from crm.index.glance import glance  # noqa: PLC0415 - only who watches needs it

        seen = glance(connection, base, hand.only)
        if seen is not None:
            return seen
    return look(connection, base)


_FEW = 20  # clients for whom it pays to see whether others are ranked as before


def _weighed(connection: sqlite3.Connection, terms: Terms, seen: Look | None) -> object:
    """Return what others are ranked by of the clients whose files changed; None for many."""
    from crm.index import ranking  # noqa: PLC0415 - only who writes needs it

    if seen is None:
        return None
    paths = {one.path for one in seen.found.asked}.union(seen.found.removed)
    ids = {ident(path) for path in paths}
    return ranking.weighed(connection, terms, ids) if len(ids) <= _FEW else None


def _settled(
    connection: sqlite3.Connection,
    base: Base,
    terms: Terms,
    today: dt.date,
    seen: Look,
    *,
    keep: bool,
) -> bool:
    """Tell whether nothing has to be written."""
    if seen.found or (keep and figures.horizon(connection) != today):
        return False
    return not base_problems.outside_changed(connection, base, terms)


def _classes(
    connection: sqlite3.Connection,
    base: Base,
    terms: Terms,
    today: dt.date,
    changed: Collection[str] | None = None,
    *,
    alone: bool = False,
) -> None:
    """Make what depends on all clients: classes, ratings, own segments.

    `alone` tells that nothing changed by which other clients are ranked.
    """
    from crm.index import own_segments, ranking  # noqa: PLC0415 - only who writes needs it

    if changed is not None and alone:
        ranking.rank_alone(connection, terms, today, changed)
    else:
        ranking.rank(connection, terms, today, changed)
    base_problems.store_refused(connection, base, own_segments.fill(connection, terms, changed))


def _across(connection: sqlite3.Connection, base: Base, terms: Terms) -> None:
    """Bring the stored problems across clients up to date."""
    found = base_problems.findings(connection, base, terms)
    base_problems.store(connection, base, *base_problems.difference(connection, found))


def _only(connection: sqlite3.Connection, owners: Collection[str]) -> None:
    """Delete all that is not of clients with these owners (an empty one: of nobody's).

    Of the base as a whole no problem is kept: it could name a client that must not be seen.
    """
    touched.drop(connection)
    keys = sorted(set(owners))
    places = ", ".join("?" * len(keys))
    connection.execute("CREATE TEMP TABLE seen AS SELECT id, path FROM client WHERE 0")
    connection.execute(
        f"INSERT INTO seen SELECT id, path FROM client WHERE COALESCE(owner, '') IN ({places})",
        keys,
    )
    for table, column in {**TABLES, "figure": "client"}.items():
        connection.execute(f"DELETE FROM {table} WHERE {column} NOT IN (SELECT id FROM seen)")
    for table in ("file", "problem"):
        connection.execute(f"DELETE FROM {table} WHERE path NOT IN (SELECT path FROM seen)")
    connection.execute("DELETE FROM problem WHERE origin <> 'file'")
    connection.execute("DROP TABLE seen")
