"""Owns what clients bought in a period, as several reports begin with it."""

from __future__ import annotations

from typing import NamedTuple

from crm.index.reports.extract import Extract


class Sale(NamedTuple):
    """What a client bought in the period; money in units of 1/10,000."""

    client: str
    orders: int
    last_day: int
    revenue: int
    order_amounts: int
    priced_orders: int


def sales(extract: Extract) -> list[Sale]:
    """Return the clients with an order in the period, by id."""
    return [Sale._make(row) for row in extract.rows("sales")]
