"""Owns the rules on amounts: an order's equals its lines, every currency has a rate that day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from crm.checks.reader import ClientReader
from crm.fields.money import write_money
from crm.model import Client, Interaction, Money, OrderLine
from crm.problems import Problem
from crm.settings import Settings

_CENT = Decimal("0.01")


def orders_have_amounts(
    client: Client, settings: Settings, reader: ClientReader
) -> Iterator[Problem]:
    """An order says what it is worth: an amount, or lines whose price is known."""
    for order in _orders(client):
        if order.amount is not None or _is_written(reader, order, "amount"):
            continue
        if not order.items and not _is_written(reader, order, "items"):
            yield reader.problem("order-empty", order, "type")
        for line in order.items:
            if line_price(line, order, settings) is None and not _is_written(reader, line, "price"):
                yield reader.problem("price-missing", line, "service", value=line.service)


def amounts_equal_lines(
    client: Client, settings: Settings, reader: ClientReader
) -> Iterator[Problem]:
    """An order's amount equals its lines: quantity × price less the discount.

    There is no tolerance but the cent: the exact sum, the sum rounded half up, and the sum of the
    lines each rounded half up are equal to the amount. Lines without a price of their own are not
    compared with; in another currency they are, at the rates of the day.
    """
    for order in _orders(client):
        amount = order.amount
        if amount is None or not order.items or not all(line.price for line in order.items):
            continue
        lines = [_in_currency_of(amount, line, order, settings) for line in order.items]
        sums = [line for line in lines if line is not None]
        if len(sums) == len(lines) and not equals(amount.amount, sums):
            total = Money(_cents(sum(sums, Decimal())), amount.currency)
            yield reader.problem(
                "amount-differs",
                order,
                "amount",
                amount=write_money(amount),
                lines=write_money(total),
            )


def equals(amount: Decimal, lines: list[Decimal]) -> bool:
    """Tell whether an amount is the sum of lines, exactly or rounded to cents as invoices are."""
    exact = sum(lines, Decimal())
    return amount in {exact, _cents(exact)} or amount == sum(map(_cents, lines), Decimal())


def line_amount(line: OrderLine, price: Money) -> Decimal:
    """Return quantity × price less the discount, exact, in the price's currency."""
    amount = line.qty * price.amount
    return amount if line.discount is None else amount * (100 - line.discount) / 100


def line_price(line: OrderLine, order: Interaction, settings: Settings) -> Money | None:
    """Return the price of one: the line's, else the service's on the day of the order."""
    if line.price is not None:
        return line.price
    service = settings.services.get(line.service)
    return service.price_on(order.date.day) if service and order.date else None


def rates_are_known(client: Client, settings: Settings, reader: ClientReader) -> Iterator[Problem]:
    """Amounts in another currency have a rate on the day of their entry."""
    for entry in client.interactions:
        if entry.date is None:
            continue
        day = entry.date.day
        for key in ("amount", "cost"):
            if _lacks_rate(money := getattr(entry, key), day, settings):
                yield reader.problem("rate-missing", entry, key, value=money.currency, day=day)
        for line in entry.items:
            for key in ("price", "cost"):
                if _lacks_rate(money := getattr(line, key), day, settings):
                    yield reader.problem("rate-missing", line, key, value=money.currency, day=day)


def _lacks_rate(money: Money | None, day: dt.date, settings: Settings) -> bool:
    """Tell whether a currency that has rates has none on this day yet."""
    if money is None or money.currency is None or money.currency == settings.currency:
        return False
    return money.currency in settings.rates and settings.rate(money.currency, day) is None


def _in_currency_of(
    amount: Money, line: OrderLine, order: Interaction, settings: Settings
) -> Decimal | None:
    """Return a line's amount in the currency of the order's, None where a rate is missing."""
    if line.price is None:
        return None
    exact = line_amount(line, line.price)
    ours = amount.currency or settings.currency
    theirs = line.price.currency or settings.currency
    if ours == theirs:
        return exact
    if order.date is None:
        return None
    from_rate = settings.rate(theirs, order.date.day)
    to_rate = settings.rate(ours, order.date.day)
    return exact * from_rate / to_rate if from_rate and to_rate else None


def _orders(client: Client) -> Iterator[Interaction]:
    return (entry for entry in client.interactions if entry.type == "order")


def _is_written(reader: ClientReader, record: object, key: str) -> bool:
    """Tell whether something stands there, good or bad: a bad value has its own problem."""
    node = reader.nodes[id(record)].get(key)
    return node is not None and not node.empty


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(_CENT, ROUND_HALF_UP)
