"""Owns the rule that what ends does not end before it begins."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from crm.checks.reader import ClientReader
from crm.model import Client
from crm.problems import Problem
from crm.settings import Settings

Pair = tuple[object, dt.date | None, dt.date | None, tuple[str, ...]]


def dates_in_order(client: Client, settings: Settings, reader: ClientReader) -> Iterator[Problem]:
    """Contracts, consents, deals and orders end on the day they begin or later."""
    del settings
    for record, earlier, later, keys in _pairs(client):
        if earlier and later and later < earlier:
            yield reader.problem("dates-reversed", record, *keys, earlier=earlier, later=later)


def _pairs(client: Client) -> Iterator[Pair]:
    """Yield a record, two days that follow each other, and the key of the second."""
    for contract in client.contracts:
        yield contract, contract.start, contract.end, ("end",)
    for consent in client.consents:
        yield consent, consent.given, consent.withdrawn, ("withdrawn",)
    for deal in client.deals:
        yield deal, deal.opened, deal.expected, ("expected",)
    for entry in client.interactions:
        if entry.date is not None:
            yield entry, entry.date.day, entry.due, ("due",)
            yield entry, entry.date.day, entry.delivery_done, ("delivery", "done")
            yield entry, entry.date.day, entry.resolved, ("resolved",)
    if client.closed is not None:
        yield client.closed, client.since, client.closed.date, ("date",)
