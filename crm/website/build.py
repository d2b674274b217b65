"""Owns the build of the site: gather everything, render, stage, and move what changed."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from crm.checks.required import gaps_of
from crm.index.answers import DealRow, DebtRow, TaskRow
from crm.index.query import Index
from crm.model import Client
from crm.problems import Level, Problem
from crm.settings import Settings
from crm.store.load import read_file
from crm.website.card import ClientFacts, render_card
from crm.website.contexts import ClientRow, Frame
from crm.website.data import data_script, facts_script
from crm.website.output import Built, Stage, staging
from crm.website.pages.about import about_page
from crm.website.pages.lists import Listed, index_pages, segment_pages, tag_pages
from crm.website.pages.problems import problems_page
from crm.website.published import published
from crm.website.render import ASSETS, Renderer
from crm.website.rows import by_next_action, client_row
from crm.website.secrets import Secrets, secrets_of
from crm.website.site import Site
from crm.website.terms import site_of

_Item = TypeVar("_Item", TaskRow, DealRow, DebtRow)


def build_site(
    index: Index,
    settings: Settings,
    out: Path,
    *,
    today: dt.date,
    commit: str = "",
    commit_time: str = "",
) -> Built:
    """Build the site into a folder and return what was done.

    Raises NotOurSite, BrokenTemplate, CannotWrite; then the site is as it was before. The bytes
    depend on the base, the day, the version and what is given as commit, on nothing else.
    """
    gathered = Gathered(index, settings, today)
    base = index.base
    renderer = Renderer(gathered.site, base.templates, base.work / "templates")
    with staging(out) as stage:
        for name in ASSETS:
            stage.put(name, renderer.asset(name))
        rows = tuple(sorted(_cards(renderer, gathered, stage), key=by_next_action))
        for name, text in _pages(renderer, gathered, rows, commit, commit_time):
            stage.put(name, text.encode("utf-8", "replace"))
        stage.put("facts.js", facts_script(gathered.site, gathered.counts))
        stage.put("data.js", data_script(gathered.site, rows))
        return stage.publish()


class Gathered:
    """Everything the index answers, asked once, before the first page is rendered."""

    def __init__(self, index: Index, settings: Settings, today: dt.date) -> None:
        self.index, self.settings = index, settings
        self.rows = {row.id: row for row in index.clients(sort="id")}
        self.segments = tuple(index.segments())
        self.tags = tuple((tag.value, tag.count) for tag in index.tags())
        self.summary = index.summary()
        self.problems = tuple(index.problems())
        self.site = site_of(
            settings,
            today,
            clients=self.rows,
            segments=self.segments,
            tags=(tag for tag, _ in self.tags),
        )
        self.secrets = _secrets(index, settings, self.problems)
        self.files = len(index.paths())
        errors = sum(problem.level is Level.ERROR for problem in self.problems)
        self.counts = {"errors": errors, "warnings": len(self.problems) - errors}

    def facts(self) -> Iterator[tuple[Client, ClientFacts]]:
        """Yield each client as it is published, with what is known of it."""
        metrics, memberships = self.index.all_metrics(), self.index.memberships()
        tasks = _by_client(self.index.tasks())
        deals = _by_client(self.index.deals())
        debts = _by_client(self.index.debts())
        problems = defaultdict(list)
        for problem in self.problems:
            problems[problem.location.path].append(problem)
        nothing = Secrets()
        for client in self.index.records(self.rows):
            yield (
                published(client, self.site.private_fields),
                ClientFacts(
                    row=self.rows[client.id],
                    metrics=metrics[client.id],
                    memberships=memberships.get(client.id, ()),
                    tasks=tuple(tasks[client.id]),
                    deals=tuple(deals[client.id]),
                    debts=tuple(debts[client.id]),
                    problems=tuple(problems[client.path]),
                    gaps=gaps_of(client, self.settings) if _has_gaps(client) else (),
                    secrets=self.secrets.get(client.path, nothing),
                ),
            )


def _has_gaps(client: Client) -> bool:
    filled, wanted = client.filled
    return filled < wanted


def _by_client(items: Iterable[_Item]) -> Mapping[str, list[_Item]]:
    found: dict[str, list[_Item]] = defaultdict(list)
    for item in items:
        found[item.client].append(item)
    return found


def _secrets(
    index: Index, settings: Settings, problems: Iterable[Problem]
) -> Mapping[str, Secrets]:
    """Return what is private in each client file that has a problem."""
    private = frozenset(field.key for field in settings.fields.values() if field.private)
    found = {}
    for path in {problem.location.path for problem in problems} & set(index.paths().values()):
        document = read_file(index.base, index.base.root / path, settings).document
        if document is not None:
            found[path] = secrets_of(document, private)
    return found


def _cards(renderer: Renderer, gathered: Gathered, stage: Stage) -> Iterator[ClientRow]:
    """Stage the card of each client, and yield its row for the lists."""
    site = gathered.site
    for client, facts in gathered.facts():
        page = f"clients/{site.pages[client.id]}.html"
        stage.put(page, render_card(renderer, client, facts).encode("utf-8", "replace"))
        yield client_row(site, facts.row, client)


def _pages(
    renderer: Renderer,
    gathered: Gathered,
    rows: tuple[ClientRow, ...],
    commit: str,
    commit_time: str,
) -> Iterator[tuple[str, str]]:
    """Yield every page but the cards, with its name."""
    site = gathered.site
    listed = Listed(
        rows=rows,
        markup={row.id: renderer.part("_row.html", row=row) for row in rows},
        tags=gathered.tags,
        segments=gathered.segments,
        files=gathered.files,
    )
    frame = _frames(site, gathered.counts)
    for segment in gathered.segments:
        for name, page in segment_pages(site, listed, segment):
            yield name, renderer.page("segment.html", frame[""], page)
    for tag, _ in gathered.tags:
        for name, page in tag_pages(site, listed, tag):
            yield name, renderer.page("tag.html", frame[""], page)
    cards = {row.path: f"clients/{site.pages[row.id]}.html" for row in gathered.rows.values()}
    problems = problems_page(site, gathered.problems, gathered.secrets, cards, gathered.files)
    yield "problems.html", renderer.page("problems.html", frame["problems"], problems)
    about = about_page(site, listed, gathered.counts, commit, commit_time)
    yield "about.html", renderer.page("about.html", frame["about"], about)
    for name, page in index_pages(site, listed, gathered.summary):
        yield name, renderer.page("index.html", frame["clients"], page)


def _frames(site: Site, counts: Mapping[str, int]) -> Mapping[str, Frame]:
    return {here: site.frame(here, counts=counts) for here in ("", "clients", "problems", "about")}
