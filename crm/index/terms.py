"""Owns what the index takes from the settings: the only reader of them on this floor."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import field
from decimal import Decimal
from typing import TYPE_CHECKING

from crm.fields.words import say
from crm.model import Money
from crm.record import positional, record
from crm.settings import RfmSegment, Segment, Service, Settings, Stage
from crm.settings.defaults import RESERVED
from crm.settings.records import Cadence, Lifecycle, Member, RequiredWhen, Rfm

if TYPE_CHECKING:
    from fractions import Fraction

# Purposes of a consent that allow mailings, in the languages of a base.
MAILING = frozenset({
    "mailing", "mailings", "marketing", "newsletter", "newsletters",
    "рассылка", "рассылки", "маркетинг", "бюлетин", "бюлетини", "имейли",
})  # fmt: skip
# An amount without a date counts by the newest rate and price.
_EVER = dt.date.max


@positional
class OwnField:
    """One of the base's own fields."""

    key: str
    type: str = "text"
    private: bool = False
    meaning: str = ""


@record
class Terms:
    """The settings as the index uses them."""

    settings: Settings
    currency: str
    touches: frozenset[str]
    own: tuple[OwnField, ...]
    segments: tuple[Segment, ...]  # the base's own
    required: tuple[RequiredWhen, ...]  # rules by segment
    services: Mapping[str, Service] = field(default_factory=dict)

    @property
    def lifecycle(self) -> Lifecycle:
        """The thresholds of the classes."""
        return self.settings.lifecycle

    @property
    def abc(self) -> tuple[Fraction, Fraction]:
        """Up to which shares of the revenue clients are of the classes A and B."""
        from fractions import Fraction  # noqa: PLC0415 - only who ranks needs it

        return Fraction(self.settings.abc.a), Fraction(self.settings.abc.b)

    @property
    def rfm(self) -> Rfm:
        """How the axes of RFM are scored."""
        return self.settings.rfm

    @property
    def rfm_segments(self) -> tuple[RfmSegment, ...]:
        """The table of named segments."""
        return self.settings.rfm_segments

    @property
    def rating(self) -> Mapping[str, Decimal]:
        """The measures of the rating with their weights."""
        return self.settings.rating

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The stages of deals in their order."""
        return tuple(self.settings.stages.values())

    @property
    def members(self) -> tuple[Member, ...]:
        """The team."""
        return tuple(self.settings.team.values())

    @property
    def cadence(self) -> Mapping[str, Cadence]:
        """How often each segment wants to be contacted."""
        return self.settings.cadence

    def rate(self, currency: str, day: dt.date | None) -> Decimal | None:
        """Return what one unit was worth in the base's currency on a day, None when not known."""
        return self.settings.rate(currency, day or _EVER)

    def price(self, service: str, day: dt.date | None) -> Money | None:
        """Return the price of a service on a day."""
        found = self.services.get(service)
        return found.price_on(day or _EVER) if found else None

    def cost(self, service: str, day: dt.date | None) -> Money | None:
        """Return the cost of a service on a day."""
        found = self.services.get(service)
        return found.cost_on(day or _EVER) if found else None


def terms_of(settings: Settings) -> Terms:
    """Return the settings as the index uses them."""
    return Terms(
        settings=settings,
        currency=settings.currency,
        touches=frozenset(ident for ident, kind in settings.types.items() if kind.touch),
        own=tuple(
            OwnField(key, own.type, own.private, say(own.label, settings.language) or key)
            for key, own in settings.fields.items()
        ),
        segments=tuple(one for key, one in settings.segments.items() if key not in RESERVED),
        required=tuple(rule for rule in settings.required.when if rule.segment),
        services=settings.services,
    )
