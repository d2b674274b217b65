"""Owns a build at work: which pages are made anew, which stay, and what is left to the next one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from operator import attrgetter

from crm.index.kept import Kept, KeptPage, KeptRow, PageChanges
from crm.index.query import Index
from crm.index.reading import Hand
from crm.settings import Settings
from crm.website.cards import Card, Maker, Order, render_cards
from crm.website.changes import moment_of
from crm.website.contexts import Frame, ListPage
from crm.website.data import data_script, facts_script
from crm.website.gather import Overview, secrets_in
from crm.website.memory import Memory, Recent, card_name, digest
from crm.website.output import Stage
from crm.website.pages.about import about_page
from crm.website.pages.changes import changes_page, latest_of, published_of
from crm.website.pages.listed import Listed, listed
from crm.website.pages.lists import Leaf, index_pages, segment_pages, tag_pages
from crm.website.pages.problems import problems_page
from crm.website.render import ASSETS, Renderer
from crm.website.site import Site

_FEW = 3  # cards that one edit can concern
_HERE = ("", "clients", "changes", "problems", "about")


_digest, _place = attrgetter("digest"), attrgetter("place")


class Work:
    """One build at work: the pages it takes, and what it will remember of them."""

    def __init__(
        self,
        index: Index,
        settings: Settings,
        base: Overview,
        stage: Stage,
        memory: Memory,
        kept: Kept,
    ) -> None:
        self._index, self._settings, self._base = index, settings, base
        self._stage, self._memory, self._kept = stage, memory, kept
        self._history = history = memory.history
        self._renderer = Renderer(base.site, index.base.templates)
        self._order = Order(
            *(base.site, stage.place, index.moment(), base.problems_of(), settings.fingerprint),
            *(history.head, history.moment),
        )
        self._fresh: dict[str, Card] = {}
        self._pages: list[KeptPage] = []

    # Cards

    def cards(self, hand: Hand) -> None:
        """Take the cards: those that something changed for are rendered.

        A few are moved into the site at once where the hand was told what had changed.
        """
        stale = self._memory.stale(self._base)
        if hand.only is not None and len(stale) <= _FEW:
            self._render(stale, hand)
            self._stage.move()
        more = self._memory.without_card().union(stale) - self._fresh.keys()
        self._render([ident for ident in self._base.ids if ident in more], hand)
        again = more.union(stale)
        for ident, row in self._memory.rows.items():
            if ident in self._base.site.pages and ident not in again:
                name = card_name(row.page)
                self._stage.keep(name)
                self._pages.append(self._memory.pages[name])

    def _render(self, ids: Sequence[str], hand: Hand) -> None:
        maker = Maker(self._index, self._settings, self._renderer, hand.records, self._history)
        for card in render_cards(self._order, maker, ids, hand):
            self._fresh[card.row.id] = card
            self._stage.take(card.sheet)
            self._remember_page(card.sheet.name, card.sheet.size, card.sheet.time)

    @cached_property
    def _rows(self) -> list[KeptRow]:
        """The rows of all clients, in the order in which lists open."""
        rows = {**self._memory.rows, **{ident: card.row for ident, card in self._fresh.items()}}
        there = [rows[ident] for ident in self._base.ids if ident in rows]
        return sorted(there, key=_place)

    # Lists

    def lists(self) -> None:
        """Take the pages that list clients; those with the same rows as before stay."""
        site, base = self._base.site, self._base
        rows = self._listed
        frame = _frames(site, base.counts)
        summary = self._index.summary()
        for segment in base.segments:
            self._leaves("segment.html", frame[""], segment_pages(site, rows, segment))
        for tag, _ in base.tags:
            self._leaves("tag.html", frame[""], tag_pages(site, rows, tag))
        self._leaves("index.html", frame["clients"], index_pages(site, rows, summary))

    @cached_property
    def _listed(self) -> Listed:
        base = self._base
        return listed(self._rows, tags=base.tags, segments=base.segments, files=base.files)

    def _leaves(self, template: str, frame: Frame, leaves: Iterable[Leaf]) -> None:
        above: tuple[ListPage | None, str] = None, ""  # what a page shared with the one before
        for leaf in leaves:
            if leaf.shared is not above[0]:
                above = leaf.shared, digest(template, frame, leaf.shared)
            made_from = digest(above[1], leaf.pager.key, "".join(map(_digest, leaf.rows)))
            if self._keep(leaf.name, made_from):
                continue
            page = replace(leaf.shared, pager=leaf.pager, rows=self._markup(leaf.rows))
            self._put(leaf.name, self._renderer.page(template, frame, page), made_from)

    def _markup(self, rows: Sequence[KeptRow]) -> tuple[str, ...]:
        """Return rows as they are rendered, now or before."""
        before = self._kept.markup(row.id for row in rows if row.id not in self._fresh)
        now = self._fresh
        return tuple(now[row.id].markup if row.id in now else before[row.id] for row in rows)

    # The other pages

    def rest(self, commit: str, commit_time: str) -> None:
        """Take the pages about the base, the scripts and the assets."""
        base, site = self._base, self._base.site
        frame = _frames(site, base.counts)
        self._problems(frame["problems"])
        self._changes(frame["changes"])
        when = moment_of(self._settings, commit_time) if commit_time else None
        about = about_page(site, self._listed, base.counts, commit, when)
        self._put("about.html", self._renderer.page("about.html", frame["about"], about))
        self._put("data.js", data_script(site, self._rows))
        self._put("facts.js", facts_script(site, base.counts))
        for name in ASSETS:
            self._put(name, self._renderer.asset(name))

    def _problems(self, frame: Frame) -> None:
        base, site = self._base, self._base.site
        wrong = {problem.location.path for problem in base.problems}
        whose = self._index.whose(wrong)
        cards = {
            path: f"clients/{site.pages[ident]}.html"
            for path, ident in whose.items()
            if ident in site.pages
        }
        made_from = digest(frame, base.problems, base.files, sorted(cards.items()))
        # What is private in a file can change without a change of its problems.
        if self._keep("problems.html", made_from) and not self._fresh:
            return
        secrets = secrets_in(self._index, self._settings, wrong)
        page = problems_page(site, base.problems, secrets, cards, base.files)
        self._put("problems.html", self._renderer.page("problems.html", frame, page), made_from)

    def _changes(self, frame: Frame) -> None:
        site, history = self._base.site, self._history
        latest = latest_of(history, site.pages)
        there = [(ident, site.pages[ident]) for ident in sorted(latest.clients)]
        made_from = digest(frame, history.lack.value, history.shallow, latest.rows, there)
        # What is private in a file, and so hidden, can change without a commit.
        if self._keep("changes.html", made_from) and not latest.clients & self._fresh.keys():
            return
        rows = published_of(self._index, self._settings, site, history, latest)
        names = {
            row.id: (row.name, f"clients/{row.page}.html")
            for row in self._rows
            if row.id in latest.clients
        }
        page = changes_page(
            site, self._settings, history.lack, rows, names, shallow=history.shallow
        )
        self._put("changes.html", self._renderer.page("changes.html", frame, page), made_from)

    # Taking pages

    def _keep(self, name: str, made_from: str) -> bool:
        """Keep a page that was made from the same; tell whether that could be done."""
        if not self._memory.stands(name, made_from):
            return False
        self._stage.keep(name)
        self._pages.append(self._memory.pages[name])
        return True

    def _put(self, name: str, content: str | bytes, made_from: str = "") -> None:
        data = content.encode("utf-8", "replace") if isinstance(content, str) else content
        sheet = self._stage.put(name, data)
        self._remember_page(name, sheet.size, sheet.time, made_from)

    def _remember_page(self, name: str, size: int, time: int, made_from: str = "") -> None:
        self._pages.append(KeptPage(name, size, time, made_from))

    def remember(self, recent: Recent) -> None:
        """Leave to the next build what it can use of this one."""
        pages, before = self._base.site.pages, self._memory.pages
        recent.state = self._memory.state(self._base)
        recent.pages = {page.name: page for page in self._pages}
        recent.rows = {row.id: row for row in self._rows}
        changes = PageChanges(
            [page for page in self._pages if before.get(page.name) is not page],
            [name for name in before if name not in recent.pages],
        )
        self._kept.store(
            recent.state,
            [(card.row, card.markup) for card in self._fresh.values()],
            [ident for ident in self._memory.rows if ident not in pages],
            changes,
            anew=not self._memory.rows,
        )


def _frames(site: Site, counts: Mapping[str, int]) -> Mapping[str, Frame]:
    return {here: site.frame(here, counts=counts) for here in _HERE}
