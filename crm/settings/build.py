"""Owns how the values read from crm.yaml become Settings, with what the base left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from crm.fields.badvalue import BadValue
from crm.fields.choices import RESULT, STAGES
from crm.fields.context import Context
from crm.fields.field import Field
from crm.fields.types import TYPES
from crm.settings.defaults import RFM_SEGMENTS, own_section, types
from crm.settings.reader import SettingsReader
from crm.settings.records import InteractionType, Required, Rfm, RfmSegment, Segment, Stage
from crm.settings.settings import Settings
from crm.text import Mapping, Scalar

# What reading needs no further thought for: the value is the setting.
_PLAIN = (
    "name", "language", "currency", "country", "timezone", "rates", "rating", "lifecycle",
    "abc", "agenda", "plan", "loyalty", "firm", "privacy", "commit", "sync", "limits",
)  # fmt: skip


def build(values: dict[str, Any], reader: SettingsReader) -> Settings:
    """Return the settings that the values of crm.yaml make, without services and campaigns."""
    made: dict[str, Any] = {key: values[key] for key in _PLAIN if key in values}
    for key, name in (("team", "id"), ("cadence", "segment")):
        made[key] = {getattr(one, name): one for one in values.get(key, ())}
    if values.get("stages"):
        made["stages"] = _by_id(map(_stage, values["stages"]))
    made["types"] = {**types(), **_by_id(map(_type, values.get("types", ())))}
    made["segments"] = _by_id(_placed(one, reader) for one in values.get("segments", ()))
    made["own"] = own_section({key: _own(key, facts) for key, facts in values.get("fields", ())})
    if "required" in values:
        made["required"] = Required(**values["required"])
    if "recommended" in values:
        made["recommended"] = Required(**values["recommended"])
    made["rfm"] = values.get("rfm", Rfm())
    if "rfm_segments" in values:
        made["rfm_segments"] = tuple(map(_scored, values["rfm_segments"]))
    return Settings(**made)


def _by_id(records: Iterable[Any]) -> dict[str, Any]:
    return {one.id: one for one in records}


def _stage(stage: Stage) -> Stage:
    """Return the stage; those called won and lost carry that result."""
    return replace(
        stage,
        label=stage.label or STAGES.get(stage.id, {}),
        result=stage.result or (stage.id if stage.id in RESULT else ""),
    )


def _scored(one: RfmSegment) -> RfmSegment:
    """Return the named segment; one called as a usual one has that one's label."""
    usual = next((usual.label for usual in RFM_SEGMENTS if usual.id == one.id), {})
    return replace(one, label=one.label or usual)


def _type(one: InteractionType) -> InteractionType:
    """Return the type; a built-in one keeps what the base does not say anew."""
    builtin = types().get(one.id)
    if builtin is None:
        return one
    return replace(builtin, label=one.label or builtin.label, touch=one.touch or builtin.touch)


def _placed(segment: Segment, reader: SettingsReader) -> Segment:
    """Return the segment with the place of its condition."""
    node = reader.nodes.get(id(segment))
    condition = node.get("when") if node else None
    place = reader.source.location(condition) if condition else None
    return replace(segment, place=place)


def _own(key: str, facts: dict[str, Any]) -> Field:
    kind = facts.get("type", "text")
    return Field(
        section="own",
        key=key,
        type=kind,
        label=facts.get("label") or {"": key},
        about=facts.get("about", {}),
        many=kind == "list" or facts.get("many", False),
        private=facts.get("private", False),
        choices=facts.get("choices", {}),
        column=True,
    )


def context_of(settings: Settings) -> Context:
    """Return what of the settings decides how texts are read."""
    return Context(
        country=settings.country,
        currency=settings.currency,
        currencies=frozenset({settings.currency, *settings.rates}),
        members=settings.team,
        services=settings.services,
        stages=settings.stages,
        types=settings.types,
        campaigns=settings.campaigns,
    )


def money_context(root: Mapping | None) -> Context:
    """Return what of crm.yaml decides how the amounts in it are read, before it is read itself."""
    currency = root.get("currency") if root else None
    rates = root.get("rates") if root else None
    code = _code(currency.text) if type(currency) is Scalar else ""
    names = rates.entries if type(rates) is Mapping else []
    known = {_code(key.text) for key, _ in names} - {""}
    return Context(currency=code or "EUR", currencies=frozenset({code or "EUR", *known}))


def _code(text: str) -> str:
    try:
        return str(TYPES["currency"].read(text, Context()))
    except BadValue:
        return ""
