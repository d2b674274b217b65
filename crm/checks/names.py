"""Owns the rules on what entries refer to and must say: contacts, orders, needed keys."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from crm.checks.reader import ClientReader
from crm.fields.near import closest
from crm.model import Client
from crm.problems import Problem
from crm.settings import Settings

# What makes an entry of a type count; one of the keys is enough.
_SAYS = {
    "payment": ("amount",),
    "refund": ("amount",),
    "expense": ("amount",),
    "survey": ("score", "answers"),
    "review": ("rating",),
    "referral": ("client",),
    "handover": ("to",),
    "bonus": ("points",),
}


def contacts_differ(client: Client, settings: Settings, reader: ClientReader) -> Iterator[Problem]:
    """No two contacts have the same name."""
    del settings
    seen = set[str]()
    for contact in client.contacts:
        name = _plain(contact.name)
        if name and name in seen:
            yield reader.problem("contact-duplicate", contact, "name", value=contact.name)
        seen.add(name)


def contacts_are_known(
    client: Client, settings: Settings, reader: ClientReader
) -> Iterator[Problem]:
    """Entries name contacts of the client; where it has none, or is a person, any name is fine."""
    del settings
    if not client.contacts:
        return
    known = {_plain(contact.name) for contact in client.contacts} | {_plain(client.name)}
    for entry in client.interactions:
        if entry.contact and _plain(entry.contact) not in known:
            near = closest(entry.contact, tuple(one.name for one in client.contacts))
            yield reader.problem("contact-unknown", entry, "contact", value=entry.contact, **near)


def orders_are_known(client: Client, settings: Settings, reader: ClientReader) -> Iterator[Problem]:
    """Orders have numbers of their own; payments and refunds name one of them."""
    del settings
    numbers: dict[str, None] = {}
    for entry in client.interactions:
        if entry.type == "order" and entry.number:
            if entry.number in numbers:
                yield reader.problem("order-duplicate", entry, "number", value=entry.number)
            numbers[entry.number] = None
    for entry in client.interactions:
        named = entry.number and entry.type in {"payment", "refund", "expense"}
        if named and entry.number not in numbers:
            near = closest(entry.number, tuple(numbers))
            yield reader.problem("order-unknown", entry, "number", value=entry.number, **near)


def entries_say_enough(
    client: Client, settings: Settings, reader: ClientReader
) -> Iterator[Problem]:
    """An entry has what makes its type count."""
    del settings
    for entry in client.interactions:
        keys = _SAYS.get(entry.type)
        if keys is None:
            continue
        node = reader.nodes[id(entry)]
        if not any(node.get(key) for key in keys):
            words = " or ".join(keys)
            yield reader.problem("entry-incomplete", entry, "type", type=entry.type, key=words)


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())
