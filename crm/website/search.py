"""Owns what a client is found by beside what its row shows: other spellings, mail, telephones."""

from __future__ import annotations

import re
import unicodedata

from crm.fields.slug import slug
from crm.model import Client

_LIMIT = 300  # characters of notes that are searched
_MARKS = re.compile("[\u0300-\u036f]")


def fold(text: str) -> str:
    """Return a text as it is compared: small letters without marks (ё is е), single spaces.

    site.js folds the same way.
    """
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", text)).lower()
    return " ".join(plain.split())


def search_words(client: Client, language: str) -> str:
    """Return what is searched and not shown: Latin spelling, people, mail, places, notes."""
    people = [contact.name for contact in client.contacts if contact.name]
    address = client.address
    spoken = (
        [client.name, *people, *client.emails]
        + [mail for contact in client.contacts for mail in contact.emails]
        + ([address.city, address.street, address.line] if address else [])
        + [client.region, client.industry, client.tax_id, client.notes[:_LIMIT]]
    )
    latin = [
        slug(name, language).replace("-", " ")
        for name in (client.name, *people)
        if not name.isascii()
    ]
    words = dict.fromkeys(word for text in (*spoken, *latin) for word in fold(text).split())
    shown = set(fold(client.name).split())
    return " ".join(word for word in words if word not in shown)


def search_digits(client: Client) -> str:
    """Return the digits of every telephone, each as dialled from abroad where that is known."""
    phones = [*client.phones, *(phone for contact in client.contacts for phone in contact.phones)]
    digits = (re.sub(r"\D", "", phone.e164 or phone.typed) for phone in phones)
    return " ".join(dict.fromkeys(number for number in digits if number))
