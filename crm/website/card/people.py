"""Owns how a client is reached: its people, telephones, mail, messengers; obeys do-not-contact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from crm.model import Address, Client, Contact, DoNotContact, Phone
from crm.website.contexts import Link
from crm.website.contexts.card import ContactItem, Pair, Stop
from crm.website.labels import choice, country, label
from crm.website.links import MESSENGERS, mail, messenger, telephone, web
from crm.website.site import Site


def stop_of(wish: DoNotContact | None) -> Stop | None:
    """Return the wish to be left alone, as a card shows it."""
    return Stop(since=wish.since, reason=wish.reason) if wish else None


def contact_items(site: Site, client: Client) -> tuple[ContactItem, ...]:
    """Return the people of a client; nobody is reached who must not be."""
    return tuple(_item(site, person, client) for person in client.contacts)


def _item(site: Site, person: Contact, client: Client) -> ContactItem:
    stop = stop_of(person.do_not_contact)
    quiet = stop is not None or client.do_not_contact is not None
    reach = () if quiet else tuple(ways(person.phones, person.emails, person.messengers))
    return ContactItem(
        name=person.name,
        role=person.role,
        decision=choice("contact", "decision", person.decision, site.language),
        decides=person.decision == "decider",
        birthday=site.formats.birthday(person.birthday) if person.birthday else "",
        notes=person.notes,
        reach=reach,
        stop=stop,
    )


def ways(
    phones: Sequence[Phone], emails: Sequence[str], messengers: Mapping[str, str]
) -> Iterator[Link]:
    """Yield the ways to reach someone; what makes no safe address stays a text."""
    for phone in phones:
        yield Link(text=phone.typed, href=telephone(phone.e164), icon="phone")
    for email in emails:
        yield Link(text=email, href=mail(email), icon="mail")
    for kind, value in messengers.items():
        href = messenger(kind, value)
        name = MESSENGERS.get(kind, kind)
        yield Link(text=name if href else f"{name}: {value}", href=href, icon="chat")


def best_ways(client: Client) -> tuple[Link, ...]:
    """Return the ways that stand beside the next step: of who decides, else of the client."""
    if client.do_not_contact:
        return ()
    people = [person for person in client.contacts if not person.do_not_contact]
    people.sort(key=lambda person: person.decision != "decider")
    first = next((person for person in people if person.phones or person.emails), None)
    sources = [(client.phones, client.emails, client.messengers)]
    if first is not None:
        sources.insert(0, (first.phones, first.emails, first.messengers))
    found: dict[str, Link] = {}
    for source in sources:
        for link in ways(*source):
            if link.href:
                found.setdefault(link.icon, link)
    return tuple(found[icon] for icon in ("phone", "chat", "mail") if icon in found)


def reach_pairs(site: Site, client: Client) -> tuple[Pair, ...]:
    """Return the client's own telephones, mail, messengers, sites and address as pairs."""
    pairs: list[Pair] = []

    def add(key: str, links: Sequence[Link]) -> None:
        if links:
            pairs.append(Pair(label=label("client", key, site.language), links=tuple(links)))

    if client.do_not_contact is None:
        add("phone", list(ways(client.phones, (), {})))
        add("email", list(ways((), client.emails, {})))
        add("messengers", list(ways((), (), client.messengers)))
    add("site", [Link(text=text, href=web(text)) for text in client.sites])
    if client.address and (text := address_text(client.address, site.language)):
        pairs.append(Pair(label=label("client", "address", site.language), text=text))
    return tuple(pairs)


def address_text(address: Address, language: str) -> str:
    """Return an address on one line, from the street to the country."""
    city = f"{address.postcode} {address.city}".strip()
    land = country(address.country, language) if address.country else ""
    parts = (address.line, address.street, city, land)
    return ", ".join(part for part in parts if part)
