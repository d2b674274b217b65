"""Owns the names of months in dates written out: English, Russian, Bulgarian."""

from __future__ import annotations

# By the beginnings that tell one from another; "mar" is also March in `mars`, so whole words are
# compared: each row holds the forms that occur.
_NAMES = (
    "jan january янв январь января яну януари",
    "feb february фев февраль февраля февр февруари",
    "mar march мар март марта",
    "apr april апр апрель апреля април",
    "may май мая",
    "jun june июн июнь июня юни",
    "jul july июл июль июля юли",
    "aug august авг август августа",
    "sep sept september сен сент сентябрь сентября сеп септ септември",
    "oct october окт октябрь октября октомври",
    "nov november ноя нояб ноябрь ноября ное ноем ноември",
    "dec december дек декабрь декабря декември",
)
_NUMBERS = {name: number for number, names in enumerate(_NAMES, 1) for name in names.split()}


def month_number(name: str) -> int:
    """Return the month a name stands for; raises ValueError for any other word."""
    number = _NUMBERS.get(name.casefold())
    if number is None:
        raise ValueError(name)
    return number
