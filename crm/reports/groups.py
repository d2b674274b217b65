"""Owns what groups of clients brought, as the reports on sources and regions begin with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple

from crm.index.reports.extract import Extract
from crm.index.values import money
from crm.reports.journal import days_by_client
from crm.reports.profit import profits
from crm.reports.report import Unit, Value, column
from crm.reports.spread import rounded

_SCALE = 10_000
CLIENTS = column(
    "clients",
    Unit.COUNT,
    "Clients | Клиенты | Клиенти",
    "Clients of the row. | Клиенты строки. | Клиентите на реда.",
)
BUYERS = column(
    "buyers",
    Unit.COUNT,
    "Buyers | Покупатели | Купувачи",
    "Of them those with an order. | Из них с заказом. | От тях с поръчка.",
)
CONVERSION = column(
    "conversion",
    Unit.SHARE,
    "Conversion | Конверсия | Конверсия",
    "Buyers / clients. | Покупатели / клиенты. | Купувачи / клиенти.",
)
REPEAT = column(
    "repeat_share",
    Unit.SHARE,
    "Came again | Вернулись | Върнали се",
    "Of the buyers those who ordered on a second day."
    " | Из покупателей те, кто заказал и во второй день."
    " | От купувачите тези, поръчали и втори ден.",
)
PER_CLIENT = column(
    "per_client",
    Unit.MONEY,
    "Revenue a client | Выручка на клиента | Приходи на клиент",
    "Revenue / clients, those without an order too."
    " | Выручка / клиенты, и те, что без заказов."
    " | Приходи / клиенти, и тези без поръчка.",
)
AVERAGE = column(
    "average_order",
    Unit.MONEY,
    "Average order | Средний заказ | Средна поръчка",
    "Order amounts / orders with a known amount."
    " | Суммы заказов / заказы с известной суммой."
    " | Сумите на поръчките / поръчките с известна сума.",
)
NEW = column(
    "new",
    Unit.COUNT,
    "New | Новые | Нови",
    "Clients that came in this time, by `since` or their first entry."
    " | Клиенты, пришедшие за это время, по `since` или первой записи."
    " | Клиенти, дошли през това време, по `since` или първия запис.",
)


class Came(NamedTuple):
    """When a client came, from where, and where it is."""

    client: str
    day: int | None
    source: str | None
    referrer: str | None
    campaign: str | None
    region: str | None
    city: str | None
    country: str | None


class Group(NamedTuple):
    """What some clients brought; money in units of 1/10,000."""

    clients: int = 0
    new: int = 0
    buyers: int = 0
    again: int = 0
    orders: int = 0
    order_amounts: int = 0
    priced_orders: int = 0
    revenue: int = 0
    margin: int = 0

    def figures(self, whole: int) -> Mapping[str, Value]:
        """Return what columns show of it; `whole` is what the shares are of."""
        return {
            "clients": self.clients,
            "new": self.new,
            "buyers": self.buyers,
            "conversion": self.buyers / self.clients if self.clients else None,
            "orders": self.orders,
            "revenue": money(self.revenue),
            "share": max(self.revenue, 0) / whole if whole else None,
            "margin": money(self.margin),
            "per_client": _per(self.revenue, self.clients),
            "average_order": _per(self.order_amounts, self.priced_orders),
            "repeat_share": self.again / self.buyers if self.buyers else None,
        }


def came(extract: Extract) -> list[Came]:
    """Return the clients known at the end of the period, by id."""
    return [Came._make(row) for row in extract.rows("came")]


def grouped(
    extract: Extract, clients: Iterable[Came], by: str
) -> tuple[dict[str | None, Group], Group]:
    """Return what groups of these clients brought in the period, and all together.

    `by` is the attribute whose values name the groups; clients without one are under None.
    """
    brought = {one.client: one for one in profits(extract)}
    days = days_by_client(extract)
    parts: dict[str | None, list[Group]] = {}
    for one in clients:
        own, ordered = brought.get(one.client), len(days.get(one.client, ()))
        group = Group(
            clients=1,
            new=int(one.day is not None and one.day >= extract.first),
            buyers=int(ordered > 0),
            again=int(ordered > 1),
        )
        if own:
            group = group._replace(
                orders=own.orders,
                order_amounts=own.order_amounts,
                priced_orders=own.priced_orders,
                revenue=own.revenue,
                margin=own.margin,
            )
        parts.setdefault(getattr(one, by), []).append(group)
    found = {name: _sum(own) for name, own in parts.items()}
    return found, _sum(found.values())


def _sum(parts: Iterable[Group]) -> Group:
    return Group(*map(sum, zip(Group(), *parts, strict=True)))


def by_revenue(found: Mapping[str | None, Group]) -> list[str | None]:
    """Return the names of groups, those that brought most first, those without a name last."""
    return sorted(found, key=lambda name: (name is None, -found[name].revenue, name or ""))


def whole_of(found: Iterable[Group]) -> int:
    """Return the sum of the positive revenues, which the shares are of."""
    return sum(max(one.revenue, 0) for one in found)


def _per(amount: int, count: int) -> Value:
    return rounded(Fraction(amount, count * _SCALE)) if count else None
