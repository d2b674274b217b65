"""Owns the report `campaigns`: what each campaign cost and brought."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from crm.index.query import Index
from crm.index.reports.extract import Extract
from crm.index.values import money
from crm.reports.attribution import Brought, attributed
from crm.reports.campaign_columns import CAMPAIGNS
from crm.reports.groups import came
from crm.reports.report import Asked, Result, Value, note, result, three
from crm.reports.spread import rounded
from crm.settings import Settings
from crm.settings.prices import Campaign

REPORT = CAMPAIGNS
_NONE = note(
    three(
        "there is no campaign of this time: declare them in campaigns.yaml",
        "за это время нет кампаний: объявите их в campaigns.yaml",
        "за това време няма кампании: опишете ги в campaigns.yaml",
    )
)
_NO_RATE = note(
    three(
        "the cost of a campaign is in a currency without a rate: set it in crm.yaml under `rates`",
        "затраты одной из кампаний в валюте без курса: задайте его в crm.yaml в `rates`",
        "разходът за някоя кампания е във валута без курс: задайте го в crm.yaml в `rates`",
    )
)
_ADDED = ("leads", "new", "orders", "later_orders")


def compute(index: Index, asked: Asked) -> Result:
    """Return the campaigns that had begun by the end of the period, the latest first."""
    extract = asked.extract(index)
    declared = {
        ident: one
        for ident, one in index.settings.campaigns.items()
        if one.start is None or one.start <= extract.until
    }
    found = attributed(extract, declared.values(), came(extract))
    ids = [ident for ident in {**declared, **found} if _in(extract, declared.get(ident))]
    ids.sort(key=lambda ident: (_start(declared.get(ident)), ident))
    rows, lacks = [], False
    for ident in ids:
        campaign = declared.get(ident) or Campaign(id=ident)
        cost, known = _cost(campaign, found.get(ident), index.settings, extract.until)
        lacks = lacks or not known
        reached = _reached(extract, campaign)
        rows.append(_row(campaign, found.get(ident, Brought()), reached, cost, known=known))
    why = _NO_RATE if lacks else None if rows else _NONE
    columns = tuple(column.name for column in REPORT.columns)
    summary = _summary([dict(zip(columns, row, strict=True)) for row in rows])
    return result(REPORT, rows, summary, why=why)


def _in(extract: Extract, campaign: Campaign | None) -> bool:
    start = campaign.start if campaign else None
    return extract.since is None or (start is not None and start >= extract.since)


def _start(campaign: Campaign | None) -> int:
    """Return a key that puts the latest start first, what has none last."""
    return -campaign.start.toordinal() if campaign and campaign.start else 0


def _cost(
    campaign: Campaign, brought: Brought | None, settings: Settings, day: dt.date
) -> tuple[Decimal | None, bool]:
    """Return what a campaign cost, and whether that can be told at all.

    What campaigns.yaml says is the whole; else what the entries that name it cost. None: nothing
    is said of it.
    """
    if campaign.cost is not None:
        rate = settings.rate(campaign.cost.currency, campaign.start or day)
        if rate is None:
            return None, False
        return rounded(Fraction(campaign.cost.amount) * Fraction(rate)), True
    return (money(brought.spent) if brought and brought.spent else None), True


def _reached(extract: Extract, campaign: Campaign) -> set[str]:
    """Return the clients on the list of a campaign: with its tag, or in its segment."""
    if not campaign.list:
        return set()
    return {client for (client,) in extract.rows("listed", list=campaign.list)}


def _row(
    campaign: Campaign, found: Brought, listed: set[str], cost: Decimal | None, *, known: bool
) -> tuple[Value, ...]:
    reached = listed | found.addressed
    answered = found.responded | found.leads | found.buyers
    margin = money(found.revenue - found.cogs) - (cost or 0)
    return (
        campaign.id,
        campaign.start,
        campaign.end,
        cost,
        len(reached),
        len(answered),
        len(reached & answered) / len(reached) if reached else None,
        len(found.leads),
        _each(cost, len(found.leads)),
        found.new,
        _each(cost, found.new),
        found.orders,
        money(found.revenue),
        margin if known else None,
        found.later_orders,
        money(found.later_revenue),
    )


def _each(cost: Decimal | None, count: int) -> Decimal | None:
    """Return what one costs; None when nothing is known of the cost, or there is none."""
    return None if cost is None or not count else rounded(Fraction(cost) / count)


def _summary(rows: Sequence[Mapping[str, Value]]) -> dict[str, Value]:
    costs = [row for row in rows if isinstance(row["cost"], Decimal)]
    cost = _total(costs, "cost") if costs else None
    counts = {name: int(_total(rows, name)) for name in _ADDED}
    return {
        "campaigns": len(rows),
        "cost": cost,
        **counts,
        "cost_per_lead": _each(cost, int(_total(costs, "leads"))),
        "cost_per_new": _each(cost, int(_total(costs, "new"))),
        "revenue": _total(rows, "revenue"),
        "margin": _total(rows, "margin"),
        "later_revenue": _total(rows, "later_revenue"),
    }


def _total(rows: Sequence[Mapping[str, Value]], name: str) -> Decimal:
    values = (row[name] for row in rows)
    return sum((Decimal(one) for one in values if isinstance(one, Decimal | int)), Decimal(0))
