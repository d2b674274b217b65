"""Owns which changes of the past may be published: none that tells of what is private, or was."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass

from crm.fields.table import SECTIONS
from crm.index.changes import Change
from crm.model import Client
from crm.website.site import Site

_SHORTEST = 4  # characters from which on a private text is looked for elsewhere
# Shown by no value: who must not be reached is not to be found here either.
_REACH = frozenset({"phone", "email", "messengers"})
_PLAIN = frozenset({"date", "type", "by", "direction", "stage", "decision", "deal", "outcome"})


def shown(
    site: Site, changes: Sequence[Change], secrets: Collection[str], client: Client | None
) -> list[Change]:
    """Return the changes of one client that may be published, their order kept.

    `secrets` are the private texts of its file as it is now. An entry that was ever private, or is,
    is left out with all its changes, however it was called before; so is every change in whose
    words such a text stands.
    """
    hidden = _hidden(changes, client)
    texts = {
        *secrets,
        *_texts(change for change in changes if _key(change) & hidden or change.private),
    }
    people = _people(client) if hidden or secrets else None
    return [
        _bare(change)
        for change in changes
        if not change.private
        and not _key(change) & hidden
        and _is_known(site, change.field)
        and not _names_another(change, people)
        and not any(
            text in value for text in texts for value in (change.item, change.old, change.new)
        )
    ]


def private_texts(client: Client, private_fields: Collection[str]) -> frozenset[str]:
    """Return the private texts of a client as it is now."""
    parts: list[object] = [client.private]
    parts += [one for one in client.contacts if one.private]
    parts += [one for one in client.interactions if one.private]
    parts += [value for key, value in client.fields.items() if key in private_fields]
    found = (text.strip() for part in parts for text in _words(part))
    return frozenset(text for text in found if len(text) >= _SHORTEST)


def _words(value: object, name: str = "") -> Iterator[str]:
    """Yield the texts in a value, those left out that are words of the format."""
    if isinstance(value, str):
        if name not in _PLAIN:
            yield value
    elif is_dataclass(value):
        for one in fields(value):
            yield from _words(getattr(value, one.name), one.name)
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _words(one)
    elif isinstance(value, tuple | list):
        for one in value:
            yield from _words(one)


def _hidden(changes: Iterable[Change], client: Client | None) -> set[tuple[str, str]]:
    """Return what entries are called, and were, that are private at any time."""
    found = {key for change in changes if change.private for key in _key(change)}
    if client is not None:
        found |= {("contacts", one.name) for one in client.contacts if one.private}
        for entry in client.interactions:
            if entry.private and entry.date:
                found |= {("interactions", name) for name in _called(entry.date, entry.type)}
    links = [_key(change) for change in changes if change.was]
    while any(link & found and not link <= found for link in links):
        found |= {key for link in links if link & found for key in link}
    return found


def _called(date: object, kind: str) -> Iterator[str]:
    day, time = getattr(date, "day", ""), getattr(date, "time", None)
    yield f"{day} {kind}"
    if time is not None:
        yield f"{day} {time:%H:%M} {kind}"


def _key(change: Change) -> set[tuple[str, str]]:
    """Return what the entry is called that a change is of; nothing for other changes."""
    top = change.field.partition(".")[0]
    names = {change.item, change.was} - {""} if top in {"contacts", "interactions"} else ()
    return {(top, name) for name in names}


def _texts(changes: Iterable[Change]) -> Iterator[str]:
    for change in changes:
        top = change.field.partition(".")[0]
        names = (change.item, change.was) if top == "contacts" else ()
        key = change.field.rpartition(".")[2]
        values = () if key in {*_PLAIN, "private"} else (change.old, change.new)
        for text in (*names, *values):
            if len(text) >= _SHORTEST:
                yield text


def _people(client: Client | None) -> set[str] | None:
    return {one.name for one in client.contacts if not one.private} if client else set()


def _names_another(change: Change, people: Collection[str] | None) -> bool:
    """Tell whether a change names a contact who is none of the public ones."""
    if people is None or change.field != "interactions.contact":
        return False
    return any(name and name not in people for name in (change.old, change.new))


def _is_known(site: Site, path: str) -> bool:
    """Tell whether a key is one of those that a card shows."""
    top, _, rest = path.partition(".")
    if not top:
        return True
    if top == "fields":
        return not rest or rest in {own.key for own in site.own}
    field = SECTIONS["client"].fields.get(top)
    if field is None or top == "private":
        return False
    if path == "deals.stage":  # follows from the entries of the deal
        return True
    section = SECTIONS.get(field.nested)
    inner = rest.partition(".")[0]
    return not rest or section is None or (inner in section.fields and inner != "private")


def _bare(change: Change) -> Change:
    """Return a change without values by which someone is reached."""
    top, _, rest = change.field.partition(".")
    by = top == "contacts" and (not rest or rest.partition(".")[0] in _REACH)
    if top in _REACH or by:
        return change._replace(old="", new="")
    return change
