"""Owns who is in which segment and why."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from crm.fields.words import say
from crm.index import reasons
from crm.index.answers import Kind, Membership, Segment, Tone, Value
from crm.index.classes import FACTS_SQL, Facts, active, colour, lifecycle
from crm.index.columns import Column
from crm.index.condition import names_in
from crm.index.database import quoted
from crm.index.reasons import Reason, reason
from crm.index.terms import Terms
from crm.index.values import all_columns, readers
from crm.settings import Segment as Declared
from crm.settings.defaults import LIFECYCLE, SEGMENTS

# Labels and chips of the built-in classes, in the order they are shown.
_LIFECYCLE: dict[str, Tone] = {
    "potential": "",
    "working": "",
    "regular": "good",
    "time-tested": "good",
    "inactive": "dim",
    "lost": "bad",
}


def segments(connection: sqlite3.Connection, terms: Terms) -> list[Segment]:
    """Return every segment with its count: lifecycle, standing, own."""
    counts: Counter[str] = Counter()
    for segment, count in connection.execute(
        "SELECT segment, COUNT(*) FROM membership GROUP BY segment"
    ):
        counts[segment] = count
    found = [_segment(terms, name, "lifecycle", counts, _LIFECYCLE[name]) for name in LIFECYCLE]
    found.append(_segment(terms, "active", "standing", counts, "good"))
    found += [_segment(terms, one.id, "own", counts, "gold") for one in terms.segments]
    return found


def _segment(
    terms: Terms, ident: str, kind: Kind, counts: Mapping[str, int], tone: Tone
) -> Segment:
    declared = terms.settings.segments.get(ident)
    label = say(declared.label, terms.settings.language) if declared else ""
    label = label or say(SEGMENTS.get(ident, {}), terms.settings.language)
    return Segment(id=ident, label=label or ident, kind=kind, count=counts[ident], tone=tone)


def memberships(
    connection: sqlite3.Connection, terms: Terms, today: dt.date, ident: str = ""
) -> dict[str, tuple[Membership, ...]]:
    """Return the segments of one client or of all, in the order of `segments`, by id."""
    found: dict[str, list[Membership]] = {}
    for facts in facts_of(connection, ident):
        life, why = lifecycle(facts, today, terms.lifecycle)
        own = [Membership(segment=life, kind="lifecycle", reason=why)]
        standing = active(facts, terms.lifecycle, today)
        if standing is not None:
            own.append(Membership(segment="active", kind="standing", reason=standing))
        found[facts.id] = own
    for declared in terms.segments:
        for client, why in _own_reasons(connection, terms, declared, ident):
            found[client].append(Membership(segment=declared.id, kind="own", reason=why))
    return {client: tuple(own) for client, own in found.items()}


def facts_of(connection: sqlite3.Connection, ident: str = "") -> Iterable[Facts]:
    """Return what classes follow from, of one client or of all."""
    if ident:
        found = connection.execute(f"{FACTS_SQL} WHERE client.id = ?", (ident,))
    else:
        found = connection.execute(FACTS_SQL)
    return map(Facts._make, found)


def colour_reason(facts: Facts, terms: Terms, today: dt.date) -> Reason:
    """Return why a client has its colour."""
    life, _ = lifecycle(facts, today, terms.lifecycle)
    return colour(facts, life)[1]


def _own_reasons(
    connection: sqlite3.Connection, terms: Terms, declared: Declared, ident: str
) -> list[tuple[str, Reason]]:
    """Return the members of an own segment with why."""
    columns = _spoken_of(terms, declared.when)
    names = ", ".join(quoted(name) for name in ("id", *(column.name for column in columns)))
    # The order of columns is known here; a column's own name could be anything.
    question = (
        f"SELECT {names} FROM client_metrics WHERE id IN"
        " (SELECT client FROM own_segment WHERE segment = ? AND (? = '' OR client = ?))"
    )
    rows = connection.execute(question, (declared.id, ident, ident)).fetchall()
    return [(row[0], _own_reason(declared, columns, row[1:])) for row in rows]


def _spoken_of(terms: Terms, condition: str) -> list[Column]:
    columns = {column.name: column for column in all_columns(terms)}
    return [columns[name] for name in names_in(condition, tuple(columns))]


def _own_reason(declared: Declared, columns: list[Column], row: tuple[Any, ...]) -> Reason:
    if not declared.when:
        return reason(reasons.HAS_TAG, tag=declared.id)
    if any(column.private for column in columns):
        return reason(reasons.CONDITION_PRIVATE)
    facts: list[tuple[str, Value]] = [
        (column.name, read(value))
        for column, read, value in zip(columns, readers(columns), row, strict=True)
    ]
    return Reason(reasons.CONDITION, (("condition", declared.when),), tuple(facts))
