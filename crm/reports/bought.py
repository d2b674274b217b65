"""Owns which services were bought: by each client, and in one order."""

from __future__ import annotations

import json
from collections import Counter
from operator import itemgetter
from typing import NamedTuple, TypeAlias

from crm.index.reports.extract import Extract

Basket: TypeAlias = tuple[str, ...]  # the different services of an order, sorted


class Bought(NamedTuple):
    """The day numbers on which a client bought each service for the first and the last time."""

    first: dict[str, int]
    last: dict[str, int]


def bought_by_client(extract: Extract) -> dict[str, Bought]:
    """Return what each client bought."""
    found = {}
    for client, services, days in extract.rows("service_days"):
        lines = sorted(zip(json.loads(services), json.loads(days), strict=True), key=itemgetter(1))
        # Of equal services the one that comes later stays.
        found[client] = Bought(first=dict(reversed(lines)), last=dict(lines))
    return found


def baskets(extract: Extract) -> Counter[Basket]:
    """Return in how many orders which services were bought together."""
    found: Counter[Basket] = Counter()
    for (services,), orders in Counter(extract.rows("baskets")).items():  # many are alike
        found[tuple(sorted(set(json.loads(services))))] += orders
    return found
