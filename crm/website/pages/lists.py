"""Owns the pages that list clients: the index, a segment, a tag, each in pages of 150 rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from operator import attrgetter

from crm.index.answers import Segment, Summary
from crm.index.kept import KeptRow
from crm.website.contexts import Figure, ListPage, Pager
from crm.website.pages.facets import facets, views
from crm.website.pages.listed import Listed
from crm.website.site import Site

PAGE = 150  # rows of a static page

# Taken from ten thousand rows for every list.
_FLAGS, _REVENUE, _DEBT = map(attrgetter, ("flags", "revenue", "debt"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One static page of a list: what it shares with its neighbours, and its own rows."""

    name: str
    shared: ListPage
    pager: Pager
    rows: Sequence[KeptRow]


def index_pages(site: Site, listed: Listed, summary: Summary) -> Iterator[Leaf]:
    """Yield every page of the client index with its name."""
    _ = site.words.text
    title = _("Clients")
    yield from _pages(
        listed,
        listed.rows,
        name="index",
        page={
            "title": title,
            "heading": title,
            "lead": "",
            "figures": _summary_figures(site, summary),
            "facets": facets(site, listed, listed.rows),
            "views": views(site),
            "scope": "",
            "new": summary.new,
        },
    )


def segment_pages(site: Site, listed: Listed, segment: Segment) -> Iterator[Leaf]:
    """Yield every page of one segment with its name."""
    chip = site.chips[segment.id]
    rows = listed.by_segment.get(chip.key, ())
    scope = f"segment={chip.key}"
    yield from _class_pages(site, listed, rows, chip.label, scope, f"segment-{chip.key}")


def tag_pages(site: Site, listed: Listed, tag: str) -> Iterator[Leaf]:
    """Yield every page of one tag with its name."""
    key = site.tags[tag]
    rows = listed.by_tag.get(key, ())
    yield from _class_pages(site, listed, rows, tag, f"tag={key}", f"tag-{key}")


def _class_pages(
    site: Site, listed: Listed, rows: Sequence[KeptRow], label: str, scope: str, name: str
) -> Iterator[Leaf]:
    ngettext = site.words.plural
    yield from _pages(
        listed,
        rows,
        name=name,
        page={
            "title": label,
            "heading": label,
            "lead": ngettext("{n} client", "{n} clients", len(rows)),
            "figures": _class_figures(site, listed, rows),
            "facets": facets(site, listed, rows, scope),
            "views": views(site),
            "scope": scope,
            "new": 0,
        },
    )


def _pages(
    listed: Listed, rows: Sequence[KeptRow], *, name: str, page: Mapping[str, object]
) -> Iterator[Leaf]:
    count = max(1, -(-len(rows) // PAGE))
    names = tuple(page_name(name, number) for number in range(1, count + 1))
    unplaced = Pager(number=1, pages=(), first=0, last=0, total=0)
    first = ListPage(rows=(), pager=unplaced, files=listed.files, **page)  # type: ignore[arg-type]
    further = _further(first) if count > 1 else first
    for number, file in enumerate(names, 1):
        start = (number - 1) * PAGE
        part = rows[start : start + PAGE]
        pager = Pager(
            number=number,
            pages=names,
            first=start + 1 if part else 0,
            last=start + len(part),
            total=len(rows),
        )
        yield Leaf(name=file, shared=first if number == 1 else further, pager=pager, rows=part)


def _further(page: ListPage) -> ListPage:
    """Return a later page of a list without figures and counts: one sale would change them all."""
    facets = tuple(
        replace(facet, links=tuple(replace(link, count=None) for link in facet.links))
        for facet in page.facets
    )
    return replace(page, figures=(), facets=facets, new=0)


def page_name(name: str, number: int) -> str:
    """Return the file of a page: `index-2.html`, but `segment-x.2.html`, as `x-2` can be an id."""
    if number == 1:
        return f"{name}.html"
    return f"{name}-{number}.html" if name == "index" else f"{name}.{number}.html"


def _summary_figures(site: Site, summary: Summary) -> tuple[Figure, ...]:
    """Return the figures on top of the index, most urgent first."""
    _, ngettext, formats = site.words.text, site.words.plural, site.formats
    oldest, noon = summary.oldest_overdue, summary.due_before_noon
    return (
        Figure(
            label=_("Overdue"),
            value=formats.whole(summary.overdue),
            aside=ngettext("oldest {n} day", "oldest {n} days", oldest) if oldest else "",
            late=summary.overdue > 0,
            query="flag=overdue" if summary.overdue else "",
        ),
        Figure(
            label=_("Due today"),
            value=formats.whole(summary.due_today),
            aside=ngettext("{n} before noon", "{n} before noon", noon) if noon else "",
            query="flag=today" if summary.due_today else "",
        ),
        Figure(
            label=_("Debts"),
            value=formats.whole(summary.debt),
            aside=ngettext("{n} client", "{n} clients", summary.debtors) if summary.debtors else "",
            late=summary.overdue_debt > 0,
            query="flag=debt" if summary.debtors else "",
        ),
        Figure(
            label=_("Revenue, 12 months"),
            value=formats.whole(summary.revenue_365),
            aside=_growth(site, summary.revenue_365, summary.revenue_before),
        ),
        Figure(
            label=_("Active"),
            value=formats.whole(summary.active),
            aside=ngettext("of {n} client", "of {n} clients", summary.clients),
        ),
    )


def _growth(site: Site, now: Decimal, before: Decimal) -> str:
    """Return the change against the year before, where that had revenue."""
    if before <= 0:
        return ""
    share = site.formats.share(float(now / before - 1))
    return share if share.startswith("\u2212") else f"+{share}"


def _class_figures(site: Site, listed: Listed, rows: Sequence[KeptRow]) -> tuple[Figure, ...]:
    """Return the figures of a segment or tag."""
    _, ngettext, formats = site.words.text, site.words.plural, site.formats
    flags = Counter(map(_FLAGS, rows))
    overdue = sum(count for flag, count in flags.items() if "overdue" in flag.split())
    revenue, everything = sum(map(_REVENUE, rows)), listed.revenue
    share = formats.share(revenue / everything) if everything > 0 and revenue > 0 else ""
    debts = [debt for debt in map(_DEBT, rows) if debt]
    debt, debtors = sum(debts), sum(debt > 0 for debt in debts)
    return (
        Figure(
            label=_("Overdue"),
            value=formats.whole(overdue),
            late=overdue > 0,
            query="flag=overdue" if overdue else "",
        ),
        Figure(
            label=_("Debts"),
            value=formats.whole(debt),
            aside=ngettext("{n} client", "{n} clients", debtors) if debtors else "",
            query="flag=debt" if debtors else "",
        ),
        Figure(
            label=_("Revenue, 12 months"),
            value=formats.whole(revenue),
            aside=_("{share} of all", share=share) if share else "",
        ),
    )
