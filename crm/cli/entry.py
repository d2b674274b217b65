"""Owns a journal entry as the command line describes it, made ready to be written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from crm.cli.order_lines import order_line, total
from crm.cli.places import place_of
from crm.cli.values import written
from crm.errors import UsageError
from crm.fields.dates import parse_moment
from crm.fields.near import nearest
from crm.fields.table import SECTIONS

if TYPE_CHECKING:
    from crm.model import Client
    from crm.settings import Settings
    from crm.text.quote import Written

_SECTION = SECTIONS["interaction"]


def entry(
    typed: Mapping[str, Any],
    more: Sequence[str],
    settings: Settings,
    client: Client,
    today: dt.date,
) -> dict[str, Written]:
    """Return the mapping of an entry in the usual order of its keys; raises UsageError.

    `typed` holds texts by key (lists of texts for many), `more` are KEY=VALUE for the rest.
    """
    kind = entry_type(typed["type"], settings)
    texts = {key: text for key, text in typed.items() if text}
    texts["type"] = kind
    made: dict[str, Written] = {}
    for key, text in texts.items():
        _belongs(key, kind)
        if key == "items":
            continue
        value = ", ".join(text) if isinstance(text, list) else text
        made[key] = written(_SECTION.fields[key], value, settings.context, today, f"--{key}")
    if texts.get("items"):
        _add_lines(made, texts["items"], settings)
    for text in more:
        _add(made, text, kind, settings, today)
    _point(made, client)
    return {key: made[key] for key in _SECTION.fields if key in made}


def entry_type(text: str, settings: Settings) -> str:
    """Return the type of interaction that a word means: an id, or a label in any language."""
    if text in settings.context.types:
        return text
    by_label = {
        label.casefold(): ident
        for ident, kind in settings.types.items()
        for label in kind.label.values()
    }
    if text.casefold() in by_label:
        return by_label[text.casefold()]
    known = tuple(settings.context.types)
    near = nearest(text, known, by_label)
    meant = near.get("near") or near.get("alike")
    hint = f"did you mean {meant}?" if meant else f"types are {', '.join(known)}"
    raise UsageError(f"{text!r} is no type of entry", hint)


def _belongs(key: str, kind: str) -> None:
    only = _SECTION.fields[key].only
    if only and kind not in only:
        option = "item" if key == "items" else key
        raise UsageError(f"--{option} belongs to {' and '.join(only)}, this is {kind}")


def _add_lines(made: dict[str, Written], texts: Sequence[str], settings: Settings) -> None:
    day = parse_moment(str(made["date"])).day
    lines = [order_line(text, settings, day) for text in texts]
    made["items"] = [*lines]
    if "amount" not in made:
        made["amount"] = total(lines, settings)


def _add(
    made: dict[str, Written], text: str, kind: str, settings: Settings, today: dt.date
) -> None:
    """Put KEY=VALUE (`delivery.due=+3d`) into the entry."""
    key, mark, value = text.partition("=")
    if not mark or not value.strip():
        raise UsageError(f"--set: {text!r} is not KEY=VALUE")
    place = place_of(key, settings, _SECTION)
    first, *_ = words = [step.word for step in place.steps]
    _belongs(first, kind)
    inner: Any = made
    for word in words[:-1]:
        inner = inner.setdefault(word, {})
    inner[words[-1]] = written(place.field, value, settings.context, today, f"--set {key}")


def _point(made: dict[str, Written], client: Client) -> None:
    """Write out which contact and which deal are meant, where a part of a name says it."""
    names = [contact.name for contact in client.contacts if contact.name]
    if typed := str(made.get("contact", "")):
        made["contact"] = _one_of(typed, names)
    ids = [deal.id for deal in client.deals]
    if "deal" in made:
        made["deal"] = _one_of(str(made["deal"]), ids)
    elif "stage" in made:
        if len(ids) != 1:
            hint = f"its deals are {', '.join(ids)}" if ids else "add it with `crm deal add`"
            raise UsageError("--stage moves a deal: name it with --deal", hint)
        made["deal"] = ids[0]


def _one_of(text: str, names: Sequence[str]) -> str:
    """Return the only name that holds the text, whatever its case; else the text as it is."""
    found = [name for name in names if text.casefold() in name.casefold()]
    return found[0] if len(found) == 1 and text not in names else text
