"""Owns the journal of a client as a card shows it: entries by month, orders, what is bought."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from operator import attrgetter

from crm.index.answers import DebtRow
from crm.model import Client, Interaction, Money, OrderLine
from crm.website.contexts import Link
from crm.website.contexts.card import Bought, Entry, Month, OrderRow
from crm.website.labels import choice, label
from crm.website.links import web
from crm.website.site import Site

RECENT = 40  # entries that stand open; earlier ones are folded away
_ORDERS = 8
_BOUGHT = 6

_ICONS = {
    "call": "phone",
    "meeting": "meet",
    "email": "mail",
    "message": "chat",
    "visit": "visit",
    "order": "box",
    "payment": "debt",
    "refund": "debt",
    "expense": "debt",
    "survey": "star",
    "review": "star",
    "complaint": "warn",
    "referral": "person",
    "handover": "renew",
    "mailing": "mail",
    "bonus": "star",
}
# Keys that are shown with their label, in this order.
_FACTS = (
    "purpose", "objection", "question", "reason", "competitor", "campaign", "promo", "template",
)  # fmt: skip
_TYPED = (
    "score", "rating", "points", "cost", "resolved", "client", "from_owner", "to_owner",
    "delivery_due", "delivery_done",
)  # fmt: skip
_facts_of, _typed_of = attrgetter(*_FACTS), attrgetter(*_TYPED)
_UNTYPED = _typed_of(Interaction(line=0))


def known_entries(client: Client, today: dt.date) -> list[Interaction]:
    """Return the entries up to today, the latest first; those without a date come last."""
    known = [entry for entry in client.interactions if not entry.date or entry.date.day <= today]
    return sorted(known, key=_moment, reverse=True)


def _moment(entry: Interaction) -> tuple[dt.date, dt.time, int]:
    if entry.date is None:
        return dt.date.min, dt.time.min, entry.line
    return entry.date.day, entry.date.time or dt.time.min, entry.line


def months(site: Site, client: Client, entries: Sequence[Interaction]) -> tuple[Month, ...]:
    """Return entries grouped by month."""
    deals = {deal.id: deal.title or deal.id for deal in client.deals}
    shown = [_entry(site, entry, deals) for entry in entries]
    return tuple(
        Month(day=day, entries=tuple(group))
        for day, group in groupby(
            shown, key=lambda entry: entry.day.replace(day=1) if entry.day else None
        )
    )


def _entry(site: Site, entry: Interaction, deals: Mapping[str, str]) -> Entry:
    moment = entry.date
    return Entry(
        type=site.type_keys.get(entry.type, "other"),
        label=site.types.get(entry.type, entry.type),
        icon=_ICONS.get(entry.type, "pen"),
        day=moment.day if moment else None,
        time=moment.time.strftime("%H:%M") if moment and moment.time else "",
        by=site.short(entry.by),
        contact=entry.contact,
        direction=choice("interaction", "direction", entry.direction, site.language),
        minutes=entry.duration,
        number=entry.number,
        goods=goods(site, entry.items),
        what=entry.what,
        amount=entry.amount or _total(site, entry.items),
        due=entry.due,
        summary=entry.summary,
        outcome=choice("interaction", "outcome", entry.outcome, site.language),
        deal=deals.get(entry.deal, entry.deal),
        stage=site.stage(entry.stage),
        link=Link(text=entry.url, href=web(entry.url)) if entry.url else None,
        facts=tuple(_facts(site, entry)),
    )


def goods(site: Site, lines: Iterable[OrderLine]) -> str:
    """Return order lines as one text: `10 kg Espresso blend, 2 × Grinder`."""
    return ", ".join(_line(site, line) for line in lines)


def _line(site: Site, line: OrderLine) -> str:
    term = site.services.get(line.service)
    unit = term.unit if term and term.unit else "×"
    return f"{site.formats.number(line.qty)}\u00a0{unit} {term.name if term else line.service}"


def _total(site: Site, lines: Sequence[OrderLine]) -> Money | None:
    """Return the sum of the lines where all are in one currency."""
    if not lines or any(line.price is None for line in lines):
        return None
    currencies = {line.price.currency or site.currency for line in lines if line.price}
    if len(currencies) != 1:
        return None
    return Money(sum(map(_amount, lines), Decimal(0)), currencies.pop())


def _amount(line: OrderLine) -> Decimal:
    price = line.price.amount if line.price else Decimal(0)
    return line.qty * price * (100 - (line.discount or 0)) / 100


def _facts(site: Site, entry: Interaction) -> Iterable[tuple[str, str]]:
    """Yield what else an entry says, each with its label."""
    language = site.language
    for key, value in zip(_FACTS, _facts_of(entry), strict=True):
        if value:
            yield label("interaction", key, language), value
    if _typed_of(entry) != _UNTYPED:
        yield from _typed_facts(site, entry)
    for answer in entry.answers:
        importance = _mark(answer.importance)
        satisfaction = _mark(answer.satisfaction)
        text = site.words.text(
            "importance {importance}, satisfaction {satisfaction}",
            importance=importance,
            satisfaction=satisfaction,
        )
        yield answer.criterion, text
    if entry.files:
        yield label("interaction", "files", language), ", ".join(entry.files)


def _mark(value: int | None) -> str:
    return "–" if value is None else str(value)


def _typed_facts(site: Site, entry: Interaction) -> Iterable[tuple[str, str]]:
    """Yield the facts that are numbers, dates or ids."""
    formats, language = site.formats, site.language
    values = {
        "score": None if entry.score is None else str(entry.score),
        "rating": None if entry.rating is None else f"{entry.rating} / 5",
        "points": None if entry.points is None else formats.number(entry.points),
        "cost": None if entry.cost is None else formats.money(entry.cost),
        "resolved": None if entry.resolved is None else formats.medium(entry.resolved),
        "client": entry.client or None,
        "from": site.member(entry.from_owner) or None,
        "to": site.member(entry.to_owner) or None,
    }
    for key, value in values.items():
        if value is not None:
            yield label("interaction", key, language), value
    for key, day in (("due", entry.delivery_due), ("done", entry.delivery_done)):
        if day is not None:
            yield label("delivery", key, language), formats.short(day)


def order_rows(
    site: Site, entries: Sequence[Interaction], debts: Sequence[DebtRow]
) -> tuple[OrderRow, ...]:
    """Return the last orders, the latest first, with what is still to be paid."""
    open_lines = {debt.line: debt for debt in debts}
    orders = [entry for entry in entries if entry.type == "order" and entry.date]
    return tuple(
        OrderRow(
            number=entry.number,
            day=entry.date.day,
            goods=goods(site, entry.items) or entry.summary,
            amount=entry.amount or _total(site, entry.items),
            due=open_lines[entry.line].due if entry.line in open_lines else None,
            late=entry.line in open_lines and open_lines[entry.line].overdue > 0,
        )
        for entry in orders[:_ORDERS]
        if entry.date
    )


def bought(site: Site, entries: Sequence[Interaction]) -> tuple[Bought, ...]:
    """Return the services a client buys most often, with their orders and sum."""
    orders: dict[str, int] = {}
    sums: dict[str, dict[str | None, Decimal]] = {}
    for entry in entries:
        if entry.type != "order":
            continue
        for code in dict.fromkeys(line.service for line in entry.items if line.service):
            orders[code] = orders.get(code, 0) + 1
        for line in entry.items:
            if line.service and line.price:
                by_currency = sums.setdefault(line.service, {})
                currency = line.price.currency or site.currency
                by_currency[currency] = by_currency.get(currency, Decimal(0)) + _amount(line)
    best = sorted(orders, key=lambda code: (-orders[code], code))[:_BOUGHT]
    return tuple(
        Bought(name=site.service(code), orders=orders[code], amount=_sums(site, sums.get(code, {})))
        for code in best
    )


def _sums(site: Site, sums: Mapping[str | None, Decimal]) -> str:
    """Return sums by currency, the base's first."""
    ordered = sorted(sums.items(), key=lambda pair: (pair[0] != site.currency, pair[0] or ""))
    return " + ".join(site.formats.money(Money(amount, currency)) for currency, amount in ordered)
