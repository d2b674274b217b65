"""Owns the keys a column can be put under: of a client, of an entry, of a line of an order."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from crm.exchange.columns.synonyms import CODE, CURRENCY, NAME_PARTS
from crm.exchange.kinds.kind import Kind
from crm.exchange.refusals import UnknownKey
from crm.fields.field import Field, Section
from crm.fields.slug import slug
from crm.fields.table import SECTIONS, Shape
from crm.fields.types import OWN_TYPES


class Place(StrEnum):
    """What a key belongs to."""

    CLIENT = "client"
    ENTRY = "entry"
    LINE = "line"
    CURRENCY = "currency"  # of the amounts of the row


@dataclass(frozen=True, slots=True)
class Key:
    """A key of the format, as `--map` writes it; `new` is an own field still to be declared."""

    path: str
    place: Place
    field: Field
    new: bool = False

    @property
    def many(self) -> bool:
        """Whether the key takes several values, so several columns too."""
        return self.field.many

    @property
    def steps(self) -> tuple[str, ...]:
        """The keys on the way to the value inside its mapping."""
        path = self.path.removeprefix("client.").removeprefix("items.")
        return tuple(path.split(".", 1))


# What a column of a table of deals can say of the entry that moves the deal.
MOVE = ("date", "stage", "reason", "by", "summary")
# The day a deal was closed on; of one that is open, the day it is expected to be won.
CLOSES = "closes"
# Whether a deal was won or lost, where a stage of its own says how far it came.
RESULT = "result"
# A choice needs its words, which only crm.yaml can say.
_NEW_TYPES = tuple(kind for kind in OWN_TYPES if kind != "choice")
_OWN = re.compile(r"fields\.([^:=]+)(?::(\w+))?")
_PRIVATE = re.compile(r"private\.(.+)")


class Keys:
    """The keys of one kind of import, its base's own fields included."""

    def __init__(self, kind: Kind, own: Mapping[str, Field]) -> None:
        self.own = own
        self.kind = kind
        self.known: dict[str, Key] = {}
        if kind.deals:
            self._add(SECTIONS["deal"], Place.ENTRY)
            self.known[CLOSES] = Key(CLOSES, Place.ENTRY, _plain(CLOSES, "date"))
            self.known[RESULT] = Key(RESULT, Place.ENTRY, _plain(RESULT, "text"))
        if kind.journal:
            self._add(SECTIONS["interaction"], Place.ENTRY)
            if kind.entry_type == "order":
                self._add(SECTIONS["line"], Place.LINE, "items.")
            self.known[CURRENCY] = Key(CURRENCY, Place.CURRENCY, _plain(CURRENCY, "currency"))
        self._add(SECTIONS["client"], Place.CLIENT)
        for key, field in own.items():
            self.known[f"fields.{key}"] = Key(f"fields.{key}", Place.CLIENT, field)

    def _add(self, section: Section, place: Place, prefix: str = "") -> None:
        for field in section.fields.values():
            if not self._takes(field):
                continue
            path = f"{prefix}{field.key}"
            if field.shape is Shape.ONE:
                self._add(SECTIONS[field.nested], place, f"{path}.")
            elif field.shape is Shape.VALUE:
                path = f"client.{path}" if path in self.known else path
                self.known[path] = Key(path, place, field)

    def _takes(self, field: Field) -> bool:
        """Tell whether a column can hold this; the type of an entry is mostly the kind's."""
        if field.section != "interaction":
            return True
        if self.kind.deals:
            return field.key in MOVE
        if self.kind.typed:
            return field.key != "files"
        return field.key not in {"type", "files"} and (
            not field.only or self.kind.entry_type in field.only
        )

    def find(self, text: str) -> Key:
        """Return the key a user wrote, or raise UnknownKey with the near ones.

        Its last part is enough where only one key ends so; `fields.x` need not be declared yet.
        """
        if text in self.known:
            return self.known[text]
        if text == "code":
            return self.find(CODE)
        if found := _OWN.fullmatch(text):
            return self._own(text, found[1], found[2] or "text")
        if found := _PRIVATE.fullmatch(text):
            return Key(text, Place.CLIENT, _plain(found[1], "text"))
        ends = [key for path, key in self.known.items() if path.rpartition(".")[2] == text]
        if len(ends) == 1:
            return ends[0]
        known = [*self.known, *NAME_PARTS]
        near = [key.path for key in ends] or difflib.get_close_matches(text, known, 3, 0.6)
        raise UnknownKey(text, near)

    def _own(self, text: str, key: str, kind: str) -> Key:
        path = f"fields.{key}"
        if path in self.known:
            return self.known[path]
        if slug(key) != key.replace("_", "-") or kind not in _NEW_TYPES:
            raise UnknownKey(text, [f"fields.{slug(key)}:{kind if kind in _NEW_TYPES else 'text'}"])
        return Key(path, Place.CLIENT, _plain(key, kind), new=True)


def labelled(key: Key, header: str) -> Key:
    """Return an own field to be declared with a header as its label."""
    return replace(key, field=replace(key.field, label={"": header})) if key.new else key


def _plain(key: str, kind: str) -> Field:
    many = kind == "list"
    return Field(section="own", key=key, type=kind, label={"": key}, about={"": ""}, many=many)
