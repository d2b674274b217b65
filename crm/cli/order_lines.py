"""Owns lines of an order as they are typed: `beans-1kg x 10 @ 25`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from crm.cli.values import one
from crm.errors import UsageError
from crm.fields.money import parse_money, parse_number, write_money
from crm.fields.table import SECTIONS
from crm.model import Money
from crm.regex import regex
from crm.text.quote import Bare

if TYPE_CHECKING:
    from crm.settings import Settings
    from crm.text.quote import Written

# The x of a keyboard, the Cyrillic х, the multiplication sign and the asterisk.
_TIMES = regex(r"(?P<service>.+?)(?:\s*[*×]\s*|\s+[xхXХ]\s*)(?P<qty>[0-9.,][^@%]*)")
_DISCOUNT = regex(r"(?P<before>.*?)\s+-\s*(?P<percent>[0-9.,]+)\s*%")
_FORM = 'write it as "beans-1kg x 10 @ 25", with " -5%" for a discount'


def order_line(text: str, settings: Settings, day: dt.date) -> dict[str, Written]:
    """Return the mapping of a typed line; price and cost come from the price list of the day."""
    rest, discount = text.strip(), ""
    if found := _DISCOUNT.fullmatch(rest):
        rest, discount = found["before"], found["percent"]
    head, _, price = (part.strip() for part in rest.partition("@"))
    timed = _TIMES.fullmatch(head)
    service, qty = (timed["service"], timed["qty"]) if timed else (head, "1")
    if not service or " " in service or ("@" in rest and not price):
        raise UsageError(f"--item: {text!r} is no line of an order", _FORM)
    typed = {"service": service, "qty": qty, "price": price, "discount": discount}
    known = settings.services.get(service)
    if known is not None:
        typed["price"] = price or _money(known.price_on(day))
        typed["cost"] = _money(known.cost_on(day))
    order = ("service", "qty", "price", "cost", "discount")
    return {key: _written(key, typed[key], settings, day) for key in order if typed.get(key)}


def _money(money: Money | None) -> str:
    return write_money(money) if money is not None else ""


def _written(key: str, text: str, settings: Settings, day: dt.date) -> Written:
    field = SECTIONS["line"].fields[key]
    return one(field, text, settings.context, day, f"--item: {key}")


def total(lines: Sequence[dict[str, Written]], settings: Settings) -> str:
    """Return the sum of the lines as it is written; raises UsageError where they have none."""
    amounts = [_amount(line, settings) for line in lines]
    if len({amount.currency or settings.currency for amount in amounts}) > 1:
        raise UsageError("the lines are in different currencies", "give the sum with --amount")
    named = next((amount.currency for amount in amounts if amount.currency), None)
    number = sum((amount.amount for amount in amounts), Decimal(0))
    return Bare(write_money(Money(_trimmed(number), named)))


def _amount(line: dict[str, Written], settings: Settings) -> Money:
    price = line.get("price")
    if price is None:
        hint = "add it, @ 25, or give the sum with --amount"
        raise UsageError(f"{line['service']} has no price", hint)
    money = parse_money(str(price), settings.context.currencies)
    off = parse_number(str(line.get("discount", "0")).rstrip("% "))
    return Money(money.amount * parse_number(str(line["qty"])) * (100 - off) / 100, money.currency)


def _trimmed(number: Decimal) -> Decimal:
    """Return a sum of money to the cent, without needless zeros after the mark."""
    cents = number.quantize(Decimal("0.01"))
    return cents.to_integral_value() if cents == cents.to_integral_value() else cents
