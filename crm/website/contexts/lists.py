"""Owns what pages that list clients show."""

from __future__ import annotations

import datetime as dt

from crm.record import record
from crm.website.contexts.frame import Chip, Figure


@record
class NextAction:
    """The earliest open task of a client."""

    due: dt.date | None
    time: str
    what: str
    late: int  # days past its day, 0 when not


@record
class ClientRow:
    """One client in a list; keys are slugs that stand in queries."""

    id: str
    href: str
    name: str
    company: bool
    place: str
    chips: tuple[Chip, ...]
    tags: tuple[str, ...]
    tag_keys: tuple[str, ...]
    owner: str
    owner_key: str
    stage: str
    stage_key: str
    stage_order: int
    last: dt.date | None
    next: NextAction | None
    state: str  # "" | closed | stop: why there is no next action, or must be none
    revenue: int
    debt: int
    spark: str  # a digit of base 36 a month: half pixels above the ground line; "" without revenue
    points: str  # the same as points of a polyline
    end: str  # height of the last of them
    rfm: str  # three digits, or ""
    filled: int  # per cent
    flags: tuple[str, ...]
    words: str  # searched, not shown: transliteration, mail, contacts
    digits: str  # searched, not shown: telephones


@record
class FacetLink:
    """One choice of a facet: a built page, or only a query for the script."""

    label: str
    query: str
    count: int | None = None
    href: str = ""
    current: bool = False


@record
class Facet:
    """One row of choices; `scripted` ones need the script and are hidden without."""

    label: str
    links: tuple[FacetLink, ...]
    wide: bool = False
    scripted: bool = False
    more: str = ""  # address of the page with all choices, where some are left out


@record
class Pager:
    """The static pages of a list: this one, and the address of each."""

    number: int
    pages: tuple[str, ...]
    first: int  # number of the first row of this page, from 1; 0 when there is none
    last: int
    total: int

    @property
    def key(self) -> str:
        """What tells this pager from others of the same list."""
        return f"{self.number} of {len(self.pages)} {self.first} {self.last} {self.total}"


@record
class ListPage:
    """A page of clients: the index, a segment or a tag."""

    title: str
    heading: str
    lead: str  # beside the heading
    figures: tuple[Figure, ...]
    facets: tuple[Facet, ...]
    views: tuple[FacetLink, ...]
    scope: str  # query that holds for the whole page, "" on the index
    rows: tuple[str, ...]  # rendered rows
    pager: Pager
    files: int  # client files in the base
    new: int  # clients first known in the last days
