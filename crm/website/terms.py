"""Owns what the site takes from the settings: the only reader of them on this floor."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from crm.fields.catalogue import catalogue
from crm.fields.words import LANGUAGES, say
from crm.index.answers import Segment
from crm.settings import Settings, Stage, label
from crm.website.contexts import Chip
from crm.website.names import page_names
from crm.website.site import OwnTerm, ServiceTerm, Site, StageTerm
from crm.website.tongue import cyrillic_of
from crm.website.words import Words, marked

# The classes every base has; a base's own segments have labels in crm.yaml.
BUILT_IN = {
    "potential": marked("potential"),
    "working": marked("working"),
    "regular": marked("regular"),
    "time-tested": marked("time-tested"),
    "inactive": marked("inactive"),
    "lost": marked("lost"),
    "active": marked("active"),
}


def site_of(
    settings: Settings,
    today: dt.date,
    *,
    clients: Iterable[str],
    segments: Iterable[Segment],
    tags: Iterable[str],
) -> Site:
    """Return what all pages share, in the language of the base."""
    language = settings.language if settings.language in LANGUAGES else "en"
    return Site(
        name=settings.name or Words(language, catalogue(language)).text("Clients"),
        language=language,
        currency=settings.currency,
        today=today,
        cyrillic=settings.script or cyrillic_of(language, settings.timezone),
        members={ident: say(member.label, language) for ident, member in settings.team.items()},
        stages=tuple(_stage(stage, language) for stage in settings.stages.values()),
        types={name: label(kind, language) for name, kind in settings.types.items()},
        services={
            code: ServiceTerm(name=label(service, language), unit=service.unit)
            for code, service in settings.services.items()
        },
        own=tuple(
            OwnTerm(key=field.key, label=say(field.label, language) or field.key, type=field.type)
            for field in settings.fields.values()
            if not field.private
        ),
        private_fields=frozenset(field.key for field in settings.fields.values() if field.private),
        chips=_chips(settings, language, tuple(segments)),
        rfm={item.id: label(item, language) for item in settings.rfm_segments},
        pages=page_names(clients, dots=True),
        tags=page_names(tags),
        owner_keys=page_names(settings.team),
        stage_keys=page_names(settings.stages),
        type_keys=page_names(settings.types),
        rates=tuple(_rates(settings)),
    )


def _stage(stage: Stage, language: str) -> StageTerm:
    probability = None if stage.probability is None else float(stage.probability)
    return StageTerm(
        id=stage.id,
        label=label(stage, language),
        result=stage.result,
        probability=probability,
    )


def _chips(settings: Settings, language: str, segments: tuple[Segment, ...]) -> Mapping[str, Chip]:
    words = Words(language, catalogue(language))
    names = page_names(segment.id for segment in segments)
    chips = {}
    for segment in segments:
        own, built_in = settings.segments.get(segment.id), BUILT_IN.get(segment.id)
        if own is not None and own.label:
            text = label(own, language)
        else:
            text = words.text(built_in) if built_in else segment.label or segment.id
        key = names[segment.id]
        chips[segment.id] = Chip(key=key, label=text, tone=segment.tone, href=f"segment-{key}.html")
    return chips


def _rates(settings: Settings) -> Iterable[tuple[str, str]]:
    """Yield each currency with what one unit of it is worth, the last known rate."""
    for currency, rates in settings.rates.items():
        if rates:
            yield f"1 {currency}", f"{rates[-1][1]:f} {settings.currency}"
