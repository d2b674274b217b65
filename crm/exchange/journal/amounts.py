"""Owns the arithmetic of an order's rows: what the lines come to, and what the order's amount is.

A column of amounts holds either what each line comes to, or the total of the order in every row.
Which of the two is proved by the figures, or not taken for granted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from crm.checks.money import equals
from crm.exchange.values.value import Value

SERVICE, QTY, PRICE, DISCOUNT = "items.service", "items.qty", "items.price", "items.discount"
Line = Mapping[str, Value]


class Sum(NamedTuple):
    """An amount in one currency."""

    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Amount:
    """What the rows of an order come to; None: nothing says so, or not for certain."""

    value: Value | None = None
    unclear: bool = False
    differs: str = ""  # what the lines come to, where that is something else


def line_total(line: Line) -> Sum | None:
    """Return quantity times price less discount; None for a line without a price."""
    price = sum_in(line.get(PRICE))
    if price is None:
        return None
    qty = _number(line.get(QTY), Decimal(1))
    discount = _number(line.get(DISCOUNT), Decimal(0))
    return Sum(qty * price.amount * (100 - discount) / 100, price.currency)


def order_amount(amounts: Sequence[Value | None], lines: Sequence[Line]) -> Amount:
    """Return the amount of an order from the amounts in its rows and its lines."""
    told = [amount for amount in amounts if amount is not None]
    if not told:
        return Amount()
    sums = [found for amount in told if (found := sum_in(amount)) is not None]
    totals = [line_total(line) for line in lines]
    whole = _added(totals)
    if len(amounts) == 1 or len(told) == 1:
        unclear = len(amounts) > 1 and not _equal(sums[0], totals)
        return Amount(told[0], unclear=unclear, differs=_differs(whole, sums[0], totals))
    parts = _added(sums)
    if len(told) < len(amounts) or parts is None:
        return Amount(unclear=True)
    total = sums[0] if len(set(sums)) == 1 else None
    if total is not None and not _equal(parts, totals):
        return Amount(told[0], unclear=not _equal(total, totals))
    return Amount(_as_value(parts, told[0]), differs=_differs(whole, parts, totals))


def sum_in(value: Value | None) -> Sum | None:
    """Return the amount a value of money is compared by."""
    if value is None or not isinstance(value.same, tuple):
        return None
    amount, currency = value.same
    return Sum(amount, currency)


def total_of(lines: Sequence[Line]) -> Value | None:
    """Return what lines come to as a value; None where a price is missing."""
    total = _added([line_total(line) for line in lines])
    return None if total is None else _as_value(total, lines[0][PRICE])


def _number(value: Value | None, default: Decimal) -> Decimal:
    return value.same if value is not None and isinstance(value.same, Decimal) else default


def _added(parts: Sequence[Sum | None]) -> Sum | None:
    """Return the sum of amounts; None when one is missing or in another currency."""
    known = [part for part in parts if part is not None]
    if not known or len(known) < len(parts) or len({part.currency for part in known}) > 1:
        return None
    return Sum(sum((part.amount for part in known), Decimal(0)), known[0].currency)


def _equal(amount: Sum, totals: Sequence[Sum | None]) -> bool:
    """Tell whether lines come to an amount, to the cent, as `crm check` wants it."""
    whole = _added(totals)
    return (
        whole is not None
        and whole.currency == amount.currency
        and equals(amount.amount, [total.amount for total in totals if total is not None])
    )


def _differs(whole: Sum | None, amount: Sum, totals: Sequence[Sum | None]) -> str:
    if whole is None or _equal(amount, totals):
        return ""
    return f"{format(whole.amount.normalize(), 'f')} {whole.currency}"


def _as_value(total: Sum, like: Value) -> Value:
    """Return a sum written as another amount is: with its currency or without."""
    currency = like.text.partition(" ")[2]
    text = format(total.amount, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return Value(f"{text} {currency}" if currency else text, tuple(total), bare=True)
