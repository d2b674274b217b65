"""Owns the rendering of many cards: here for a few, in several processes for a whole base."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from typing import Any, NamedTuple

from crm.base import Base
from crm.history.feed import History, Since, reopened
from crm.history.repository import Head
from crm.index.kept import KeptRow
from crm.index.query import Index, index_as_stored
from crm.index.reading import Hand, crew_of, own
from crm.index.touched import Moment
from crm.model import Client
from crm.pool import Crew, Lost, cores
from crm.problems import Problem
from crm.record import positional
from crm.settings import Settings
from crm.website.card import ClientFacts, card_page
from crm.website.data import data_row
from crm.website.gather import facts_of
from crm.website.output import Place, Sheet
from crm.website.render import Renderer
from crm.website.rows import client_row, kept_row
from crm.website.site import Site

# Below this many cards the start of other processes costs more than they save.
_MANY = 600
# Clients asked about at a time: what a process holds of them at once.
_CHUNK = 256
_GROUP = 64  # cards taken through each step together


class Card(NamedTuple):
    """A rendered card: where it went, and the client's row for the lists, with its markup."""

    row: KeptRow
    markup: str
    sheet: Sheet


class Order(NamedTuple):
    """What cards are made from, besides the files: plain data that another process can be given."""

    site: Site
    place: Place
    moment: Moment | None
    problems: Mapping[str, Sequence[Problem]]  # of each file
    settings: str  # their fingerprint
    head: Head
    past: Since  # how far the history is


class _Moved(Exception):
    """Another command wrote to the index while the cards were being rendered."""


@positional
class Maker:
    """What renders cards in one process: the index, the templates, and the records at hand."""

    index: Index
    settings: Settings
    renderer: Renderer
    records: Mapping[str, Client]
    history: History


def render_cards(order: Order, maker: Maker, ids: Sequence[str], hand: Hand) -> Iterator[Card]:
    """Write the cards of these clients to where pages wait, and yield each with its row.

    Many are made by the crew that holds their records, or by a new one.
    """
    done: set[str] = set()
    if len(ids) >= _MANY and cores() > 1 and order.moment is not None and order.settings:
        with suppress(_Moved, Lost), _crew(maker.index.base, hand) as crew:
            for cards in _by_crew(order, crew, _shares(ids, crew, hand)):
                done.update(card.row.id for card in cards)
                yield from cards
    left = [ident for ident in ids if ident not in done]
    for part in _parts(left):
        yield from _cards(order, maker, part)


@contextmanager
def _crew(base: Base, hand: Hand) -> Iterator[Crew]:
    """Yield the crew at hand, or a new one, and let it go afterwards."""
    if hand.crew is None:
        hand.crew = crew_of(base)
    try:
        yield hand.crew
    finally:
        hand.close()


def _shares(ids: Sequence[str], crew: Crew, hand: Hand) -> list[list[str]]:
    """Return which process makes the cards of which clients: the one that holds their records."""
    wanted = set(ids)
    shares = [[ident for ident in share if ident in wanted] for share in hand.shares]
    shares += [[] for _ in range(len(crew) - len(shares))]
    held = {ident for share in shares for ident in share}
    rest = [ident for ident in ids if ident not in held]
    return [share + rest[place :: len(crew)] for place, share in enumerate(shares)]


def _by_crew(order: Order, crew: Crew, shares: Sequence[Sequence[str]]) -> Iterator[list[Card]]:
    tasks: list[list[Any]] = [[order, *_parts(share)] if share else [] for share in shares]
    yield from crew.each(_work, tasks)


def _parts(ids: Sequence[str]) -> list[Sequence[str]]:
    return [ids[start : start + _CHUNK] for start in range(0, len(ids), _CHUNK)]


def _cards(order: Order, maker: Maker, ids: Sequence[str]) -> Iterator[Card]:
    facts = facts_of(
        *(maker.index, maker.settings, order.site, ids, order.problems, maker.records),
        maker.history,
    )
    while group := list(islice(facts, _GROUP)):
        yield from _group(order, maker.renderer, group)


def _group(
    order: Order, renderer: Renderer, group: Sequence[tuple[Client, ClientFacts]]
) -> Iterator[Card]:
    """Yield the cards of a few clients, one step after the other for all of them.

    Each step's code and data then stay in the processor's caches: a third faster than card by card.
    """
    site, place, frame = order.site, order.place, renderer.frame_of_cards
    pages = [card_page(site, client, facts) for client, facts in group]
    texts = [renderer.page("client.html", frame, page) for page in pages]
    rows = [client_row(site, facts.row, client) for client, facts in group]
    markups = [str(renderer.part("_row.html", row=row)) for row in rows]
    for text, row, markup in zip(texts, rows, markups, strict=True):
        name = site.pages[row.id]
        sheet = place.put(f"clients/{name}.html", text.encode("utf-8", "replace"))
        digest = hashlib.blake2b(markup.encode("utf-8", "replace"), digest_size=16).hexdigest()
        yield Card(kept_row(row, name, digest, data_row(site, row)), markup, sheet)


# In another process

_own: list[tuple[Order, Maker]] = []


def _work(task: Order | Sequence[str]) -> list[Card]:
    """Take the order, or make cards."""
    if isinstance(task, Order):
        _start(task)
        return []
    order, maker = _own[0]
    if maker.index.moment() != order.moment:
        raise _Moved
    return list(_cards(order, maker, task))


def _start(order: Order) -> None:
    base, terms, records = own()
    index = index_as_stored(base, terms, order.site.today)
    if index is None or terms.settings.fingerprint != order.settings:
        raise _Moved
    history = reopened(base, order.head, order.past)
    if history is None:
        raise _Moved
    renderer = Renderer(order.site, base.templates)
    _own[:] = [(order, Maker(index, terms.settings, renderer, records, history))]
