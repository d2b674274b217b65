"""Owns what was sold of each service in a period, and at which price."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import chain
from typing import NamedTuple

from crm.index.reports.extract import Extract
from crm.index.values import money
from crm.reports.bought import Bought
from crm.reports.report import Value

_YEAR = 365


class Sold(NamedTuple):
    """What was sold of a service in a period, money in units; what one unit cost in two years."""

    clients: int = 0
    orders: int = 0
    quantity: float = 0
    revenue: int = 0
    cost: int = 0
    price: Value = None  # mean of the 365 days to the end of the period
    price_before: Value = None  # of the 365 before


def services_sold(
    extract: Extract, bought: Mapping[str, Bought], orders: Mapping[str, int]
) -> dict[str, Sold]:
    """Return what was sold of each service of the last two years or of the period.

    `bought` is what clients bought from the beginning to the end of the period, `orders` how many
    orders of the period have a service.
    """
    cut = extract.last - _YEAR + 1
    # Who bought it for the last time in the period bought it there; who did before did not.
    lasts = chain.from_iterable(one.last.items() for one in bought.values())
    clients = Counter(service for service, day in lasts if day >= extract.first)
    return {
        service: Sold(
            clients[service], orders.get(service, 0), quantity, revenue, cost,
            price=_mean(after, pieces),
            price_before=_mean(before, pieces_before),
        )
        for service, quantity, revenue, cost, before, pieces_before, after, pieces in extract.rows(
            "services_sold", begun=cut - _YEAR, cut=cut
        )
    }  # fmt: skip


def _mean(amount: int, quantity: float) -> Value:
    return money(round(amount / quantity)) if quantity else None
