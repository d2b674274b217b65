"""Owns the texts of cells made into those of a client file, type by type, by the column's style."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from functools import cache

from crm.exchange.tables.cells import Cell, Kind
from crm.exchange.values.date_style import DateStyle, Order, date_style
from crm.exchange.values.number_style import Mark, decimal_mark, settled
from crm.exchange.values.value import same_phone
from crm.fields.dates import write_moment
from crm.fields.field import Field
from crm.fields.money import PLACES, parse_money, write_money
from crm.model import Moment, Money, Phone

DATES = frozenset({"date", "moment", "birthday"})
NUMBERS = frozenset({"number", "money", "percent"})
_LINES = re.compile(r"\s*[\n\t]\s*")
_LIST = re.compile(r"\s*(?:[;\n]|:::|,(?!\d))\s*")
_FINEST = Decimal(1).scaleb(-PLACES)


@dataclass(slots=True)
class Style:
    """What the cells of a column have in common; `told` collects codes worth one word."""

    dates: DateStyle = field(default_factory=DateStyle)
    mark: Mark = ""
    told: dict[str, None] = field(default_factory=dict)


def style_of(
    kind: str, cells: Iterable[Cell], *, order: Order = "", mark: Mark = "", zone: str = ""
) -> Style | None:
    """Return the style of a column for a type; None where its dates have two readings."""
    if kind in DATES:
        texts = (cell.text for cell in cells if cell.kind in {Kind.TEXT, Kind.DATE})
        found = date_style(texts, order, zone)
        return None if found is None else Style(dates=found)
    if kind in NUMBERS:
        texts = (cell.text for cell in cells if cell.kind is Kind.TEXT)
        return Style(mark=mark or decimal_mark(texts))
    return Style()


def normal(field: Field, cell: Cell, style: Style) -> str:
    """Return the text of a cell as the type's reader takes it; "" where there is no value.

    Raises BadValue.
    """
    if field.type in DATES:
        return _date(field.type, cell, style)
    if field.type in NUMBERS:
        return _number(field.type, cell, style)
    if field.type == "longtext":
        return cell.text
    text = _LINES.sub(" ", cell.text)
    if field.choices:
        return _choices_of(field).get(text.casefold(), text)
    return country_code(text) if field.type == "country" else text


def parts_of(text: str) -> list[str]:
    """Return the parts of a cell that lists several values."""
    return [part for part in _LIST.split(text) if part]


def _date(kind: str, cell: Cell, style: Style) -> str:
    if kind == "birthday" and cell.text.startswith("--"):
        return cell.text
    stamp = style.dates.read(cell.text)
    if stamp is None:
        return ""
    if kind != "moment":
        return stamp.day.isoformat()
    if stamp.seconds:
        style.told["seconds-dropped"] = None
    if stamp.shifted:
        style.told["offset-dropped"] = None
    return write_moment(Moment(stamp.day, stamp.time))


def _number(kind: str, cell: Cell, style: Style) -> str:
    if cell.kind is Kind.NUMBER:
        return _rounded(cell.text, style) if kind == "money" else cell.text
    return settled(cell.text, style.mark)


def _rounded(text: str, style: Style) -> str:
    """Return a computed number (33.3333333333333) with the four decimals that money has."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    short = number.quantize(_FINEST, ROUND_HALF_EVEN)
    if short == number:
        return text
    style.told["decimals-dropped"] = None
    return format(short.normalize(), "f")


def with_currency(text: str, currency: str, used: frozenset[str]) -> str:
    """Return an amount with a currency where it names none itself."""
    if not currency:
        return text
    money = parse_money(text, used)
    return text if money.currency else write_money(Money(money.amount, currency))


@cache
def country_code(text: str) -> str:
    """Return the two letters of a country named in English, Russian or Bulgarian."""
    if len(text) == 2:
        return text.upper()
    return _countries().get(text.casefold(), text)


@cache
def _countries() -> dict[str, str]:
    from babel import Locale  # noqa: PLC0415  only where countries are written out

    return {
        name.casefold(): code
        for language in ("en", "ru", "bg")
        for code, name in Locale(language).territories.items()
        if len(code) == 2
    }


def _choices_of(field: Field) -> dict[str, str]:
    return {
        word.casefold(): choice
        for choice, labels in field.choices.items()
        for word in (choice, *labels.values())
    }


def international(phone: Phone) -> str:
    """Return a number as typed where it begins with +, else as it is dialled from abroad."""
    if phone.e164 is None or phone.typed.startswith("+"):
        return phone.typed
    # The import of phone numbers has paid for it already.
    import phonenumbers  # noqa: PLC0415

    number = phonenumbers.parse(phone.e164)
    number.extension = same_phone(phone)[1] or None
    shown: str = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return shown
