"""Owns how values stand in tables on a terminal."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from crm.problems import shown


def cell(value: Any) -> str:
    """Return a value as people read it: money and shares with two decimals, nothing as a dash."""
    match value:
        case None | "":
            return "–"
        case Decimal() | float():
            return f"{value:.2f}"
        case dt.date():
            return value.isoformat()
        case _:
            return shown(str(value))


def is_number(value: Any) -> bool:
    """Tell whether a value belongs to the right of its column."""
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)
