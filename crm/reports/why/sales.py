"""Owns why the figures of orders and money are what they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from crm.reports.report import note, three
from crm.reports.why.material import Entry, Material
from crm.reports.why.part import How, Part, Why, amount

_YEAR = 365
_NO_RATE = note(
    three(
        "no amount, or no rate for its currency: it counts as nothing",
        "нет суммы или курса её валюты: не считается",
        "няма сума или курс за валутата ѝ: не се брои",
    )
)
_SETTLED = note(
    three(
        "already counted with the payment that names it",
        "уже учтено с оплатой, в которой назван этот заказ",
        "вече е отчетено с плащането, в което е посочена поръчката",
    )
)
_OFF_DEBT = note(
    three(
        "the refund lowers what is owed for this order, not what was paid",
        "возврат уменьшает долг по этому заказу, а не оплаченное",
        "върнатото намалява дълга по тази поръчка, а не платеното",
    )
)
_OWED = three(
    "{net} less {settled} settled by payments",
    "{net} минус погашено оплатами {settled}",
    "{net} минус {settled}, погасени с плащания",
)
_Adds = Callable[[Entry], int | None]


def _recent(material: Material, entry: Entry) -> bool:
    return entry.day > material.day - _YEAR


def orders(material: Material, figure: str) -> Why:
    """Explain a count of orders."""
    year = figure.endswith("_365")
    parts = [
        material.entry(order, 1)
        for order in material.orders
        if not year or _recent(material, order)
    ]
    return material.why(figure, How.SUM, parts)


def order_days(material: Material, figure: str) -> Why:
    """Explain a count of days with an order; of several orders of a day the first counts."""
    year = figure.endswith("_365")
    firsts = {entry.n for entry in material.order_days}
    parts = [
        material.entry(order, int(order.n in firsts))
        for order in material.orders
        if not year or _recent(material, order)
    ]
    return material.why(figure, How.SUM, parts)


def _revenue(entry: Entry) -> int | None:
    if entry.type == "order":
        return entry.amount
    return -entry.amount if entry.type == "refund" and entry.amount is not None else None


def _expense(entry: Entry) -> int | None:
    own = entry.amount if entry.type == "expense" else None
    return None if own is None and entry.cost is None else (own or 0) + (entry.cost or 0)


def _cogs(entry: Entry) -> int | None:
    return entry.cogs


def _less(adds: _Adds) -> _Adds:
    return lambda entry: None if (found := adds(entry)) is None else -found


# What each figure adds up, in this order: what of an entry counts, and what it is called.
_LESS = ("", "goods", "cost")  # what the second and third of a margin take off
_SUMS: Mapping[str, tuple[_Adds, ...]] = {
    "revenue": (_revenue,),
    "cogs": (_cogs,),
    "expenses": (_expense,),
    "margin": (_revenue, _less(_cogs), _less(_expense)),
}


def money(material: Material, figure: str) -> Why:
    """Explain revenue, cost of goods, expenses or margin, of all time or of the last 365 days."""
    return material.why(figure, How.SUM, _money(material, figure))


def _money(material: Material, figure: str) -> Iterator[Part]:
    name = figure.removesuffix("_365")
    for entry in material.entries:
        if figure != name and not _recent(material, entry):
            continue
        for at, adds in enumerate(_SUMS[name]):
            units = adds(entry)
            what = entry.type if at == 0 or name != "margin" else f"{entry.type}: {_LESS[at]}"
            if units is not None:
                yield material.entry(entry, amount(units), what=what)
            elif at == 0 and name in {"revenue", "margin"} and entry.type in {"order", "refund"}:
                yield material.entry(entry, None, note=_NO_RATE)


def before(material: Material) -> Why:
    """Explain the revenue of the 365 days before the last 365."""
    first, last = material.day - 2 * _YEAR, material.day - _YEAR
    found = [
        (entry, units)
        for entry in material.entries
        if first < entry.day <= last and (units := _revenue(entry)) is not None
    ]
    return Why(
        client=material.ident,
        figure="revenue_before",
        value=amount(sum(units for _, units in found)),
        how=How.SUM,
        parts=tuple(material.entry(entry, amount(units)) for entry, units in found),
    )


def average_order(material: Material, figure: str) -> Why:
    """Explain the mean amount of an order; one without a known amount does not count."""
    parts = [
        material.entry(
            order,
            None if order.amount is None else amount(order.amount),
            note=_NO_RATE if order.amount is None else None,
        )
        for order in material.orders
    ]
    return material.why(figure, How.MEAN_AMOUNT, parts)


def promo_share(material: Material, figure: str) -> Why:
    """Explain the share of orders that were bought in a promotion."""
    parts = [
        material.entry(order, int(order.promo is not None), said=order.promo or "")
        for order in material.orders
    ]
    return material.why(figure, How.SHARE, parts)


def paid(material: Material, figure: str) -> Why:
    """Explain what was received.

    Payments less refunds; an order without `due` counts as paid on its day, less what payments
    that name it say once more. Of an order on credit only what was given back of it counts.
    """
    return material.why(figure, How.SUM_FROM_ZERO, _paid(material))


def _paid(material: Material) -> Iterator[Part]:
    covered = _named(material, "payment")
    refunded = _named(material, "refund")
    for entry in material.entries:
        if entry.type == "payment" and entry.amount is not None:
            yield material.entry(entry, amount(entry.amount))
        elif entry.type == "refund" and entry.amount is not None:
            yield material.entry(entry, amount(-entry.amount))
        elif entry.is_order and entry.amount is not None:
            paid_by_name, back = covered.get(entry.n, 0), refunded.get(entry.n, 0)
            if entry.due_day is None:
                yield material.entry(entry, amount(entry.amount))
                if paid_by_name:
                    yield material.entry(entry, amount(-paid_by_name), note=_SETTLED)
            elif rest := back + min(paid_by_name, entry.amount - back) - paid_by_name:
                yield material.entry(entry, amount(rest), note=_OFF_DEBT)


def _named(material: Material, kind: str) -> dict[int, int]:
    """Return what entries that name an order say of it, by the order's n.

    Orders with one number share it, the oldest due first, each at most its amount.
    """
    rest: dict[str, int] = {}
    for entry in material.entries:
        if entry.type == kind and entry.number and entry.amount is not None:
            rest[entry.number] = rest.get(entry.number, 0) + entry.amount
    found: dict[int, int] = {}
    for order in sorted(material.orders, key=lambda one: (one.due_day or one.day, one.day, one.n)):
        if order.number and order.amount is not None and rest.get(order.number, 0) > 0:
            found[order.n] = min(rest[order.number], order.amount)
            rest[order.number] -= found[order.n]
    return found


def debt(material: Material, figure: str) -> Why:
    """Explain what is owed: for each order its amount less refunds, and what settled it."""
    parts = []
    for n, _, _, _, net, owed, overdue in material.own.rows("why_owed"):
        if figure == "overdue_debt" and not overdue:
            continue
        order = next(one for one in material.orders if one.n == n)
        told = note(_OWED, net=amount(net), settled=amount(net - owed))
        parts.append(material.entry(order, amount(owed), note=told))
    return material.why(figure, How.SUM, parts)
