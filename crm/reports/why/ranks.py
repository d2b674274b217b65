"""Owns why a client has a class or score that the other clients decide too, and its rating."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from crm.index import rfm, shares
from crm.index.ranking import measures
from crm.index.terms import terms_of
from crm.index.values import money
from crm.reports.report import Note, note, three
from crm.reports.sales import Sale, sales
from crm.reports.why.material import Material
from crm.reports.why.part import How, Part, Why
from crm.reports.why.sales import before

Explain = Callable[[Material, str], Why]
_NO_ORDER = note(
    three(
        "no order yet: the class is of clients with one",
        "заказов ещё нет: класс есть у клиентов с заказом",
        "още няма поръчка: класът е за клиенти с поръчка",
    )
)
_SCORE = three(
    "{score} of 5: {value} among {clients} clients with an order; edges {edges}",
    "{score} из 5: {value} среди клиентов с заказом ({clients}); границы {edges}",
    "{score} от 5: {value} сред клиентите с поръчка ({clients}); граници {edges}",
)
_RANKED = three(
    "{score} of 5: place {place} of {clients} clients with an order, counted from the worst",
    "{score} из 5: место {place} из {clients} клиентов с заказом, считая с худшего",
    "{score} от 5: място {place} от {clients} клиенти с поръчка, броено от най-лошия",
)
_ABC = three(
    "place {place} of {clients} by revenue; up to here {share} % of it: A to {a} %, B to {b} %",
    "место {place} из {clients} по выручке; до него включительно {share} % её: A до {a} %,"
    " B до {b} %",
    "място {place} от {clients} по приходи; дотук {share} % от тях: A до {a} %, B до {b} %",
)
_FIRST = three(
    "the first of {clients} by revenue, which is always A",
    "первое место из {clients} по выручке, это всегда A",
    "първо място от {clients} по приходи, което винаги е A",
)
_THIRD = three(
    "place {place} of {clients} in class {name} by revenue",
    "место {place} из {clients} в классе {name} по выручке",
    "място {place} от {clients} в клас {name} по приходи",
)
_JUDGED = note(
    three(
        "as the file says under size and standing",
        "как сказано в файле под size и standing",
        "както е казано във файла под size и standing",
    )
)
_BCG = three(
    "class {name} by revenue of the last 365 days; {now} after {then} in the 365 days before,"
    " all clients {all_now} after {all_then}",
    "класс {name} по выручке за 365 дней; {now} после {then} за 365 дней до того,"
    " у всех {all_now} после {all_then}",
    "клас {name} по приходи за 365 дни; {now} след {then} за предишните 365 дни,"
    " при всички {all_now} след {all_then}",
)
_QUIET = note(
    three(
        "no revenue in the last 730 days",
        "за 730 дней выручки нет",
        "няма приходи за последните 730 дни",
    )
)
_SEGMENT = three(
    "R {r}, F {f}, M {m} in the table of named segments",
    "R {r}, F {f}, M {m} по таблице именованных сегментов",
    "R {r}, F {f}, M {m} в таблицата на именуваните сегменти",
)
_UNKNOWN = note(
    three(
        "not known: it counts as the median",
        "неизвестно: считается медианой",
        "не е известно: брои се за медиана",
    )
)
_AXES = {
    "rfm_r": ("recency", "days_since_order"),
    "rfm_f": ("frequency", "orders"),
    "rfm_m": ("monetary", "revenue"),
}


def _ruled(
    material: Material, figure: str, reason: Note | None, names: tuple[str, ...], explain: Explain
) -> Why:
    return Why(
        client=material.ident,
        figure=figure,
        value=material.metrics.get(figure),
        how=How.RULE,
        reason=reason,
        of=tuple(explain(material, name) for name in names),
    )


def score(material: Material, figure: str, explain: Explain) -> Why:
    """Explain a score of recency, frequency or money by the edges between the fifths."""
    axis_name, base = _AXES[figure]
    mine = material.metrics.get(figure)
    if mine is None:
        return _ruled(material, figure, _NO_ORDER, ("orders",), explain)
    axis = getattr(material.index.settings.rfm, axis_name)
    values = {one.client: _axis(one, axis_name, material.day) for one in sales(material.everybody)}
    own = values[material.ident]
    scale = 10_000 if axis_name == "monetary" else 1
    if axis.method == "rank":
        sign = -1 if axis_name == "recency" else 1
        order = sorted(values, key=lambda ident: (sign * values[ident], ident))
        place = order.index(material.ident) + 1
        told = note(_RANKED, score=_plain(mine), place=place, clients=len(values))
    else:
        edges = (
            axis.edges
            if axis.method == "fixed"
            else [edge / scale for edge in rfm.quantile_edges(list(values.values()))]
        )
        shown = " / ".join(f"{float(edge):g}" for edge in edges)
        value = money(own) if scale > 1 else own
        told = note(_SCORE, score=_plain(mine), value=value, clients=len(values), edges=shown)
    return _ruled(material, figure, told, (base,), explain)


def _plain(value: object) -> int:
    return int(str(value))


def _axis(one: Sale, axis: str, today: int) -> int:
    if axis == "recency":
        return today - one.last_day
    return one.orders if axis == "frequency" else one.revenue


def named(material: Material, figure: str, explain: Explain) -> Why:
    """Explain the named segment by its three scores."""
    scores = {axis[-1]: material.metrics.get(axis) for axis in _AXES}
    if scores["r"] is None:
        return _ruled(material, figure, _NO_ORDER, ("orders",), explain)
    told = note(_SEGMENT, **{axis: _plain(value) for axis, value in scores.items()})
    return _ruled(material, figure, told, tuple(_AXES), explain)


def abc(material: Material, figure: str, explain: Explain) -> Why:
    """Explain the class by revenue: the place, and the share of all up to it."""
    revenues = _revenues(material)
    if material.ident not in revenues:
        return _ruled(material, figure, _NO_ORDER, ("orders",), explain)
    order = shares.by_revenue(revenues)
    place = order.index(material.ident) + 1
    whole = sum(value for value in revenues.values() if value > 0)
    reached = sum(max(revenues[ident], 0) for ident in order[:place])
    a, b = terms_of(material.index.settings).abc
    earned = revenues[material.ident] > 0
    told = note(
        _FIRST if place == 1 and earned else _ABC,
        place=place,
        clients=len(order),
        share=round(100 * reached / whole, 1) if whole else 0,
        a=_percent(a),
        b=_percent(b),
    )
    return _ruled(material, figure, told, ("revenue",), explain)


def _percent(share: object) -> int | float:
    value = float(100 * share)  # type: ignore[operator]
    return int(value) if value == int(value) else value


def _revenues(material: Material) -> dict[str, int]:
    return {one.client: one.revenue for one in sales(material.everybody)}


def nine(material: Material, figure: str, explain: Explain) -> Why:
    """Explain the class and the third of it, or what was typed of a client without orders."""
    revenues = _revenues(material)
    if material.ident not in revenues:
        if material.metrics.get(figure) is None:
            return _ruled(material, figure, _NO_ORDER, ("orders",), explain)
        return _ruled(material, figure, _JUDGED, ("size", "standing"), explain)
    classes = shares.abc(revenues, terms_of(material.index.settings).abc)
    name = classes[material.ident]
    group = [ident for ident in shares.by_revenue(revenues) if classes[ident] == name]
    place = group.index(material.ident) + 1
    told = note(_THIRD, place=place, clients=len(group), name=name)
    return _ruled(material, figure, told, ("revenue",), explain)


def bcg(material: Material, figure: str, explain: Explain) -> Why:
    """Explain the field: share by class of the last year, growth against that of all."""
    first = dt.date.fromordinal(max(material.day - 729, 1))
    found = material.everybody.between(first, material.today).rows(
        "client_years", cut=material.day - 364
    )
    years = {ident: shares.Years(last=after, before=then) for ident, then, after in found}
    if material.metrics.get(figure) is None:
        none = _QUIET if material.orders else _NO_ORDER
        return _ruled(material, figure, none, ("orders",), explain)
    taking = {ident: both.last for ident, both in years.items() if both.last + both.before > 0}
    names = shares.abc(taking, terms_of(material.index.settings).abc)
    mine = years[material.ident]
    told = note(
        _BCG,
        name=names[material.ident],
        now=money(mine.last),
        then=money(mine.before),
        all_now=money(sum(both.last for both in years.values())),
        all_then=money(sum(both.before for both in years.values())),
    )
    why = _ruled(material, figure, told, ("revenue_365",), explain)
    return Why(
        client=why.client,
        figure=figure,
        value=why.value,
        how=How.RULE,
        reason=told,
        of=(*why.of, before(material)),
    )


def rating(material: Material, figure: str, explain: Explain) -> Why:
    """Explain the rating: for each measure its rank among all clients, times its weight."""
    settings = material.index.settings
    possible = set(measures(terms_of(settings)))
    weights = {name: float(one) for name, one in settings.rating.items() if name in possible}
    rows = material.index.table(("id", *weights), sort="id")
    place = [row[0] for row in rows].index(material.ident)
    parts = []
    for at, (name, weight) in enumerate(weights.items(), 1):
        values = [None if row[at] is None else float(row[at]) for row in rows]  # type: ignore[arg-type]
        ranks = shares.percentile_ranks([value for value in values if value is not None])
        mine = values[place]
        rank = 50.0 if mine is None else ranks[mine]
        parts.append(
            Part(
                path=material.path,
                line=0,
                value=rank * weight,
                what=f"{name}: {rank:.1f} × {weight:g}",
                note=_UNKNOWN if mine is None else None,
            )
        )
    return Why(
        client=material.ident,
        figure=figure,
        value=material.metrics.get(figure),
        how=How.WEIGHTED,
        parts=tuple(parts),
        of=tuple(explain(material, name) for name in weights),
        divisor=sum(weights.values()) or 1.0,
    )
