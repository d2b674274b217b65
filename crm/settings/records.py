"""Owns the records of what a base sets: team, stages, segments, thresholds."""

from __future__ import annotations

import datetime as dt
from dataclasses import field
from decimal import Decimal

from crm.fields.words import Words
from crm.model import Money
from crm.problems import Location
from crm.record import record


@record
class Targets:
    """What a member aims at in a month."""

    revenue: Money | None = None
    clients: int | None = None
    touches: int | None = None


@record
class Member:
    """One of the team."""

    id: str
    name: str = ""
    role: str = "manager"  # director | curator | manager | assistant
    department: str = ""
    head: str = ""  # id of a member
    email: str = ""
    phone: str = ""
    left: dt.date | None = None
    targets: Targets | None = None

    @property
    def label(self) -> Words:
        """The name, or the id of a member without one."""
        return {"": self.name or self.id}


@record
class Next:
    """The task that entering a stage or segment proposes."""

    after: str = ""  # a span: crm.fields.dates.parse_span
    what: str = ""


@record
class Stage:
    """A stage of the funnel; the order is that of the settings."""

    id: str
    label: Words = field(default_factory=dict)
    probability: Decimal | None = None
    result: str = ""  # won | lost | "" while open
    requires: tuple[str, ...] = ()  # keys of the client that must have a value from here on
    do: str = ""
    script: str = ""
    checklist: tuple[str, ...] = ()
    next: Next | None = None


@record
class InteractionType:
    """A type of interaction; touches count as contacts."""

    id: str
    label: Words = field(default_factory=dict)
    touch: bool = False
    builtin: bool = False


@record
class Segment:
    """A segment of the base's own, or what it adds to a built-in one.

    Without `when` an own segment holds the clients that have a tag of its id.
    """

    id: str
    label: Words = field(default_factory=dict)
    when: str = ""  # an SQL condition over client_metrics
    place: Location | None = None  # of the condition
    do: str = ""
    script: str = ""
    checklist: tuple[str, ...] = ()
    privileges: str = ""
    next: Next | None = None


@record
class RequiredWhen:
    """Keys required of clients of a kind, with a tag, in a segment; all that is said must hold."""

    kind: str = ""
    tag: str = ""
    segment: str = ""
    fields: tuple[str, ...] = ()
    line: int = 0


@record
class Required:
    """Keys required by kind of client, and under conditions."""

    person: tuple[str, ...] = ()
    organisation: tuple[str, ...] = ()
    when: tuple[RequiredWhen, ...] = ()


@record
class Axis:
    """How one axis of RFM is scored."""

    method: str = "quantile"  # quantile | rank | fixed
    edges: tuple[Decimal, ...] = ()


@record
class Rfm:
    """How recency, frequency and monetary value are scored."""

    recency: Axis = field(default_factory=Axis)
    frequency: Axis = field(default_factory=Axis)
    monetary: Axis = field(default_factory=Axis)


Range = tuple[int, int]


@record
class RfmSegment:
    """A named segment of RFM: ranges of scores, both ends included."""

    id: str
    label: Words = field(default_factory=dict)
    r: Range = (1, 5)
    f: Range = (1, 5)
    m: Range = (1, 5)


@record
class Lifecycle:
    """Thresholds of the lifecycle classes and of `active`, in days unless said otherwise."""

    lost_after: int = 730
    inactive_after: int | None = None  # None: by the client's own rhythm, as below
    inactive_intervals: Decimal = Decimal(3)  # medians between orders
    inactive_least: int = 90
    inactive_without_rhythm: int = 180
    regular_orders: int = 3  # order days
    tested_years: int = 3
    active_within: int = 90
    active_orders: int = 2  # order days in 365 days
    active_since: int = 180


@record
class Abc:
    """Cumulative shares of revenue at which classes A and B end."""

    a: Decimal = Decimal("0.75")
    b: Decimal = Decimal("0.95")


@record
class Agenda:
    """How many days ahead things are shown, and after how many days without an entry."""

    birthdays: int = 7
    holidays: int = 7
    contracts: int = 30
    stale_deal: int = 30
    give_up: int = 90


@record
class Cadence:
    """How often clients of a segment want to be contacted, in days between contacts."""

    segment: str
    at_least: int | None = None  # a contact at least once in so many days
    at_most: int | None = None  # no second contact within so many days


@record
class Tier:
    """A tier of the loyalty programme; a client is in the last one whose limits it reaches."""

    name: str = ""
    label: Words = field(default_factory=dict)
    revenue: Money | None = None
    orders: int | None = None
    discount: Decimal | None = None  # percent
    line: int = 0


@record
class Loyalty:
    """The loyalty programme. `days`: what counts is what was bought in so many days; 0 is ever."""

    days: int = 365
    tiers: tuple[Tier, ...] = ()


@record
class Plan:
    """How calls are spread over working days."""

    quota: int = 20
    weekdays: tuple[str, ...] = ("mon", "tue", "wed", "thu", "fri")


@record
class Firm:
    """The firm that keeps the base, as it stands on offers and invoices."""

    name: str = ""
    tax_id: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    site: str = ""
    bank: str = ""
    iban: str = ""
    bic: str = ""
    head: str = ""
    vat: Decimal | None = None


@record
class Privacy:
    """How long data are kept."""

    retain: str = ""  # a span after a client's last entry


@record
class Limits:
    """What keeps a slip of the pen from taking for ever."""

    query_seconds: int = 5
