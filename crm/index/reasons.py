"""Owns the sentences that say why a client belongs to a segment or has a colour.

The templates are English and go through gettext; values are filled in after translation, each
written as its type asks: an `int` is a count or a number of days, a `Decimal` money in the base
currency, a `date` a day, a `str` stays as it is.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TypeAlias

from crm.record import positional

Fact: TypeAlias = int | float | Decimal | dt.date | str | None


@positional
class Reason:
    """A template with its values; `facts` are the columns that a base's own condition reads."""

    template: str
    values: tuple[tuple[str, Fact], ...] = ()
    facts: tuple[tuple[str, Fact], ...] = ()

    def __str__(self) -> str:
        return self.template.format_map(dict(self.values))


def reason(template: str, **values: Fact) -> Reason:
    """Return a Reason with the values in the order given."""
    return Reason(template, tuple(values.items()))


CLOSED = "closed"
CLOSED_ON = "closed on {date}"
CLOSED_BECAUSE = "closed on {date}: {reason}"
LAST_ORDER_BEYOND = "last order {days} days ago, more than {limit}"
LAST_ORDER_BEYOND_OWN = (
    "last order {days} days ago, more than {limit}; usually an order every {interval} days"
)
NO_ORDER = "no order yet"
FIRST_ORDER_LONG_AGO = "orders: {orders}, days with one: {days}, the first long ago, on {date}"
ENOUGH_DAYS = "orders: {orders}, days with one: {days}, the first on {date}"
FEW_DAYS = "orders so far: {orders}, days with one: {days}, the first on {date}"
ACTIVE = "days since the last order: {days}, days with one in a year: {recent}, the first on {date}"
HAS_TAG = "has the tag {tag}"
CONDITION = "meets the condition {condition}"
CONDITION_PRIVATE = "meets a condition over private fields"
STOPPED = "stopped; days with an order: {days}"
BOUGHT = "days with an order: {days}"
LAST_OUTCOME = "the last outcome, on {date}: {outcome}"
DEALS_LOST = "every deal is lost"
DEAL_OPEN = "a deal is open"
CONSENT = "agreed to mailings"
NO_DECIDER = "no contact is known to decide"
NOTHING_SAID = "known, and nothing more yet"

TEMPLATES: tuple[str, ...] = tuple(
    value for name, value in list(globals().items()) if name.isupper() and isinstance(value, str)
)
