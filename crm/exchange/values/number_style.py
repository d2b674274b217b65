"""Owns numbers as tables write them: which sign is the decimal mark, proved by the whole column."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from crm.fields.badvalue import BadValue

Mark = Literal["point", "comma", ""]
MARKS: tuple[Mark, ...] = ("point", "comma")

_BODY = re.compile("[0-9](?:[0-9.,'\u2019\u02bc \u00a0\u2009\u202f]*[0-9])?")
_TWO_WAYS = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
_COMMA_PROOF = re.compile(
    r".*[0-9],(?:[0-9]{1,2}|[0-9]{4,})|.*\..*,[0-9]+|[0-9]{1,3}(?:\.[0-9]{3}){2,}|0,[0-9]+|[0-9]{4,},[0-9]+"
    "|.*[ \u00a0\u2009\u202f][0-9]{3},[0-9]+"
)
_POINT_PROOF = re.compile(
    r".*[0-9]\.(?:[0-9]{1,2}|[0-9]{4,})|.*,.*\.[0-9]+|[0-9]{1,3}(?:,[0-9]{3}){2,}|0\.[0-9]+|[0-9]{4,}\.[0-9]+"
    "|.*[ \u00a0\u2009\u202f][0-9]{3}\\.[0-9]+"
)
_BRACKETS = re.compile(r"\(\s*[^()]*[0-9][^()]*\)\D*")


def decimal_mark(texts: Iterable[str]) -> Mark:
    """Return the decimal mark that the texts of a column prove; "" when they prove none or both."""
    comma = point = False
    for text in texts:
        found = _BODY.search(text)
        if found is None:
            continue
        body = found[0]
        comma = comma or _COMMA_PROOF.fullmatch(body) is not None
        point = point or _POINT_PROOF.fullmatch(body) is not None
    if comma == point:
        return ""
    return "comma" if comma else "point"


def settled(text: str, mark: Mark) -> str:
    """Return the text with a number that can be read in one way only: 1.500 as 1500 or as 1.5.

    Raises BadValue `number-two-ways` where the mark is not known, `amount-in-brackets` for an
    accountant's negative.
    """
    if _BRACKETS.fullmatch(text):
        raise BadValue("amount-in-brackets", value=text)
    found = _BODY.search(text)
    if found is None or not _TWO_WAYS.fullmatch(found[0]):
        return text
    if not mark:
        raise BadValue("number-two-ways", value=text)
    body = found[0]
    is_decimal = ("," in body) == (mark == "comma")
    new = body.replace(",", ".") if is_decimal else body.replace(",", "").replace(".", "")
    return text[: found.start()] + new + text[found.end() :]
