"""Owns what reports read from the index: the journals of chosen clients within a period."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Collection, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeAlias

from crm.index.database import quoted

_HERE = Path(__file__).parent

# A row as SQLite holds it: money in units of 1/10,000, days as day numbers. A report gives it
# names with a NamedTuple.
Row: TypeAlias = tuple[Any, ...]


class Extract:
    """Chosen clients and a period, both days included; every question is answered within them."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        clients: Collection[str],
        since: dt.date | None,
        until: dt.date,
    ) -> None:
        self._connection = connection
        self.clients = frozenset(clients)
        self.since = since  # None: from the beginning
        self.until = until  # never later than the horizon

    @property
    def first(self) -> int:
        """The number of the first day of the period, 0 without one."""
        return self.since.toordinal() if self.since else 0

    @property
    def last(self) -> int:
        """The number of the last day of the period."""
        return self.until.toordinal()

    def from_the_beginning(self) -> Extract:
        """Return the same clients, their journals from the first entry on."""
        return Extract(self._connection, self.clients, None, self.until)

    def between(self, since: dt.date, until: dt.date) -> Extract:
        """Return the same clients in another period, which ends no later than this one."""
        return Extract(self._connection, self.clients, since, min(until, self.until))

    def only(self, clients: Collection[str]) -> Extract:
        """Return some of the clients, in the same period."""
        return Extract(self._connection, self.clients & set(clients), self.since, self.until)

    @cached_property
    def _chosen(self) -> str:
        return json.dumps(sorted(self.clients))

    def rows(self, question: str, **values: str | float | None) -> list[Row]:
        """Return the answer to one of the questions of this folder.

        A question may use `:chosen` (the ids as a JSON list), `:first` and `:last` (day numbers)
        and the values given here.
        """
        return self._connection.execute(_text(question), {**self._known, **values}).fetchall()

    def columns(self, question: str, names: Sequence[str]) -> list[Row]:
        """Return some columns of the answer to a question; what they do not need is not read."""
        chosen = ", ".join(map(quoted, names))
        inner = _text(question).strip().removesuffix(";")
        return self._connection.execute(
            f"SELECT {chosen} FROM (\n{inner}\n)", self._known
        ).fetchall()

    @property
    def _known(self) -> dict[str, str | int]:
        return {"chosen": self._chosen, "first": self.first, "last": self.last}


@cache
def _text(question: str) -> str:
    return (_HERE / f"{question}.sql").read_text(encoding="utf-8")


def questions() -> list[str]:
    """Return the names of all questions."""
    return sorted(path.stem for path in _HERE.glob("*.sql"))
