"""Owns how numbers and amounts of money are read and written; no float is ever involved."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from crm.fields.badvalue import BadValue
from crm.fields.currencies import currency_code
from crm.model import Money
from crm.regex import regex

# Signs that part thousands and nothing else: space, no-break, thin and narrow no-break space,
# apostrophes (1'500).
_SPACES = " \u00a0\u2009\u202f"
_APOSTROPHES = "'\u2019\u02bc"
_MINUS = "-\u2212"

_SIMPLE = regex(r"[-\u2212]?(?:0|[1-9][0-9]{0,11})(?:\.[0-9]{1,12})?")
_GROUPED = regex(
    rf"""(?P<sign>[-+\u2212]?)(?:
        (?P<plain>[0-9]+)(?:(?P<mark>[.,])(?P<part>[0-9]+))?
      | (?P<none>)\.(?P<only>[0-9]+)
      | (?P<spaced>[0-9]{{1,3}}(?:[{_SPACES}][0-9]{{3}})+)(?:[.,](?P<after_space>[0-9]+))?
      | (?P<ticked>[0-9]{{1,3}}(?:[{_APOSTROPHES}][0-9]{{3}})+)(?:[.,](?P<after_tick>[0-9]+))?
      | (?P<commas>[0-9]{{1,3}}(?:,[0-9]{{3}})+)(?:\.(?P<after_comma>[0-9]+))?
      | (?P<dots>[0-9]{{1,3}}(?:\.[0-9]{{3}})+)(?:,(?P<after_dot>[0-9]+))?
    )""",
    re.VERBOSE,
)
_MARKS = regex(r"[^0-9]")

# The index holds money as 64-bit integers of 1/10,000.
LIMIT = Decimal(10) ** 12
PLACES = 4
_LONGEST = 80  # characters; nobody writes a number that long


@lru_cache(maxsize=4096)
def parse_number(text: str) -> Decimal:
    """Return the number a text writes.

    Thousands may be parted by spaces, apostrophes, or by the one of dot and comma that is not
    the decimal mark. A lone dot is the decimal mark. A lone comma before exactly three digits can
    mean both: BadValue `number-ambiguous`. Anything else that is no number: `number-invalid`.
    """
    text = text.strip()
    if _SIMPLE.fullmatch(text):
        return Decimal(text.replace("\u2212", "-"))
    found = _GROUPED.fullmatch(text) if len(text) <= _LONGEST else None
    if found is None:
        raise BadValue("number-invalid", value=text)
    if found["mark"] == "," and len(found["part"]) == 3:
        whole, part = found["plain"], found["part"]
        raise BadValue("number-ambiguous", value=text, dot=f"{whole}.{part}", none=whole + part)
    whole, part = _parts(found)
    number = Decimal(f"{whole}.{part}" if part else whole)
    if number >= LIMIT:
        raise BadValue("number-too-large", value=text)
    return -number if found["sign"] and found["sign"] in _MINUS else number


def _parts(found: re.Match[str]) -> tuple[str, str]:
    """Return the digits before and after the decimal mark."""
    if found["plain"]:
        return found["plain"], found["part"] or ""
    if found["only"]:
        return "0", found["only"]
    for whole, part in (
        ("spaced", "after_space"),
        ("ticked", "after_tick"),
        ("commas", "after_comma"),
        ("dots", "after_dot"),
    ):
        if found[whole]:
            return _MARKS.sub("", found[whole]), found[part] or ""
    raise AssertionError(found)  # the alternatives above are all there are


def write_number(number: Decimal) -> str:
    """Return the plain decimal form, which `parse_number` reads back as the same number."""
    return format(number, "f")


_AMOUNT = regex(
    rf"""(?P<sign>[-+\u2212]?)\s*(?P<before>[^0-9\s.,+\-\u2212][^0-9\s,+\-\u2212]*)?\s*
         (?P<number>[-+\u2212]?[0-9.](?:[0-9.,{_SPACES}{_APOSTROPHES}]*[0-9])?)
         \s*(?P<after>[^0-9\s.,][^0-9\s,]*)?""",
    re.VERBOSE,
)


@lru_cache(maxsize=16384)
def parse_money(text: str, used: frozenset[str] = frozenset()) -> Money:
    """Return the amount a text writes: `250`, `250 EUR`, `EUR 250`, `€250`, `100 лв.`.

    Without a currency the amount is in the base's (`currency` None). `used` are the currencies of
    the base, which tell what a shared sign such as $ means; see `currencies.currency_code`.
    """
    text = text.strip()
    found = _AMOUNT.fullmatch(text) if len(text) <= _LONGEST else None
    if found is None or (found["sign"] and found["number"][0] in "+-\u2212"):
        raise BadValue("money-invalid", value=text)
    if found["before"] and found["after"]:
        raise BadValue("money-invalid", value=text)
    amount = parse_number(found["sign"] + found["number"])
    if -amount.normalize().as_tuple().exponent > PLACES:  # type: ignore[operator]
        raise BadValue("money-too-fine", value=text)
    sign = found["before"] or found["after"]
    return Money(amount, currency_code(sign, used) if sign else None)


def write_money(money: Money) -> str:
    """Return the normal form: `250 EUR`, or `250` in the base's currency."""
    number = write_number(money.amount)
    return f"{number} {money.currency}" if money.currency else number
