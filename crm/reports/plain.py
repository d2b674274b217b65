"""Owns how values of reports leave the program: for JSON, and as cells of a CSV file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from crm.reports.report import Note, Value


def plain(values: Mapping[str, Value], language: str) -> dict[str, Any]:
    """Return the values with sentences in a language; numbers and dates stay as they are."""
    return {name: _plain(value, language) for name, value in values.items()}


def _plain(value: Value, language: str) -> Any:
    if isinstance(value, Note):
        return value.text(language)
    if isinstance(value, Mapping):
        return plain(value, language)
    if isinstance(value, tuple):
        return list(value)
    return value


def cell(value: Value, language: str) -> str | int | float | Decimal | dt.date:
    """Return a value as one cell: lists with spaces between, what is empty as nothing."""
    if value is None:
        return ""
    if isinstance(value, Note):
        return value.text(language)
    if isinstance(value, tuple):
        return " ".join("" if one is None else str(one) for one in value)
    if isinstance(value, Mapping):
        return " ".join(f"{name}={cell(one, language)}" for name, one in value.items())
    return value
