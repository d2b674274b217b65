"""Owns the questions that the floors above may put to the index."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Self

from crm.base import Base
from crm.errors import BadQuery, UnknownView
from crm.fields.spelling import fold
from crm.index import (
    condition,
    find,
    part,
    past,
    said,
    seal,
    touched,
)
from crm.index.answers import (
    Match,
    Table,
    Value,
)
from crm.index.base_questions import BaseQuestions
from crm.index.database import VIEWS, index_file, quoted
from crm.index.engine import Opened, as_stored, copy_at, open_database
from crm.index.problem_rows import problem_of
from crm.index.reports.extract import Extract
from crm.index.terms import Terms, terms_of
from crm.index.touched import Moment
from crm.problems import Problem
from crm.settings import Settings, load_settings

if TYPE_CHECKING:
    from crm.index.reading import Hand


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


class Index(BaseQuestions):
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

    def classes_at(self, day: dt.date, name: str) -> dict[str, str | None]:
        """A class, or the stage, of every client known on another day, by id.

        The same as `at` gives, in two thirds of the time.
        """
        return past.classes(self._connection, self._terms, day, name)

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
