"""Owns the rendering of many cards: here for a few, in several processes for a whole base."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from typing import NamedTuple

from crm.base import Base
from crm.index.query import Index, open_index
from crm.index.touched import Moment
from crm.model import Client
from crm.pool import cores, processes
from crm.problems import Problem
from crm.settings import Settings
from crm.website.card import ClientFacts, card_page
from crm.website.gather import facts_of
from crm.website.output import Place, Sheet
from crm.website.render import Renderer
from crm.website.rows import client_row, packed
from crm.website.site import Site

# Below this many cards the start of other processes costs more than they save.
_MANY = 600
# Clients asked about at a time: what a process holds of them at once.
_CHUNK = 500
_GROUP = 64  # cards taken through each step together


class Card(NamedTuple):
    """A rendered card: where it went, and the client's row for the lists, packed and rendered."""

    id: str
    row: str
    markup: str
    digest: str  # of the markup
    sheet: Sheet


class Order(NamedTuple):
    """What cards are made from, besides the files: plain data that another process can be given."""

    base: Base
    settings: Settings
    site: Site
    place: Place
    moment: Moment | None


class _Moved(Exception):
    """Another command wrote to the index while the cards were being rendered."""


def render_cards(
    order: Order,
    renderer: Renderer,
    index: Index,
    ids: Sequence[str],
    problems: Mapping[str, Sequence[Problem]],
) -> Iterator[Card]:
    """Write the cards of these clients to where pages wait, and yield each with its row."""
    size = max(1, min(_CHUNK, -(-len(ids) // cores())))
    chunks = [ids[start : start + size] for start in range(0, len(ids), size)]
    done: set[str] = set()
    if len(ids) >= _MANY and cores() > 1 and order.moment is not None:
        with suppress(_Moved), processes(_start, order) as pool:
            for cards in pool.map(_render, ((chunk, problems) for chunk in chunks)):
                done.update(card.id for card in cards)
                yield from cards
    for chunk in chunks:
        left = [ident for ident in chunk if ident not in done]
        if left:
            yield from _cards(order, renderer, index, left, problems)


def _cards(
    order: Order,
    renderer: Renderer,
    index: Index,
    ids: Sequence[str],
    problems: Mapping[str, Sequence[Problem]],
) -> Iterator[Card]:
    facts = facts_of(index, order.settings, order.site, ids, problems)
    while group := list(islice(facts, _GROUP)):
        yield from _group(order, renderer, group)


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
        name = f"clients/{site.pages[row.id]}.html"
        sheet = place.put(name, text.encode("utf-8", "replace"))
        digest = hashlib.blake2b(markup.encode("utf-8", "replace"), digest_size=16).hexdigest()
        yield Card(row.id, packed(row), markup, digest, sheet)


# In another process

_own: list[tuple[Order, Renderer, Index]] = []


def _start(order: Order) -> None:
    gc.disable()
    renderer = Renderer(order.site, order.base.templates)
    index = open_index(order.base, order.settings, order.site.today, problems=())
    _own[:] = [(order, renderer, index)]


def _render(task: tuple[Sequence[str], Mapping[str, Sequence[Problem]]]) -> list[Card]:
    order, renderer, index = _own[0]
    if index.moment() != order.moment:
        raise _Moved
    ids, problems = task
    return list(_cards(order, renderer, index, ids, problems))
