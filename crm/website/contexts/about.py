"""Owns what the page about the base shows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from crm.website.contexts.lists import FacetLink


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutPage:
    """What the base is, what it counts, and how this site was made."""

    title: str
    version: str
    today: dt.date
    commit: str
    commit_time: dt.datetime | None
    clients: int
    errors: int
    warnings: int
    segments: tuple[FacetLink, ...]
    tags: tuple[FacetLink, ...]
    rates: tuple[tuple[str, str], ...]
