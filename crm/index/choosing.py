"""Owns which clients a list holds and in which order they stand."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from typing import Any, Self

from crm.index.database import quoted
from crm.index.rules import same_letters


class Chosen:
    """Clients known at the horizon that meet what was asked so far."""

    def __init__(self, connection: sqlite3.Connection, ids: Collection[str] | None = None) -> None:
        self._connection = connection
        self.ids = frozenset(self._ids("SELECT client FROM figure") if ids is None else ids)

    def _ids(self, question: str, *values: str) -> list[str]:
        return [row[0] for row in self._connection.execute(question, values)]

    def __and__(self, ids: Collection[str]) -> Self:
        return type(self)(self._connection, self.ids.intersection(ids))

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
        question = f"SELECT id, {quoted(column)} FROM client_metrics ORDER BY id"
        rows = [row for row in self._connection.execute(question) if row[0] in self.ids]
        known = [(_key(value), ident) for ident, value in rows if value is not None]
        unknown = [ident for ident, value in rows if value is None]
        known.sort(key=_first, reverse=descending)
        return [ident for _, ident in known] + unknown


def _first(pair: tuple[Any, str]) -> Any:
    return pair[0]


def _key(value: Any) -> tuple[int, Any]:
    """Return what values are compared by: numbers before texts, texts without case."""
    return (1, same_letters(value)) if isinstance(value, str) else (0, value)
