"""Owns what reading commands print for other programs: JSON (SPEC 4) or CSV."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from crm.cli.console import say, unicode_output
from crm.cli.session import Session

SCHEMA = 1


def print_rows(
    session: Session, rows: Iterable[Mapping[str, Any]], summary: Mapping[str, Any] | None = None
) -> None:
    """Print rows and summary in the envelope, a row a line."""
    head = {"schema": SCHEMA, "command": session.command, "today": session.today}
    lines = ",\n".join(_json(row) for row in rows)
    body = f"[\n{lines}\n]" if lines else "[]"
    say(f'{_json(head)[:-1]}, "rows": {body}, "summary": {_json(summary or {})}}}')


def print_csv(heads: Iterable[str], rows: Iterable[Iterable[Any]]) -> None:
    """Print a header and the rows as CSV; None stands as nothing."""
    import csv

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows(rows)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=not unicode_output(), default=_plain)


def _plain(value: Any) -> Any:
    """Return what JSON has no type for: dates as ISO text, decimals as numbers."""
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, frozenset | set | tuple):
        return sorted(value)
    raise TypeError(type(value).__name__)
