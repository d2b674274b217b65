"""Owns which clients a list holds and in which order they stand."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from typing import Any, Self

from crm.index.database import quoted
from crm.index.rules import same_letters

# Clients up to which they are asked for by name; more are picked out of all.
_FEW = 400


def among(ids: Collection[str] | None, column: str = "id") -> tuple[str, tuple[str, ...]]:
    """Return a condition and its values that hold for some clients, if few; else for all."""
    if ids is None or len(ids) > _FEW:
        return "1", ()
    return f"{column} IN ({', '.join('?' * len(ids))})", tuple(ids)


class Chosen:
    """Clients known at the horizon that meet what was asked so far; None: nothing was yet."""

    def __init__(self, connection: sqlite3.Connection, ids: frozenset[str] | None = None) -> None:
        self._connection = connection
        self._some = ids

    @property
    def ids(self) -> frozenset[str]:
        """The ids of the clients."""
        if self._some is None:
            self._some = frozenset(self._ids("SELECT client FROM figure"))
        return self._some

    def _ids(self, question: str, *values: str) -> list[str]:
        return [row[0] for row in self._connection.execute(question, values)]

    def __and__(self, ids: Collection[str]) -> Self:
        known = self._some
        if known is None:
            some, values = among(ids, "client")
            known = frozenset(self._ids(f"SELECT client FROM figure WHERE {some}", *values))
        return type(self)(self._connection, known.intersection(ids))

    def having(self, *, segment: str = "", tag: str = "", owner: str = "") -> Self:
        """Return those in a segment, with a tag and of an owner; what is empty is not asked."""
        found = self
        if segment:
            found &= self._ids("SELECT client FROM membership WHERE segment = ?", segment)
        if tag:
            found &= self._ids("SELECT client FROM tag WHERE tag = ?", tag)
        if owner:
            found &= self._ids("SELECT id FROM client WHERE owner = ?", owner)
        return found

    def ordered(self, column: str, *, descending: bool) -> list[str]:
        """Return the ids by a column, those without a value last, ties by id."""
        some, values = among(self._some)
        question = f"SELECT id, {quoted(column)} FROM client_metrics WHERE {some} ORDER BY id"
        rows = self._connection.execute(question, values).fetchall()
        if self._some is not None and not values:
            rows = [row for row in rows if row[0] in self.ids]
        known = [(_key(value), ident) for ident, value in rows if value is not None]
        unknown = [ident for ident, value in rows if value is None]
        known.sort(key=_first, reverse=descending)
        return [ident for _, ident in known] + unknown


def _first(pair: tuple[Any, str]) -> Any:
    return pair[0]


def _key(value: Any) -> tuple[int, Any]:
    """Return what values are compared by: numbers before texts, texts without case."""
    return (1, same_letters(value)) if isinstance(value, str) else (0, value)
