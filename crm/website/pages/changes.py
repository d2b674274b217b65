"""Owns the page of the latest changes, day by day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from crm.history.repository import Lack
from crm.index.changes import Change
from crm.settings import Settings
from crm.website.changes import KINDS, items_of, lack_of
from crm.website.contexts.changes import Bulk, ChangeDay, ChangeItem, ChangesPage
from crm.website.site import Site

LATEST = 200  # changes
_MANY = 6  # clients changed by one commit that are told one by one
_NAMED = 8


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
