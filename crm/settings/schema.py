"""Owns the JSON Schemas of a base: of its client files, with its own words, and its settings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from crm.fields import table
from crm.fields.schema import DRAFT, Schema, SchemaWriter
from crm.fields.types import ANY_SCALAR, TYPES
from crm.fields.words import Words
from crm.settings.settings import Settings
from crm.settings.table import SECTIONS

_CLIENT = table.SECTIONS["client"]
_SCALARS: Schema = {"type": "array", "items": dict(ANY_SCALAR)}


def client_schema(
    settings: Settings, clients: Mapping[str, str] | None = None, tags: Iterable[str] = ()
) -> Schema:
    """Return the JSON Schema of a client file of this base, in the base's language.

    `clients` are the ids of all clients with their names, `tags` the tags in use: both are
    offered, none is demanded.
    """
    groups: dict[str, Mapping[str, Words]] = {
        "member": _labels(settings.team),
        "stage": _labels(settings.stages),
        "type": _labels(settings.types),
        "service": _labels(settings.services),
        "campaign": _labels(settings.campaigns),
        "client": {ident: {"": name} for ident, name in (clients or {}).items()},
        "tag": {tag: {} for tag in tags},
    }
    sections = {**table.SECTIONS, "own": settings.own}
    writer = SchemaWriter(sections, settings.language, ids=groups)
    schema = writer.document(_CLIENT, settings.name or "Client")
    rules = _required(settings)
    return {**schema, "allOf": rules} if rules else schema


def settings_schema() -> Schema:
    """Return the JSON Schema of crm.yaml."""
    return _writer().document(SECTIONS["settings"], "crm.yaml")


def services_schema() -> Schema:
    """Return the JSON Schema of services.yaml."""
    return _file("service", "services.yaml")


def campaigns_schema() -> Schema:
    """Return the JSON Schema of campaigns.yaml."""
    return _file("campaign", "campaigns.yaml")


def _file(section: str, title: str) -> Schema:
    writer = _writer()
    item = {"anyOf": [{"$ref": f"#/$defs/{section}"}, {"type": "null"}]}
    return {
        "$schema": DRAFT,
        "title": title,
        "type": ["object", "null"],
        "additionalProperties": item,
        "$defs": writer.definitions(),
    }


def _writer() -> SchemaWriter:
    return SchemaWriter(SECTIONS, "en", special=_SPECIAL)


_STAGE: Schema = {"anyOf": [{"$ref": "#/$defs/stage"}, {"type": "null"}]}
_NUMBER = dict(TYPES["number"].schema)
# Keys of crm.yaml with a short form; see crm.settings.reader.
_SPECIAL: dict[tuple[str, str], Schema] = {
    ("settings", "stages"): {
        "anyOf": [
            _SCALARS,
            {"type": ["object", "null"], "additionalProperties": _STAGE},
        ]
    },
    ("settings", "rates"): {
        "type": ["object", "null"],
        "propertyNames": {"pattern": "^[A-Z]{3}$"},
        "additionalProperties": {
            "anyOf": [_NUMBER, {"type": "array", "items": {"$ref": "#/$defs/rate"}}]
        },
    },
    ("own_field", "choices"): {"anyOf": [_SCALARS, {"type": "object"}]},
}


def _labels(things: Mapping[str, Any]) -> Mapping[str, Words]:
    return {ident: thing.label for ident, thing in things.items()}


def _required(settings: Settings) -> list[Schema]:
    """Return what is required by kind and tag, as far as it stands at the top level."""
    required = settings.required
    person: Schema = {"properties": {"kind": {"const": "person"}}, "required": ["kind"]}
    rules: list[Schema] = []
    if required.person:
        rules.append({"if": person, "then": _keys(required.person, settings)})
    if required.organisation:
        rules.append({"if": {"not": person}, "then": _keys(required.organisation, settings)})
    for when in required.when:
        if when.segment or not when.tag:
            continue
        tags = {"anyOf": [{"const": when.tag}, {"type": "array", "contains": {"const": when.tag}}]}
        tagged: Schema = {"properties": {"tags": tags}, "required": ["tags"]}
        of_kind = {"": {}, "person": person, "organisation": {"not": person}}[when.kind]
        rules.append({"if": {"allOf": [tagged, of_kind]}, "then": _keys(when.fields, settings)})
    return rules


def _keys(keys: Iterable[str], settings: Settings) -> Schema:
    """Return the schema that asks for keys of a client, own fields among them."""
    top = [key for key in keys if key in _CLIENT.fields]
    own = [key for key in keys if key not in top and key in settings.own.fields]
    schema: Schema = {"required": [*top, *(["fields"] if own else [])]}
    return {**schema, "properties": {"fields": {"required": own}}} if own else schema
