"""Owns the questions that the floors above may put to the index."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from functools import cached_property
from types import TracebackType
from typing import Self

from crm.base import Base
from crm.errors import BadCondition, BadQuery, UnknownColumn, UnknownSegment, UnknownView
from crm.fields.near import closest
from crm.fields.spelling import fold
from crm.index import (
    choosing,
    condition,
    find,
    listing,
    memberships,
    part,
    said,
    scan,
    seal,
    totals,
    touched,
    work,
)
from crm.index.answers import (
    Count,
    DealRow,
    DebtRow,
    Match,
    Membership,
    Row,
    Segment,
    Summary,
    Table,
    TaskRow,
    Value,
)
from crm.index.columns import Column
from crm.index.database import VIEWS, index_file, quoted
from crm.index.engine import Opened, as_stored, copy_at, open_database
from crm.index.reading import Hand, problem_of
from crm.index.reasons import Reason
from crm.index.reports.extract import Extract
from crm.index.terms import Terms, terms_of
from crm.index.touched import Moment
from crm.index.values import all_columns, readers
from crm.model import Client
from crm.problems import Problem
from crm.settings import Settings, load_settings
from crm.store.load import read_file


def open_index(
    base: Base,
    settings: Settings,
    today: dt.date,
    *,
    keep: bool = True,
    problems: Sequence[Problem] | None = None,
    owners: Collection[str] | None = None,
    hand: Hand | None = None,
) -> Index:
    """Return the index of the base, in step with its files, with the numbers of `today`.

    `keep=False` (give it when the user named the day) leaves the stored numbers alone when they
    are of another day, and computes in memory. `problems` are those of the settings; without
    them they are read again when asked for. With `owners` the index holds only the clients of
    these members, and every class is computed within them. The records of the files that had to
    be read are left in `hand`.
    """
    terms = terms_of(settings)
    opened = open_database(base, terms, today, keep=keep, owners=owners, hand=hand)
    if owners is not None and problems is None:
        problems = ()  # what is wrong in the settings could name what must not be seen
    return Index(base, terms, today, opened, problems)


def index_as_stored(base: Base, terms: Terms, today: dt.date) -> Index | None:
    """Return the index as the process that this one works for has left it; None without one."""
    opened = as_stored(base)
    return None if opened is None else Index(base, terms, today, opened, ())


class Index:
    """The index of a base at one horizon; a context manager that closes it."""

    def __init__(
        self,
        base: Base,
        terms: Terms,
        today: dt.date,
        opened: Opened,
        problems: Sequence[Problem] | None,
    ) -> None:
        self.base = base
        self.settings = terms.settings
        self.today = today
        self.changed = opened.changes.read  # paths that were read because they are new or changed
        self.removed = opened.changes.removed  # paths that are gone
        self._terms = terms
        self._connection = opened.connection
        self._stored = opened.stored
        self._settings_problems = problems

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        if self._stored:
            seal.close(self._connection, index_file(self.base))
        else:
            self._connection.close()

    # Clients

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

    # Changes

    def ids(self) -> tuple[str, ...]:
        """The clients known at the horizon, sorted."""
        found = self._connection.execute("SELECT client FROM class ORDER BY client")
        return tuple(ident for (ident,) in found)

    def moment(self) -> Moment | None:
        """The state of the stored tables; None when this index is a copy for another day."""
        return touched.moment(self._connection) if self._stored else None

    def touched(self, tick: int) -> set[str]:
        """The clients that something changed for after a moment's tick, gone ones too."""
        return touched.since(self._connection, tick)

    def mentioning(self, ids: Collection[str]) -> set[str]:
        """The clients whose files speak of one of these clients."""
        rows = self._connection.execute("SELECT client, target FROM mention WHERE kind = 'client'")
        return {client for client, target in rows if target in ids}

    @contextmanager
    def part(self, ids: Iterable[str]) -> Iterator[Self]:
        """Let the body ask about some clients only: every answer is as if no other were there.

        Classes and scores stay those within the whole base; segments and totals count only these.
        """
        with part.narrowed(self._connection, ids):
            yield self

    # Reports

    def extract(
        self,
        *,
        where: str = "",
        segment: str = "",
        tag: str = "",
        owner: str = "",
        since: dt.date | None = None,
        until: dt.date | None = None,
    ) -> Extract:
        """Return the journals of the clients that meet all that is asked, within a period.

        Raises BadCondition, UnknownSegment.
        """
        chosen = self._met(where, segment, tag, owner)
        return Extract(self._connection, chosen.ids, since, min(until or self.today, self.today))

    def at(self, day: dt.date) -> Index:
        """Return the index with the numbers of another day, in memory; close it after use."""
        opened = copy_at(self._connection, self.base, self._terms, day)
        return Index(self.base, self._terms, day, opened, self._settings_problems)

    # Classes

    def segments(self) -> list[Segment]:
        """Every segment with its count: lifecycle, standing, then own ones in crm.yaml's order."""
        return memberships.segments(self._connection, self._terms)

    def membership(self, ident: str) -> tuple[Membership, ...]:
        """The segments of a client with their reasons, in the order of `segments`."""
        found = memberships.memberships(self._connection, self._terms, self.today, ident)
        return found.get(ident, ())

    def memberships(self) -> dict[str, tuple[Membership, ...]]:
        """The segments of every client with their reasons, by id."""
        return memberships.memberships(self._connection, self._terms, self.today)

    def colour_reason(self, ident: str) -> Reason | None:
        """Why a client has its colour; None when it is not known at the horizon."""
        for facts in memberships.facts_of(self._connection, ident):
            return memberships.colour_reason(facts, self._terms, self.today)
        return None

    def tags(self) -> list[Count]:
        """Every tag with its clients, the commonest first."""
        return totals.tags(self._connection)

    def counts(self, column: str) -> list[Count]:
        """The values of a column of `client_metrics` with their clients, the commonest first.

        Raises UnknownColumn.
        """
        return totals.counts(self._connection, self._column(column).name)

    # Work and money

    def tasks(self, ident: str = "", *, done: bool = False) -> list[TaskRow]:
        """Open tasks (all with `done`), the earliest due first."""
        return work.tasks(self._connection, ident, done=done)

    def deals(self, ident: str = "") -> list[DealRow]:
        """Deals known at the horizon, open ones first, those furthest along first."""
        return work.deals(self._connection, ident)

    def debts(self, ident: str = "") -> list[DebtRow]:
        """Orders on credit not settled in full, the oldest due first."""
        return work.debts(self._connection, ident)

    def months(self) -> list[tuple[dt.date, Decimal]]:
        """Revenue of the base in the last 12 calendar months: first day of the month, amount."""
        return totals.months(self._connection, self.today)

    def summary(self) -> Summary:
        """Figures of the whole base."""
        return totals.summary(self._connection, self.today)

    # Problems

    def problems(self) -> list[Problem]:
        """Every problem: of the files, of the settings, and across clients; sorted."""
        if self._settings_problems is None:
            self._settings_problems = load_settings(self.base).problems
        rows = self._connection.execute("SELECT * FROM problem").fetchall()
        return sorted({*map(problem_of, rows), *self._settings_problems})

    def problems_in(self, path: str) -> tuple[Problem, ...]:
        """The problems of a client file by itself, sorted."""
        question = "SELECT * FROM problem WHERE path = ? AND origin = 'file'"
        return tuple(sorted(map(problem_of, self._connection.execute(question, (path,)))))

    # Names

    def find(self, text: str) -> list[Match]:
        """Clients that answer to a text: id, part of a name, phone or e-mail; best first."""
        return find.find(self._connection, text, self.settings.country)

    def search(self, text: str) -> list[Match]:
        """The same, and however the text is spelled: alphabets, keyboard layouts, sounds; tags."""
        return find.search(self._connection, text, self.settings.country)

    def said(self, text: str, *, every: bool = False) -> list[Match]:
        """Clients of whom an entry or the notes say all words of a text, by name."""
        words = fold(text).split()
        return list(said.said(self._connection, self.base, words, every=every))

    def resolve(self, text: str) -> Match:
        """The one client that a CLIENT argument means; raises UnknownClient, AmbiguousClient."""
        return find.resolve(self._connection, text, self.settings.country)

    # Questions of one's own

    def sql(self, query: str, parameters: Sequence[Value] = (), *, limit: int = 10_000) -> Table:
        """Answer a read-only SQL question within a time limit; raises BadQuery."""
        try:
            columns, rows = condition.answer(
                self._connection, query, parameters, self._seconds, limit + 1
            )
        except condition.Refused as why:
            raise BadQuery(str(why)) from why
        return Table(columns=columns, rows=tuple(rows[:limit]), cut=len(rows) > limit)

    def view(self, name: str) -> Table:
        """All rows of one of the documented views (`views/*.sql`); raises UnknownView."""
        if name not in VIEWS:
            raise UnknownView(name)
        found = self._connection.execute(f"SELECT * FROM {quoted(name)}")
        names = tuple(part[0] for part in found.description)
        return Table(columns=names, rows=tuple(found.fetchall()), cut=False)

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
