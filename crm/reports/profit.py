"""Owns what clients brought and cost in a period, as several reports begin with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from crm.index.reports.extract import Extract


class Profit(NamedTuple):
    """What a client brought and cost in the period; money in units of 1/10,000."""

    client: str
    orders: int
    order_amounts: int
    priced_orders: int
    revenue: int
    cogs: int
    expenses: int
    touch_cost: int
    touches: int

    @property
    def margin(self) -> int:
        """Revenue less goods and expenses."""
        return self.revenue - self.cogs - self.expenses


def profits(extract: Extract) -> list[Profit]:
    """Return the clients with an entry about money or a touch in the period, by id."""
    return [Profit._make(row) for row in extract.rows("profits")]


def total(found: Sequence[Profit]) -> Profit:
    """Return what clients brought and cost together."""
    return Profit(
        client="",
        orders=sum(one.orders for one in found),
        order_amounts=sum(one.order_amounts for one in found),
        priced_orders=sum(one.priced_orders for one in found),
        revenue=sum(one.revenue for one in found),
        cogs=sum(one.cogs for one in found),
        expenses=sum(one.expenses for one in found),
        touch_cost=sum(one.touch_cost for one in found),
        touches=sum(one.touches for one in found),
    )
