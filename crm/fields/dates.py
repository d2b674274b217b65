"""Owns how days, moments, birthdays, durations and spans are read and written."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

from crm.fields.badvalue import BadValue
from crm.model import Birthday, Moment
from crm.record import positional
from crm.regex import regex

EXAMPLE = "2026-11-20"
_ISO = regex(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_CLOCK = regex(r"([0-9]{2}):([0-9]{2})")
_DOTTED = regex(r"([0-9]{1,2})[.\-]([0-9]{1,2})[.\-]([0-9]{4})")
_YEAR_FIRST = regex(r"([0-9]{4})[./\-]?([0-9]{1,2})[./\-]?([0-9]{1,2})")


@lru_cache(maxsize=16384)
def parse_date(text: str) -> dt.date:
    """Return the day that `YYYY-MM-DD` names; BadValue `date-invalid` for any other text."""
    text = text.strip()
    found = _ISO.fullmatch(text)
    day = _day(*found.groups()) if found else None
    if day is None:
        raise BadValue("date-invalid", value=text, example=_example(text))
    return day


@lru_cache(maxsize=16384)
def parse_moment(text: str) -> Moment:
    """Return the day, with its time of day in `YYYY-MM-DD HH:MM`."""
    text = text.strip()
    day, _, clock = text.partition(" ")
    if not clock:
        return Moment(parse_date(day))
    if not _ISO.fullmatch(day):
        raise BadValue("date-invalid", value=text, example=_example(day))
    time = parse_clock(clock.strip())
    if time is None:
        padded = parse_clock(clock.strip().rjust(5, "0"))
        example = f"{padded:%H:%M}" if padded else "14:30"
        raise BadValue("time-invalid", value=text, example=f"{day} {example}")
    return Moment(parse_date(day), time)


def parse_clock(text: str) -> dt.time | None:
    """Return the time of day that `HH:MM` names, or None."""
    found = _CLOCK.fullmatch(text)
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        return None
    return dt.time(int(found[1]), int(found[2]))


def write_moment(moment: Moment) -> str:
    """Return `YYYY-MM-DD`, with ` HH:MM` where the time is known."""
    if moment.time is None:
        return moment.day.isoformat()
    return f"{moment.day.isoformat()} {moment.time:%H:%M}"


_NO_YEAR = regex(r"--([0-9]{2})-([0-9]{2})")
_BARE_DAY = regex(r"-?([0-9]{2}-[0-9]{2})")
_YEAR = regex(r"[0-9]{4}")


@lru_cache(maxsize=4096)
def parse_birthday(text: str) -> Birthday:
    """Return the day of the year that `YYYY-MM-DD`, or `--MM-DD` without the year, names."""
    text = text.strip()
    found = _NO_YEAR.fullmatch(text)
    # 2000 is a leap year: 29 February is a birthday even where the year is unknown.
    day = _day("2000", found[1], found[2]) if found else None
    if day:
        return Birthday(day.month, day.day)
    bare = _BARE_DAY.fullmatch(text)
    if found or bare or not _YEAR.search(text):
        raise BadValue("date-invalid", value=text, example=f"--{bare[1]}" if bare else "--11-20")
    day = parse_date(text)
    return Birthday(day.month, day.day, day.year)


def write_birthday(birthday: Birthday) -> str:
    """Return `YYYY-MM-DD`, or `--MM-DD` where the year is unknown."""
    year = "-" if birthday.year is None else f"{birthday.year:04d}"
    return f"{year}-{birthday.month:02d}-{birthday.day:02d}"


def _day(year: str, month: str, day: str) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def _example(text: str) -> str:
    """Return how the day that seems meant is written, else how any day is."""
    turned = _DOTTED.fullmatch(text)
    if turned:
        day = _day(turned[3], turned[2], turned[1])
    else:
        found = _YEAR_FIRST.fullmatch(text)
        day = _day(*found.groups()) if found else None
    return day.isoformat() if day else EXAMPLE


# English, Russian and Bulgarian words; a unit is told by its first letters.
_HOURS = r"h|hrs?|hours?|ч|час|часа|часов|часове"
_MINUTES = r"m|mins?|minutes?|м|мин|минута|минуты|минут|минути"
_SECONDS = r"s|secs?|seconds?|с|сек|секунда|секунды|секунд|секунди"
_DURATION = regex(
    rf"""(?:pt)?(?:(?P<hours>[0-9]{{1,4}})(?P<part>[.,][0-9]{{1,2}})?\s*(?:{_HOURS})\.?\s*)?
         (?:(?P<minutes>[0-9]{{1,5}})(?![0-9])\s*(?:{_MINUTES})?\.?\s*)?
         (?:(?P<seconds>[0-9]{{1,6}})\s*(?:{_SECONDS})\.?)?""",
    re.VERBOSE | re.IGNORECASE,
)


@lru_cache(maxsize=1024)
def parse_duration(text: str) -> int:
    """Return the minutes of `15`, `15m`, `90 min`, `1h30`, `1.5h`, `PT15M`.

    Seconds count as a minute begun. `1:30` is refused: it can be hours or minutes.
    """
    text = text.strip()
    found = _DURATION.fullmatch(text)
    if found is None or not any(found.group("hours", "minutes", "seconds")):
        raise BadValue("duration-invalid", value=text)
    tenths = (found["part"] or ".0").replace(",", ".")[1:].ljust(2, "0")
    minutes = int(found["hours"] or 0) * 60 + int(found["minutes"] or 0) + int(tenths) * 60 // 100
    return minutes + -(-int(found["seconds"] or 0) // 60)


def write_duration(minutes: int) -> str:
    """Return `15m`, `2h` or `1h30`."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest}m"
    return f"{hours}h{rest:02d}" if rest else f"{hours}h"


@positional
class Span:
    """A length of time as people plan it: so many days, weeks, months or years."""

    count: int
    unit: str  # d | w | m | y


_UNITS = {
    "d": ("d", "day", "days", "д", "дн", "день", "дня", "дней", "ден", "дни", "дена"),
    "w": ("w", "week", "weeks", "н", "нед", "неделя", "недели", "недель",
          "седмица", "седмици", "седм"),
    "m": ("m", "mo", "month", "months", "мес", "месяц", "месяца", "месяцев", "месец", "месеца"),
    "y": ("y", "year", "years", "г", "год", "года", "лет", "година", "години"),
}  # fmt: skip
_UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in words}
_EVERY = {
    "daily": Span(1, "d"), "weekly": Span(1, "w"), "monthly": Span(1, "m"),
    "quarterly": Span(3, "m"), "yearly": Span(1, "y"), "annually": Span(1, "y"),
    "ежедневно": Span(1, "d"), "еженедельно": Span(1, "w"), "ежемесячно": Span(1, "m"),
    "ежеквартально": Span(3, "m"), "ежегодно": Span(1, "y"),
    "всеки ден": Span(1, "d"), "ежеседмично": Span(1, "w"), "всяка седмица": Span(1, "w"),
    "ежемесечно": Span(1, "m"), "всеки месец": Span(1, "m"), "всяка година": Span(1, "y"),
}  # fmt: skip
_SPAN = regex(r"([0-9]{1,4})\s*([a-zа-я]+)\.?")


@lru_cache(maxsize=1024)
def parse_span(text: str) -> Span:
    """Return the span of `30d`, `2 weeks`, `1 month`, `1y`, `monthly`, `2 недели`, `30 дни`."""
    word = text.strip().lower()
    if word in _EVERY:
        return _EVERY[word]
    found = _SPAN.fullmatch(word)
    unit = _UNIT_OF.get(found[2]) if found else None
    if found is None or unit is None or not int(found[1]):
        raise BadValue("span-invalid", value=text.strip())
    return Span(int(found[1]), unit)


def add_span(day: dt.date, span: Span, times: int = 1) -> dt.date:
    """Return the day a span later, or earlier with `times` -1; a month's end stays a month's end.

    31 January and a month is 28 February. Days out of the calendar stop at its first or last.
    """
    count = span.count * times
    if span.unit in "dw":
        ordinal = day.toordinal() + count * (7 if span.unit == "w" else 1)
        return dt.date.fromordinal(min(max(ordinal, 1), dt.date.max.toordinal()))
    months = day.year * 12 + day.month - 1 + count * (12 if span.unit == "y" else 1)
    year, month = divmod(months, 12)
    if not 1 <= year <= 9999:
        return dt.date.min if year < 1 else dt.date.max
    import calendar  # noqa: PLC0415 - few spans are months; loading it takes a millisecond

    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))
