"""Owns lifecycle, activity and colour of a client, each with the reason for it (SPEC 6)."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import NamedTuple

from crm.index import reasons
from crm.index.reasons import Reason, reason
from crm.settings.records import Lifecycle


class Facts(NamedTuple):
    """What the classes of a client follow from, as the tables hold it at the horizon."""

    id: str
    kind: str
    closed: int
    closed_date: str | None
    closed_reason: str | None
    orders: int
    order_days: int
    order_days_365: int
    first_order: str | None
    days_since_order: int | None
    interval_median: float | None
    last_outcome: str | None
    last_outcome_date: str | None
    deals: int
    deals_open: int
    deals_lost: int
    mailing_consent: int
    decider: int


FACTS_SQL = """
    SELECT client.id, client.kind, figure.closed, client.closed_date, client.closed_reason,
        figure.orders, figure.order_days, figure.order_days_365, figure.first_order,
        figure.days_since_order, figure.interval_median, figure.last_outcome,
        figure.last_outcome_date, figure.deals, figure.deals_open, figure.deals_lost,
        figure.mailing_consent, figure.decider
    FROM figure
    JOIN client ON client.id = figure.client
"""

STOPPED = frozenset({"inactive", "lost"})


def lifecycle(facts: Facts, today: dt.date, rules: Lifecycle) -> tuple[str, Reason]:
    """Return the one class of a client and why; the first that fits."""
    if facts.closed:
        return "lost", _closed(facts)
    since = facts.days_since_order
    if since is not None and since > rules.lost_after:
        return "lost", reason(reasons.LAST_ORDER_BEYOND, days=since, limit=rules.lost_after)
    if since is None:
        return "potential", reason(reasons.NO_ORDER)
    silent = _inactive(facts, since, rules)
    if silent is not None:
        return "inactive", silent
    first = _date(facts.first_order)
    if facts.order_days >= rules.regular_orders:
        if first <= years_before(today, rules.tested_years):
            return "time-tested", reason(
                reasons.FIRST_ORDER_LONG_AGO, orders=facts.orders, days=facts.order_days, date=first
            )
        return "regular", reason(
            reasons.ENOUGH_DAYS, orders=facts.orders, days=facts.order_days, date=first
        )
    return "working", reason(reasons.FEW_DAYS, orders=facts.orders, days=facts.order_days, date=first)


def _closed(facts: Facts) -> Reason:
    if facts.closed_date is None:
        return reason(reasons.CLOSED)
    date = _date(facts.closed_date)
    if facts.closed_reason:
        return reason(reasons.CLOSED_BECAUSE, date=date, reason=facts.closed_reason)
    return reason(reasons.CLOSED_ON, date=date)


def _inactive(facts: Facts, since: int, rules: Lifecycle) -> Reason | None:
    """Return why a client with an order is inactive, None when it is not."""
    limit: int | Fraction
    if rules.inactive_after is not None:
        limit = rules.inactive_after
    elif facts.order_days < 3 or facts.interval_median is None:
        limit = rules.inactive_without_rhythm
    else:
        own = Fraction(rules.inactive_intervals) * Fraction(facts.interval_median)
        limit = max(own, rules.inactive_least)
        if since > limit:
            return reason(
                reasons.LAST_ORDER_BEYOND_OWN,
                days=since,
                limit=_days(limit),
                interval=_days(Fraction(facts.interval_median)),
            )
        return None
    return (
        reason(reasons.LAST_ORDER_BEYOND, days=since, limit=limit) if since > limit else None
    )


def active(facts: Facts, rules: Lifecycle, today: dt.date) -> Reason | None:
    """Return why a client is active, None when it is not."""
    since = facts.days_since_order
    if since is None or since > rules.active_within:
        return None
    first = _date(facts.first_order)
    if facts.order_days_365 < rules.active_orders or (today - first).days < rules.active_since:
        return None
    return reason(reasons.ACTIVE, days=since, recent=facts.order_days_365, date=first)


def colour(facts: Facts, life: str) -> tuple[str, Reason]:
    """Return the colour of a client in the funnel and why; the first that fits."""
    days = facts.order_days
    if life in STOPPED and days:
        name = "red-platinum" if days >= 4 else "red-gold"
        return name, reason(reasons.STOPPED, days=days)
    if days:
        name = "platinum" if days >= 3 else "gold"
        return name, reason(reasons.BOUGHT, days=days)
    return _without_order(facts)


def _without_order(facts: Facts) -> tuple[str, Reason]:
    outcome = facts.last_outcome
    if outcome == "refused":
        return "red-green", _outcome(facts)
    if facts.deals and facts.deals == facts.deals_lost:
        return "red-green", reason(reasons.DEALS_LOST)
    if facts.closed:
        return "red-green", _closed(facts)
    if facts.deals_open:
        return "green-gold", reason(reasons.DEAL_OPEN)
    if outcome == "asked":
        return "green-gold", _outcome(facts)
    if facts.mailing_consent:
        return "yellow", reason(reasons.CONSENT)
    if outcome == "agreed":
        return "green", _outcome(facts)
    if facts.kind == "organisation" and not facts.decider:
        return "grey", reason(reasons.NO_DECIDER)
    return "white", reason(reasons.NOTHING_SAID)


def _outcome(facts: Facts) -> Reason:
    return reason(
        reasons.LAST_OUTCOME, outcome=facts.last_outcome, date=_date(facts.last_outcome_date)
    )


def years_before(day: dt.date, years: int) -> dt.date:
    """Return the same day so many years ago; 28 February for the 29th where there is none."""
    year = max(day.year - years, dt.MINYEAR)
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)


def _date(text: str | None) -> dt.date:
    return dt.date.fromisoformat(text or "0001-01-01")


def _days(value: Fraction | int) -> int | float:
    return int(value) if value == int(value) else float(value)
