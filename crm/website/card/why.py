"""Owns the reasons for a client's segments, in the language of the page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from crm.index.answers import Membership
from crm.index.reasons import CONDITION, Fact
from crm.website.contexts.card import Why
from crm.website.site import Site


def reasons(site: Site, memberships: Sequence[Membership]) -> tuple[Why, ...]:
    """Return each segment with why; a condition of the base's own stands there as code."""
    return tuple(_why(site, member) for member in memberships if member.segment in site.chips)


def _why(site: Site, member: Membership) -> Why:
    reason = member.reason
    values = {name: fact_text(site, value) for name, value in reason.values}
    is_condition = reason.template == CONDITION
    return Why(
        chip=site.chips[member.segment],
        reason="" if is_condition else site.words.filled(reason.template, values),
        condition=values.get("condition", "") if is_condition else "",
        facts=" · ".join(f"{name} {fact_text(site, value)}" for name, value in reason.facts),
    )


def fact_text(site: Site, value: Fact) -> str:
    """Return a value as its type asks: counts, money, dates, words."""
    if value is None:
        return "–"
    if isinstance(value, dt.date):
        return site.formats.medium(value)
    if isinstance(value, Decimal):
        return site.formats.money(value)
    if isinstance(value, (int, float)):
        return site.formats.number(value)
    return value
