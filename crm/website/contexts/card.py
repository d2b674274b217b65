"""Owns what a card shows: one client's data, class names and reasons, nothing base-wide."""

from __future__ import annotations

import datetime as dt

from crm.model import Closed, Money, Paused
from crm.record import record
from crm.website.contexts.changes import CardHistory
from crm.website.contexts.frame import Chip, Figure, Link
from crm.website.contexts.problems import Issue


@record
class Stop:
    """That a client, or a contact, must be left alone."""

    since: dt.date | None
    reason: str


@record
class NextStep:
    """The earliest open task, with the ways to reach the client."""

    due: dt.date | None
    today: bool
    time: str
    what: str
    late: int
    owner: str
    owed: str  # what is past due, "" when nothing is
    since_order: int | None  # days, where the own rhythm is known
    interval: str
    reach: tuple[Link, ...]


@record
class ContactItem:
    """One person at the client."""

    name: str
    role: str
    decision: str
    decides: bool
    birthday: str
    notes: str
    reach: tuple[Link, ...]
    stop: Stop | None


@record
class Pair:
    """A label with its value: a text, or a few links."""

    label: str
    text: str = ""
    links: tuple[Link, ...] = ()


@record
class Why:
    """A segment and the reason for it; a condition is code, with the figures it read."""

    chip: Chip
    reason: str
    condition: str
    facts: str


@record
class TaskItem:
    """One open task; the number is the N of `crm task done`."""

    due: dt.date | None
    time: str
    what: str
    owner: str
    late: int
    today: bool
    repeat: str
    deal: str


@record
class Step:
    """One stage on a deal's way: past, now, or neither."""

    label: str
    state: str


@record
class DealItem:
    """One deal with its way through the stages."""

    title: str
    amount: Money | None
    result: str  # "" while open, won, lost
    stage: str
    probability: str
    steps: tuple[Step, ...]
    since: int | None  # days in its stage
    expected: dt.date | None
    closed: dt.date | None
    owner: str
    service: str
    competitor: str
    notes: str


@record
class ContractItem:
    """One contract; `left` days to its end, negative when it has ended."""

    number: str
    start: dt.date | None
    end: dt.date | None
    left: int | None
    notice: str
    terms: str
    amount: Money | None
    file: Link | None


@record
class ConsentItem:
    """One consent, given and perhaps withdrawn."""

    purpose: str
    given: dt.date | None
    withdrawn: dt.date | None
    how: str
    evidence: Link | None


@record
class Entry:
    """One entry of the journal."""

    type: str
    label: str
    icon: str
    day: dt.date | None
    time: str
    by: str
    contact: str
    direction: str
    minutes: int | None
    number: str
    goods: str  # order lines in one text
    what: str
    amount: Money | None
    due: dt.date | None
    summary: str
    outcome: str
    deal: str
    stage: str
    link: Link | None
    facts: tuple[tuple[str, str], ...]  # label and value of what else is known

    @property
    def has_more(self) -> bool:
        """Whether there is a second line."""
        return bool(self.summary or self.outcome or self.deal or self.facts or self.link)


@record
class Month:
    """The entries of one month, the latest first; `day` is its first, None without a date."""

    day: dt.date | None
    entries: tuple[Entry, ...]


@record
class OrderRow:
    """One order in the table of orders."""

    number: str
    day: dt.date
    goods: str
    amount: Money | None
    due: dt.date | None  # while something is owed
    late: bool


@record
class Bought:
    """What the client buys: a service, how many orders, for how much."""

    name: str
    orders: int
    amount: str


@record
class CardPage:
    """A client's card."""

    id: str
    title: str
    company: bool
    chips: tuple[Chip, ...]
    meta: tuple[str, ...]
    since: dt.date | None
    owner: str
    stop: Stop | None
    closed: Closed | None
    paused: Paused | None
    next: NextStep | None
    idle: bool  # neither a next step nor a reason to have none
    figures: tuple[Figure, ...]
    contacts: tuple[ContactItem, ...]
    reach: tuple[Pair, ...]
    why: tuple[Why, ...]
    pairs: tuple[Pair, ...]
    own: tuple[Pair, ...]
    tasks: tuple[TaskItem, ...]
    deals: tuple[DealItem, ...]
    contracts: tuple[ContractItem, ...]
    consents: tuple[ConsentItem, ...]
    recent: tuple[Month, ...]
    earlier: tuple[Month, ...]
    kinds: tuple[tuple[str, str], ...]  # types in the timeline, with their labels
    orders: tuple[OrderRow, ...]
    orders_total: int
    bought: tuple[Bought, ...]
    files: tuple[Link, ...]
    notes: str
    tags: tuple[Link, ...]
    filled: int
    gaps: tuple[str, ...]
    issues: tuple[Issue, ...]
    history: CardHistory
    path: str
    command: str

    @property
    def entries(self) -> int:
        """How many entries the timeline has."""
        return sum(len(month.entries) for month in self.recent) + self.entries_earlier

    @property
    def entries_earlier(self) -> int:
        """How many of them are folded away."""
        return sum(len(month.entries) for month in self.earlier)

    def anchors(self) -> tuple[str, ...]:
        """The sections that this card has, in the order in which one looks for them."""
        there = {
            "contacts": self.contacts or self.reach,
            "segments": self.why,
            "tasks": self.tasks,
            "deals": self.deals,
            "timeline": True,
            "orders": self.orders,
            "history": True,
            "notes": self.notes,
            "problems": self.issues,
            "file": True,
        }
        return tuple(name for name, content in there.items() if content)
