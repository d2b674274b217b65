"""Owns which keys a client must and should have, and whether they have a value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from typing import Any

from crm.fields.field import Field, Shape
from crm.fields.table import SECTIONS
from crm.model import Client
from crm.problems import Problem
from crm.settings import Settings
from crm.settings.records import Required
from crm.text import Mapping, Node, Scalar, Source

_FIELDS = SECTIONS["client"].fields
_NAMES = tuple(one.name for one in fields(Client))
_NOTHING: tuple[Any, ...] = (None, "", (), {})


class Requirements:
    """What is required and recommended of one client, by the values read from its file."""

    __slots__ = ("_has", "recommended", "required")

    def __init__(self, settings: Settings, values: dict[str, Any]) -> None:
        kind = values.get("kind", "organisation")
        tags = values.get("tags", ())
        self.required = ("name", *keys_of(settings.required, kind, tags))
        self.recommended = (
            _usual(kind)
            if settings.recommended is None
            else keys_of(settings.recommended, kind, tags)
        )
        wanted = dict.fromkeys((*self.required, *self.recommended))
        self._has = {key: has_value(values, key, settings) for key in wanted}

    @property
    def filled(self) -> tuple[int, int]:
        """How many of the keys have a value, and how many there are."""
        return sum(self._has.values()), len(self._has)

    @property
    def gaps(self) -> tuple[str, ...]:
        """The keys without a value, required ones first."""
        return tuple(key for key, has in self._has.items() if not has)

    def missing(self, root: Mapping) -> tuple[str, ...]:
        """Return the required keys without a value; a bad value is told of where it stands."""
        return tuple(
            key
            for key in dict.fromkeys(self.required)
            if not self._has[key] and not _is_written(root, key)
        )

    def problems(self, source: Source, root: Mapping) -> Iterator[Problem]:
        """Yield a problem for each required key that is missing."""
        place = root.key("name") or (root.entries[0][0] if root.entries else root)
        for key in self.missing(root):
            yield source.problem("required-missing", place, key=key)


def keys_of(required: Required, kind: str, tags: tuple[str, ...]) -> tuple[str, ...]:
    """Return the keys asked of a client by kind and tags; conditions on segments are left out."""
    keys = required.person if kind == "person" else required.organisation
    for when in required.when:
        fits = when.kind in {"", kind} and (not when.tag or when.tag in tags)
        if fits and not when.segment:
            keys = (*keys, *when.fields)
    return keys


@cache
def _usual(kind: str) -> tuple[str, ...]:
    """Return the keys that the table of fields recommends."""
    return tuple(field.key for field in _FIELDS.values() if kind in field.recommended)


def client_has(client: Client, key: str, settings: Settings) -> bool:
    """Tell whether a client has a value for a key: `tax_id`, `address.city`, `seats`."""
    return has_value({name: getattr(client, name) for name in _NAMES}, key, settings)


def has_value(values: dict[str, Any], key: str, settings: Settings) -> bool:
    """Tell whether a key has a value; of a list of records one that has it is enough."""
    first, _, rest = key.partition(".")
    field = _FIELDS.get(first)
    if field is None:
        own = values.get("fields") or {}
        return key in settings.own.fields and own.get(key) not in _NOTHING
    value = values.get(field.name)
    if value in _NOTHING or not rest:
        return value not in _NOTHING
    return _inner(field, value, rest)


def _inner(field: Field, value: Any, rest: str) -> bool:
    if field.shape is Shape.OPEN or isinstance(value, dict):
        return value.get(rest) not in _NOTHING
    section = SECTIONS.get(field.nested)
    inner = section.fields.get(rest) if section else None
    if inner is None:
        return False
    items = value if isinstance(value, tuple) else (value,)
    return any(getattr(item, inner.name, None) not in _NOTHING for item in items)


def _is_written(root: Mapping, key: str) -> bool:
    """Tell whether something stands there, good or bad."""
    node: Node | None = root
    for step in key.split(".") if key.partition(".")[0] in _FIELDS else ("fields", key):
        node = node.get(step) if type(node) is Mapping else node
    return node is not None and not (type(node) is Scalar and not node.text.strip())
