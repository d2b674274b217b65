"""Owns what a row of the table of fields is made of: Field and Section."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from enum import StrEnum
from typing import Any, TypeAlias

from crm.fields import readers
from crm.fields.context import Context
from crm.fields.types import TYPES, Type
from crm.fields.words import Words, words
from crm.record import record

# Makes the record of a mapping; gets `line` where it is an item of a list.
Record: TypeAlias = Callable[..., Any]


class Shape(StrEnum):
    """What stands behind a key."""

    VALUE = "value"  # a scalar; with `many` also a list of scalars
    ONE = "one"  # a mapping with the keys of a section
    LIST = "list"  # a list of such mappings
    OPEN = "open"  # a mapping with keys of the user's own
    EACH = "each"  # a mapping with keys of the user's own to such mappings
    WORDS = "words"  # a text, or a mapping from language to text


@record
class Field:
    """One key of a section. `label` and `about` are in all languages."""

    section: str
    key: str
    type: str = "text"  # a name in TYPES
    label: Words
    about: Words
    attribute: str = ""  # of the record; "" is the key; keys of `delivery` stand in their parent
    shape: Shape = Shape.VALUE
    nested: str = ""  # section of the mapping behind the key
    many: bool = False
    required: bool = False
    recommended: tuple[str, ...] = ()  # kinds of client it is recommended for
    private: bool = False
    column: bool = False  # a column of the index's table of clients
    choices: Mapping[str, Words] = field(default_factory=dict)
    open: bool = False  # choices are offered, other words are fine
    only: tuple[str, ...] = ()  # the types of interaction it belongs to; () is all
    keys: str = ""  # of an open mapping: the type its keys have to be of
    default: str = ""  # what counts where the key is left out, for the docs

    @property
    def path(self) -> str:
        """The key as `set` and the docs write it: `address.city`, `interactions.items.qty`."""
        return f"{_PREFIXES.get(self.section, '')}{self.key}"

    @property
    def kind(self) -> Type:
        """The type's row."""
        return TYPES[self.type]

    @property
    def name(self) -> str:
        """The attribute of the record that holds the value."""
        return self.attribute or self.key

    @property
    def reader(self) -> readers.Reader:
        """The function from a text to the value of one item."""
        if self.choices and not self.open:
            return readers.choice(tuple(self.choices))
        return self.kind.read

    def read(self, text: str, context: Context) -> Any:
        """Return the value of one text, or raise BadValue."""
        return self.reader(text, context)

    def write(self, value: Any) -> str:
        """Return the text of one value in its normal form."""
        return self.kind.write(value)


# The attribute, the reader of a single scalar (None where it takes more than its type), the field.
Row: TypeAlias = tuple[str, readers.Reader | None, Field]


@record
class Section:
    """The keys one mapping can have."""

    name: str
    label: Words
    fields: Mapping[str, Field]
    record: Record | None = None  # None: its values join the record around it
    rows: Mapping[str, Row] = field(init=False, repr=False, compare=False)
    needed: tuple[tuple[str, str], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        rows = {
            key: (
                one.name,
                one.reader if one.shape is Shape.VALUE and not one.many else None,
                one,
            )
            for key, one in self.fields.items()
        }
        needed = tuple((one.name, one.key) for one in self.fields.values() if one.required)
        object.__setattr__(self, "rows", rows)
        object.__setattr__(self, "needed", needed)


_PREFIXES = {
    "address": "address.",
    "messengers": "messengers.",
    "paused": "paused.",
    "do_not_contact": "do_not_contact.",
    "closed": "closed.",
    "contact": "contacts.",
    "consent": "consent.",
    "contract": "contracts.",
    "deal": "deals.",
    "task": "tasks.",
    "interaction": "interactions.",
    "line": "interactions.items.",
    "delivery": "interactions.delivery.",
    "answer": "interactions.answers.*.",
    "own": "fields.",
}


def section(
    name: str,
    label: str,
    *rows: tuple[str, str, str, str, dict[str, Any]],
    record: Record | None = None,
) -> Section:
    """Return a section from rows of key, type, labels, descriptions and what else is said."""
    fields = {
        key: Field(
            section=name, key=key, type=kind, label=words(labels), about=words(about), **more
        )
        for key, kind, labels, about, more in rows
    }
    return Section(name=name, label=words(label), fields=fields, record=record)


def row(
    key: str, kind: str, label: str, about: str, **more: Any
) -> tuple[str, str, str, str, dict[str, Any]]:
    """Return one row for `section`."""
    return key, kind, label, about, more
