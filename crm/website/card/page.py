"""Owns a client's card: from its record and figures to the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from crm.index.answers import DealRow, DebtRow, Membership, Row, TaskRow, Value
from crm.model import Client, Interaction
from crm.problems import Problem
from crm.website.card import journal
from crm.website.card.details import detail_pairs, gaps, own_pairs
from crm.website.card.figures import figures
from crm.website.card.people import contact_items, reach_pairs, stop_of
from crm.website.card.why import reasons
from crm.website.card.work import (
    consent_items,
    contract_items,
    deal_items,
    file_link,
    next_step,
    task_items,
)
from crm.website.contexts import CardHistory, CardPage, Chip, Link
from crm.website.issues import issue
from crm.website.rows import percent
from crm.website.secrets import Secrets
from crm.website.site import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientFacts:
    """What the index knows of one client, and what is wrong in its file."""

    row: Row
    metrics: Mapping[str, Value]
    memberships: tuple[Membership, ...] = ()
    tasks: tuple[TaskRow, ...] = ()
    deals: tuple[DealRow, ...] = ()
    debts: tuple[DebtRow, ...] = ()
    problems: tuple[Problem, ...] = ()
    gaps: tuple[str, ...] = ()  # keys without a value, required ones first
    secrets: Secrets = field(default_factory=Secrets)
    history: CardHistory = field(default_factory=CardHistory)


def card_page(site: Site, client: Client, facts: ClientFacts) -> CardPage:
    """Return what a card shows."""
    row = facts.row
    entries = journal.known_entries(client, site.today)
    step = next_step(site, client, row, facts.metrics)
    stop = stop_of(client.do_not_contact)
    return CardPage(
        id=client.id,
        title=client.name or client.id,
        company=client.kind != "person",
        chips=tuple(_chip(site.chips[name]) for name in row.segments if name in site.chips),
        meta=tuple(filter(None, (client.industry, row.city))),
        since=client.since,
        owner=site.member(client.owner),
        stop=stop,
        closed=client.closed,
        paused=client.paused,
        next=step,
        idle=not (step or stop or client.closed) and row.lifecycle != "lost",
        figures=figures(site, row, facts.metrics),
        contacts=contact_items(site, client),
        reach=reach_pairs(site, client),
        why=reasons(site, facts.memberships),
        pairs=detail_pairs(site, client),
        own=own_pairs(site, client),
        tasks=task_items(site, client, facts.tasks),
        deals=deal_items(site, client, facts.deals),
        contracts=contract_items(site, client),
        consents=consent_items(site, client),
        recent=journal.months(site, client, entries[: journal.RECENT]),
        earlier=journal.months(site, client, entries[journal.RECENT :]),
        kinds=_kinds(site, entries),
        orders=journal.order_rows(site, entries, facts.debts),
        orders_total=sum(entry.type == "order" for entry in entries),
        bought=journal.bought(site, entries),
        files=tuple(file_link(text) for text in client.files),
        notes=client.notes,
        tags=_tags(site, client),
        filled=percent(row.completeness),
        gaps=gaps(site, facts.gaps),
        issues=tuple(issue(site, problem, facts.secrets) for problem in facts.problems),
        history=facts.history,
        path=client.path,
        command=_command(site, client.id),
    )


def _tags(site: Site, client: Client) -> tuple[Link, ...]:
    known = ((tag, site.tags[tag]) for tag in client.tags if tag in site.tags)
    return tuple(Link(text=tag, href=f"../tag-{page}.html") for tag, page in known)


def _command(site: Site, ident: str) -> str:
    said = site.words.text("what was said")
    return f'crm log {ident} call "{said}"'


@lru_cache(maxsize=1024)
def _chip(chip: Chip) -> Chip:
    return replace(chip, href=f"../{chip.href}")


def _kinds(site: Site, entries: Sequence[Interaction]) -> tuple[tuple[str, str], ...]:
    """Return the types of the entries with their labels, in the order of the base."""
    there = {entry.type for entry in entries}
    known = [(name, label) for name, label in site.types.items() if name in there]
    return tuple((site.type_keys[name], label) for name, label in known)
