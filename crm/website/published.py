"""Owns what of a client is published: an allow-list. What is not named here is never on a page."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields

from crm.model import Client, Contact, Interaction

_CLIENT = (
    "id", "path", "name", "kind", "owner", "since", "tags", "phones", "emails", "sites",
    "messengers", "address", "region", "industry", "hours", "best_time", "timezone", "language",
    "source", "campaign", "referred_by", "birthday", "gender", "holidays", "tax_id",
    "legal_address", "head", "size", "standing", "potential", "important", "reference", "paused",
    "files", "notes", "do_not_contact", "closed", "consents", "contracts", "deals", "tasks",
    "missing", "filled",
)  # fmt: skip
_CONTACT = (
    "line", "name", "role", "decision", "phones", "emails", "messengers", "birthday", "notes",
    "do_not_contact",
)  # fmt: skip
_INTERACTION = (
    "line", "date", "type", "by", "direction", "contact", "duration", "summary", "outcome",
    "purpose", "objection", "question", "deal", "stage", "reason", "competitor", "cost",
    "campaign", "files", "number", "items", "amount", "due", "promo", "delivery_due",
    "delivery_done", "what", "score", "answers", "resolved", "rating", "url", "client",
    "from_owner", "to_owner", "template", "points",
)  # fmt: skip


# What is not on the lists; where it is empty, a record can be shown as it is.
_NOT_CONTACT = tuple(field.name for field in fields(Contact) if field.name not in _CONTACT)
_NOT_INTERACTION = tuple(
    field.name for field in fields(Interaction) if field.name not in _INTERACTION
)


def published(client: Client, private_fields: Collection[str]) -> Client:
    """Return what of a client may be shown to everyone who may see the site.

    Left out are `private`, contacts and interactions that are flagged so, the base's own fields
    that are declared so, keys the format does not know (`privat:` may be a slip of the pen), and
    the names of private contacts: an entry of a client who has one names public contacts only.
    """
    people = None
    if any(contact.private for contact in client.contacts):
        people = {contact.name for contact in client.contacts if not contact.private}
    return Client(
        **{name: getattr(client, name) for name in _CLIENT},
        fields={name: value for name, value in client.fields.items() if name not in private_fields},
        contacts=tuple(_contact(contact) for contact in client.contacts if not contact.private),
        interactions=tuple(
            _interaction(entry, people) for entry in client.interactions if not entry.private
        ),
    )


def _contact(contact: Contact) -> Contact:
    if not any(getattr(contact, name) for name in _NOT_CONTACT):
        return contact
    return Contact(**{name: getattr(contact, name) for name in _CONTACT})


def _interaction(entry: Interaction, people: Collection[str] | None) -> Interaction:
    unnamed = people is not None and bool(entry.contact) and entry.contact not in people
    if not unnamed and not any(getattr(entry, name) for name in _NOT_INTERACTION):
        return entry
    shown = {name: getattr(entry, name) for name in _INTERACTION}
    return Interaction(**{**shown, "contact": "" if unnamed else entry.contact})
