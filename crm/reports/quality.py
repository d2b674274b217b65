"""Owns the report `quality`: late deliveries, complaints and how content clients are."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from crm.index.query import Index
from crm.index.reports.extract import Extract, Row
from crm.reports.bought import baskets
from crm.reports.quality_columns import FIGURES, KEYS, QUALITY
from crm.reports.report import Asked, Result, Value, note, result, three
from crm.reports.rules import of_baskets

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


class _Voice(NamedTuple):
    """A complaint or survey, and whom it concerns."""

    client: str
    member: _Key
    order: int | None  # the client's last one before it
    says: Service


def compute(index: Index, asked: Asked) -> Result:
    """Return the services, members or clients, those with most complaints and delays first."""
    extract = asked.extract(index)
    by = asked.word("by")
    voices = _voices(extract)
    deliveries = extract.rows("deliveries")
    heard = (
        _heard(extract, voices)
        if by == "service"
        else [(one.member if by == "member" else one.client, one.says) for one in voices]
    )
    if by == "service":
        brought = [(row[0], _delivered(row)) for row in extract.rows("service_deliveries")]
    else:
        brought = [(row[by == "member"], _delivered(row)) for row in deliveries]
    parts: dict[_Key, list[Service]] = defaultdict(list)
    for key, says in (*_orders(extract, by), *brought, *heard):
        parts[key].append(says)
    found = {key: _sum(own) for key, own in parts.items()}
    order = sorted(found, key=lambda key: _worst(key, found))
    rows = [(key, *found[key].figures()) for key in order]
    everything = [says for _, says in _orders(extract, "client")]
    everything += [*map(_delivered, deliveries), *(one.says for one in voices)]
    names = [column.name for column in FIGURES]
    summary = dict(zip(names, _sum(everything).figures(), strict=True))
    without = tuple(key for key in KEYS if key != by)
    return result(REPORT, rows, summary, without=without, why=None if rows else _NOTHING)


def _worst(key: _Key, found: Mapping[_Key, Service]) -> tuple[bool, int, int, str]:
    one = found[key]
    return (key is None, -one.complaints - one.late, -one.orders, key or "")


def _sum(parts: Iterable[Service]) -> Service:
    return Service(*map(sum, zip(Service(), *parts, strict=True)))


def _orders(extract: Extract, by: str) -> list[tuple[_Key, Service]]:
    """Return how many orders of the period each service, member or client has."""
    if by == "service":
        singles = of_baskets(baskets(extract)).singles
        return [(service, Service(orders=orders)) for service, orders in singles.items()]
    question, place = ("work_done", 3) if by == "member" else ("sales", 1)
    found = extract.rows(question)
    return [(row[0], Service(orders=row[place])) for row in found if row[place]]


def _delivered(row: Row) -> Service:
    *_, deliveries, late, days = row
    return Service(deliveries=deliveries, late=late, days=days)


def _voices(extract: Extract) -> list[_Voice]:
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
        found.append(_Voice(client, member, n, says))
    return found


def _heard(extract: Extract, voices: Sequence[_Voice]) -> list[tuple[_Key, Service]]:
    """Return what is said of each service, by the orders that it followed."""
    orders = sorted({(one.client, one.order) for one in voices if one.order is not None})
    services: dict[tuple[str, int | None], list[_Key]] = defaultdict(list)
    for client, n, service in extract.rows("order_services", orders=json.dumps(orders)):
        services[client, n].append(service)
    return [
        (service, one.says)
        for one in voices
        for service in services.get((one.client, one.order), (None,))
    ]
