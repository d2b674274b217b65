"""Owns how a day is named on the command line: `tomorrow`, `+3d`, `понедельник`, `2026-11-20`."""

from __future__ import annotations

import datetime as dt
import re

from crm.fields.badvalue import BadValue
from crm.fields.dates import Span, add_span, parse_clock, parse_date
from crm.model import Moment
from crm.regex import regex

_DAYS = {
    "today": 0, "now": 0, "сегодня": 0, "днес": 0,
    "yesterday": -1, "вчера": -1,
    "tomorrow": 1, "завтра": 1, "утре": 1,
    "day after tomorrow": 2, "послезавтра": 2, "вдругиден": 2,
    "позавчера": -2, "завчера": -2, "онзи ден": -2,
}  # fmt: skip

_WEEKDAYS = (
    ("monday", "mon", "понедельник", "пн", "понеделник"),
    ("tuesday", "tue", "вторник", "вт"),
    ("wednesday", "wed", "среда", "среду", "ср", "сряда"),
    ("thursday", "thu", "четверг", "чт", "четвъртък"),
    ("friday", "fri", "пятница", "пятницу", "пт", "петък"),
    ("saturday", "sat", "суббота", "субботу", "сб", "събота"),
    ("sunday", "sun", "воскресенье", "вс", "неделя"),
)
_WEEKDAY = {word: number for number, words in enumerate(_WEEKDAYS) for word in words}

# Latin and Cyrillic letters of the units; `м` is a month here, as `m` is.
_LETTERS = {"d": "d", "д": "d", "w": "w", "н": "w", "с": "w", "m": "m", "м": "m", "y": "y",
            "г": "y"}  # fmt: skip
_SHIFT = regex(r"([+\-\u2212])\s*([0-9]{1,4})\s*([a-zа-я]?)")
_DOTTED = regex(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
_TIMED = regex(r"(?:(?P<day>.*\S)\s+)?(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})", re.DOTALL)


def parse_when(text: str, today: dt.date, *, past: bool = False) -> Moment:
    """Return the day a person names, seen from `today`, with the time of day where it is given.

    A day of the week is the next one, never today; with `past` the last one. `+3d`, `-2w`, `+1m`,
    `+1y` count from today. `20.11.2026` is read day first, as it is written wherever dots are
    used. A time alone is today's. BadValue `when-invalid` for any other text.
    """
    word = " ".join(text.lower().split())
    timed = _TIMED.fullmatch(word)
    time = parse_clock(f"{timed['hour']:0>2}:{timed['minute']}") if timed else None
    if timed:
        word = timed["day"] or "today"
    day = _day(word, today, past=past)
    if day is None or (timed and time is None):
        raise BadValue("when-invalid", value=text.strip())
    return Moment(day, time)


def _day(word: str, today: dt.date, *, past: bool) -> dt.date | None:
    if word in _DAYS:
        return add_span(today, Span(_DAYS[word], "d"))
    if word in _WEEKDAY:
        return _weekday(_WEEKDAY[word], today, past=past)
    shift = _SHIFT.fullmatch(word)
    if shift:
        unit = _LETTERS.get(shift[3] or "d")
        times = 1 if shift[1] == "+" else -1
        return add_span(today, Span(int(shift[2]), unit), times) if unit else None
    dotted = _DOTTED.fullmatch(word)
    if dotted:
        word = f"{dotted[3]}-{dotted[2]:0>2}-{dotted[1]:0>2}"
    try:
        return parse_date(word)
    except BadValue:
        return None


def _weekday(number: int, today: dt.date, *, past: bool) -> dt.date:
    if past:
        return add_span(today, Span((today.weekday() - number - 1) % 7 + 1, "d"), -1)
    return add_span(today, Span((number - today.weekday() - 1) % 7 + 1, "d"))
