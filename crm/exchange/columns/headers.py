"""Owns what a header says: the key it stands for, and the currency it may name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from crm.fields.badvalue import BadValue
from crm.fields.currencies import currency_code

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NOISE = re.compile(r"[\s_\-./:,;*()\[\]«»\"'’]+")


@cache
def bare(header: str) -> str:
    """Return a header without case and punctuation: `Order-Date:` and `orderDate` are one."""
    text = unicodedata.normalize("NFC", header)
    text = _CAMEL.sub(" ", text).casefold().replace("ё", "е").replace("%", " % ")
    return _NOISE.sub(" ", text).strip()


def lookup(*tables: Mapping[str, str]) -> dict[str, str]:
    """Return bare headers with their keys; of two keys for one header the earlier counts."""
    found: dict[str, str] = {}
    for table in tables:
        for key, line in table.items():
            for word in words(line):
                found.setdefault(word, key)
    return found


def words(line: str) -> list[str]:
    """Return the bare headers of a line of synonyms."""
    return [bare(part) for part in line.split("|")]


def split_currency(header: str) -> tuple[str, str]:
    """Return a bare header without the currency at its end, and that currency's code.

    `Сумма, руб.` gives `сумма` and RUB; what only might be a currency stays in the header.
    """
    *rest, last = bare(header).split(" ") if " " in bare(header) else ["", ""]
    if not last or not rest:
        return bare(header), ""
    try:
        return " ".join(rest), currency_code(last)
    except BadValue:
        return bare(header), ""
