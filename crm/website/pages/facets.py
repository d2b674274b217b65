"""Owns what a list can be narrowed by: facets with their counts, and views that were thought of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from operator import attrgetter

from crm.index.kept import KeptRow
from crm.website.contexts import Facet, FacetLink
from crm.website.pages.listed import Listed
from crm.website.site import Site

_TAGS = 30  # tags that a facet shows

# Taken from ten thousand rows for every list.
_OWNER, _STAGE = map(attrgetter, ("owner", "stage"))


def facets(
    site: Site, listed: Listed, rows: Sequence[KeptRow], scope: str = ""
) -> tuple[Facet, ...]:
    """Return the facets of rows; on the page of a class its own kind leads to its siblings."""
    _ = site.words.text
    owners, stages = Counter(map(_OWNER, rows)), Counter(map(_STAGE, rows))
    names = {key: site.short(member) for member, key in site.owner_keys.items()}
    found = (
        Facet(label=_("Segment"), links=segment_links(site, listed, scope), wide=True),
        Facet(
            label=_("Owner"),
            links=tuple(
                FacetLink(label=names[key], query=f"owner={key}", count=count)
                for key, count in sorted(owners.items(), key=lambda pair: (-pair[1], pair[0]))
                if key
            ),
            scripted=True,
        ),
        Facet(
            label=_("Stage"),
            links=tuple(
                FacetLink(label=stage.label, query=f"stage={key}", count=stages[key])
                for stage in site.stages
                if stages[key := site.stage_keys[stage.id]]
            ),
            scripted=True,
        ),
        Facet(
            label=_("Tags"),
            links=tag_links(site, listed, scope)[:_TAGS],
            wide=True,
            more="about.html#tags" if len(listed.tags) > _TAGS else "",
        ),
    )
    return tuple(facet for facet in found if facet.links)


def segment_links(site: Site, listed: Listed, scope: str = "") -> tuple[FacetLink, ...]:
    """Return a link to the page of each segment that has clients."""
    return tuple(
        FacetLink(
            label=site.chips[segment.id].label,
            query=f"segment={site.chips[segment.id].key}",
            count=segment.count,
            href=site.chips[segment.id].href,
            current=scope == f"segment={site.chips[segment.id].key}",
        )
        for segment in listed.segments
        if segment.count
    )


def tag_links(site: Site, listed: Listed, scope: str = "") -> tuple[FacetLink, ...]:
    """Return a link to the page of each tag, the commonest first."""
    return tuple(
        FacetLink(
            label=tag,
            query=f"tag={site.tags[tag]}",
            count=count,
            href=f"tag-{site.tags[tag]}.html",
            current=scope == f"tag={site.tags[tag]}",
        )
        for tag, count in listed.tags
    )


def views(site: Site) -> tuple[FacetLink, ...]:
    """Return the ready views, which the script applies."""
    _ = site.words.text
    return (
        FacetLink(label=_("All"), query=""),
        FacetLink(label=_("To do now"), query="flag=overdue&flag=today"),
        FacetLink(label=_("Running late"), query="flag=late"),
        FacetLink(label=_("Debtors"), query="flag=debt"),
        FacetLink(label=_("No next action"), query="flag=no-next"),
        FacetLink(label=_("New"), query="flag=new"),
        FacetLink(label=_("Thin data"), query="flag=gaps"),
    )
