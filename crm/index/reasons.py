"""Owns the sentences that say why a client belongs to a segment or has a colour.

The templates are English and go through gettext; values are filled in after translation, each
written as its type asks: an `int` is a count or a number of days, a `Decimal` money in the base
currency, a `date` a day, a `str` stays as it is.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

Fact: TypeAlias = int | float | Decimal | dt.date | str | None


@dataclass(frozen=True, slots=True)
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
    "last order {days} days ago, more than {limit} (the usual interval is {interval} days)"
)
NO_ORDER = "no order yet"
FIRST_ORDER_LONG_AGO = "{orders} orders on {days} days, the first on {date}"
THREE_OR_MORE = "{orders} orders on {days} days"
ONE_OR_TWO = "{orders} orders on {days} days, fewer than three"
ACTIVE = "last order {days} days ago, {recent} order days in a year, the first on {date}"
HAS_TAG = "tag {tag}"
CONDITION = "{condition}"
CONDITION_PRIVATE = "a condition over private fields"
STOPPED_AFTER_MANY = "stopped after {days} order days: {class}"
LAST_OUTCOME = "the last outcome, on {date}, is {outcome}"
DEALS_LOST = "every deal is lost"
DEAL_OPEN = "a deal is open"
CONSENT = "consent to mailings"
NO_DECIDER = "no contact is known to decide"
NOTHING_SAID = "nothing of the above"

TEMPLATES: tuple[str, ...] = (
    CLOSED,
    CLOSED_ON,
    CLOSED_BECAUSE,
    LAST_ORDER_BEYOND,
    LAST_ORDER_BEYOND_OWN,
    NO_ORDER,
    FIRST_ORDER_LONG_AGO,
    THREE_OR_MORE,
    ONE_OR_TWO,
    ACTIVE,
    HAS_TAG,
    CONDITION,
    CONDITION_PRIVATE,
    STOPPED_AFTER_MANY,
    LAST_OUTCOME,
    DEALS_LOST,
    DEAL_OPEN,
    CONSENT,
    NO_DECIDER,
    NOTHING_SAID,
)
