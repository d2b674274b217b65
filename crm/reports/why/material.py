"""Owns what an explanation is made from: a client's entries, deals, tasks, and its file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from crm.index.answers import DealRow, TaskRow, Value
from crm.index.query import Index
from crm.index.reports.extract import Extract
from crm.reports.why.part import How, Part, Said, Why
from crm.store.load import ClientFile, read_file
from crm.text import Mapping as Node
from crm.text import Scalar


class Entry(NamedTuple):
    """One entry of the journal; money in units, days as day numbers."""

    n: int
    line: int
    day: int
    time: str
    type: str
    touch: int
    outcome: str | None
    amount: int | None
    cost: int | None
    cogs: int | None
    number: str | None
    due_day: int | None
    promo: str | None
    score: int | None
    resolved_day: int | None
    deal: str | None
    stage: str | None
    summary: str | None
    what: str | None

    @property
    def date(self) -> dt.date:
        """The day of the entry."""
        return dt.date.fromordinal(self.day)

    @property
    def is_order(self) -> bool:
        """Whether it counts as an order: one below zero does not."""
        return self.type == "order" and (self.amount is None or self.amount >= 0)


class Material:
    """What is known of one client at the horizon; everything is read when it is asked for."""

    def __init__(self, index: Index, ident: str, extract: Extract | None = None) -> None:
        self.index = index
        self.ident = ident
        self.today = index.today
        self.day = index.today.toordinal()
        self._extract = extract

    @cached_property
    def metrics(self) -> dict[str, Value]:
        """All columns of `client_metrics`; empty when the client is not known at the horizon."""
        return self.index.metrics(self.ident)

    @cached_property
    def path(self) -> str:
        """The client's file."""
        found = self.metrics.get("path")
        return found if isinstance(found, str) else self.index.paths()[self.ident]

    @cached_property
    def everybody(self) -> Extract:
        """The journals of all clients."""
        return self._extract or self.index.extract()

    @cached_property
    def own(self) -> Extract:
        """The journal of this client."""
        return self.everybody.only([self.ident])

    @cached_property
    def entries(self) -> list[Entry]:
        """The entries that count, the earliest first."""
        return [Entry._make(row) for row in self.own.rows("why_entries")]

    @cached_property
    def orders(self) -> list[Entry]:
        """The orders that count in analysis."""
        return [entry for entry in self.entries if entry.is_order]

    @cached_property
    def order_days(self) -> list[Entry]:
        """The first order of each day with one."""
        return list({entry.day: entry for entry in reversed(self.orders)}.values())[::-1]

    @cached_property
    def deals(self) -> list[DealRow]:
        """The deals known at the horizon."""
        return self.index.deals(self.ident)

    @cached_property
    def tasks(self) -> list[TaskRow]:
        """The open tasks, the earliest due first."""
        return self.index.tasks(self.ident)

    @cached_property
    def file(self) -> ClientFile:
        """The client's file as it stands."""
        return self.file_of(self.path)

    def file_of(self, path: str) -> ClientFile:
        """Return a client file."""
        return read_file(self.index.base, self.index.base.root / path, self.index.settings)

    def why(
        self, figure: str, how: How, parts: Iterator[Part] | list[Part], reason: Said | None = None
    ) -> Why:
        """Return the explanation of one of the client's columns."""
        return Why(
            client=self.ident,
            figure=figure,
            value=self.metrics.get(figure),
            how=how,
            parts=tuple(parts),
            reason=reason,
        )

    def entry(self, entry: Entry, value: Value, **more: object) -> Part:
        """Return what an entry adds."""
        said = entry.number or entry.summary or entry.what or ""
        facts = {"date": entry.date, "what": entry.type, "said": said.partition("\n")[0], **more}
        return Part(path=self.path, line=entry.line, value=value, **facts)  # type: ignore[arg-type]


def typed(file: ClientFile, key: str) -> tuple[int, str] | None:
    """Return the line of a dotted key in a client file, and its text as typed; None: not there."""
    if file.document is None:
        return None
    node: object = file.document.root
    for step in key.split("."):
        node = node.get(step) if isinstance(node, Node) else None
    if node is None or (isinstance(node, Scalar) and node.empty):
        return None
    text = node.text.partition("\n")[0] if isinstance(node, Scalar) else ""
    return file.document.source.line(node.start), text  # type: ignore[attr-defined]
