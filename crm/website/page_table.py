"""Owns the list of what the site is made of: the names of its files, their templates, their use."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageKind:
    """One kind of file; `<id>` in the name stands for a client, segment or tag, `<n>` for 2 on."""

    name: str
    template: str  # "" for what is made without one
    about: str


PAGES: tuple[PageKind, ...] = (
    PageKind("index.html", "index.html", "All clients, and what matters this morning."),
    PageKind("index-<n>.html", "index.html", "Further clients, for browsers without scripts."),
    PageKind("clients/<id>.html", "client.html", "One client: contacts, figures, journal, tasks."),
    PageKind("segment-<id>.html", "segment.html", "The clients of a segment."),
    PageKind("segment-<id>.<n>.html", "segment.html", "Further clients of the segment."),
    PageKind("tag-<id>.html", "tag.html", "The clients with a tag."),
    PageKind("tag-<id>.<n>.html", "tag.html", "Further clients with the tag."),
    PageKind(
        "changes.html", "changes.html", "The latest changes: what, by whom, from what to what."
    ),
    PageKind("problems.html", "problems.html", "Every problem `crm check` finds, with its place."),
    PageKind("about.html", "about.html", "What the site was made from: day, version, counts."),
    PageKind("site.css", "site.css", "The stylesheet."),
    PageKind("site.js", "site.js", "Search, facets, sorting and keys; the site works without it."),
    PageKind("data.js", "", "The rows of the list, for the search."),
    PageKind("facts.js", "", "Counts that stand on every page."),
)
