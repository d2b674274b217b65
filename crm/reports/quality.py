"""Owns the report `quality`: late deliveries, complaints and how content clients are."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeAlias

from crm.index.query import Index
from crm.index.reports.extract import Extract
from crm.reports.quality_columns import FIGURES, KEYS, QUALITY
from crm.reports.report import Asked, Result, Value, note, result, three

REPORT = QUALITY
_NOTHING = note(
    three(
        "nobody ordered, complained or answered a survey in this time",
        "за это время никто не заказывал, не жаловался и не отвечал на опрос",
        "за това време никой не е поръчвал, не се е оплаквал и не е отговарял на анкета",
    )
)
_Key: TypeAlias = str | None


class Service(NamedTuple):
    """How we served: counts and sums of what orders, complaints and surveys say."""

    orders: int = 0
    deliveries: int = 0
    late: int = 0
    days: int = 0  # of the late ones together
    complaints: int = 0
    open: int = 0
    surveys: int = 0
    scores: int = 0  # their sum
    satisfied: int = 0  # sum of the answers
    answers: int = 0

    def figures(self) -> tuple[Value, ...]:
        """Return the values of the columns; what would be divided by nothing is empty."""
        return (
            self.orders,
            self.deliveries,
            self.late,
            _mean(self.late, self.deliveries),
            _mean(self.days, self.late),
            self.complaints,
            self.open,
            _mean(100 * self.complaints, self.orders),
            self.surveys,
            _mean(self.scores, self.surveys),
            _mean(self.satisfied, self.answers),
        )


def _mean(amount: int, count: int) -> float | None:
    return amount / count if count else None


class _Event(NamedTuple):
    """A delivery, complaint or survey, and whom it concerns."""

    client: str
    member: _Key
    order: int | None
    says: Service


def compute(index: Index, asked: Asked) -> Result:
    """Return the services, members or clients, those with most complaints and delays first."""
    extract = asked.extract(index)
    by = asked.word("by")
    events = [*_deliveries(extract), *_voices(extract)]
    parts: dict[_Key, list[Service]] = defaultdict(list)
    for key, orders in _orders(extract, by):
        parts[key].append(Service(orders=orders))
    services = _services(extract, events) if by == "service" else {}
    for one in events:
        keys: tuple[_Key, ...] = (one.member if by == "member" else one.client,)
        if by == "service":
            keys = services.get((one.client, one.order or 0), (None,))
        for key in keys:
            parts[key].append(one.says)
    found = {key: _sum(own) for key, own in parts.items()}
    rows = [
        (key, *found[key].figures()) for key in sorted(found, key=lambda key: _worst(key, found))
    ]
    whole = _sum(one.says for one in events)._replace(
        orders=sum(orders for _, orders in _orders(extract, "client"))
    )
    names = [column.name for column in FIGURES]
    summary = dict(zip(names, whole.figures(), strict=True))
    without = tuple(key for key in KEYS if key != by)
    return result(REPORT, rows, summary, without=without, why=None if rows else _NOTHING)


def _worst(key: _Key, found: Mapping[_Key, Service]) -> tuple[bool, int, int, str]:
    one = found[key]
    return (key is None, -one.complaints - one.late, -one.orders, key or "")


def _sum(parts: Iterable[Service]) -> Service:
    return Service(*map(sum, zip(Service(), *parts, strict=True)))


def _orders(extract: Extract, by: str) -> list[tuple[_Key, int]]:
    """Return how many orders of the period each service, member or client has."""
    if by == "service":
        return [(row[0], row[2]) for row in extract.rows("service_sales")]
    if by == "member":
        return [(row[0], row[3]) for row in extract.rows("work_done") if row[3]]
    return [(row[0], row[1]) for row in extract.rows("sales")]


def _deliveries(extract: Extract) -> list[_Event]:
    """Return the deliveries that are done, or late, at the end of the period."""
    found = []
    for client, n, member, due_text, done_text in extract.rows("deliveries"):
        due = dt.date.fromisoformat(due_text).toordinal()
        done = dt.date.fromisoformat(done_text).toordinal() if done_text else extract.last + 1
        late = min(done, extract.last) - due
        if done > extract.last and late <= 0:
            continue  # still in time
        says = Service(deliveries=1, late=int(late > 0), days=max(late, 0))
        found.append(_Event(client, member, n, says))
    return found


def _voices(extract: Extract) -> list[_Event]:
    found = []
    for client, kind, still, score, satisfied, answers, n, member in extract.rows("voices"):
        says = Service(
            complaints=int(kind == "complaint"),
            open=still,
            surveys=int(score is not None),
            scores=score or 0,
            satisfied=satisfied,
            answers=answers,
        )
        found.append(_Event(client, member, n, says))
    return found


def _services(
    extract: Extract, events: Iterable[_Event]
) -> dict[tuple[str, int], tuple[_Key, ...]]:
    """Return the services of each order that something is said of."""
    wanted = json.dumps(sorted({one.client for one in events}))
    found: dict[tuple[str, int], tuple[_Key, ...]] = {}
    for client, n, service in extract.rows("order_services", asked=wanted):
        found[client, n] = (*found.get((client, n), ()), service)
    return found
