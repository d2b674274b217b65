"""Owns lifecycle, activity and colour of a client, each with the reason for it (SPEC 6)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from crm.index import reasons
from crm.index.reasons import Fact, Reason, reason
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
    since = facts.days_since_order
    if facts.closed:
        return "lost", _closed(facts)
    if since is None:
        return "potential", reason(reasons.NO_ORDER)
    if since > rules.lost_after:
        return "lost", reason(reasons.LAST_ORDER_BEYOND, days=since, limit=rules.lost_after)
    silent = _inactive(facts, since, rules)
    return ("inactive", silent) if silent is not None else _buying(facts, today, rules)


def _buying(facts: Facts, today: dt.date, rules: Lifecycle) -> tuple[str, Reason]:
    """Return the class of a client that buys, by how often and how long."""
    first = _date(facts.first_order)
    counts: dict[str, Fact] = {"orders": facts.orders, "days": facts.order_days, "date": first}
    if facts.order_days < rules.regular_orders:
        return "working", reason(reasons.FEW_DAYS, **counts)
    if first <= years_before(today, rules.tested_years):
        return "time-tested", reason(reasons.FIRST_ORDER_LONG_AGO, **counts)
    return "regular", reason(reasons.ENOUGH_DAYS, **counts)


def _closed(facts: Facts) -> Reason:
    if facts.closed_date is None:
        return reason(reasons.CLOSED)
    date = _date(facts.closed_date)
    if facts.closed_reason:
        return reason(reasons.CLOSED_BECAUSE, date=date, reason=facts.closed_reason)
    return reason(reasons.CLOSED_ON, date=date)


def _inactive(facts: Facts, since: int, rules: Lifecycle) -> Reason | None:
    """Return why a client with an order is inactive, None when it is not."""
    if rules.inactive_after is None and facts.order_days >= 3 and facts.interval_median:
        usual = Decimal(facts.interval_median)  # whole or half days, so exact
        own = max(rules.inactive_intervals * usual, Decimal(rules.inactive_least))
        if since <= own:
            return None
        return reason(
            reasons.LAST_ORDER_BEYOND_OWN, days=since, limit=_days(own), interval=_days(usual)
        )
    limit = rules.inactive_without_rhythm if rules.inactive_after is None else rules.inactive_after
    return reason(reasons.LAST_ORDER_BEYOND, days=since, limit=limit) if since > limit else None


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
    every_lost = facts.deals > 0 and facts.deals == facts.deals_lost
    undecided = facts.kind == "organisation" and not facts.decider
    rules: tuple[tuple[object, str, Callable[[Facts], Reason]], ...] = (
        (outcome == "refused", "red-green", _outcome),
        (every_lost, "red-green", _because(reasons.DEALS_LOST)),
        (facts.closed, "red-green", _closed),
        (facts.deals_open, "green-gold", _because(reasons.DEAL_OPEN)),
        (outcome == "asked", "green-gold", _outcome),
        (facts.mailing_consent, "yellow", _because(reasons.CONSENT)),
        (outcome == "agreed", "green", _outcome),
        (undecided, "grey", _because(reasons.NO_DECIDER)),
        (True, "white", _because(reasons.NOTHING_SAID)),
    )
    return next((name, why(facts)) for fits, name, why in rules if fits)


def _because(template: str) -> Callable[[Facts], Reason]:
    def why(_: Facts) -> Reason:
        return reason(template)

    return why


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


def _days(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
