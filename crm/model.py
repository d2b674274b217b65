"""Owns the typed records that a client file becomes once it is read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import field
from decimal import Decimal
from typing import TypeAlias

from crm.record import ordered, positional, record


@positional
class Money:
    """An exact amount; without a currency it is in the base's."""

    amount: Decimal
    currency: str | None = None


@positional
class Phone:
    """A phone number as typed, and in E.164 where it is a valid one."""

    typed: str
    e164: str | None = None


@ordered
class Moment:
    """A day, with the time of day where it is known."""

    day: dt.date
    time: dt.time | None = field(default=None, compare=False)


@positional
class Birthday:
    """A day of the year; the year may be unknown."""

    month: int
    day: int
    year: int | None = None


Value: TypeAlias = str | bool | Decimal | Money | dt.date | tuple[str, ...]


@record
class Address:
    """Where a client is."""

    city: str = ""
    country: str = ""
    street: str = ""
    postcode: str = ""
    line: str = ""


@record
class DoNotContact:
    """The wish of a client or a contact to be left alone."""

    since: dt.date | None = None
    reason: str = ""


@record
class Closed:
    """The end of work with a client."""

    date: dt.date | None = None
    reason: str = ""
    returns: str = ""  # key `return`: possible | never


@record
class Paused:
    """A pause in which a client is not late."""

    until: dt.date | None = None
    reason: str = ""


@record
class Contact:
    """A person at a client."""

    line: int
    name: str = ""
    role: str = ""
    decision: str = ""
    phones: tuple[Phone, ...] = ()
    emails: tuple[str, ...] = ()
    messengers: Mapping[str, str] = field(default_factory=dict)
    birthday: Birthday | None = None
    notes: str = ""
    do_not_contact: DoNotContact | None = None
    private: bool = False


@record
class Consent:
    """A consent to one purpose, given and perhaps withdrawn."""

    line: int
    purpose: str = ""
    given: dt.date | None = None
    withdrawn: dt.date | None = None
    how: str = ""
    evidence: str = ""


@record
class Contract:
    """A contract with its term."""

    line: int
    number: str = ""
    start: dt.date | None = None
    end: dt.date | None = None
    notice: str = ""
    terms: str = ""
    file: str = ""
    amount: Money | None = None


@record
class Deal:
    """A chance of business; its stage follows from the interactions."""

    line: int
    id: str = ""
    title: str = ""
    amount: Money | None = None
    service: str = ""
    opened: dt.date | None = None
    expected: dt.date | None = None
    owner: str = ""
    competitor: str = ""
    notes: str = ""


@record
class Task:
    """Something to do by a day."""

    line: int
    due: Moment | None = None
    what: str = ""
    owner: str = ""
    done: dt.date | None = None
    repeat: str = ""
    deal: str = ""


@record
class OrderLine:
    """One line of an order."""

    line: int
    service: str = ""
    qty: Decimal = Decimal(1)
    price: Money | None = None
    cost: Money | None = None
    discount: Decimal | None = None  # percent
    vat: Decimal | None = None  # percent, for information only
    unread: bool = False  # quantity, price or discount stand there and cannot be read


@record
class Answer:
    """What a client said of one criterion in a survey, both 1 to 5."""

    criterion: str
    importance: int | None = None
    satisfaction: int | None = None


@record
class Interaction:
    """One entry of the journal. Which attributes are set depends on the type."""

    line: int
    date: Moment | None = None
    type: str = ""
    by: str = ""
    direction: str = ""
    contact: str = ""
    duration: int | None = None  # minutes
    summary: str = ""
    outcome: str = ""
    purpose: str = ""
    objection: str = ""
    question: str = ""
    deal: str = ""
    stage: str = ""
    reason: str = ""
    competitor: str = ""
    cost: Money | None = None
    campaign: str = ""
    files: tuple[str, ...] = ()
    private: bool = False
    number: str = ""
    items: tuple[OrderLine, ...] = ()
    amount: Money | None = None
    due: dt.date | None = None
    promo: str = ""
    delivery_due: dt.date | None = None
    delivery_done: dt.date | None = None
    what: str = ""
    score: int | None = None
    answers: tuple[Answer, ...] = ()
    resolved: dt.date | None = None
    rating: int | None = None
    url: str = ""
    client: str = ""
    from_owner: str = ""  # key `from`
    to_owner: str = ""  # key `to`
    template: str = ""
    points: Decimal | None = None
    unread: bool = False  # what was paid stands there and cannot be read
    more: Mapping[str, str] = field(default_factory=dict)  # keys the format does not know, as typed


@record
class Client:
    """Everything one client file says."""

    id: str
    path: str
    name: str = ""
    kind: str = "organisation"
    owner: str = ""
    since: dt.date | None = None
    tags: tuple[str, ...] = ()
    phones: tuple[Phone, ...] = ()
    emails: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    messengers: Mapping[str, str] = field(default_factory=dict)
    address: Address | None = None
    region: str = ""
    industry: str = ""
    hours: str = ""
    best_time: str = ""
    timezone: str = ""
    language: str = ""
    source: str = ""
    campaign: str = ""
    referred_by: str = ""
    birthday: Birthday | None = None
    gender: str = ""
    holidays: Mapping[str, str] = field(default_factory=dict)  # date as typed -> name
    tax_id: str = ""
    legal_address: str = ""
    head: str = ""
    size: str = ""
    standing: str = ""
    potential: Money | None = None
    important: str = ""
    reference: str = ""
    paused: Paused | None = None
    files: tuple[str, ...] = ()
    notes: str = ""
    do_not_contact: DoNotContact | None = None
    closed: Closed | None = None
    fields: Mapping[str, Value] = field(default_factory=dict)
    contacts: tuple[Contact, ...] = ()
    consents: tuple[Consent, ...] = ()
    contracts: tuple[Contract, ...] = ()
    deals: tuple[Deal, ...] = ()
    tasks: tuple[Task, ...] = ()
    interactions: tuple[Interaction, ...] = ()
    private: Mapping[str, str] = field(default_factory=dict)
    more: Mapping[str, str] = field(default_factory=dict)  # unknown keys, as typed
    missing: tuple[str, ...] = ()  # required keys without a value
    filled: tuple[int, int] = (0, 0)  # required and recommended keys: with a value, all
    gaps: tuple[str, ...] = ()  # of these keys those without a value, required ones first
