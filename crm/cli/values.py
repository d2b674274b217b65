"""Owns values typed on the command line: checked by the table of fields, then written as text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from crm.errors import UsageError
from crm.fields.badvalue import BadValue
from crm.fields.context import Context
from crm.fields.field import Field
from crm.problems import Level, Location, problem
from crm.text.quote import Bare

if TYPE_CHECKING:
    from crm.text.quote import Written

# Types written in their normal form; of the others the typed form is kept.
_NORMAL = frozenset({"date", "moment", "birthday", "flag", "choice", "id"})
# Types of which several values stand in one text, parted by commas.
_COMMAS = frozenset({"tag", "phone", "email", "url", "choice", "client"})


def written(field: Field, text: str, context: Context, today: dt.date, label: str = "") -> Written:
    """Return what is to stand in the file for a typed value; raises UsageError.

    A list is typed as `[a, b]`; tags, phones and addresses also as `a, b`.
    """
    if not (field.many or field.type == "list"):
        return one(field, text, context, today, label)
    parts = _parts(field, text)
    values: list[Written] = [one(field, part, context, today, label) for part in parts]
    return values[0] if len(values) == 1 and field.type not in {"tag", "list"} else values


def mapping(
    fields: Mapping[str, Field],
    typed: Mapping[str, str],
    context: Context,
    today: dt.date,
    label: str = "",
) -> dict[str, Written]:
    """Return the keys that were typed, in the order of their fields; raises UsageError."""
    return {
        key: one(field, typed[key], context, today, label or key)
        for key, field in fields.items()
        if typed.get(key)
    }


def one(field: Field, text: str, context: Context, today: dt.date, label: str = "") -> str:
    """Return one value as it is to be written; raises UsageError in the words of `crm check`."""
    text = text.strip()
    if field.type in {"date", "moment"}:
        return Bare(_day(field, text, today, label))
    try:
        value = field.read(text, context)
    except BadValue as bad:
        _refuse(bad, label or field.path, always=field.type == "id")
        value = bad.kept
    if field.type in _NORMAL and value is not None:
        text = field.write(value)
    return Bare(text) if field.kind.bare else text


def _day(field: Field, text: str, today: dt.date, label: str) -> str:
    """Return a day, however it was named; entries that are done look back, the others ahead."""
    from crm.fields.when import parse_when

    past = field.path in {"interactions.date", "tasks.done", "interactions.resolved"}
    try:
        moment = parse_when(text, today, past=past)
    except BadValue as bad:
        _refuse(bad, label or field.path, always=True)
        raise
    if field.type == "date" and moment.time is not None:
        raise UsageError(f"{label or field.path}: a day is wanted, without the time: {text!r}")
    return field.write(moment.day if field.type == "date" else moment)


def _refuse(bad: BadValue, label: str, *, always: bool = False) -> None:
    """Raise UsageError for what `crm check` would call an error; a warning is let through."""
    found = problem(bad.code, Location("", 1, 1), (), **bad.values)
    if always or found.level is Level.ERROR:
        raise UsageError(f"{label}: {found.message}", found.hint)


def _parts(field: Field, text: str) -> list[str]:
    text = text.strip()
    bracketed = text.startswith("[") and text.endswith("]")
    if bracketed:
        text = text[1:-1]
    elif field.type not in _COMMAS:
        return [text]
    return [part.strip() for part in text.split(",") if part.strip()]
