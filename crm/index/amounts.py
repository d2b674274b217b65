"""Owns the turning of amounts of money into whole 1/10,000 of the base currency.

An amount that cannot be had (no rate for its currency on the day, or more than the index holds)
is None: it is left out of every sum, never taken for 0. The checks tell the user of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Decimal

from crm.index.terms import Terms
from crm.model import Money, OrderLine

SCALE = 10_000
_PLACES = Decimal(SCALE)
_PERCENT = Decimal(100)
_ONE = Decimal(1)
# SQLite's integers are 64 bits wide; a sum of ninety such amounts still fits.
_LIMIT = 10**17


def units(money: Money, day: dt.date | None, terms: Terms) -> int | None:
    """Return an amount in units of the index, by the rate of the day."""
    amount = _in_base(money, day, terms)
    return None if amount is None else to_units(amount)


def to_units(amount: Decimal) -> int | None:
    """Return an amount of the base currency in units of the index, rounded half to even."""
    scaled = int((amount * _PLACES).to_integral_value(ROUND_HALF_EVEN))
    return scaled if -_LIMIT < scaled < _LIMIT else None


def from_units(units: int) -> Decimal:
    """Return units of the index as an amount of money."""
    return Decimal(units) / _PLACES


def total(parts: Sequence[int | None]) -> int | None:
    """Return a sum, None when a part of it is not known."""
    known = [part for part in parts if part is not None]
    return sum(known) if len(known) == len(parts) else None


def line_amount(line: OrderLine, day: dt.date | None, terms: Terms) -> int | None:
    """Return quantity × price less discount; without a price, the service's on that day, else 0."""
    if line.unread:
        return None
    price = line.price if line.price is not None else terms.price(line.service, day)
    if price is None:
        return 0
    each = _in_base(price, day, terms)
    if each is None:
        return None
    amount = line.qty * each
    if line.discount:
        amount *= _ONE - line.discount / _PERCENT
    return to_units(amount)


def line_cost(line: OrderLine, day: dt.date | None, terms: Terms) -> int | None:
    """Return quantity × cost: the line's own, else the service's on that day, else 0."""
    cost = line.cost if line.cost is not None else terms.cost(line.service, day)
    if cost is None:
        return 0
    each = _in_base(cost, day, terms)
    return None if each is None else to_units(line.qty * each)


def _in_base(money: Money, day: dt.date | None, terms: Terms) -> Decimal | None:
    currency = money.currency
    if currency is None or currency == terms.currency:
        return money.amount
    rate = terms.rate(currency, day)
    return None if rate is None else money.amount * rate
