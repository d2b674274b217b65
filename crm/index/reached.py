"""Owns who has a telephone number or an e-mail address, in whatever spelling."""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Iterator
from itertools import chain

from crm.fields.phones import parse_phone
from crm.fields.spelling import fold
from crm.index.candidates import Found, candidates
from crm.regex import regex

_NUMBER = regex(r"[+(\d][\d\s()./\u00a0\u2010-\u2015-]*")
_NEVER_IN_EMAIL = frozenset(' <>,;:"()[]\\')  # the index holds valid addresses only
_FEWEST_DIGITS = 4
_WHOLE_NUMBER = 7  # digits of a number within a town
_EMAILS = "email JOIN client ON client.id = email.client WHERE"
# Letters of which SQLite does not know the small ones: there is an index of just these addresses.
_ODD = f"{_EMAILS} email.address GLOB '*[^ -@[-~]*'"


def is_number(text: str) -> bool:
    """Tell whether a text could be a telephone number, or its last digits."""
    text = _number(text)
    return sum(map(str.isdecimal, text)) >= _FEWEST_DIGITS and bool(_NUMBER.fullmatch(text))


def _number(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().removeprefix("tel:").replace("(0)", "")


def by_phone(connection: sqlite3.Connection, text: str, country: str) -> Iterator[Found]:
    """Yield clients with a number, their own or a contact's, that is the text or ends so."""
    if not is_number(text):
        return
    text = _number(text)
    digits = "".join(filter(str.isdecimal, text))
    e164 = parse_phone(text, country).e164 or digits
    tails = _tails(digits)
    parts = " OR ".join(["instr(phone.digits, ?)"] * len(tails))
    some = f"phone JOIN client ON client.id = phone.client WHERE {parts} OR e164 = ?"
    exact = {digits, e164.removeprefix("+")}
    for client in candidates(connection, some, (*tails, e164), "phone.typed"):
        theirs = parse_phone(client.text, country).e164 or client.text
        whole = "".join(filter(str.isdecimal, theirs)) in exact
        yield client.found(1 if whole else 8, "phone")
    some = "phone JOIN client ON client.id = phone.client WHERE e164 IS NULL"
    for client in candidates(connection, some, (), "phone.typed"):
        if _ends(digits, client.text):
            yield client.found(8, "phone")


def _tails(digits: str) -> list[str]:
    """Return the digits without what is dialled before a number at home or from abroad."""
    tails = [digits, digits.lstrip("0")]
    if len(digits) == 11 and digits.startswith("8"):  # Russia and Kazakhstan: 8 for +7
        tails.append(digits[1:])
    return [tail for tail in dict.fromkeys(tails) if len(tail) >= _FEWEST_DIGITS]


def _ends(digits: str, typed: str) -> bool:
    """Tell whether a number ends as one does that was written without its country."""
    theirs = _tails("".join(filter(str.isdecimal, typed)))
    return any(len(tail) >= _WHOLE_NUMBER and digits.endswith(tail) for tail in theirs)


def by_email(connection: sqlite3.Connection, wanted: str) -> Iterator[Found]:
    """Yield clients with an address, their own or a contact's, that holds the text."""
    if not _NEVER_IN_EMAIL.isdisjoint(wanted):
        return
    asked = [candidates(connection, _ODD, (), "email.address")]
    if wanted.isascii():
        some = f"{_EMAILS} instr(email.address, ?)"
        asked.append(candidates(connection, some, (wanted,), "email.address"))
    for client in chain(*asked):
        theirs = fold(client.text)
        if wanted in theirs:
            yield client.found(1 if wanted == theirs else 9, "email")
