"""Owns the index as far as names go: whom a command means, also right after an edit.

To write into a client's file, only the file has to be found. What was changed since the index was
made is read, put in place while the question lasts, and taken back: the figures and classes that
follow from it are computed when somebody asks for them.
"""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import Self

from crm.base import Base
from crm.index import find, seal
from crm.index.answers import Match
from crm.index.database import index_file, open_stored
from crm.index.reached import is_number
from crm.index.sync import fits, look, reread
from crm.index.terms import Terms, terms_of
from crm.settings import Settings

# Changed files up to which this is sooner than to bring the index up to date for good.
_FEW = 40


class Names:
    """The names, phones and addresses of all clients as the files have them now."""

    def __init__(self, base: Base, connection: sqlite3.Connection, country: str) -> None:
        self._base = base
        self._connection = connection
        self._country = country

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.execute("ROLLBACK")
        seal.close(self._connection, index_file(self._base))

    def find(self, text: str) -> list[Match]:
        """Clients that answer to a text: id, part of a name, phone or e-mail; best first."""
        return find.find(self._connection, text, self._country)

    def resolve(self, text: str) -> Match:
        """The one client that a CLIENT argument means; raises UnknownClient, AmbiguousClient."""
        return find.resolve(self._connection, text, self._country)


def open_names(base: Base, settings: Settings, text: str) -> Names | None:
    """Return what answers whom a text means; None where the whole index has to be made first.

    No other process can write to the index until it is closed.
    """
    if not is_number(text):  # else what is compared has to be exact, which takes 20 ms
        settings = replace(settings, context=replace(settings.context, exact_phones=False))
    terms, path = terms_of(settings), index_file(base)
    connection = open_stored(base)
    if connection is None:
        return None
    try:
        if not fits(connection, terms) or not seal.trusted(path):
            connection.close()
        elif _brought_up(connection, base, terms):
            return Names(base, connection, settings.country)
        else:
            seal.close(connection, path)
    except sqlite3.Error:  # damaged, locked: who makes the whole index knows what to do
        connection.close()
    except BaseException:
        connection.close()
        raise
    return None


def _brought_up(connection: sqlite3.Connection, base: Base, terms: Terms) -> bool:
    """Begin a transaction in which the rows are as the files are; False: too many changed."""
    connection.execute("BEGIN IMMEDIATE")
    seen = look(connection, base)
    if len(seen.found.asked) + len(seen.found.removed) > _FEW:
        connection.execute("ROLLBACK")
        return False
    reread(connection, base, terms, seen)
    return True
