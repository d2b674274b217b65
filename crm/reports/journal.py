"""Owns order days and the standing of clients, as several reports begin with them."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from crm.index.reports.extract import Extract


def days_by_client(extract: Extract) -> dict[str, list[int]]:
    """Return the distinct days with an order of every client that has one, in order."""
    return {
        client: sorted(set(map(int, days.split(","))))
        for client, days in extract.rows("order_days")
    }


class Standing(NamedTuple):
    """What is agreed or ended with a client."""

    client: str
    closed: int
    closed_day: int | None
    paused: int
    do_not_contact: int

    def ended(self, day: int) -> bool:
        """Tell whether the work with the client had ended on a day."""
        return bool(self.closed) and (self.closed_day or 0) <= day


def standings(extract: Extract) -> dict[str, Standing]:
    """Return the standing of every chosen client."""
    return {row[0]: Standing._make(row) for row in extract.rows("standing")}


def month_of(day: int) -> int:
    """Return the month of a day number, counted from year 0."""
    date = dt.date.fromordinal(day)
    return date.year * 12 + date.month - 1


def month_name(month: int) -> str:
    """Return a month as YYYY-MM."""
    return f"{month // 12:04}-{month % 12 + 1:02}"


def month_start(month: int) -> int:
    """Return the number of the first day of a month."""
    return dt.date(month // 12, month % 12 + 1, 1).toordinal()
