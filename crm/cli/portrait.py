"""Owns what `crm show` says of a client, section by section."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, TypeAlias

from crm.cli.cells import cell
from crm.cli.width import clip, table
from crm.model import Client, Interaction

if TYPE_CHECKING:
    from crm.index.query import Index
    from crm.store.load import ClientFile

Section: TypeAlias = tuple[str, list[str]]
_ENTRIES = 8  # last entries shown
_WIDEST = 72
_FIGURES = (
    "orders", "revenue", "revenue_365", "average_order", "margin_365", "debt", "overdue_debt",
    "first_order", "last_order", "interval_median", "late_days", "last_contact", "touches",
    "rfm_segment", "abc", "completeness",
)  # fmt: skip


def portrait(index: Index, file: ClientFile, today: dt.date) -> list[Section]:
    """Return what is to be said of a client, in sections with a title; empty ones are left out."""
    client = file.client
    if client is None:
        return [(file.id, [file.path])]
    sections = (
        (f"{client.name or file.id}  ({file.id})", _head(index, client)),
        ("Contacts", _contacts(client)),
        ("Why in these segments", _segments(index, client)),
        ("Figures", _figures(index.metrics(client.id))),
        ("Deals", _deals(index, client)),
        ("Tasks", _tasks(index, client)),
        ("Last entries", _entries(client, today)),
        ("Notes", client.notes.splitlines()),
    )
    return [(title, lines) for title, lines in sections if lines]


def _joined(*parts: str, by: str = " · ") -> str:
    return by.join(part for part in parts if part)


def _head(index: Index, client: Client) -> list[str]:
    segments = ", ".join(member.segment for member in index.membership(client.id))
    place = client.address
    where = _joined(place.line, place.street, place.city, place.country, by=", ") if place else ""
    owner = f"owner {client.owner}" if client.owner else ""
    phones = ", ".join(phone.typed for phone in client.phones)
    lines = [
        client.path,
        _joined(client.kind, owner, segments),
        _joined(phones, ", ".join(client.emails), ", ".join(client.sites)),
        where,
        f"tags {', '.join(client.tags)}" if client.tags else "",
    ]
    if client.do_not_contact:
        lines.insert(0, _joined("DO NOT CONTACT", client.do_not_contact.reason, by=": "))
    return [line for line in lines if line]


def _contacts(client: Client) -> list[str]:
    return table(
        (
            contact.name,
            _joined(contact.role, contact.decision, by=", "),
            ", ".join(phone.typed for phone in contact.phones),
            ", ".join(contact.emails),
        )
        for contact in client.contacts
    )


def _segments(index: Index, client: Client) -> list[str]:
    return table((member.segment, str(member.reason)) for member in index.membership(client.id))


def _figures(metrics: dict[str, Any]) -> list[str]:
    said = [(name, metrics[name]) for name in _FIGURES if metrics.get(name) not in (None, "")]
    cells = [f"{name} {cell(value)}" for name, value in said]
    return table([cells[at : at + 3] for at in range(0, len(cells), 3)])


def _deals(index: Index, client: Client) -> list[str]:
    return table(
        (deal.id, clip(deal.title, 32), cell(deal.amount), deal.stage, cell(deal.moved))
        for deal in index.deals(client.id)
    )


def _tasks(index: Index, client: Client) -> list[str]:
    return table(
        (
            str(task.number),
            _joined(cell(task.due), f"{task.time:%H:%M}" if task.time else "", by=" "),
            clip(task.what, _WIDEST),
            task.owner,
            f"{task.overdue} d overdue" if task.overdue else "",
        )
        for task in index.tasks(client.id)
    )


def _entries(client: Client, today: dt.date) -> list[str]:
    known = [entry for entry in client.interactions if entry.date and entry.date.day <= today]
    known.sort(key=_moment, reverse=True)
    return table(_rows(known[:_ENTRIES]))


def _moment(entry: Interaction) -> tuple[dt.date, dt.time]:
    if entry.date is None:
        return (dt.date.min, dt.time.min)
    return (entry.date.day, entry.date.time or dt.time.min)


def _rows(entries: Iterable[Interaction]) -> Iterator[tuple[str, ...]]:
    for entry in entries:
        day = cell(entry.date.day) if entry.date else ""
        amount = f"{entry.amount.amount} {entry.amount.currency or ''}" if entry.amount else ""
        stage = f"{entry.deal} → {entry.stage}" if entry.stage else ""
        said = (entry.summary or entry.what).partition("\n")[0]
        yield day, entry.type, clip(_joined(entry.number, amount, stage, said), _WIDEST), entry.by
