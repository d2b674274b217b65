"""Owns the JSON Schema (draft 2020-12) of a mapping described by the table of fields.

Editors complete keys and values by it and show what they mean. It takes every value an editor's
YAML reader can make of what the base reads as text: `10` as a number, `yes` as a text or true.
It is milder than `crm check`: what depends on other values is not in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from crm.fields.field import Field, Section, Shape
from crm.fields.types import ANY_SCALAR, TYPES
from crm.fields.words import Words, say

DRAFT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]

_NULL: Schema = {"type": "null"}
_INTEGER = re.compile(r"[-+]?[0-9]{1,15}")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*)")
_TRUTH = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}


class SchemaWriter:
    """Writes the schema of sections in one language, with the ids a base has.

    `ids` maps a type (member, stage, service, client …) to its ids with their labels. Those of
    `open_types` are offered, others are fine too. `special` holds schemas of keys that the table
    alone does not describe.
    """

    def __init__(
        self,
        sections: Mapping[str, Section],
        language: str,
        *,
        ids: Mapping[str, Mapping[str, Words]] | None = None,
        open_types: Iterable[str] = ("client", "tag"),
        special: Mapping[tuple[str, str], Schema] | None = None,
    ) -> None:
        self.sections = sections
        self.language = language
        self.ids = {name: group for name, group in (ids or {}).items() if group}
        self.open_types = frozenset(open_types)
        self.special = special or {}

    def document(self, section: Section, title: str) -> Schema:
        """Return the schema of a file whose top level is a section."""
        return {
            "$schema": DRAFT,
            "title": title,
            **self.mapping(section),
            "$defs": self.definitions(),
        }

    def definitions(self) -> Schema:
        """Return what several places of the schema refer to."""
        nested = {name: self.mapping(section) for name, section in self.sections.items()}
        groups = {f"ids-{name}": self._group(name) for name in self.ids}
        return {**nested, **groups}

    def mapping(self, section: Section) -> Schema:
        """Return the schema of one mapping with the keys of a section."""
        schema: Schema = {
            "type": "object",
            "properties": {key: self.field(one) for key, one in section.fields.items()},
            "additionalProperties": False,
        }
        required = [key for key, one in section.fields.items() if one.required]
        return {**schema, "required": required} if required else schema

    def field(self, field: Field) -> Schema:
        """Return the schema of one key: what it takes, what it is called and means."""
        schema = dict(self.special.get((field.section, field.key)) or self._shape(field))
        words = {"title": say(field.label, self.language), "description": self._about(field)}
        return {**{key: text for key, text in words.items() if text}, **schema}

    def _about(self, field: Field) -> str:
        about = say(field.about, self.language)
        only = f" ({', '.join(field.only)})" if field.only else ""
        return about + only

    def _shape(self, field: Field) -> Schema:
        if field.shape is Shape.VALUE:
            item = self.value(field)
            if not field.many:
                return item
            return {"anyOf": [item, {"type": "array", "items": item}]}
        if field.shape is Shape.ONE:
            return _or_null({"$ref": f"#/$defs/{field.nested}"})
        if field.shape is Shape.LIST:
            return _or_null({"type": "array", "items": {"$ref": f"#/$defs/{field.nested}"}})
        if field.shape is Shape.WORDS:
            return {"anyOf": [dict(ANY_SCALAR), {"type": "object"}]}
        return _or_null({"type": "object", **self._open(field)})

    def _open(self, field: Field) -> Schema:
        """Return what the keys of the user's own may hold."""
        if field.shape is Shape.EACH:
            return {"additionalProperties": _or_null({"$ref": f"#/$defs/{field.nested}"})}
        if field.nested:
            return {"$ref": f"#/$defs/{field.nested}"}
        if not field.keys and field.type == "text":
            return {}
        item = {"additionalProperties": dict(TYPES[field.type].schema)}
        form = TYPES[field.keys].schema.get("pattern") if field.keys else None
        return {**item, "propertyNames": {"pattern": form}} if form else item

    def value(self, field: Field) -> Schema:
        """Return the schema of one value."""
        if field.choices:
            words = _enum(field.choices, self.language)
            return {"anyOf": [words, dict(ANY_SCALAR)]} if field.open else _or_null(words)
        if field.type in self.ids:
            group = {"$ref": f"#/$defs/ids-{field.type}"}
            return {"anyOf": [group, dict(ANY_SCALAR)]} if field.type in self.open_types else group
        examples = TYPES[field.type].examples
        schema = dict(TYPES[field.type].schema)
        return {**schema, "examples": list(examples)} if examples else schema

    def _group(self, name: str) -> Schema:
        return _or_null(_enum(self.ids[name], self.language))


def _enum(words: Mapping[str, Words], language: str) -> Schema:
    """Return the schema of one of some words, with their labels as editors show them."""
    values: list[Any] = []
    labels: list[str] = []
    for word, label in words.items():
        for twin in (word, *_read_as(word)):
            values.append(twin)
            labels.append(say(label, language))
    return {"enum": values, "enumDescriptions": labels} if any(labels) else {"enum": values}


def _read_as(word: str) -> tuple[object, ...]:
    """Return what a YAML reader takes an unquoted word for, when that is no text."""
    if word in _TRUTH:
        return (_TRUTH[word],)
    if _INTEGER.fullmatch(word):
        return (int(word),)
    return (float(word),) if _FLOAT.fullmatch(word) else ()


def _or_null(schema: Schema) -> Schema:
    """Return the schema that also takes a key without a value."""
    return {"anyOf": [schema, _NULL]}
