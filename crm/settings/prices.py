"""Owns the records of services.yaml and campaigns.yaml, and what a service cost on a day."""

from __future__ import annotations

import datetime as dt

from crm.fields.words import Words
from crm.model import Money
from crm.record import record


@record
class Price:
    """A price or cost of the past, up to and including `until`."""

    until: dt.date | None = None
    price: Money | None = None
    cost: Money | None = None
    line: int = 0


@record
class Service:
    """One service or product of the price list."""

    id: str
    name: str = ""
    category: str = ""
    unit: str = ""
    price: Money | None = None
    cost: Money | None = None
    prices: tuple[Price, ...] = ()  # the past, the oldest first
    notes: str = ""
    ended: dt.date | None = None  # no longer sold from this day on

    @property
    def label(self) -> Words:
        """The name, or the code of a service without one."""
        return {"": self.name or self.id}

    def price_on(self, day: dt.date) -> Money | None:
        """Return what one of it cost the client on a day."""
        for past in self.prices:
            if past.until and day <= past.until and past.price is not None:
                return past.price
        return self.price

    def cost_on(self, day: dt.date) -> Money | None:
        """Return what one of it cost the firm on a day."""
        for past in self.prices:
            if past.until and day <= past.until and past.cost is not None:
                return past.cost
        return self.cost


@record
class Campaign:
    """One campaign."""

    id: str
    name: str = ""
    start: dt.date | None = None
    end: dt.date | None = None
    cost: Money | None = None
    promo: str = ""
    list: str = ""
    notes: str = ""

    @property
    def label(self) -> Words:
        """The name, or the id of a campaign without one."""
        return {"": self.name or self.id}
