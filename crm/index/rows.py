"""Owns the turning of a client's record into rows of the tables."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator

from crm.checks.required import client_has
from crm.fields.spelling import spellings
from crm.index.amounts import line_amount, line_cost, total, units
from crm.index.cells import (
    birthday_text,
    date_text,
    day_number,
    has_detail,
    own_value,
    said_by,
    text_and_number,
    time_text,
)
from crm.index.locate import Place
from crm.index.tables import TABLES, Row
from crm.index.terms import MAILING, Terms
from crm.model import Client, Contact, Interaction, Money, Value


class Rows:
    """Rows of any number of clients, by table; an amount that cannot be had is empty, never 0."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.tables: dict[str, list[Row]] = {name: [] for name in TABLES}
        self._required = sorted({key for rule in terms.required for key in rule.fields})

    def __iter__(self) -> Iterator[tuple[str, list[Row]]]:
        return iter(self.tables.items())

    def add(self, client: Client) -> None:
        """Add the rows of a client."""
        self._client(client)
        self._contacts(client)
        self._journal(client)
        self._deals(client)
        self._agreements(client)
        self._mentions(client)
        self._own(client)
        settings = self.terms.settings
        missing = [key for key in self._required if not client_has(client, key, settings)]
        self.tables["value_missing"].extend((client.id, field) for field in missing)

    def _amount(self, money: Money | None, day: dt.date | None = None) -> int | None:
        return None if money is None else units(money, day, self.terms)

    def _client(self, client: Client) -> None:
        address, closed, wish = client.address, client.closed, client.do_not_contact
        since, paused = client.since, client.paused
        row = (
            client.id, client.path, client.name or None, client.kind, client.owner or None,
            date_text(since), day_number(since), ", ".join(client.tags) or None,
            client.phones[0].typed if client.phones else None,
            client.emails[0] if client.emails else None,
            client.sites[0] if client.sites else None,
            (address.city if address else None) or None,
            (address.country if address else None) or None,
            client.region or None, client.industry or None, client.language or None,
            client.timezone or None, client.source or None, client.campaign or None,
            client.referred_by or None, birthday_text(client.birthday), client.gender or None,
            client.tax_id or None, client.head or None, client.size or None,
            client.standing or None, self._amount(client.potential),
            client.important or None, client.reference or None,
            int(paused is not None), day_number(paused.until if paused else None),
            int(wish is not None), day_number(wish.since if wish else None),
            int(closed is not None), date_text(closed.date if closed else None),
            day_number(closed.date if closed else None),
            (closed.reason if closed else None) or None,
            (closed.returns if closed else None) or None,
            *client.filled, " ".join(client.gaps), spellings(client.name),
        )  # fmt: skip
        self.tables["client"].append(row)
        tags = dict.fromkeys(client.tags)
        self.tables["tag"].extend((client.id, n, tag) for n, tag in enumerate(tags, 1))

    def _contacts(self, client: Client) -> None:
        self._reach(client.id, 0, client)
        for n, contact in enumerate(client.contacts, 1):
            self.tables["contact"].append((
                client.id, n, contact.line, contact.name or None, contact.role or None,
                contact.decision or None, birthday_text(contact.birthday),
                int(contact.do_not_contact is not None), int(contact.private),
                spellings(contact.name),
            ))  # fmt: skip
            self._reach(client.id, n, contact)

    def _reach(self, ident: str, contact: int, who: Client | Contact) -> None:
        for n, phone in enumerate(who.phones, 1):
            digits = "".join(filter(str.isdecimal, phone.e164 or phone.typed))
            self.tables["phone"].append((ident, contact, n, phone.typed, phone.e164, digits))
        self.tables["email"].extend(
            (ident, contact, n, address) for n, address in enumerate(who.emails, 1)
        )

    def _journal(self, client: Client) -> None:
        ident, touches = client.id, self.terms.touches
        if words := said_by(client):
            self.tables["said"].append((ident, words))
        append = self.tables["interaction"].append
        for n, entry in enumerate(client.interactions, 1):
            iso = time = number = None
            if (moment := entry.date) is not None:
                iso, number = text_and_number(moment.day)
                time = moment.time and time_text(moment.time)
            kind = entry.type
            append((
                ident, n, entry.line, iso, time, number, kind, 1 if kind in touches else 0,
                entry.by or None, entry.contact or None, entry.summary or None,
                entry.outcome or None,
            ))  # fmt: skip
            if kind == "order" or entry.amount is not None or entry.cost is not None:
                self._money(ident, n, entry)
            if has_detail(entry):
                self._detail(ident, n, entry)

    def _money(self, ident: str, n: int, entry: Interaction) -> None:
        """Add what an entry says of money, and the lines of an order."""
        day = entry.date.day if entry.date else None
        iso, number = text_and_number(day) if day else (None, None)
        due, due_day = text_and_number(entry.due) if entry.due else (None, None)
        if entry.unread:
            amount = None
        elif entry.amount is not None or entry.type != "order":
            amount = self._amount(entry.amount, day)
        else:
            amount = total([line_amount(line, day, self.terms) for line in entry.items])
        cogs = None
        if entry.type == "order":
            counted = amount is None or amount >= 0
            cogs = self._lines(ident, n, entry, day, counted=counted) if entry.items else 0
        self.tables["money"].append((
            ident, n, entry.line, iso, number, entry.type, amount,
            self._amount(entry.cost, day), cogs, entry.number or None,
            due, due_day, entry.promo or None, entry.what or None,
        ))  # fmt: skip

    def _lines(
        self, ident: str, n: int, entry: Interaction, day: dt.date | None, *, counted: bool
    ) -> int:
        """Add the lines of an order; return the cost of its goods, as far as it is known.

        The lines of an order that does not count in analysis have no day.
        """
        cogs = 0
        number = day.toordinal() if day and counted else None
        for item, line in enumerate(entry.items, 1):
            cost = line_cost(line, day, self.terms)
            cogs += cost or 0
            self.tables["order_line"].append((
                ident, n, item, line.line, line.service or None, float(line.qty),
                line_amount(line, day, self.terms), cost, number,
            ))  # fmt: skip
        return cogs

    def _detail(self, ident: str, n: int, entry: Interaction) -> None:
        self.tables["detail"].append((
            ident, n, entry.direction or None, entry.duration, entry.purpose or None,
            entry.objection or None, entry.question or None, entry.deal or None,
            entry.stage or None, entry.reason or None, entry.competitor or None,
            entry.campaign or None, int(entry.private) or None,
            date_text(entry.delivery_due), date_text(entry.delivery_done), entry.score,
            date_text(entry.resolved), day_number(entry.resolved), entry.rating, entry.url or None,
            entry.client or None, entry.from_owner or None, entry.to_owner or None,
            entry.template or None, None if entry.points is None else float(entry.points),
        ))  # fmt: skip
        self.tables["answer"].extend(
            (ident, n, answer.criterion, answer.importance, answer.satisfaction)
            for answer in entry.answers
        )

    def _deals(self, client: Client) -> None:
        for n, deal in enumerate(client.deals, 1):
            amount = self._amount(deal.amount, deal.opened)
            self.tables["deal"].append((
                client.id, n, deal.line, deal.id, deal.title or None, amount,
                deal.service or None, date_text(deal.opened), day_number(deal.opened),
                date_text(deal.expected), deal.owner or None, deal.competitor or None,
            ))  # fmt: skip
        for n, task in enumerate(client.tasks, 1):
            due = task.due
            self.tables["task"].append((
                client.id, n, task.line, date_text(due.day if due else None),
                time_text(due.time) if due and due.time else None,
                day_number(due.day if due else None), task.what or None, task.owner or None,
                date_text(task.done), day_number(task.done), task.repeat or None, task.deal or None,
            ))  # fmt: skip

    def _agreements(self, client: Client) -> None:
        for n, consent in enumerate(client.consents, 1):
            self.tables["consent"].append((
                client.id, n, consent.line, consent.purpose or None,
                int(consent.purpose.strip().casefold() in MAILING),
                date_text(consent.given), day_number(consent.given),
                date_text(consent.withdrawn), day_number(consent.withdrawn),
            ))  # fmt: skip
        for n, contract in enumerate(client.contracts, 1):
            amount = self._amount(contract.amount, contract.start)
            self.tables["contract"].append((
                client.id, n, contract.line, contract.number or None, date_text(contract.start),
                date_text(contract.end), contract.notice or None, amount,
            ))  # fmt: skip

    def _mentions(self, client: Client) -> None:
        """Add what the file says about other files: clients, attachments, the region."""
        found: list[tuple[str, str, Place]] = []
        if client.referred_by:
            found.append(("client", client.referred_by, ("referred_by",)))
        if client.region:
            found.append(("region", client.region, ("region",)))
        found += [("file", target, ("files", target)) for target in client.files]
        for contract in client.contracts:
            if contract.file:
                found.append(("file", contract.file, ("contracts", contract.line, "file")))
        for entry in client.interactions:
            at = ("interactions", entry.line)
            if entry.files:
                found += [("file", target, (*at, "files", target)) for target in entry.files]
            if entry.client:
                found.append(("client", entry.client, (*at, "client")))
        for field in self.terms.own:
            value = client.fields.get(field.key) if field.type == "client" else None
            targets = value if isinstance(value, tuple) else (value,)
            found += [
                ("client", target, ("fields", field.key, target))
                for target in targets
                if isinstance(target, str)
            ]
        self.tables["mention"].extend(
            (client.id, kind, target, json.dumps(place, ensure_ascii=False))
            for kind, target, place in found
        )

    def _own(self, client: Client) -> None:
        fields = client.fields
        values = (self._own_value(fields.get(field.key)) for field in self.terms.own)
        self.tables["own"].append((client.id, *values))

    def _own_value(self, value: Value | None) -> str | int | float | None:
        if isinstance(value, Money):
            amount = self._amount(value)
            return None if amount is None else amount / 10_000
        return own_value(value)
