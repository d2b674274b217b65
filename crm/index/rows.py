"""Owns the turning of a client's record into rows of the tables."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from crm.checks.required import client_has
from crm.fields.spelling import fold_letters, spellings
from crm.index.amounts import line_amount, line_cost, total, units
from crm.index.locate import Place
from crm.index.tables import TABLES, Row
from crm.index.terms import MAILING, Terms
from crm.model import Birthday, Client, Contact, Interaction, Money, Value


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
            _iso(since), _ordinal(since), ", ".join(client.tags) or None,
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
            int(paused is not None), _ordinal(paused.until if paused else None),
            int(wish is not None), _ordinal(wish.since if wish else None),
            int(closed is not None), _iso(closed.date if closed else None),
            _ordinal(closed.date if closed else None),
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
                iso, number = _day(moment.day)
                time = moment.time and _time(moment.time)
            kind = entry.type
            append((
                ident, n, entry.line, iso, time, number, kind, 1 if kind in touches else 0,
                entry.by or None, entry.contact or None, entry.summary or None,
                entry.outcome or None,
            ))  # fmt: skip
            if kind == "order" or entry.amount is not None or entry.cost is not None:
                self._money(ident, n, entry)
            if _has_detail(entry):
                self._detail(ident, n, entry)

    def _money(self, ident: str, n: int, entry: Interaction) -> None:
        """Add what an entry says of money, and the lines of an order."""
        day = entry.date.day if entry.date else None
        iso, number = _day(day) if day else (None, None)
        due, due_day = _day(entry.due) if entry.due else (None, None)
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
            _iso(entry.delivery_due), _iso(entry.delivery_done), entry.score,
            _iso(entry.resolved), _ordinal(entry.resolved), entry.rating, entry.url or None,
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
                deal.service or None, _iso(deal.opened), _ordinal(deal.opened),
                _iso(deal.expected), deal.owner or None, deal.competitor or None,
            ))  # fmt: skip
        for n, task in enumerate(client.tasks, 1):
            due = task.due
            self.tables["task"].append((
                client.id, n, task.line, _iso(due.day if due else None),
                _time(due.time) if due and due.time else None,
                _ordinal(due.day if due else None), task.what or None, task.owner or None,
                _iso(task.done), _ordinal(task.done), task.repeat or None, task.deal or None,
            ))  # fmt: skip

    def _agreements(self, client: Client) -> None:
        for n, consent in enumerate(client.consents, 1):
            self.tables["consent"].append((
                client.id, n, consent.line, consent.purpose or None,
                int(consent.purpose.strip().casefold() in MAILING),
                _iso(consent.given), _ordinal(consent.given),
                _iso(consent.withdrawn), _ordinal(consent.withdrawn),
            ))  # fmt: skip
        for n, contract in enumerate(client.contracts, 1):
            amount = self._amount(contract.amount, contract.start)
            self.tables["contract"].append((
                client.id, n, contract.line, contract.number or None, _iso(contract.start),
                _iso(contract.end), contract.notice or None, amount,
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


def said_by(client: Client) -> str:
    """Return the words of a client's notes, on a second line those of its journal; folded, once."""
    told = "\n".join(entry.summary for entry in client.interactions if entry.summary)
    return f"{_words(client.notes)}\n{_words(told)}" if told or client.notes else ""


def _words(text: str) -> str:
    return " ".join(dict.fromkeys(fold_letters(text).split()))


def own_value(value: Value | None) -> str | int | float | None:
    """Return a value of an own field as SQL holds it; money is not among them."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, Decimal):
        return (
            int(value)
            if value == value.to_integral_value() and abs(value) < 2**63
            else float(value)
        )
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return ", ".join(value)
    return None if value is None or isinstance(value, Money) else value


def birthday_text(birthday: Birthday | None) -> str | None:
    """Return a birthday as YYYY-MM-DD, or --MM-DD when the year is not known."""
    if birthday is None:
        return None
    year = "-" if birthday.year is None else f"{birthday.year:04}"
    return f"{year}-{birthday.month:02}-{birthday.day:02}"


@lru_cache(maxsize=65536)
def _day(day: dt.date) -> tuple[str, int]:
    return day.isoformat(), day.toordinal()


def _iso(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


def _ordinal(day: dt.date | None) -> int | None:
    return None if day is None else day.toordinal()


@lru_cache(maxsize=2048)
def _time(time: dt.time) -> str:
    return f"{time.hour:02}:{time.minute:02}"


def _has_detail(entry: Interaction) -> bool:
    return bool(
        entry.deal
        or entry.direction
        or entry.duration is not None
        or entry.purpose
        or entry.stage
        or entry.reason
        or entry.competitor
        or entry.objection
        or entry.question
        or entry.campaign
        or entry.private
        or entry.score is not None
        or entry.answers
        or entry.client
        or entry.template
        or entry.resolved
        or entry.rating is not None
        or entry.url
        or entry.to_owner
        or entry.from_owner
        or entry.delivery_due
        or entry.delivery_done
        or entry.points is not None
    )
