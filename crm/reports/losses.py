"""Owns what was lost in a period: deals and clients, to whom, why, in which service and region."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from crm.index.reports.extract import Extract
from crm.reports.bought import Bought, bought_by_client
from crm.reports.chances import Chance, Stages, chances, ended


class Outcome(NamedTuple):
    """A deal lost or won, or a client lost; the amount is in units of 1/10,000."""

    kind: str  # deal, client or won
    amount: int  # of a client the revenue it brought
    competitor: str | None
    reason: str | None
    region: str | None
    services: tuple[str | None, ...]

    def keys(self, by: str) -> tuple[str | None, ...]:
        """Return what it is put under: one value, of services all of the client's last order."""
        return self.services if by == "service" else (getattr(self, by),)


class _End(NamedTuple):
    client: str
    region: str | None
    closed: int
    closed_day: int | None
    reason: str | None
    last_day: int | None
    revenue: int
    rival: str | None

    def day(self, lost_after: int) -> int | None:
        """Return the day the client was lost; None: not, or nobody knows when."""
        if self.closed:
            return self.closed_day
        return None if self.last_day is None else self.last_day + lost_after + 1


def outcomes(extract: Extract, stages: Stages, lost_after: int) -> list[Outcome]:
    """Return the deals lost and won, and the clients lost, in the period."""
    ends = [_End._make(row) for row in extract.rows("ends")]
    deals = chances(extract, stages)
    found = [_deal(one, "deal") for one in ended(deals, extract.first, "lost")]
    found += [_deal(one, "won") for one in ended(deals, extract.first, "won")]
    return found + _clients(extract, ends, lost_after)


def _deal(one: Chance, kind: str) -> Outcome:
    return Outcome(
        kind=kind,
        amount=one.amount or 0,
        competitor=one.competitor,
        reason=one.reason,
        region=one.region,
        services=(one.service,),
    )


def _clients(extract: Extract, ends: Iterable[_End], lost_after: int) -> list[Outcome]:
    lost = [one for one in ends if _lost(one, extract, lost_after)]
    bought = bought_by_client(extract.from_the_beginning())
    return [
        Outcome(
            kind="client",
            amount=one.revenue,
            competitor=one.rival,
            reason=one.reason if one.closed else None,
            region=one.region,
            services=_last(bought.get(one.client)),
        )
        for one in lost
    ]


def _lost(one: _End, extract: Extract, lost_after: int) -> bool:
    day = one.day(lost_after)
    if day is None:
        return bool(one.closed) and extract.since is None
    return extract.first <= day <= extract.last


def _last(bought: Bought | None) -> tuple[str | None, ...]:
    """Return the services bought last, or that nothing is known of them."""
    if bought is None:
        return (None,)
    latest = max(bought.last.values())
    return tuple(sorted(service for service, day in bought.last.items() if day == latest))
