"""Owns what the index answers with: frozen records, money as Decimal in the base currency."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Literal, TypeAlias

from crm.index.reasons import Fact, Reason
from crm.record import record

# What a column of `client_metrics` can hold: money is a Decimal, dates are dates.
Value: TypeAlias = Fact

Kind: TypeAlias = Literal["lifecycle", "standing", "own"]
Tone: TypeAlias = Literal["", "good", "gold", "dim", "bad"]
Where: TypeAlias = Literal["id", "name", "contact", "phone", "email", "tag", "text"]

# What a row can be flagged with, most urgent first.
FLAGS = ("overdue", "today", "debt", "late", "silent", "no-next", "new", "gaps")


@record
class Segment:
    """A class of clients with how many it holds; `tone` is the chip's class in the design."""

    id: str
    label: str  # as crm.yaml says it, else what the language of the base calls it
    kind: Kind
    count: int
    tone: Tone = ""


@record
class Membership:
    """One segment a client is in, and why."""

    segment: str
    kind: Kind
    reason: Reason


@record
class Count:
    """How many clients have a value (a tag, an owner, a stage …)."""

    value: str
    count: int


@record
class TaskRow:
    """One task with where it stands; `overdue` days are counted from its due day, 0 when not."""

    client: str
    number: int  # the N of `crm task done CLIENT N`: from 1, in the order of the file
    path: str
    line: int
    due: dt.date | None
    time: dt.time | None
    what: str
    owner: str  # the task's, else the client's
    deal: str
    repeat: str
    done: dt.date | None
    overdue: int


@record
class DealRow:
    """One deal with the stage that the journal gives it at the horizon."""

    client: str
    id: str
    path: str
    line: int
    title: str
    amount: Decimal | None
    service: str
    owner: str  # the deal's, else the client's
    stage: str
    result: str  # "" while open, won, lost
    opened: dt.date | None  # `opened`, else the first mention
    moved: dt.date | None  # the day it came into its stage
    closed: dt.date | None  # the day of won or lost
    expected: dt.date | None
    competitor: str
    reason: str  # of the last move


@record
class DebtRow:
    """One order on credit that is not settled in full."""

    client: str
    path: str
    line: int
    number: str
    date: dt.date
    due: dt.date
    amount: Decimal  # less its refunds
    owed: Decimal
    overdue: int  # days past due, 0 when not


@record
class Row:
    """One client as lists show it."""

    id: str
    path: str
    digest: str  # of the file's bytes: two equal digests are equal files
    name: str
    kind: str
    owner: str
    city: str
    region: str
    source: str
    tags: tuple[str, ...]
    phones: tuple[str, ...]  # as typed, then E.164 where it differs
    emails: tuple[str, ...]
    segments: tuple[str, ...]  # lifecycle first, then standing, then own in their order
    lifecycle: str
    colour: str
    stage: str
    stage_order: int  # place among the stages, -1 without
    flags: tuple[str, ...]
    last_contact: dt.date | None
    last_order: dt.date | None
    next: TaskRow | None
    orders: int
    revenue: Decimal
    revenue_365: Decimal
    margin_365: Decimal
    debt: Decimal
    overdue_debt: Decimal
    late_days: int | None
    rfm: tuple[int, int, int] | None
    rfm_segment: str
    abc: str
    completeness: float
    rating: float
    months: tuple[Decimal, ...]  # revenue of the last 12 calendar months, the running one last
    do_not_contact: bool
    problems: int  # errors and warnings in its file


@record
class Match:
    """A client that answers to a text; `where` says which of its words did."""

    id: str
    name: str
    path: str
    where: Where
    text: str  # the words that matched, as in the file
    line: int = 0  # where a text stands in the file
    hits: int = 1  # texts that match


@record
class Summary:
    """Figures of the whole base at the horizon."""

    clients: int
    active: int
    new: int  # clients first known in the last seven days
    overdue: int  # open tasks past their day
    oldest_overdue: int  # days
    due_today: int
    due_before_noon: int
    debt: Decimal
    debtors: int
    overdue_debt: Decimal
    revenue_365: Decimal
    revenue_before: Decimal  # of the 365 days before those
    orders_365: int


@record
class Table:
    """What a question of one's own gives."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value | bytes, ...], ...]
    cut: bool  # whether rows beyond the limit were left out
