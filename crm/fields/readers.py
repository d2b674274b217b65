"""Owns the readers: for every type, the function from a text to its value, or BadValue."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache, lru_cache
from sys import intern
from typing import Any, TypeAlias

from crm.fields.badvalue import BadValue
from crm.fields.context import Context
from crm.fields.currencies import currency_code
from crm.fields.dates import parse_span
from crm.fields.money import parse_money, parse_number
from crm.fields.near import closest
from crm.fields.phones import read_phone
from crm.fields.slug import is_slug
from crm.model import Money, Phone
from crm.regex import regex

Reader: TypeAlias = Callable[[str, Context], Any]


def plain(parse: Callable[[str], Any]) -> Reader:
    """Return the reader of a type that needs nothing of the base."""
    return lambda text, _context: parse(text)


def known(group: str, code: str, *, keep: bool) -> Reader:
    """Return the reader of ids of one group of the settings (`members`, `stages` …).

    An unknown id raises BadValue `code`; with `keep` the record has it all the same.
    """

    def read(text: str, context: Context) -> str:
        ids: Mapping[str, object] = getattr(context, group)
        if not ids or text in ids or (text := text.strip()) in ids:
            return intern(text)  # a word stands in a hundred thousand entries, once in memory
        names = tuple(ids)
        raise BadValue(
            code,
            kept=text if keep else None,
            value=text,
            known=listed(names),
            **closest(text, names),
        )

    return read


def listed(words: tuple[str, ...], limit: int = 12) -> str:
    """Return words in a row, the first dozen of many."""
    return ", ".join(words[:limit]) + (" …" if len(words) > limit else "")


@cache
def choice(choices: tuple[str, ...]) -> Reader:
    """Return the reader of one of a few words; any other raises BadValue `choice-invalid`."""

    def read(text: str, _context: Context) -> str:
        word = text.strip()
        if word in choices:
            return intern(word)
        near = closest(word, choices)
        raise BadValue("choice-invalid", value=word, known=listed(choices), **near)

    return read


@cache
def whole(low: int, high: int) -> Reader:
    """Return the reader of whole numbers from `low` to `high`."""

    def read(text: str, _context: Context) -> int:
        digits = text.strip()
        if re.fullmatch("[0-9]{1,9}", digits) and low <= int(digits) <= high:
            return int(digits)
        raise BadValue("whole-invalid", value=digits, low=str(low), high=str(high))

    return read


def money(text: str, context: Context) -> Money:
    """Return an amount; one in a currency without a rate is kept, with a problem."""
    value = parse_money(text, context.currencies)
    if value.currency is None or value.currency in context.currencies:
        return value
    raise BadValue("currency-without-rate", kept=value, value=value.currency, base=context.currency)


def phone(text: str, context: Context) -> Phone:
    """Return a telephone number as typed and in E.164, seen from the base's country.

    Where phones need not be exact, a number with its country code is taken as typed: a command
    that writes an entry need not load what knows the numbers of the world.
    """
    if not context.exact_phones and _FULL_NUMBER.fullmatch(text.strip()):
        return Phone(text.strip())
    return read_phone(text, context.country)


_FULL_NUMBER = regex(r"\+[1-9](?:[ \-.()/]*[0-9]){6,14}")


def percent(text: str) -> Decimal:
    """Return the percent of `10`, `10%` or `12,5 %`, from 0 to 100."""
    try:
        value = parse_number(text.strip().removesuffix("%"))
    except BadValue as bad:
        if bad.code == "number-ambiguous":
            raise
        raise BadValue("percent-invalid", value=text.strip()) from bad
    if not 0 <= value <= 100:
        raise BadValue("percent-invalid", value=text.strip())
    return value


def share(text: str) -> Decimal:
    """Return a part of one: `0.1` or `10%`."""
    if text.strip().endswith("%"):
        return percent(text) / 100
    value = parse_number(text)
    if not 0 <= value <= 1:
        raise BadValue("share-invalid", value=text.strip())
    return value


def scores(text: str) -> tuple[int, int]:
    """Return the range of scores of `4-5`, or of `5` alone."""
    found = re.fullmatch("([1-5])(?: ?- ?([1-5]))?", text.strip())
    low, high = (int(found[1]), int(found[2] or found[1])) if found else (1, 0)
    if low > high:
        raise BadValue("scores-invalid", value=text.strip())
    return low, high


FLAGS = {
    **dict.fromkeys(("yes", "true", "y", "on", "1", "да"), True),
    **dict.fromkeys(("no", "false", "n", "off", "0", "нет", "не"), False),
}


def flag(text: str) -> bool:
    """Return True for `yes`, `true`, `да` and the like, False for `no`, `нет`, `не`."""
    word = text.strip().lower()
    if word not in FLAGS:
        raise BadValue("flag-invalid", value=text.strip())
    return FLAGS[word]


_EMAIL = regex(r"[^\s@<>,;:\"()\[\]\\]+@(?:[^\W_](?:[\w\-]*[^\W_])?\.)+[^\W\d_][\w\-]*[^\W_]")


@lru_cache(maxsize=16384)
def email(text: str) -> str:
    """Return an e-mail address: one @, no spaces, a domain with a dot (most of RFC 5321)."""
    address = text.strip()
    local = address.partition("@")[0]
    dots = local.startswith(".") or local.endswith(".") or ".." in local
    if len(address) > 254 or dots or not _EMAIL.fullmatch(address) or not address.isprintable():
        raise BadValue("email-invalid", value=address)
    return address


_SCHEME = regex(r"([A-Za-z][A-Za-z0-9+.\-]*):(?!\d+(?:/|$))")
_WEB = regex(
    r"(?:https?://)?(?:[^\s/?#@:.]+\.)+[^\s/?#@:.]{2,}\.?(?::\d{1,5})?(?:[/?#]\S*)?",
    re.IGNORECASE,
)
_URL_LIMIT = 2000
_OTHER_SCHEMES = frozenset({"mailto", "tel", "sms", "tg", "viber", "whatsapp", "skype"})


@lru_cache(maxsize=4096)
def url(text: str) -> str:
    """Return a web address, with or without `https://`, or one of mailto, tel, sms, messengers."""
    address = text.strip()[:_URL_LIMIT]
    scheme = _SCHEME.match(address)
    if scheme and scheme[1].lower() in _OTHER_SCHEMES:
        good = len(address) > scheme.end()
    else:
        good = _WEB.fullmatch(address) is not None
    odd = not address.isprintable() or any(char in address for char in "<>\"'`\\")
    if not good or odd or len(address) == _URL_LIMIT:
        raise BadValue("url-invalid", value=address)
    return address


def tag(text: str) -> str:
    """Return one tag: a word or a few, without a comma."""
    word = text.strip()
    if "," in word or "\n" in word or len(word) > 60:
        raise BadValue("tag-invalid", value=word)
    return word


def ident(text: str) -> str:
    """Return an id; one that is no slug is kept, with a problem."""
    word = text.strip()
    if not is_slug(word):
        raise BadValue("id-invalid", kept=word, value=word)
    return word


def span(text: str) -> str:
    """Return a span (`30d`, `2 weeks`, `monthly`) as typed; `dates.parse_span` tells its length."""
    parse_span(text)
    return text.strip()


def country(text: str) -> str:
    """Return a country: its two letters (ISO 3166), or its name as typed, with a problem."""
    word = text.strip()
    if re.fullmatch("[A-Z]{2}", word) and word in COUNTRIES:
        return word
    raise BadValue("country-unknown", kept=word, value=word)


def currency(text: str) -> str:
    """Return the ISO 4217 code that a code, sign or word stands for."""
    return currency_code(text.strip())


@lru_cache(maxsize=256)
def timezone(text: str) -> str:
    """Return the name of a time zone of the IANA database."""
    # Only few files name a zone, and the database is read from disk.
    from zoneinfo import ZoneInfo  # noqa: PLC0415

    name = text.strip()
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError) as error:  # ZoneInfoNotFoundError is a KeyError
        raise BadValue("timezone-unknown", value=name) from error
    return name


# ISO 3166-1 alpha-2, and XK, which most of the world uses for Kosovo.
_COUNTRIES = """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR
    BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ
    EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW
    GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY
    KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV
    MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY
    QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG
    TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA
    ZM ZW
"""
COUNTRIES = frozenset(_COUNTRIES.split())
