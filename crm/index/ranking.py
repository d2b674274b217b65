"""Owns the classes of all clients together: the tables `class` and `rating`."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Collection, Mapping
from itertools import repeat

from crm.index import rfm, shares
from crm.index.classes import FACTS_SQL, Facts, active, colour, lifecycle
from crm.index.columns import BY_NAME, Unit
from crm.index.database import own_columns, quoted
from crm.index.sync import insert
from crm.index.tables import Row
from crm.index.terms import Terms
from crm.index.touched import notes_ratings

_COUNTED = frozenset({Unit.COUNT, Unit.DAYS, Unit.MONEY, Unit.SHARE, Unit.SCORE, Unit.NUMBER})
_NUMERIC_OWN = frozenset({"number", "money", "percent"})


_SALES_SQL = """
    SELECT client, days_since_order, orders, revenue, revenue_365, revenue_before
    FROM figure
    WHERE orders > 0
    ORDER BY client
"""
_REFERRALS_SQL = """
    SELECT client.referred_by, COUNT(*)
    FROM client
    JOIN figure ON figure.client = client.id
    WHERE client.referred_by IS NOT NULL AND client.referred_by <> client.id
    GROUP BY client.referred_by
"""
_JUDGED_SQL = "SELECT id, size, standing FROM client WHERE size <> '' AND standing <> ''"


# What scores and shares follow from.
_RANKED = {"orders", "days_since_order", "revenue", "revenue_365", "revenue_before"}
_OwnClasses = tuple[str, int, str]  # lifecycle, active, colour
_OWN = slice(2, 5)  # where they stand in the table `class`


def weighed(connection: sqlite3.Connection, terms: Terms, ids: Collection[str]) -> object:
    """Return all of these clients that the classes and ratings of others can depend on.

    While it is the same as before, no other client's class changes. None where that cannot be told.
    """
    known = {row[1] for row in connection.execute("PRAGMA table_info(figure)")}
    measures = set(terms.rating) - {"referrals"}  # which follow from `referred_by`
    if not measures <= known:
        return None
    columns = [
        *(f"figure.{name}" for name in sorted(_RANKED | measures)),
        *(f"client.{name}" for name in ("size", "standing", "referred_by")),
    ]
    question = (
        f"SELECT figure.client, {', '.join(columns)} FROM figure"
        " JOIN client ON client.id = figure.client WHERE figure.client = ?"
    )
    return [connection.execute(question, (ident,)).fetchone() for ident in sorted(ids)]


def rank_alone(
    connection: sqlite3.Connection, terms: Terms, today: dt.date, changed: Collection[str]
) -> None:
    """Bring the classes up to date that follow from these clients' own figures."""
    own = _classes_of(terms, today, _facts_of(connection, changed))
    connection.executemany(
        "UPDATE class SET lifecycle = ?, active = ?, colour = ? WHERE client = ?"
        " AND (lifecycle, active, colour) <> (?, ?, ?)",
        [(*own[one], one, *own[one]) for one in changed if one in own],
    )


def rank(
    connection: sqlite3.Connection,
    terms: Terms,
    today: dt.date,
    changed: Collection[str] | None = None,
) -> None:
    """Bring the classes and ratings of every client up to date.

    With `changed` the figures of all others are as they were when they were ranked last.
    """
    rank_classes(connection, terms, today, changed)
    ratings = _rating_rows(connection, terms)
    if notes_ratings(terms):
        held = connection.execute("SELECT * FROM rating").fetchall()
        _replace(connection, "rating", held, ratings)
    else:  # nearly all are others after an order
        connection.execute("DELETE FROM rating")
        insert(connection, "rating", ratings)


def rank_classes(
    connection: sqlite3.Connection,
    terms: Terms,
    today: dt.date,
    changed: Collection[str] | None = None,
) -> None:
    """Bring the classes of every client up to date, as `rank` does."""
    held = connection.execute("SELECT * FROM class").fetchall()
    if changed is None:
        own = _classes_of(terms, today, connection.execute(FACTS_SQL).fetchall())
    else:
        own = {row[0]: row[_OWN] for row in held}
        for ident in changed:
            own.pop(ident, None)
        own.update(_classes_of(terms, today, _facts_of(connection, changed)))
    _replace(connection, "class", held, _class_rows(connection, terms, own))


def _replace(connection: sqlite3.Connection, table: str, held: list[Row], rows: list[Row]) -> None:
    """Make a table that holds some rows hold these; those it holds already are not written."""
    new = set(rows).difference(held)
    gone = {row[0] for row in held}.difference(row[0] for row in rows)
    gone.update(row[0] for row in new)
    connection.executemany(f"DELETE FROM {table} WHERE client = ?", [(one,) for one in gone])
    insert(connection, table, sorted(new))


def _facts_of(connection: sqlite3.Connection, ids: Collection[str]) -> list[Row]:
    one = f"{FACTS_SQL} WHERE client.id = ?"
    return [row for ident in ids for row in connection.execute(one, (ident,))]


def _classes_of(terms: Terms, today: dt.date, rows: list[Row]) -> dict[str, _OwnClasses]:
    found: dict[str, _OwnClasses] = {}
    rules = terms.lifecycle
    for row in rows:
        facts = Facts._make(row)
        life, _ = lifecycle(facts, today, rules)
        is_active = int(active(facts, rules, today) is not None)
        found[facts.id] = (life, is_active, colour(facts, life)[0])
    return found


def _class_rows(
    connection: sqlite3.Connection, terms: Terms, own: Mapping[str, _OwnClasses]
) -> list[Row]:
    sales = connection.execute(_SALES_SQL).fetchall()
    revenues = {row[0]: row[3] for row in sales}
    classes = shares.abc(revenues, terms.abc)
    nine = _judged(connection) | shares.nine(revenues, classes)
    fields = shares.bcg({row[0]: row[4:] for row in sales}, terms.abc)
    scores = rfm.scores([row[:4] for row in sales], terms.rfm)
    scored: dict[object, tuple[int | str | None, ...]] = {
        one: (*one, rfm.named(one, terms.rfm_segments) or None) for one in set(scores.values())
    }
    scored[None] = (None, None, None, None)  # of who never ordered
    referrals: dict[str, int] = dict(connection.execute(_REFERRALS_SQL).fetchall())
    # Column by column, as there are many clients.
    return list(
        zip(
            own,
            map(referrals.get, own, repeat(0)),
            *zip(*own.values(), strict=True),
            *zip(*(scored[scores.get(ident)] for ident in own), strict=True),
            map(classes.get, own),
            map(nine.get, own),
            map(fields.get, own),
            strict=True,
        )
    )


def _judged(connection: sqlite3.Connection) -> dict[str, str]:
    """Return the group of clients by the judgement typed in their files."""
    return {
        ident: f"{size} {standing}" for ident, size, standing in connection.execute(_JUDGED_SQL)
    }


def measures(terms: Terms) -> tuple[str, ...]:
    """Return the columns a rating can weigh."""
    own = own_columns(terms.own)
    numbers = [own[one.key] for one in terms.own if one.type in _NUMERIC_OWN]
    known = [name for name, one in BY_NAME.items() if one.unit in _COUNTED and name != "rating"]
    return (*known, *numbers)


def _rating_rows(connection: sqlite3.Connection, terms: Terms) -> list[Row]:
    possible = set(measures(terms))
    weights = {name: float(weight) for name, weight in terms.rating.items() if name in possible}
    columns = ", ".join(quoted(name) for name in ("id", *weights))
    found = connection.execute(f"SELECT {columns} FROM client_metrics").fetchall()
    ids, *values = zip(*found, strict=True) if found else ((),)
    rated = shares.rating(zip(values, weights.values(), strict=False), len(found))
    return list(zip(ids, rated, strict=True))
