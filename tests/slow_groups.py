"""The reports on where clients come from once more, slowly and plainly, straight from the records.

Nothing here is shared with crm.reports or crm.index: where the two differ, one of them is wrong.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from slow_deals import moment, share
from slow_reports import ZERO, Base, amount, margin

from crm.model import Client, Interaction
from crm.settings.prices import Campaign


def came(client: Client, day: dt.date) -> dt.date | None:
    """When a client came, as it was known on a day."""
    if client.since and client.since <= day:
        return client.since
    return min((e.date.day for e in client.interactions if e.date.day <= day), default=None)


def known(base: Base) -> list[Client]:
    """The clients known at the end of the period."""
    return [
        one for one in base.clients if came(one, base.until) or not (one.since or one.interactions)
    ]


def sources(base: Base) -> dict[str | None, tuple[object, ...]]:
    """Clients, buyers, conversion, orders, revenue, margin, revenue a client, came again."""
    ever = Base(base.clients, base.today, None, base.until)
    clients = [
        one
        for one in known(base)
        if base.since == dt.date.min or (came(one, base.until) or dt.date.min) >= base.since
    ]
    return {
        name or None: _group([one for one in clients if one.source == name], ever)
        for name in {one.source for one in clients}
    }


def regions(base: Base) -> dict[str | None, tuple[object, ...]]:
    """The same of the entries of the period."""
    return {
        name or None: _group([one for one in known(base) if one.region == name], base)
        for name in {one.region for one in known(base)}
    }


def _group(clients: list[Client], base: Base) -> tuple[object, ...]:
    buyers = [one for one in clients if base.orders(one)]
    profits = margin(base)
    revenue = sum((base.revenue(one) for one in clients), ZERO)
    left = sum((profits[one.id][4] for one in clients if one.id in profits), ZERO)
    return (
        len(clients),
        len(buyers),
        share(len(buyers), len(clients)),
        sum(len(base.orders(one)) for one in clients),
        revenue,
        left,
        Fraction(revenue) / len(clients),
        share(sum(len(base.order_days(one)) > 1 for one in buyers), len(buyers)),
    )


def campaigns(  # noqa: C901 - as the report says it
    base: Base, declared: Iterable[Campaign]
) -> dict[str, tuple[int, int, int, Decimal, int, Decimal]]:
    """Leads, new clients, orders, revenue, later orders and their revenue, as far as not all 0."""
    found: dict[str, list[object]] = {}

    def add(name: str, place: int, value: object) -> None:
        row = found.setdefault(name, [0, 0, 0, ZERO, 0, ZERO])
        row[place] += value

    def brought(order: Interaction, client: Client, first: Interaction) -> str:
        day = order.date.day
        running = [
            (one.start or dt.date.min, one.id)
            for one in declared
            if one.promo
            and one.promo == order.promo
            and (one.start or dt.date.min) <= day <= (one.end or dt.date.max)
        ]
        if order.campaign or running:
            return order.campaign or max(running)[1]
        return client.campaign if order is first else ""

    for one in known(base):
        told = [e for _, e in sorted(enumerate(one.interactions), key=moment)]
        told = [e for e in told if e.date.day <= base.until]
        orders = [e for e in told if e.type == "order" and amount(e) >= 0]
        if one.campaign:
            add(one.campaign, 0, 1)
        names = [brought(e, one, orders[0]) for e in orders]
        for place, (e, name) in enumerate(zip(orders, names, strict=True)):
            if name:
                add(name, 1, int(place == 0))
                add(name, 2, 1)
                add(name, 3, amount(e))
            for other in set(names[:place]) - {name, ""}:
                if not e.promo:
                    add(other, 4, 1)
                    add(other, 5, amount(e))
        for e in told:
            if e.type == "refund":
                of = [n for o, n in zip(orders, names, strict=True) if n and e.number and o.number == e.number]  # fmt: skip
                if of or e.campaign:
                    add(of[0] if of else e.campaign, 3, -amount(e))
    return {name: tuple(row) for name, row in found.items() if any(row)}
