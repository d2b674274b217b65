"""Owns the questions about classes, work and money, of the base as a whole or of one client."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from crm.index import memberships, totals, work
from crm.index.answers import Count, DealRow, DebtRow, Membership, Summary, TaskRow
from crm.index.client_questions import ClientQuestions
from crm.index.reasons import Reason


class BaseQuestions(ClientQuestions):
    """Answers from the same database."""

    # Classes

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
