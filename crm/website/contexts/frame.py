"""Owns what every page shows around its content, and the small parts that pages share."""

from __future__ import annotations

import datetime as dt

from crm.record import record


@record
class NavItem:
    """One page of the main navigation; the count stands there on base-wide pages only."""

    key: str
    label: str
    href: str
    count: int | None = None
    count_label: str = ""
    late: bool = False


@record
class Frame:
    """The frame of a page; `root` leads from it to the top of the site, `here` is its nav item."""

    site: str
    language: str
    root: str
    here: str
    nav: tuple[NavItem, ...]
    currency: str
    today: dt.date | None = None  # base-wide pages say it; on a card the script does


@record
class Link:
    """A text, and where it leads; without an address it stays a text."""

    text: str
    href: str = ""
    icon: str = ""


@record
class Chip:
    """One segment: its slug in queries, its word, the tone of its colour, its page."""

    key: str
    label: str
    tone: str = ""
    href: str = ""


@record
class Figure:
    """One key figure: what it is, its value, a note; `query` filters the list by script."""

    label: str
    value: str
    note: str = ""
    late: bool = False
    query: str = ""
    aside: str = ""  # small, on the line of the value
