"""Owns how single values of a client stand in the tables."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import lru_cache

from crm.fields.spelling import fold_letters
from crm.model import Birthday, Client, Interaction, Money, Value


def said_by(client: Client) -> str:
    """Return the words of a client's notes, on a second line those of its journal; folded, once."""
    told = "\n".join(entry.summary for entry in client.interactions if entry.summary)
    return f"{_words(client.notes)}\n{_words(told)}" if told or client.notes else ""


def _words(text: str) -> str:
    return " ".join(dict.fromkeys(fold_letters(text).split()))


def own_value(value: Value | None) -> str | int | float | None:
    """Return a value of an own field as SQL holds it; money is not among them."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, Decimal):
        return (
            int(value)
            if value == value.to_integral_value() and abs(value) < 2**63
            else float(value)
        )
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return ", ".join(value)
    return None if value is None or isinstance(value, Money) else value


def birthday_text(birthday: Birthday | None) -> str | None:
    """Return a birthday as YYYY-MM-DD, or --MM-DD when the year is not known."""
    if birthday is None:
        return None
    year = "-" if birthday.year is None else f"{birthday.year:04}"
    return f"{year}-{birthday.month:02}-{birthday.day:02}"


@lru_cache(maxsize=65536)
def text_and_number(day: dt.date) -> tuple[str, int]:
    """Return a day as YYYY-MM-DD and as the number that days are counted by."""
    return day.isoformat(), day.toordinal()


def date_text(day: dt.date | None) -> str | None:
    """Return a day as YYYY-MM-DD."""
    return None if day is None else day.isoformat()


def day_number(day: dt.date | None) -> int | None:
    """Return the number that days are counted by (`date.toordinal`)."""
    return None if day is None else day.toordinal()


@lru_cache(maxsize=2048)
def time_text(time: dt.time) -> str:
    """Return a time as HH:MM."""
    return f"{time.hour:02}:{time.minute:02}"


def has_detail(entry: Interaction) -> bool:
    """Tell whether an entry says what only the table of details holds."""
    return bool(
        entry.deal
        or entry.direction
        or entry.duration is not None
        or entry.purpose
        or entry.stage
        or entry.reason
        or entry.competitor
        or entry.objection
        or entry.question
        or entry.campaign
        or entry.private
        or entry.score is not None
        or entry.answers
        or entry.client
        or entry.template
        or entry.resolved
        or entry.rating is not None
        or entry.url
        or entry.to_owner
        or entry.from_owner
        or entry.delivery_due
        or entry.delivery_done
        or entry.points is not None
    )
