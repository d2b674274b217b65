"""Owns what is shown of the history: on a card, and on the page of changes."""

from __future__ import annotations

import datetime as dt

from crm.record import record


@record
class Part:
    """One thing that changed: what, from what, to what; `word` stands where there is no value."""

    text: str
    old: str = ""
    new: str = ""
    word: str = ""


@record
class ChangeItem:
    """What one commit changed in one client."""

    day: dt.date
    time: str
    by: str
    by_key: str
    commit: str
    name: str
    href: str
    kinds: str  # for the choice of views, parted by spaces
    parts: tuple[Part, ...]
    more: int = 0  # parts that are left out


@record
class Bulk:
    """One commit that changed many clients: the names of the first, and how many others."""

    time: str
    by: str
    commit: str
    count: int
    names: tuple[tuple[str, str], ...]  # name and address of the card
    others: int


@record
class ChangeDay:
    """The changes of one day, the latest first."""

    day: dt.date
    items: tuple[ChangeItem, ...]
    bulks: tuple[Bulk, ...]


@record
class ChangesPage:
    """The latest changes of the base."""

    title: str
    lead: str
    lack: str  # why there are none, "" when there are
    shallow: bool
    count: int
    people: tuple[tuple[str, str], ...]  # key and name, where there are several
    kinds: tuple[tuple[str, str], ...]
    days: tuple[ChangeDay, ...]


@record
class CardHistory:
    """The latest changes of one client; `more` tells that there were others before."""

    lack: str = ""
    items: tuple[ChangeItem, ...] = ()
    more: bool = False
    command: str = ""
