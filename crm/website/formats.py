"""Owns how dates, amounts and shares are written in the language of a page."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache

from babel.dates import format_date

from crm.model import Birthday, Money

GROUP = "\u202f"  # a narrow no-break space parts thousands, and stands before a percent sign
NEAR = 300  # days within which a date is clear without its year

_PATTERNS = {
    "en": ("d MMM", "d MMM y", "d MMMM y", "EEEE, d MMMM y", "LLLL y"),
    "ru": ("d MMM", "d MMM y", "d MMMM y 'г.'", "EEEE, d MMMM y 'г.'", "LLLL y"),
    "bg": ("d MMM", "d MMM y", "d MMMM y 'г.'", "EEEE, d MMMM y 'г.'", "LLLL y"),
}
_COMMA = {"ru": ",", "bg": ","}
_WHOLE, _CENT = Decimal(1), Decimal("0.01")


@lru_cache(maxsize=16384)
def _date(day: dt.date, pattern: str, language: str) -> str:
    weekday = day.weekday() if "E" in pattern else 0
    text = _frame(pattern, language, day.month, weekday).format(day.day, day.year)
    return text[0].upper() + text[1:]


@cache
def _frame(pattern: str, language: str, month: int, weekday: int) -> str:
    """Return a date as Babel writes it in a month, with places for day and year.

    A base has some thousand dates; Babel would parse the pattern for each.
    """
    day = dt.date(2024, month, 1)
    day += dt.timedelta(days=(weekday - day.weekday()) % 7)
    return format_date(day, pattern.replace("d", "'{0}'").replace("y", "'{1}'"), locale=language)


# Numbers that are equal are written alike, so that it does not matter which was met first.


@lru_cache(maxsize=16384)
def _number(value: Decimal | float, mark: str) -> str:
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    return _parted(f"{exact:,f}", mark)


@lru_cache(maxsize=16384)
def _whole(value: Decimal | float) -> str:
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    return _signed(f"{exact.quantize(_WHOLE, ROUND_HALF_UP):,f}")


@lru_cache(maxsize=16384)
def _cents(amount: Decimal, mark: str) -> str:
    whole, _, rest = f"{amount.quantize(_CENT, ROUND_HALF_UP):,f}".partition(".")
    return _signed(whole) if rest == "00" else f"{_minus(whole)}{mark}{rest}"


def _parted(text: str, mark: str) -> str:
    whole, _, rest = text.partition(".")
    rest = rest.rstrip("0")
    return f"{_minus(whole)}{mark}{rest}" if rest else _signed(whole)


def _signed(whole: str) -> str:
    return "0" if whole == "-0" else _minus(whole)


def _minus(whole: str) -> str:
    return whole.replace(",", GROUP).replace("-", "\u2212")


class Formats:
    """Dates and numbers in one language, for one day and one currency."""

    def __init__(self, language: str, today: dt.date, currency: str) -> None:
        self.language = language
        self.today = today
        self.currency = currency
        self._patterns = _PATTERNS.get(language, _PATTERNS["en"])
        self._mark = _COMMA.get(language, ".")

    def short(self, day: dt.date) -> str:
        """Return day and month; with the year where it would not be clear without."""
        near = abs((day - self.today).days) <= NEAR
        return _date(day, self._patterns[0 if near else 1], self.language)

    def brief(self, day: dt.date) -> str:
        """Return day and month, where the year stands near by."""
        return _date(day, self._patterns[0], self.language)

    def medium(self, day: dt.date) -> str:
        """Return day, short month and year."""
        return _date(day, self._patterns[1], self.language)

    def long(self, day: dt.date) -> str:
        """Return day, month and year in full."""
        return _date(day, self._patterns[2], self.language)

    def full(self, day: dt.date) -> str:
        """Return the day of the week and the date in full."""
        return _date(day, self._patterns[3], self.language)

    def month(self, day: dt.date) -> str:
        """Return month and year."""
        return _date(day, self._patterns[4], self.language)

    def months(self) -> tuple[str, ...]:
        """Return the twelve short names as they stand after a day."""
        days = (dt.date(2000, month, 1) for month in range(1, 13))
        return tuple(_date(day, "d MMM", self.language).partition(" ")[2] for day in days)

    def birthday(self, birthday: Birthday) -> str:
        """Return a birthday, whose year may be unknown."""
        day = dt.date(birthday.year or 2000, birthday.month, birthday.day)
        return _date(day, self._patterns[1 if birthday.year else 0], self.language)

    def number(self, value: Decimal | float) -> str:
        """Return a number as exact as it is given, thousands parted."""
        return _number(value, self._mark)

    def whole(self, value: Decimal | float) -> str:
        """Return a number without its fraction, halves away from zero."""
        return _whole(value)

    def money(self, money: Money | Decimal) -> str:
        """Return an amount; the currency is named where it is not the base's."""
        amount, currency = (
            (money.amount, money.currency) if isinstance(money, Money) else (money, None)
        )
        text = _cents(amount, self._mark)
        if currency is None or currency == self.currency:
            return text
        return f"{text}\u00a0{currency}"

    def share(self, value: float) -> str:
        """Return a share of one as whole per cent."""
        return f"{self.whole(Decimal(str(value)) * 100)}{GROUP}%"
