"""Owns Settings: everything a base sets, with what follows from it for reading client files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import field
from decimal import Decimal
from typing import Protocol

from crm.fields.context import Context
from crm.fields.field import Field, Section
from crm.fields.table import field_at
from crm.fields.words import Words, say
from crm.record import record
from crm.settings.defaults import RFM_SEGMENTS, own_section, stages, types
from crm.settings.prices import Campaign, Service
from crm.settings.records import (
    Abc,
    Agenda,
    Cadence,
    Firm,
    InteractionType,
    Lifecycle,
    Limits,
    Loyalty,
    Member,
    Plan,
    Privacy,
    Required,
    Rfm,
    RfmSegment,
    Segment,
    Stage,
)

# What one unit was worth in the base's currency, from a day on; None is always.
Rates = tuple[tuple[dt.date | None, Decimal], ...]


class Labelled(Protocol):
    """A thing with an id and a label."""

    @property
    def id(self) -> str:
        """The id."""

    @property
    def label(self) -> Words:
        """The label in the languages it was given in."""


def label(thing: Labelled, language: str) -> str:
    """Return what a thing is called in a language: its label, else its id."""
    return say(thing.label, language) or thing.id


@record
class Settings:
    """What crm.yaml, services.yaml and campaigns.yaml say; everything has a default."""

    name: str = ""
    language: str = "en"
    currency: str = "EUR"
    country: str = ""
    timezone: str = ""
    rates: Mapping[str, Rates] = field(default_factory=dict)
    team: Mapping[str, Member] = field(default_factory=dict)
    stages: Mapping[str, Stage] = field(default_factory=stages)
    types: Mapping[str, InteractionType] = field(default_factory=types)
    own: Section = field(default_factory=own_section)
    required: Required = field(default_factory=Required)
    recommended: Required | None = None  # None: what the table of fields recommends
    segments: Mapping[str, Segment] = field(default_factory=dict)
    cadence: Mapping[str, Cadence] = field(default_factory=dict)
    rfm: Rfm = field(default_factory=Rfm)
    rfm_segments: tuple[RfmSegment, ...] = RFM_SEGMENTS
    lifecycle: Lifecycle = field(default_factory=Lifecycle)
    abc: Abc = field(default_factory=Abc)
    rating: Mapping[str, Decimal] = field(default_factory=lambda: dict(RATING))
    agenda: Agenda = field(default_factory=Agenda)
    plan: Plan = field(default_factory=Plan)
    loyalty: Loyalty = field(default_factory=Loyalty)
    firm: Firm = field(default_factory=Firm)
    privacy: Privacy = field(default_factory=Privacy)
    commit: str = "off"
    sync: str = "merge"
    limits: Limits = field(default_factory=Limits)
    services: Mapping[str, Service] = field(default_factory=dict)
    campaigns: Mapping[str, Campaign] = field(default_factory=dict)
    fingerprint: str = ""  # of the bytes all this was read from
    context: Context = field(default_factory=Context)

    @property
    def fields(self) -> Mapping[str, Field]:
        """The base's own fields by id."""
        return self.own.fields

    @property
    def script(self) -> str:
        """The language whose rules turn Cyrillic names into ids: ru, bg, or ""."""
        if self.language in {"ru", "bg"}:
            return self.language
        return {"BG": "bg", "RU": "ru", "KZ": "ru", "BY": "ru"}.get(self.country, "")

    def field_at(self, path: str) -> Field | None:
        """Return the field a dotted key names, own fields included: `fields.seats` or `seats`."""
        own = self.own.fields.get(path.removeprefix("fields."))
        return field_at(path) or own

    def rate(self, currency: str | None, day: dt.date) -> Decimal | None:
        """Return what one unit was worth in the base's currency on a day; None: not known."""
        if currency is None or currency == self.currency:
            return Decimal(1)
        known: Decimal | None = None
        for since, rate in self.rates.get(currency, ()):
            if since is None or since <= day:
                known = rate
        return known


RATING: Mapping[str, Decimal] = {
    "revenue_365": Decimal(4),
    "orders_365": Decimal(2),
    "margin_365": Decimal(2),
    "nps_last": Decimal(1),
    "referrals": Decimal(1),
}
