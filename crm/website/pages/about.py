"""Owns the page about the base and how its site was made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from crm import __version__
from crm.website.contexts import AboutPage
from crm.website.pages.facets import segment_links, tag_links
from crm.website.pages.listed import Listed
from crm.website.site import Site


def about_page(
    site: Site,
    listed: Listed,
    counts: Mapping[str, int],
    commit: str,
    commit_time: dt.datetime | None,
) -> AboutPage:
    """Return the page; the commit is given by who knows it, never looked up."""
    return AboutPage(
        title=site.words.text("About this site"),
        version=__version__,
        today=site.today,
        commit=commit,
        commit_time=commit_time,
        clients=len(listed.rows),
        errors=counts["errors"],
        warnings=counts["warnings"],
        segments=segment_links(site, listed),
        tags=tag_links(site, listed),
        rates=site.rates,
    )
