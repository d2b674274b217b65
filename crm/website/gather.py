"""Owns what the builder asks the index: the base as a whole, and the facts of some clients."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from crm.history.feed import History
from crm.history.repository import Lack
from crm.index.answers import DealRow, DebtRow, Segment, TaskRow
from crm.index.changes import Change
from crm.index.query import Index
from crm.model import Client
from crm.problems import Level, Problem
from crm.settings import Settings
from crm.store.load import read_file
from crm.text import Document
from crm.website.card import ClientFacts
from crm.website.card.figures import SHOWN
from crm.website.changes import card_history
from crm.website.contexts.changes import CardHistory
from crm.website.hiding import private_texts, shown
from crm.website.published import published
from crm.website.secrets import Secrets, secrets_of
from crm.website.site import Site
from crm.website.terms import site_of

_Item = TypeVar("_Item", TaskRow, DealRow, DebtRow)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The base as a whole: what stands on pages about all clients."""

    site: Site
    ids: tuple[str, ...]
    segments: tuple[Segment, ...]
    tags: tuple[tuple[str, int], ...]
    problems: tuple[Problem, ...]
    files: int

    @property
    def counts(self) -> Mapping[str, int]:
        """How many errors and warnings there are."""
        errors = sum(problem.level is Level.ERROR for problem in self.problems)
        return {"errors": errors, "warnings": len(self.problems) - errors}

    def problems_of(self) -> Mapping[str, Sequence[Problem]]:
        """Return the problems of each file."""
        found = defaultdict(list)
        for problem in self.problems:
            found[problem.location.path].append(problem)
        return found


def overview(index: Index, settings: Settings, today: dt.date) -> Overview:
    """Ask the index about the whole base."""
    ids = index.ids()
    segments = tuple(index.segments())
    tags = tuple((tag.value, tag.count) for tag in index.tags())
    return Overview(
        site=site_of(
            settings, today, clients=ids, segments=segments, tags=(tag for tag, _ in tags)
        ),
        ids=ids,
        segments=segments,
        tags=tags,
        problems=tuple(index.problems()),
        files=index.count(),
    )


def facts_of(
    index: Index,
    settings: Settings,
    site: Site,
    ids: Collection[str],
    problems: Mapping[str, Sequence[Problem]],
    records: Mapping[str, Client],
    history: History,
) -> Iterator[tuple[Client, ClientFacts]]:
    """Yield these clients as they are published, with what is known of each.

    Files whose `records` are at hand are not read again.
    """
    with index.part(ids):
        rows = {row.id: row for row in index.clients(sort="id")}
        metrics, memberships = index.all_metrics(SHOWN), index.memberships()
        tasks, deals = _by_client(index.tasks()), _by_client(index.deals())
        debts = _by_client(index.debts())
    private = frozenset(field.key for field in settings.fields.values() if field.private)
    past = history.of(rows, site.pages)
    for ident, row in rows.items():
        wrong = tuple(problems.get(row.path, ()))
        client, document = None if wrong else records.get(ident), None
        if client is None:
            file = read_file(index.base, index.base.root / row.path, settings)
            client, document = file.client, file.document
        if client is None:  # it went while we looked; the next build sees it
            continue
        yield (
            published(client, site.private_fields),
            ClientFacts(
                row=row,
                metrics=metrics[ident],
                memberships=memberships.get(ident, ()),
                tasks=tuple(tasks[ident]),
                deals=tuple(deals[ident]),
                debts=tuple(debts[ident]),
                problems=wrong,
                gaps=client.gaps,
                secrets=_secrets(document, private) if wrong else Secrets(),
                history=_history(site, settings, history.lack, client, past.get(ident, ())),
            ),
        )


def _history(
    site: Site, settings: Settings, lack: Lack, client: Client, changes: Sequence[Change]
) -> CardHistory:
    """Return the changes of a client that may be published."""
    if changes:
        hidden = private_texts(client, site.private_fields)
        changes = shown(site, changes, hidden, client)
    return card_history(site, settings, lack, changes, client.id)


def secrets_in(index: Index, settings: Settings, paths: Iterable[str]) -> Mapping[str, Secrets]:
    """Return what is private in each of these files that is a client's and can be read."""
    private = frozenset(field.key for field in settings.fields.values() if field.private)
    found = {}
    for path in index.whose(paths):
        document = read_file(index.base, index.base.root / path, settings).document
        found[path] = _secrets(document, private)
    return found


def _secrets(document: Document | None, private: frozenset[str]) -> Secrets:
    return Secrets() if document is None else secrets_of(document, private)


def _by_client(items: Iterable[_Item]) -> Mapping[str, list[_Item]]:
    found: dict[str, list[_Item]] = defaultdict(list)
    for item in items:
        found[item.client].append(item)
    return found
