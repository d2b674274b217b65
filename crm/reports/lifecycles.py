"""Owns the lifecycle of clients on a day of the past, read from their order days."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from statistics import median

from crm.index.classes import Facts, lifecycle
from crm.index.reports.extract import Extract
from crm.reports.journal import days_by_client, standings
from crm.settings.records import Lifecycle


def lifecycles(extract: Extract, day: dt.date, rules: Lifecycle) -> dict[str, str]:
    """Return the lifecycle of every chosen client that was known on a day."""
    past = extract.from_the_beginning().between(dt.date.min, day)
    journals = days_by_client(past)
    standing = standings(past)
    found = {}
    for (client,) in past.rows("known"):
        ended = standing[client].ended(past.last)
        facts = _facts(client, journals.get(client, []), past.last, ended=ended)
        found[client] = lifecycle(facts, day, rules)[0]
    return found


def _facts(client: str, days: list[int], today: int, *, ended: bool) -> Facts:
    """Return what the lifecycle follows from; what only colours need is left empty."""
    gaps = [late - early for early, late in pairwise(days)]
    return Facts(
        id=client,
        kind="",
        closed=int(ended),
        closed_date=None,
        closed_reason=None,
        orders=len(days),
        order_days=len(days),
        order_days_365=0,
        first_order=dt.date.fromordinal(days[0]).isoformat() if days else None,
        days_since_order=today - days[-1] if days else None,
        interval_median=median(gaps) if gaps else None,
        last_outcome=None,
        last_outcome_date=None,
        deals=0,
        deals_open=0,
        deals_lost=0,
        mailing_consent=0,
        decider=0,
    )
