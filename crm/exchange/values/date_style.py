"""Owns dates as tables write them: the order of day and month, proved by the whole column."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

from crm.exchange.values.months import month_number
from crm.fields.badvalue import BadValue

Order = Literal["dmy", "mdy", "ymd", ""]
ORDERS: tuple[Order, ...] = ("dmy", "mdy", "ymd")

_TIME = (
    r"(?:[ T,]\s*(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,][0-9]+)?)?"
)
_TIME += r"(?:\s*(?P<half>[AaPp])\.?[Mm]\.?)?\s*(?P<zone>Z|UTC|[+-][0-9]{2}:?[0-9]{2})?)?"
_YEAR_FIRST = re.compile(
    rf"(?P<year>[0-9]{{4}})(?P<mark>[-./])(?P<month>[0-9]{{1,2}})(?P=mark)(?P<day>[0-9]{{1,2}}){_TIME}"
)
_YEAR_LAST = re.compile(
    rf"(?P<one>[0-9]{{1,2}})(?P<mark>[-./])(?P<two>[0-9]{{1,2}})(?P=mark)(?P<year>[0-9]{{4}})"
    rf"(?:\s*г(?:од|одина)?\.?)?{_TIME}"
)
_SHORT_YEAR = re.compile(rf"[0-9]{{1,2}}([-./])[0-9]{{1,2}}\1[0-9]{{2}}(?:\s*г\.?)?{_TIME}")
_COMPACT = re.compile(r"(?P<year>(?:19|20)[0-9]{2})(?P<month>[0-9]{2})(?P<day>[0-9]{2})")
_NAMED = re.compile(
    rf"(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th|-?го)?[ .-]+(?P<name>[^\W\d_]{{3,}})\.?[ ,.-]+"
    rf"(?P<year>[0-9]{{4}})(?:\s*г(?:од|одина)?\.?)?{_TIME}"
)
_NAMED_FIRST = re.compile(
    rf"(?P<name>[^\W\d_]{{3,}})\.? (?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?,? "
    rf"(?P<year>[0-9]{{4}}){_TIME}"
)
_NONE = re.compile(r"0{1,4}([-./])0{1,2}(?:\1)0{1,4}(?: 0{1,2}:00(?::00)?)?")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A day, and a time where the text has one; `seconds` where it has more than minutes."""

    day: dt.date
    time: dt.time | None = None
    seconds: bool = False
    shifted: bool = False  # the text names an offset from UTC that no zone of the base could use


@dataclass(frozen=True, slots=True)
class DateStyle:
    """What a column's dates have in common."""

    order: Order = ""
    midnights: bool = False  # every time of day is 00:00: the column holds days
    zone: str = ""

    def read(self, text: str) -> Stamp | None:
        """Return what a text names; None for the zero date by which programs say "none".

        Raises BadValue `date-not-understood`, `year-short`.
        """
        if _NONE.fullmatch(text):
            return None
        if _SHORT_YEAR.fullmatch(text):
            raise BadValue("year-short", value=text)
        found = _match(text)
        if found is None:
            raise BadValue("date-not-understood", value=text)
        try:
            day = self._day(found)
            time = _time(found)
        except ValueError:
            raise BadValue("date-not-understood", value=text) from None
        return self._stamp(found, day, time)

    def _day(self, found: re.Match[str]) -> dt.date:
        parts = found.groupdict()
        if "name" in parts:
            return dt.date(int(found["year"]), month_number(found["name"]), int(found["day"]))
        if "one" not in parts:
            return dt.date(int(found["year"]), int(found["month"]), int(found["day"]))
        one, two = int(found["one"]), int(found["two"])
        # Without an order every value of the column has one reading only.
        order = self.order or ("dmy" if two <= 12 else "mdy")
        if order == "ymd":
            raise ValueError(found[0])
        day, month = (one, two) if order == "dmy" else (two, one)
        return dt.date(int(found["year"]), month, day)

    def _stamp(self, found: re.Match[str], day: dt.date, time: dt.time | None) -> Stamp:
        if time is None or self.midnights:
            return Stamp(day)
        seconds = bool(time.second)
        zone = found["zone"]
        if not zone:
            return Stamp(day, time.replace(second=0), seconds)
        moment = dt.datetime.combine(day, time, _offset(zone))
        if not self.zone:
            return Stamp(day, time.replace(second=0), seconds, shifted=True)
        here = moment.astimezone(ZoneInfo(self.zone))
        return Stamp(here.date(), here.time().replace(second=0), seconds)


def date_style(texts: Iterable[str], order: Order = "", zone: str = "") -> DateStyle | None:
    """Return the style that the texts of a column prove, or None when they leave two readings.

    A day past 12 proves the order of all; `order`, the user's word, settles it.
    """
    found = [match.groupdict() for match in map(_match, texts) if match]
    midnights = bool(found) and all(map(_is_midnight, found))
    if order:
        return DateStyle(order, midnights, zone)
    pairs = [(int(parts["one"]), int(parts["two"])) for parts in found if "one" in parts]
    day_first = any(12 < one <= 31 and two <= 12 for one, two in pairs)
    month_first = any(12 < two <= 31 and one <= 12 for one, two in pairs)
    two_ways = any(one != two and one <= 12 and two <= 12 for one, two in pairs)
    if day_first == month_first:
        return None if two_ways else DateStyle("", midnights, zone)
    return DateStyle("dmy" if day_first else "mdy", midnights, zone)


def _is_midnight(parts: dict[str, str | None]) -> bool:
    return not int(parts.get("hour") or 0) and not int(parts.get("minute") or 0)


def _match(text: str) -> re.Match[str] | None:
    for pattern in (_YEAR_FIRST, _YEAR_LAST, _COMPACT, _NAMED, _NAMED_FIRST):
        if found := pattern.fullmatch(text):
            return found
    return None


def _time(found: re.Match[str]) -> dt.time | None:
    parts = found.groupdict()
    if parts.get("hour") is None:
        return None
    hour = int(parts["hour"])
    if half := parts["half"]:
        if not 1 <= hour <= 12:
            raise ValueError(found[0])
        hour = hour % 12 + (12 if half in "Pp" else 0)
    return dt.time(hour, int(parts["minute"]), int(parts["second"] or 0))


def _offset(zone: str) -> dt.tzinfo:
    if not zone[-1].isdigit():
        return dt.UTC
    sign = -1 if zone[0] == "-" else 1
    hours, minutes = int(zone[1:3]), int(zone[-2:])
    return dt.timezone(sign * dt.timedelta(hours=hours, minutes=minutes))
