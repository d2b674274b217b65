"""Owns the questions that the floors above may put to the index."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from types import TracebackType
from typing import Self

from crm.base import Base
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
from crm.index.reasons import Reason
from crm.model import Client
from crm.problems import Problem
from crm.settings import Settings


def open_index(
    base: Base,
    settings: Settings,
    today: dt.date,
    *,
    keep: bool = True,
    problems: Sequence[Problem] | None = None,
    owners: Collection[str] | None = None,
) -> Index:
    """Return the index of the base, in step with its files, with the numbers of `today`.

    `keep=False` (give it when the user named the day) leaves the stored numbers alone when they
    are of another day, and computes in memory. `problems` are those of the settings; without
    them they are read again when asked for. With `owners` the index holds only the clients of
    these members, and every class is computed within them.
    """
    raise NotImplementedError


class Index:
    """The index of a base at one horizon; a context manager that closes it."""

    base: Base
    settings: Settings
    today: dt.date
    changed: tuple[str, ...]  # paths that were read because they are new or changed
    removed: tuple[str, ...]  # paths that are gone

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
        raise NotImplementedError

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
        """The columns of `client_metrics` asked for, a tuple a client."""
        raise NotImplementedError

    def columns(self) -> tuple[Column, ...]:
        """The columns of `client_metrics`: the documented ones, then the base's own fields."""
        raise NotImplementedError

    def metrics(self, ident: str) -> dict[str, Value]:
        """All columns of one client; empty when it is not known at the horizon."""
        raise NotImplementedError

    def all_metrics(self) -> dict[str, dict[str, Value]]:
        """All columns of every client, by id."""
        raise NotImplementedError

    def records(self, ids: Collection[str] | None = None) -> Iterator[Client]:
        """The clients' records, read from their files again, in the order of the ids."""
        raise NotImplementedError

    def paths(self) -> dict[str, str]:
        """The file of every client, by id, those not known at the horizon too."""
        raise NotImplementedError

    # Classes
    def segments(self) -> list[Segment]:
        """Every segment with its count: lifecycle, standing, then own ones in crm.yaml's order."""
        raise NotImplementedError

    def membership(self, ident: str) -> tuple[Membership, ...]:
        """The segments of a client with their reasons, in the order of `segments`."""
        raise NotImplementedError

    def memberships(self) -> dict[str, tuple[Membership, ...]]:
        """The segments of every client with their reasons, by id."""
        raise NotImplementedError

    def colour_reason(self, ident: str) -> Reason:
        """Why a client has its colour."""
        raise NotImplementedError

    def tags(self) -> list[Count]:
        """Every tag with its clients, the commonest first."""
        raise NotImplementedError

    def counts(self, column: str) -> list[Count]:
        """The values of a column of `client_metrics` with their clients, the commonest first."""
        raise NotImplementedError

    # Work and money
    def tasks(self, ident: str = "", *, done: bool = False) -> list[TaskRow]:
        """Open tasks (all with `done`), the earliest due first."""
        raise NotImplementedError

    def deals(self, ident: str = "") -> list[DealRow]:
        """Deals known at the horizon, those furthest along first."""
        raise NotImplementedError

    def debts(self, ident: str = "") -> list[DebtRow]:
        """Orders on credit not settled in full, the oldest due first."""
        raise NotImplementedError

    def months(self) -> list[tuple[dt.date, Decimal]]:
        """Revenue of the base in the last 12 calendar months: first day of the month, amount."""
        raise NotImplementedError

    def summary(self) -> Summary:
        """Figures of the whole base."""
        raise NotImplementedError

    # Problems
    def problems(self) -> list[Problem]:
        """Every problem: of the files, of the settings, and across clients; sorted."""
        raise NotImplementedError

    # Names
    def find(self, text: str) -> list[Match]:
        """Clients that answer to a text: id, part of a name, phone or e-mail; best first."""
        raise NotImplementedError

    def resolve(self, text: str) -> Match:
        """The one client that a CLIENT argument means; raises UnknownClient, AmbiguousClient."""
        raise NotImplementedError

    # Questions of one's own
    def sql(
        self, query: str, parameters: Sequence[Value] = (), *, limit: int = 10_000
    ) -> Table:
        """Answer a read-only SQL question within a time limit; raises BadQuery."""
        raise NotImplementedError

    def view(self, name: str) -> Table:
        """All rows of one of the documented views (`views/*.sql`)."""
        raise NotImplementedError
