"""Owns the page of the latest changes, day by day."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import groupby

from crm.history.feed import History
from crm.history.repository import Lack
from crm.index.changes import Change, Wanted
from crm.index.query import Index
from crm.model import Client
from crm.record import record
from crm.settings import Settings
from crm.store.contents import file_bytes
from crm.store.load import read_file
from crm.website.changes import KINDS, items_of, lack_of
from crm.website.contexts.changes import Bulk, ChangeDay, ChangeItem, ChangesPage
from crm.website.hiding import private_texts, shown
from crm.website.site import Site

LATEST = 200  # changes
_MANY = 6  # clients changed by one commit that are told one by one
_NAMED = 8


@record
class Latest:
    """The latest changes as they are kept, and the clients of today they belong to."""

    rows: tuple[Change, ...]
    clients: frozenset[str]


def latest_of(history: History, ids: Collection[str]) -> Latest:
    """Return the changes the page can be made of, more than it shows: some may be hidden."""
    rows = tuple(change for change in history.find(Wanted(limit=2 * LATEST)) if change.client)
    now = {ident: history.now(ident, ids) for ident in {change.client for change in rows}}
    return Latest(rows=rows, clients=frozenset(filter(None, now.values())))


def published_of(
    index: Index, settings: Settings, site: Site, history: History, latest: Latest
) -> list[Change]:
    """Return the latest changes that may be published, each by the client of today."""
    if not latest.rows:
        return []
    end = _place(latest.rows[-1])
    paths = index.paths()
    found = [
        change._replace(client="", item="", old="", new="", private=0)
        for change in latest.rows
        if change.kind == "deleted" and history.now(change.client, site.pages) is None
    ]
    for ident, changes in history.of(latest.clients, site.pages).items():
        client = _with_secrets(index, settings, site, paths.get(ident, ""))
        hidden = private_texts(client, site.private_fields) if client else frozenset()
        told = shown(site, changes, hidden, client)
        found += (one._replace(client=ident) for one in told if _place(one) <= end)
    return sorted(found, key=lambda one: (*_place(one), one.client))[:LATEST]


def _place(change: Change) -> tuple[int, int, str]:
    return -change.epoch, -change.depth, change.commit


def _with_secrets(index: Index, settings: Settings, site: Site, path: str) -> Client | None:
    """Return the client of a file that has something private, None for others: most have none."""
    try:
        data = file_bytes(index.base, index.base.root / path).lower()
    except OSError:
        return None
    words = (b"private", *(name.lower().encode() for name in site.private_fields))
    if not any(word in data for word in words):
        return None
    return read_file(index.base, index.base.root / path, settings).client


def changes_page(
    site: Site,
    settings: Settings,
    lack: Lack,
    changes: Sequence[Change],
    names: Mapping[str, tuple[str, str]],
    *,
    shallow: bool = False,
) -> ChangesPage:
    """Return the page; `changes` may be published, the latest first, by the clients of today.

    `names` are each client's name and the address of its card.
    """
    _ = site.words.text
    items = sorted(items_of(site, settings, changes, names), key=lambda one: one.day, reverse=True)
    days = tuple(_day(list(group)) for _, group in groupby(items, key=lambda one: one.day))
    told = [item for day in days for item in day.items]
    people = {item.by_key: item.by for item in told}
    kinds = {kind for item in told for kind in item.kinds.split()}
    return ChangesPage(
        title=_("Changes"),
        lead=_("What was changed, by whom, from what to what"),
        lack=lack_of(site, lack),
        shallow=shallow,
        count=len(told),
        people=tuple(sorted(people.items(), key=lambda one: one[1])) if len(people) > 1 else (),
        kinds=tuple((kind, _(text)) for kind, text in KINDS.items() if kind in kinds)
        if len(kinds) > 1
        else (),
        days=days,
    )


def _day(items: Sequence[ChangeItem]) -> ChangeDay:
    """Return one day; a commit that changed many clients is told in one line."""
    told: list[ChangeItem] = []
    bulks: list[Bulk] = []
    for _, group in groupby(items, key=lambda one: one.commit):
        some = list(group)
        if len(some) > _MANY:
            bulks.append(_bulk(some))
        else:
            told += some
    return ChangeDay(day=items[0].day, items=tuple(told), bulks=tuple(bulks))


def _bulk(items: Sequence[ChangeItem]) -> Bulk:
    first = items[0]
    return Bulk(
        time=first.time,
        by=first.by,
        commit=first.commit,
        count=len(items),
        names=tuple((item.name, item.href) for item in items[:_NAMED] if item.name),
        others=max(0, len(items) - _NAMED),
    )
