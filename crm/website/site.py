"""Owns what all pages of one build share: the base's words and the addresses of its pages."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from crm.fields.catalogue import catalogue
from crm.website.contexts import Chip, Frame, NavItem
from crm.website.formats import Formats
from crm.website.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class StageTerm:
    """One stage of the funnel, in the order of the base."""

    id: str
    label: str
    result: str = ""
    probability: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnTerm:
    """One of the base's own fields that may be published."""

    key: str
    label: str
    type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceTerm:
    """One service of the price list."""

    name: str
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """Places of segments, owners and stages in the tables of the data script, by their keys."""

    segments: Mapping[str, int]
    owners: Mapping[str, int]
    stages: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class Site:
    """The base as its pages need it: plain data that can be handed to another process."""

    name: str
    language: str
    currency: str
    today: dt.date
    cyrillic: str = "ru"  # the language of Cyrillic text that does not give itself away
    members: Mapping[str, str] = field(default_factory=dict)
    stages: tuple[StageTerm, ...] = ()
    types: Mapping[str, str] = field(default_factory=dict)
    services: Mapping[str, ServiceTerm] = field(default_factory=dict)
    own: tuple[OwnTerm, ...] = ()
    private_fields: frozenset[str] = frozenset()
    rfm: Mapping[str, str] = field(default_factory=dict)
    chips: Mapping[str, Chip] = field(default_factory=dict)  # segment -> its chip
    pages: Mapping[str, str] = field(default_factory=dict)  # client -> name of its card
    tags: Mapping[str, str] = field(default_factory=dict)  # tag -> slug in page names and queries
    owner_keys: Mapping[str, str] = field(default_factory=dict)
    stage_keys: Mapping[str, str] = field(default_factory=dict)
    type_keys: Mapping[str, str] = field(default_factory=dict)
    rates: tuple[tuple[str, str], ...] = ()

    @cached_property
    def formats(self) -> Formats:
        """How dates and numbers are written."""
        return Formats(self.language, self.today, self.currency)

    @cached_property
    def words(self) -> Words:
        """The words of the interface."""
        return Words(self.language, catalogue(self.language), self.formats.whole)

    @cached_property
    def short_names(self) -> Mapping[str, str]:
        """The first names that only one of the team has; the others are given in full."""
        first = {ident: name.partition(" ")[0] for ident, name in self.members.items()}
        counts = Counter(first.values())
        return {
            ident: first[ident] if counts[first[ident]] == 1 else name
            for ident, name in self.members.items()
        }

    @cached_property
    def numbers(self) -> Numbers:
        """The places of what the data script names by its number."""
        return Numbers(
            segments={chip.key: place for place, chip in enumerate(self.chips.values())},
            owners={key: place for place, key in enumerate(self.owner_keys.values())},
            stages={self.stage_keys[stage.id]: place for place, stage in enumerate(self.stages, 1)},
        )

    @cached_property
    def stage_of(self) -> Mapping[str, StageTerm]:
        """The stages by id."""
        return {stage.id: stage for stage in self.stages}

    def __getstate__(self) -> dict[str, Any]:
        cached = {"formats", "words", "stage_of", "short_names", "numbers"}
        return {name: value for name, value in self.__dict__.items() if name not in cached}

    def member(self, ident: str) -> str:
        """Return the name of a member of the team, or the id as it is."""
        return self.members.get(ident, ident)

    def short(self, ident: str) -> str:
        """Return the first name of a member where no one else has it, else the whole name."""
        return self.short_names.get(ident, ident)

    def stage(self, ident: str) -> str:
        """Return the label of a stage, or the id as it is."""
        term = self.stage_of.get(ident)
        return term.label if term else ident

    def service(self, code: str) -> str:
        """Return the name of a service, or the code as it is."""
        term = self.services.get(code)
        return term.name if term else code

    def currency_sign(self) -> str:
        """Return the sign of the base's currency in the page's language."""
        from babel.numbers import get_currency_symbol  # noqa: PLC0415 - once a build

        return get_currency_symbol(self.currency, locale=self.language)

    def frame(self, here: str, *, root: str = "", counts: Mapping[str, int] | None = None) -> Frame:
        """Return the frame of a page; base-wide pages give the counts, and so tell the day."""
        return Frame(
            site=self.name,
            language=self.language,
            root=root,
            here=here,
            nav=navigation(self.words, counts or {}),
            currency=self.currency_sign(),
            today=None if counts is None else self.today,
        )


def navigation(words: Words, counts: Mapping[str, int]) -> tuple[NavItem, ...]:
    """Return the pages of the main navigation; only pages that are built stand here."""
    _, ngettext = words.text, words.plural
    errors = counts.get("errors", 0)
    return (
        NavItem(key="clients", label=_("Clients"), href="index.html"),
        NavItem(key="changes", label=_("Changes"), href="changes.html"),
        NavItem(
            key="problems",
            label=_("Problems"),
            href="problems.html",
            count=errors or None,
            count_label=ngettext("error", "errors", errors),
            late=True,
        ),
    )
