"""Owns the table of every key a client file can have, and how a key is looked up in it.

The table drives check, JSON Schema, index columns, import mapping, forms, `new`, `set` and docs.
"""

from __future__ import annotations

from collections.abc import Mapping

from crm.fields.field import Field, Section, Shape
from crm.fields.of_client import (
    ADDRESS,
    CLIENT,
    CLOSED,
    CONSENT,
    CONTACT,
    DO_NOT_CONTACT,
    MESSENGERS,
    PAUSED,
)
from crm.fields.of_journal import ANSWER, DELIVERY, INTERACTION, LINE
from crm.fields.of_sales import CONTRACT, DEAL, TASK

__all__ = ["FIELDS", "SECTIONS", "Field", "Section", "Shape", "field_at", "foreign_words"]

SECTIONS: Mapping[str, Section] = {
    section.name: section
    for section in (
        CLIENT,
        MESSENGERS,
        ADDRESS,
        PAUSED,
        DO_NOT_CONTACT,
        CLOSED,
        CONTACT,
        CONSENT,
        CONTRACT,
        DEAL,
        TASK,
        INTERACTION,
        LINE,
        DELIVERY,
        ANSWER,
    )
}

FIELDS: tuple[Field, ...] = tuple(
    field for section in SECTIONS.values() for field in section.fields.values()
)


def field_at(path: str) -> Field | None:
    """Return the field a dotted key names: `name`, `address.city`, `contacts.name`.

    A base's own fields (`fields.seats`) are not in the table: ask `Settings.field_at`.
    """
    section = CLIENT
    field: Field | None = None
    for key in path.split("."):
        if field is not None and field.shape in {Shape.VALUE, Shape.OPEN}:
            return None
        if field is not None and field.shape is Shape.EACH:
            section, field = SECTIONS[field.nested], None  # the key is the user's own
            continue
        if field is not None:
            section = SECTIONS[field.nested]
        field = section.fields.get(key)
        if field is None:
            return None
    return field


# What people and other programs call keys, by section.
_SYNONYMS = {
    "client": {
        "note": "notes", "comment": "notes", "manager": "owner", "tel": "phone", "mobile": "phone",
        "mail": "email", "website": "site", "web": "site", "inn": "tax_id", "vat": "tax_id",
        "инн": "tax_id", "еик": "tax_id", "zip": "address.postcode", "type": "kind",
        "log": "interactions", "history": "interactions", "orders": "interactions",
    },
    "interaction": {
        "note": "summary", "notes": "summary", "text": "summary", "comment": "summary",
        "sum": "amount", "total": "amount", "who": "by", "owner": "by", "result": "outcome",
        "id": "number",
    },
    "line": {"quantity": "qty", "count": "qty", "product": "service", "code": "service"},
    "address": {"zip": "postcode", "index": "postcode", "town": "city"},
    "task": {"date": "due", "text": "what", "title": "what", "by": "owner"},
    "contact": {"position": "role", "title": "role", "tel": "phone", "mobile": "phone"},
}  # fmt: skip


def foreign_words(section: Section) -> Mapping[str, str]:
    """Return other words for a section's keys, case folded, with the keys.

    They are the labels in all languages, what other programs call them, and the keys of the
    mappings in it, which are easily put a level too high (`city` for `address.city`).
    """
    inner = {
        key: f"{field.key}.{key}"
        for field in section.fields.values()
        if field.shape is Shape.ONE and field.nested in {"address", "messengers"}
        for key in SECTIONS[field.nested].fields
    }
    labels = {
        label.casefold(): field.key
        for field in section.fields.values()
        for label in field.label.values()
    }
    return {**inner, **_SYNONYMS.get(section.name, {}), **labels}
