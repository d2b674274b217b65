"""Owns the pairs of a card: details of the client, the base's own fields, what is missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal

from crm.fields.badvalue import BadValue
from crm.fields.dates import parse_birthday
from crm.model import Client, Money, Value
from crm.website.contexts import Link
from crm.website.contexts.card import Pair
from crm.website.labels import choice, label, language_name, path_label
from crm.website.site import OwnTerm, Site

# In the order of a card; those with choices are shown by their word.
_TEXTS = ("tax_id", "legal_address", "head", "hours", "best_time", "timezone", "source")
_CHOICES = ("gender", "size", "standing")


def detail_pairs(site: Site, client: Client) -> tuple[Pair, ...]:
    """Return requisites, habits and origin of a client."""
    return tuple(
        Pair(label=label("client", key, site.language), text=text, links=links)
        for key, text, links in _details(site, client)
        if text or links
    )


def _details(site: Site, client: Client) -> Iterator[tuple[str, str, tuple[Link, ...]]]:
    formats, language = site.formats, site.language
    yield "important", client.important, ()
    for key in _TEXTS:
        yield key, getattr(client, key), ()
    yield "language", language_name(client.language, language), ()
    yield "campaign", client.campaign, ()
    yield "referred_by", "", (card_link(site, client.referred_by),) if client.referred_by else ()
    yield "region", client.region, ()
    yield "birthday", formats.birthday(client.birthday) if client.birthday else "", ()
    yield "holidays", ", ".join(_holiday(site, *day) for day in client.holidays.items()), ()
    for key in _CHOICES:
        yield key, choice("client", key, getattr(client, key), language), ()
    yield "potential", formats.money(client.potential) if client.potential else "", ()
    yield "reference", client.reference, ()


def _holiday(site: Site, day: str, name: str) -> str:
    """Return a holiday with its day, as typed where that is no date."""
    try:
        return f"{name} – {site.formats.birthday(parse_birthday(day))}"
    except BadValue:
        return f"{name} – {day}"


def own_pairs(site: Site, client: Client) -> tuple[Pair, ...]:
    """Return the base's own fields that have a value and may be published, in their order."""
    return tuple(
        _own(site, term, client.fields[term.key]) for term in site.own if term.key in client.fields
    )


def _own(site: Site, term: OwnTerm, value: Value) -> Pair:
    if term.type == "client" and isinstance(value, str):
        return Pair(label=term.label, links=(card_link(site, value),))
    return Pair(label=term.label, text=value_text(site, value))


def value_text(site: Site, value: Value) -> str:
    """Return the value of an own field as its type asks."""
    if isinstance(value, bool):
        return site.words.text("yes") if value else site.words.text("no")
    if isinstance(value, dt.date):
        return site.formats.long(value)
    if isinstance(value, Money):
        return site.formats.money(value)
    if isinstance(value, Decimal):
        return site.formats.number(value)
    return ", ".join(value) if isinstance(value, tuple) else value


def card_link(site: Site, ident: str) -> Link:
    """Return a link to the card of another client; a text where the base has no such client."""
    page = site.pages.get(ident)
    return Link(text=ident, href=f"{page}.html" if page else "")


def gaps(site: Site, keys: Iterable[str]) -> tuple[str, ...]:
    """Return the labels of keys without a value; private fields are not named."""
    own = {term.key: term.label for term in site.own}
    plain = [(key, key.removeprefix("fields.")) for key in keys]
    return tuple(
        own.get(name) or path_label(key, site.language)
        for key, name in plain
        if name not in site.private_fields
    )
