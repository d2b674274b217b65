"""Owns the ways in which a client can answer to a text, each with its rank."""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from crm.fields.keyboards import retyped
from crm.fields.phones import parse_phone
from crm.fields.spelling import fold, latin, sound
from crm.index.answers import Match, Where
from crm.regex import regex

_NUMBER = regex(r"[+(\d][\d\s()./\u00a0\u2010-\u2015-]*")
_NEVER_IN_EMAIL = regex(r'[\s<>,;:"()\[\]\\]')  # the index holds valid addresses only
_FEWEST_DIGITS = 4
_FEWEST_LETTERS = 3
_WHOLE_NUMBER = 7  # digits of a number within a town


class Found(NamedTuple):
    """A match with its rank (the smaller the better), and the name it is sorted by."""

    rank: int
    name: str
    match: Match


class _Row(NamedTuple):
    """A client, with what of it is compared."""

    id: str
    name: str
    path: str
    folded: str
    text: str = ""  # the words of the file that are looked at, where they are not the name

    def found(self, rank: int, where: Where, text: str = "") -> Found:
        text = text or self.text or self.name
        match = Match(id=self.id, name=self.name, path=self.path, where=where, text=text)
        return Found(rank, self.folded, match)


_CLIENT = "client.id, COALESCE(client.name, client.id), client.path, client.spellings"


def _rows(
    connection: sqlite3.Connection, rest: str, values: Iterable[str] = (), more: str = ""
) -> Iterator[_Row]:
    """Yield clients; `more` is a column with the words to show, `rest` follows FROM."""
    for ident, name, path, spelled, *text in connection.execute(
        f"SELECT {_CLIENT}{more and ', '}{more} FROM {rest}", tuple(values)
    ):
        yield _Row(ident, name, path, spelled.partition("\n")[0] or fold(name), *text)


def _holds(column: str, words: Sequence[str]) -> str:
    return " AND ".join([f"instr({column}, ?)"] * len(words))


_CONTACTS = "contact JOIN client ON client.id = contact.client WHERE contact.name <> '' AND "


def as_written(connection: sqlite3.Connection, text: str, country: str) -> Iterator[Found]:
    """Yield clients whose id, name, contact's name, phone or e-mail holds the text."""
    wanted = fold(text)
    if wanted:
        yield from _by_name(connection, wanted)
        yield from _by_contact(connection, wanted)
        yield from _by_phone(connection, text, country)
        yield from _by_email(connection, wanted)


def _by_name(connection: sqlite3.Connection, wanted: str) -> Iterator[Found]:
    words = wanted.split()
    some = f"client WHERE {_holds('spellings', words)} OR name IS NULL"
    if wanted.isascii():
        rows = _rows(connection, f"{some} OR instr(lower(id), ?)", (*words, wanted))
    else:  # SQLite knows the small letters of English alone
        rows = _rows(connection, f"{some} OR id GLOB '*[^ -~]*'", words)
    for client in rows:
        ident, name = fold(client.id), client.folded
        if wanted == ident:
            yield client.found(0, "id", client.id)
        elif wanted == name:
            yield client.found(1, "name")
        elif all(word in name for word in words):
            yield client.found(2 if name.startswith(wanted) else 3, "name")
        elif wanted in ident:
            yield client.found(4, "id", client.id)


def _by_contact(connection: sqlite3.Connection, wanted: str) -> Iterator[Found]:
    words = wanted.split()
    some = _CONTACTS + _holds("contact.spellings", words)
    for client in _rows(connection, some, words, "contact.name"):
        if all(word in fold(client.text) for word in words):
            yield client.found(5, "contact")


def respelled(connection: sqlite3.Connection, wanted: str) -> Iterator[Found]:
    """Yield clients of whom a name is the text in another alphabet or keyboard layout."""
    names = _all_names(connection)
    for rank, spelling in _respellings(wanted):
        words = spelling.split()
        if not all(word in names for word in words):
            continue
        for client in _rows(connection, f"client WHERE {_holds('spellings', words)}", words):
            yield client.found(rank, "name")
        some = _CONTACTS + _holds("contact.spellings", words)
        for client in _rows(connection, some, words, "contact.name"):
            yield client.found(rank, "contact")


def _all_names(connection: sqlite3.Connection) -> str:
    """Return all spellings of all names, to see at once which are not there at all."""
    rows = connection.execute(
        "SELECT group_concat(spellings, char(10)) FROM client"
        " UNION ALL SELECT group_concat(spellings, char(10)) FROM contact"
    )
    return "\n".join(names or "" for (names,) in rows)


def _respellings(wanted: str) -> list[tuple[int, str]]:
    """Return what a folded text may have been meant to be, with the rank of what that finds."""
    if len(wanted) < _FEWEST_LETTERS:
        return []
    other = dict.fromkeys((wanted, *latin(wanted)), 6)
    for typed in retyped(wanted):
        for one in (fold(typed), *latin(typed)):
            other.setdefault(one, 7)
    return [(rank, one) for one, rank in other.items() if len(one) >= _FEWEST_LETTERS]


def by_sound(connection: sqlite3.Connection, wanted: str) -> Iterator[Found]:
    """Yield clients whose name sounds like the text, whatever spelling in Latin letters it has."""
    sounds = {sound(one) for one in (wanted, *latin(wanted)) if one.isascii()}
    sounds = {one for one in sounds if len(one) >= _FEWEST_LETTERS}
    names = sound(_all_names(connection)) if sounds else ""
    if any(one in names for one in sounds):
        for client in _rows(connection, "client", more="spellings"):
            theirs = sound(client.text)
            if any(one in theirs for one in sounds):
                yield client.found(6, "name", client.name)


def is_number(text: str) -> bool:
    """Tell whether a text could be a telephone number, or its last digits."""
    text = _number(text)
    return sum(map(str.isdecimal, text)) >= _FEWEST_DIGITS and bool(_NUMBER.fullmatch(text))


def _number(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().removeprefix("tel:").replace("(0)", "")


def _by_phone(connection: sqlite3.Connection, text: str, country: str) -> Iterator[Found]:
    if not is_number(text):
        return
    text = _number(text)
    digits = "".join(filter(str.isdecimal, text))
    e164 = parse_phone(text, country).e164 or digits
    tails = _tails(digits)
    parts = " OR ".join(["instr(phone.digits, ?)"] * len(tails))
    some = f"phone JOIN client ON client.id = phone.client WHERE {parts} OR e164 = ?"
    exact = {digits, e164.removeprefix("+")}
    for client in _rows(connection, some, (*tails, e164), "phone.typed"):
        theirs = parse_phone(client.text, country).e164 or client.text
        whole = "".join(filter(str.isdecimal, theirs)) in exact
        yield client.found(1 if whole else 8, "phone")
    some = "phone JOIN client ON client.id = phone.client WHERE e164 IS NULL"
    for client in _rows(connection, some, (), "phone.typed"):
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


def _by_email(connection: sqlite3.Connection, wanted: str) -> Iterator[Found]:
    if _NEVER_IN_EMAIL.search(wanted):
        return
    some = "email JOIN client ON client.id = email.client WHERE "
    if wanted.isascii():
        rows = _rows(connection, f"{some} instr(lower(address), ?)", (wanted,), "email.address")
    else:
        rows = _rows(connection, f"{some} address GLOB '*[^ -~]*'", (), "email.address")
    for client in rows:
        theirs = fold(client.text)
        if wanted in theirs:
            yield client.found(1 if wanted == theirs else 9, "email")


def by_tag(connection: sqlite3.Connection, wanted: str) -> Iterator[Found]:
    """Yield clients with a tag."""
    tags = connection.execute("SELECT DISTINCT tag FROM tag").fetchall()
    for (tag,) in tags:
        if fold(tag) == wanted:
            some = "tag JOIN client ON client.id = tag.client WHERE tag.tag = ?"
            for client in _rows(connection, some, (tag,)):
                yield client.found(10, "tag", tag)
