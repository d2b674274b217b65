"""Owns the rows of lists of clients: figures, flags, next task and months of each."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import NamedTuple

from crm.index.answers import Row, TaskRow
from crm.index.terms import Terms
from crm.index.values import date, money
from crm.index.work import next_tasks

# A client is new for so many days, and silent after so many without a word or an order.
NEW_DAYS = 7
SILENT_DAYS = 90
# Below this share of the fields there are gaps.
GAPS = 0.6
# A chip's place and look follow from these.
_AHEAD = frozenset({"lost"})


class _Facts(NamedTuple):
    id: str
    path: str
    digest: str
    name: str | None
    kind: str
    owner: str | None
    city: str | None
    region: str | None
    source: str | None
    known: str | None
    lifecycle: str
    active: int
    colour: str
    stage: str | None
    place: int | None
    last_contact: str | None
    days_since_contact: int | None
    last_order: str | None
    days_since_order: int | None
    orders: int
    revenue: int
    revenue_365: int
    margin_365: int
    debt: int
    overdue_debt: int
    late_days: int | None
    rfm_r: int | None
    rfm_f: int | None
    rfm_m: int | None
    rfm_segment: str | None
    abc: str | None
    filled: int
    fillable: int
    rating: float
    do_not_contact: int
    problems: int

    @property
    def rfm(self) -> tuple[int, int, int] | None:
        """The scores of recency, frequency and money; None where they are not known."""
        if self.rfm_r is None or self.rfm_f is None or self.rfm_m is None:
            return None
        return self.rfm_r, self.rfm_f, self.rfm_m

    @property
    def completeness(self) -> float:
        """The share of the wanted fields that are filled; 1 where none is wanted."""
        return self.filled / self.fillable if self.fillable else 1.0


_FACTS_SQL = """
    WITH found AS (SELECT path, COUNT(*) AS problems FROM problem GROUP BY path)
    SELECT client.id, client.path, file.digest, client.name, client.kind, client.owner,
        client.city, client.region, client.source, figure.known,
        class.lifecycle, class.active, class.colour, figure.stage, stage.place,
        figure.last_contact, figure.days_since_contact, figure.last_order,
        figure.days_since_order, figure.orders, figure.revenue, figure.revenue_365,
        figure.margin_365, figure.debt, figure.overdue_debt, figure.late_days,
        class.rfm_r, class.rfm_f, class.rfm_m, class.rfm_segment, class.abc,
        client.filled, client.fillable, rating.rating, figure.do_not_contact,
        COALESCE(found.problems, 0)
    FROM client
    JOIN file ON file.path = client.path
    JOIN figure ON figure.client = client.id
    JOIN class ON class.client = client.id
    JOIN rating ON rating.client = client.id
    LEFT JOIN stage ON stage.id = figure.stage
    LEFT JOIN found ON found.path = client.path
"""


def rows(
    connection: sqlite3.Connection, terms: Terms, today: dt.date, ids: Collection[str]
) -> dict[str, Row]:
    """Return the row of each of these clients."""
    wanted = frozenset(ids)
    lists = _Lists(connection, terms, today)
    found = (_Facts._make(row) for row in connection.execute(_FACTS_SQL))
    return {facts.id: _row(facts, lists) for facts in found if facts.id in wanted}


class _Lists:
    """What there are several of for a client, by its id."""

    def __init__(self, connection: sqlite3.Connection, terms: Terms, today: dt.date) -> None:
        self.today = today
        self.cadence = {
            segment: one.at_least for segment, one in terms.cadence.items() if one.at_least
        }
        self.tags = _grouped(connection, "SELECT client, tag FROM tag ORDER BY client, n")
        self.phones = _phones(connection)
        self.emails = _grouped(
            connection, "SELECT client, address FROM email ORDER BY client, contact, n"
        )
        self.own = _own_segments(connection, terms)
        self.next = next_tasks(connection)
        self.months = _months(connection, today)
        self.no_months = (Decimal(0),) * 12


def _grouped(connection: sqlite3.Connection, question: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for client, value in connection.execute(question):
        found.setdefault(client, []).append(value)
    return {client: tuple(dict.fromkeys(values)) for client, values in found.items()}


def _phones(connection: sqlite3.Connection) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for client, typed, e164 in connection.execute(
        "SELECT client, typed, e164 FROM phone ORDER BY client, contact, n"
    ):
        numbers = found.setdefault(client, {})
        numbers[typed] = None
        if e164:
            numbers[e164] = None
    return {client: tuple(numbers) for client, numbers in found.items()}


def _own_segments(connection: sqlite3.Connection, terms: Terms) -> dict[str, tuple[str, ...]]:
    places = {one.id: place for place, one in enumerate(terms.segments)}
    found = _grouped(connection, "SELECT client, segment FROM own_segment")
    return {
        client: tuple(sorted(segments, key=places.__getitem__))
        for client, segments in found.items()
    }


def months_until(today: dt.date, count: int = 12) -> list[str]:
    """Return the last calendar months as YYYY-MM, the running one last; none before the year 1."""
    last = today.year * 12 + today.month - 1
    first = max(12, last - count + 1)
    return [f"{month // 12:04}-{month % 12 + 1:02}" for month in range(first, last + 1)]


def _months(connection: sqlite3.Connection, today: dt.date) -> dict[str, tuple[Decimal, ...]]:
    names = months_until(today)
    places = {name: place for place, name in enumerate(names)}
    found: dict[str, list[Decimal]] = {}
    for client, month, revenue in connection.execute(
        "SELECT client, month, revenue FROM month WHERE month >= ?", (names[0],)
    ):
        months = found.setdefault(client, [Decimal(0)] * 12)
        months[places[month]] = money(revenue)
    return {client: tuple(months) for client, months in found.items()}


def _row(facts: _Facts, lists: _Lists) -> Row:
    ident = facts.id
    segments = (
        facts.lifecycle, *(("active",) if facts.active else ()), *lists.own.get(ident, ())
    )  # fmt: skip
    task = lists.next.get(ident)
    return Row(
        id=ident,
        path=facts.path,
        digest=facts.digest,
        name=facts.name or ident,
        kind=facts.kind,
        owner=facts.owner or "",
        city=facts.city or "",
        region=facts.region or "",
        source=facts.source or "",
        tags=lists.tags.get(ident, ()),
        phones=lists.phones.get(ident, ()),
        emails=lists.emails.get(ident, ()),
        segments=segments,
        lifecycle=facts.lifecycle,
        colour=facts.colour,
        stage=facts.stage or "",
        stage_order=-1 if facts.place is None else facts.place,
        flags=tuple(name for name, on in _flags(facts, lists, segments, task).items() if on),
        last_contact=date(facts.last_contact),
        last_order=date(facts.last_order),
        next=task,
        orders=facts.orders,
        revenue=money(facts.revenue),
        revenue_365=money(facts.revenue_365),
        margin_365=money(facts.margin_365),
        debt=money(facts.debt),
        overdue_debt=money(facts.overdue_debt),
        late_days=facts.late_days,
        rfm=facts.rfm,
        rfm_segment=facts.rfm_segment or "",
        abc=facts.abc or "",
        completeness=facts.completeness,
        rating=facts.rating,
        months=lists.months.get(ident, lists.no_months),
        do_not_contact=bool(facts.do_not_contact),
        problems=facts.problems,
    )


def _flags(
    facts: _Facts, lists: _Lists, segments: tuple[str, ...], task: TaskRow | None
) -> Mapping[str, bool]:
    """Return what is urgent about a client, in the order of answers.FLAGS."""
    today = lists.today
    known = date(facts.known)
    gone = facts.lifecycle in _AHEAD
    return {
        "overdue": task is not None and task.overdue > 0,
        "today": task is not None and task.due == today,
        "debt": facts.debt > 0,
        "late": bool(facts.late_days) and not gone and not facts.do_not_contact,
        "silent": not gone and not facts.do_not_contact and _silent(facts, lists, segments),
        "no-next": task is None and not gone and not facts.do_not_contact,
        "new": known is not None and (today - known).days < NEW_DAYS,
        "gaps": bool(facts.fillable) and facts.filled < GAPS * facts.fillable,
    }


def _silent(facts: _Facts, lists: _Lists, segments: tuple[str, ...]) -> bool:
    """Tell whether nothing was heard for longer than its segments, or else anybody, may wait."""
    contact, order = facts.days_since_contact, facts.days_since_order
    limits = [lists.cadence[segment] for segment in segments if segment in lists.cadence]
    if limits:
        return contact is None or contact > min(limits)
    heard = [days for days in (contact, order) if days is not None]
    return bool(facts.orders) and min(heard) > SILENT_DAYS
