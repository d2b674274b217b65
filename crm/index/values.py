"""Owns what a value of a column is to the floors above: money a Decimal, a date a date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from crm.index.amounts import SCALE, from_units
from crm.index.answers import Value
from crm.index.columns import COLUMNS, Column, Unit
from crm.index.database import own_columns
from crm.index.terms import Terms

_OWN_UNITS = {
    "number": Unit.NUMBER,
    "percent": Unit.NUMBER,
    "money": Unit.MONEY,
    "date": Unit.DATE,
    "flag": Unit.FLAG,
}

money = lru_cache(maxsize=65536)(from_units)
"""Units of the index as an amount."""


@lru_cache(maxsize=65536)
def date(text: str | None) -> dt.date | None:
    """Return the date of a text, None when it is none."""
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        return None


def all_columns(terms: Terms) -> tuple[Column, ...]:
    """Return the columns of `client_metrics`: the documented ones, then the base's own fields."""
    names = own_columns(terms.own)
    own = (
        Column(
            names[field.key],
            _OWN_UNITS.get(field.type, Unit.TEXT),
            f"{field.meaning}.".replace("..", "."),
            private=field.private,
            own=True,
        )
        for field in terms.own
    )
    return (*COLUMNS, *own)


def readers(columns: Sequence[Column]) -> list[Callable[[Any], Value]]:
    """Return for each column the function from what SQLite holds to a Value."""
    return [_READERS.get(column.unit, _same) for column in columns]


def _same(value: Any) -> Value:
    found: Value = value
    return found


def _money(value: float | None) -> Decimal | None:
    # The view gives a float; it stands for a whole number of units.
    return None if value is None else money(round(value * SCALE))


def _number(value: float | None) -> float | int | None:
    return int(value) if value is not None and value == int(value) else value


_READERS: dict[Unit, Callable[[Any], Value]] = {
    Unit.MONEY: _money,
    Unit.DATE: date,
    Unit.DAYS: _number,
}
