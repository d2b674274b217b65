"""Owns the question which campaign brought which clients, orders and refunds."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from crm.index.reports.extract import Extract
from crm.reports.groups import Came
from crm.settings.prices import Campaign


@dataclass(slots=True)
class Brought:
    """What a campaign brought; money in units of 1/10,000."""

    leads: set[str] = field(default_factory=set)  # clients whose file names it
    addressed: set[str] = field(default_factory=set)  # to whom we sent or said something
    responded: set[str] = field(default_factory=set)  # who wrote, called or came
    buyers: set[str] = field(default_factory=set)
    new: int = 0  # buyers whose first order it was
    orders: int = 0
    revenue: int = 0
    cogs: int = 0
    spent: int = 0  # what the entries that name it cost
    later_orders: int = 0  # at full price, after the first order it brought
    later_revenue: int = 0


class _Order(NamedTuple):
    """An order, and what could have brought it."""

    client: str
    day: int
    place: int  # among the client's orders, from 1
    number: str | None
    promo: str | None
    campaign: str | None
    amount: int | None
    cogs: int | None


def attributed(
    extract: Extract, campaigns: Iterable[Campaign], clients: Iterable[Came]
) -> dict[str, Brought]:
    """Return what every campaign brought up to the end of the period, by id.

    An order is of one campaign at most: of the one it names; else of the one whose promotion it
    has, between its first and last day (the latest of several); else, when it is the client's
    first, of the one the client's file names.
    """
    found: dict[str, Brought] = defaultdict(Brought)
    homes = {one.client: one.campaign for one in clients if one.campaign}
    for client, home in homes.items():
        found[home].leads.add(client)
    for client, campaign, side, spent in extract.rows("campaign_entries"):
        one = found[campaign]
        one.spent += spent
        if side:
            (one.addressed if side == "out" else one.responded).add(client)
    promoted = _promotions(campaigns)
    numbers: dict[tuple[str, str], str] = {}
    orders = map(_Order._make, extract.rows("campaign_orders"))
    for client, group in groupby(orders, key=lambda order: order.client):
        own = list(group)
        named = [_campaign(order, homes.get(client), promoted) for order in own]
        if any(named):
            _add(found, own, named, numbers)
    for client, number, campaign, amount in extract.rows("refunds"):
        paid_back = numbers.get((client, number)) or campaign
        if paid_back:
            found[paid_back].revenue -= amount
    return dict(found)


def _promotions(campaigns: Iterable[Campaign]) -> Callable[[str, int], str | None]:
    """Return the function from a promotion and a day to the campaign that ran then."""
    by_promo: Mapping[str, list[Campaign]] = defaultdict(list)
    for one in campaigns:
        if one.promo:
            by_promo[one.promo].append(one)

    def running(promo: str, day: int) -> str | None:
        ran = [
            ((one.start or dt.date.min).toordinal(), one.id)
            for one in by_promo.get(promo, ())
            if (one.start or dt.date.min).toordinal() <= day
            and (one.end is None or day <= one.end.toordinal())
        ]
        return max(ran)[1] if ran else None

    return running


def _campaign(
    order: _Order, home: str | None, promoted: Callable[[str, int], str | None]
) -> str | None:
    named = order.campaign or (promoted(order.promo, order.day) if order.promo else None)
    return named or (home if order.place == 1 else None)


def _add(
    found: Mapping[str, Brought],
    orders: Sequence[_Order],
    named: Sequence[str | None],
    numbers: dict[tuple[str, str], str],
) -> None:
    """Add the orders of a client to the campaigns that brought them."""
    begun: set[str] = set()
    for order, campaign in zip(orders, named, strict=True):
        if not order.promo:
            for earlier in begun - {campaign}:
                found[earlier].later_orders += 1
                found[earlier].later_revenue += order.amount or 0
        if campaign is None:
            continue
        begun.add(campaign)
        one = found[campaign]
        one.buyers.add(order.client)
        one.new += order.place == 1
        one.orders += 1
        one.revenue += order.amount or 0
        one.cogs += order.cogs or 0
        if order.number:
            numbers.setdefault((order.client, order.number), campaign)
