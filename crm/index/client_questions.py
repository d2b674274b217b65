"""Owns the questions about clients: their rows, columns, records and files."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property

from crm.base import Base
from crm.errors import BadCondition, UnknownColumn, UnknownSegment
from crm.fields.near import closest
from crm.index import choosing, condition, listing, memberships, scan
from crm.index.answers import Row, Segment, Value
from crm.index.columns import Column
from crm.index.database import quoted
from crm.index.terms import Terms
from crm.index.values import all_columns, readers
from crm.model import Client
from crm.settings import Settings


class ClientQuestions:
    """Answers from an open database with the numbers of a day."""

    base: Base
    settings: Settings
    today: dt.date
    _terms: Terms
    _connection: sqlite3.Connection

    def clients(
        self,
        *,
        where: str = "",
        segment: str = "",
        tag: str = "",
        owner: str = "",
        sort: str = "name",
        ids: Collection[str] | None = None,
    ) -> list[Row]:
        """Clients that meet all that is asked; `sort` is a column, with `-` before it descending.

        Raises BadCondition, UnknownColumn, UnknownSegment.
        """
        chosen = self._chosen(where, segment, tag, owner, sort)
        if ids is not None:
            wanted = frozenset(ids)
            chosen = [ident for ident in chosen if ident in wanted]
        found = listing.rows(self._connection, self._terms, self.today, chosen)
        return [found[ident] for ident in chosen]

    def table(
        self,
        columns: Sequence[str],
        *,
        where: str = "",
        segment: str = "",
        tag: str = "",
        owner: str = "",
        sort: str = "name",
    ) -> list[tuple[Value, ...]]:
        """The columns of `client_metrics` asked for, a tuple a client.

        Raises BadCondition, UnknownColumn, UnknownSegment.
        """
        asked = [self._column(name) for name in columns]
        chosen = self._chosen(where, segment, tag, owner, sort)
        found = self._values(asked, chosen)
        return [found[ident] for ident in chosen]

    def columns(self) -> tuple[Column, ...]:
        """The columns of `client_metrics`: the documented ones, then the base's own fields."""
        return self._columns

    @cached_property
    def _columns(self) -> tuple[Column, ...]:
        return all_columns(self._terms)

    def metrics(self, ident: str) -> dict[str, Value]:
        """All columns of one client; empty when it is not known at the horizon."""
        names = [column.name for column in self._columns]
        found = self._values(self._columns, [ident])
        return dict(zip(names, found[ident], strict=True)) if ident in found else {}

    def all_metrics(self, names: Collection[str] = ()) -> dict[str, dict[str, Value]]:
        """These columns of every client, by id; all of them where none is named."""
        columns = [one for one in self._columns if not names or one.name in names]
        names = [column.name for column in columns]
        found = self._values(columns)
        return {ident: dict(zip(names, row, strict=True)) for ident, row in found.items()}

    def records(self, ids: Collection[str] | None = None) -> Iterator[Client]:
        """The clients' records, read from their files again, in the order of the ids."""
        wanted = None if ids is None else frozenset(ids)
        from crm.store.load import read_file  # noqa: PLC0415 - few questions need the files

        rows = self._connection.execute("SELECT id, path FROM client ORDER BY id").fetchall()
        for ident, path in rows:
            if wanted is None or ident in wanted:
                file = read_file(self.base, self.base.root / path, self.settings)
                if file.client is not None:
                    yield file.client

    def paths(self) -> dict[str, str]:
        """The file of every id, those that cannot be read or are not known at the horizon too."""
        rows = self._connection.execute("SELECT id, path FROM file ORDER BY path DESC")
        files = dict(rows.fetchall())
        files.update(self._connection.execute("SELECT id, path FROM client").fetchall())
        return dict(sorted(files.items()))

    def count(self) -> int:
        """How many clients have a file, those that cannot be read or are not known yet too."""
        found: int = self._connection.execute("SELECT COUNT(DISTINCT id) FROM file").fetchone()[0]
        return found

    def whose(self, paths: Iterable[str]) -> dict[str, str]:
        """The id of each of these paths that is the file of an id, as `paths` tells it."""
        question = (
            "SELECT COALESCE((SELECT path FROM client WHERE id = :id), MIN(path))"
            " FROM file WHERE id = :id"
        )
        found = {path: scan.ident(path) for path in sorted(paths)}
        return {
            path: ident
            for path, ident in found.items()
            if self._connection.execute(question, {"id": ident}).fetchone() == (path,)
        }

    def segments(self) -> list[Segment]:
        """Every segment with its count: lifecycle, standing, then own ones in crm.yaml's order."""
        return memberships.segments(self._connection, self._terms)

    # Within

    @property
    def _seconds(self) -> float:
        return float(self.settings.limits.query_seconds)

    def _column(self, name: str) -> Column:
        for column in self._columns:
            if column.name == name:
                return column
        near = closest(name, tuple(column.name for column in self._columns))
        raise UnknownColumn(name, near.get("near") or near.get("alike", ""))

    def _chosen(self, where: str, segment: str, tag: str, owner: str, sort: str) -> list[str]:
        """Return the ids that meet all that is asked, in the order asked for."""
        column = self._column(sort.removeprefix("-"))
        chosen = self._met(where, segment, tag, owner)
        return chosen.ordered(column.name, descending=sort.startswith("-"))

    def _met(self, where: str, segment: str, tag: str, owner: str) -> choosing.Chosen:
        """Return the clients that meet all that is asked."""
        if segment and segment not in (known := {one.id for one in self.segments()}):
            near = closest(segment, tuple(sorted(known)))
            raise UnknownSegment(segment, near.get("near") or near.get("alike", ""))
        chosen = choosing.Chosen(self._connection).having(segment=segment, tag=tag, owner=owner)
        if where:
            try:
                chosen = chosen & condition.matching(self._connection, where, self._seconds)
            except condition.Refused as why:
                raise BadCondition(where, str(why)) from why
        return chosen

    def _values(
        self, columns: Sequence[Column], ids: Collection[str] | None = None
    ) -> dict[str, tuple[Value, ...]]:
        """Return the values of columns by id: of these clients, if few, else of all."""
        names = ", ".join(quoted(column.name) for column in columns)
        names = f", {names}" if names else ""
        some, values = choosing.among(ids)
        question = f"SELECT id{names} FROM client_metrics WHERE {some}"
        reads = readers(columns)
        return {
            row[0]: tuple(read(value) for read, value in zip(reads, row[1:], strict=True))
            for row in self._connection.execute(question, values)
        }
