"""Owns who has a text in a name, their own or a contact's, however it is spelled."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from crm.fields.keyboards import retyped
from crm.fields.spelling import fold, latin, sound
from crm.index.candidates import Candidate, Found, candidates, holds

_FEWEST_LETTERS = 3
# Who has no name, or letters in the id of which SQLite does not know the small ones. There is an
# index of just these: its condition has the same words.
_ODD = "client WHERE name IS NULL OR id GLOB '*[^ -@[-~]*'"
_CONTACTS = "contact JOIN client ON client.id = contact.client WHERE contact.name <> ''"


class Way(NamedTuple):
    """A way in which a text could have been meant: its place among them, its rank, its words."""

    place: int
    rank: int
    words: list[str]

    def fits(self, spellings: str) -> bool:
        """Tell whether a name holds all words."""
        return all(word in spellings for word in self.words)


def ways(wanted: str) -> list[Way]:
    """Return what a folded text may have been meant to be: other alphabets, then keyboards."""
    if len(wanted) < _FEWEST_LETTERS:
        return []
    ranks = dict.fromkeys((wanted, *latin(wanted)), 6)
    for typed in retyped(wanted):
        for one in (fold(typed), *latin(typed)):
            ranks.setdefault(one, 7)
    found = ((rank, one.split()) for one, rank in ranks.items() if len(one) >= _FEWEST_LETTERS)
    return [Way(place, *one) for place, one in enumerate(found)]


def by_name(
    connection: sqlite3.Connection, wanted: str, others: Sequence[Way] = ()
) -> Iterator[Found]:
    """Yield clients whose id or name holds the text, or whose name could be meant by it."""
    words = wanted.split()
    others = _there(connection, "client", others)
    for client in _holders(connection, wanted, words, others):
        ident, name = fold(client.id), client.folded
        if wanted == ident:
            yield client.found(0, "id", client.id)
        elif wanted == name:
            yield client.found(1, "name")
        elif all(word in name for word in words):
            yield client.found(2 if name.startswith(wanted) else 3, "name")
        elif wanted in ident:
            yield client.found(4, "id", client.id)
        elif way := _first(others, client.spelled):
            yield client.found(way.rank, "name", place=way.place)


def _holders(
    connection: sqlite3.Connection, wanted: str, words: Sequence[str], others: Sequence[Way]
) -> Iterator[Candidate]:
    """Yield clients with the words in the name or the text in the id, and some others."""
    some, values = _any("client.spellings", words, others)
    if wanted.isascii():
        some, values = f"{some} OR instr(client.id, ?)", [*values, wanted]
    yield from candidates(connection, f"client WHERE {some}", values)
    yield from candidates(connection, _ODD)


def by_contact(
    connection: sqlite3.Connection, wanted: str, others: Sequence[Way] = ()
) -> Iterator[Found]:
    """Yield clients with a contact whose name holds the text, or could be meant by it."""
    there = _there(connection, "contact", others)
    if others and not there:  # nor is the text as it is written, which is one of the ways
        return
    words = wanted.split()
    some, values = _any("contact.spellings", words, there)
    asked = f"{_CONTACTS} AND ({some})"
    for client in candidates(connection, asked, values, "contact.name", "contact.spellings"):
        folded, _, _ = client.texts.partition("\n")
        if all(word in folded for word in words):
            yield client.found(5, "contact")
        elif way := _first(there, client.texts):
            yield client.found(way.rank, "contact", place=way.place)


def _any(column: str, words: Sequence[str], others: Sequence[Way]) -> tuple[str, list[str]]:
    """Return the condition that a column holds the words or those of a way, and its values."""
    all_words = [words, *(way.words for way in others if way.words != words)]
    some = " OR ".join(f"({holds(column, one)})" for one in all_words)
    return some, [word for one in all_words for word in one]


def _first(others: Sequence[Way], spellings: str) -> Way | None:
    return next((way for way in others if way.fits(spellings)), None)


def _there(connection: sqlite3.Connection, table: str, others: Sequence[Way]) -> Sequence[Way]:
    """Return those ways whose words are in any of the names: most are in none."""
    if not others:
        return others
    names = _all_names(connection, table)
    return [way for way in others if all(word.encode() in names for word in way.words)]


def _all_names(connection: sqlite3.Connection, table: str) -> bytes:
    """Return all spellings of all names of a table: in one piece they are searched at once."""
    names = f"SELECT CAST(group_concat(spellings, char(10)) AS BLOB) FROM {table}"
    return connection.execute(names).fetchone()[0] or b""


def by_sound(connection: sqlite3.Connection, wanted: str) -> Iterator[Found]:
    """Yield clients whose name sounds like the text, whatever spelling in Latin letters it has."""
    sounds = {sound(one) for one in (wanted, *latin(wanted)) if one.isascii()}
    sounds = {one for one in sounds if len(one) >= _FEWEST_LETTERS}
    sounds = _heard(connection, sounds) if sounds else sounds
    if sounds:
        for client in candidates(connection, "client"):
            theirs = sound(client.spelled)
            if any(one in theirs for one in sounds):
                yield client.found(6, "name", client.name)


def _heard(connection: sqlite3.Connection, sounds: set[str]) -> set[str]:
    """Return those sounds whose words are all in words of names; each word is listened to once."""
    words = set(_all_names(connection, "client").split())
    heard = sound(b"\n".join(words).decode())
    return {one for one in sounds if all(word in heard for word in one.split())}
