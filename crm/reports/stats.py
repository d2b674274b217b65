"""Owns the statistics of any number of clients, entries, lines of orders or deals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from crm.fields.near import closest
from crm.index import columns as index_columns
from crm.index.query import Index
from crm.index.values import money
from crm.record import record
from crm.reports import totals
from crm.reports.columns import NO_CLIENTS
from crm.reports.refusals import (
    ForeignGroup,
    NotANumber,
    UnknownGroup,
    UnknownNumber,
    WithoutDays,
)
from crm.reports.report import Asked, Column, Report, Result, Unit, Value, column, three
from crm.reports.spread import Spread, spread


@record
class Source:
    """What has numbers beside clients: its question, and what its rows hold after the client."""

    question: str
    groups: tuple[str, ...]
    numbers: tuple[str, ...]
    money: frozenset[str]


SOURCES: Mapping[str, Source] = {
    "entry": Source(
        question="stats_entries",
        groups=(
            "type", "by", "direction", "outcome", "purpose", "promo", "campaign", "competitor",
            "year", "month", "date",
        ),
        numbers=("amount", "cost", "cogs", "duration", "score", "rating", "points"),
        money=frozenset({"amount", "cost", "cogs"}),
    ),
    "line": Source(
        question="stats_lines",
        groups=("service", "category", "year", "month", "date"),
        numbers=("qty", "amount", "cost"),
        money=frozenset({"amount", "cost"}),
    ),
    "deal": Source(
        question="stats_deals",
        groups=(
            "stage", "result", "owner", "service", "competitor", "reason", "year", "month",
        ),
        numbers=("amount", "days"),
        money=frozenset({"amount"}),
    ),
}  # fmt: skip
_NOT_NUMBERS = frozenset({index_columns.Unit.TEXT, index_columns.Unit.DATE})
_UNITS = {
    "owner": Unit.MEMBER, "entry.by": Unit.MEMBER, "deal.owner": Unit.MEMBER,
    "stage": Unit.STAGE, "deal.stage": Unit.STAGE, "line.service": Unit.SERVICE,
    "deal.service": Unit.SERVICE, "campaign": Unit.CAMPAIGN, "entry.campaign": Unit.CAMPAIGN,
    "rfm_segment": Unit.CLASS, "id": Unit.CLIENT, "referred_by": Unit.TEXT,
}  # fmt: skip
_MISSING = column(
    "missing",
    Unit.COUNT,
    "Without | Без значения | Без стойност",
    "How many have no value: they count in nothing else."
    " | У скольких нет значения: больше нигде не считаются."
    " | Колко нямат стойност: никъде другаде не се броят.",
)
_VARIANCE = column(
    "variance",
    Unit.NUMBER,
    "Variance | Дисперсия | Дисперсия",
    "Of a sample (n − 1); empty for one value."
    " | Выборки (n − 1); пусто у одного значения."
    " | На извадка (n − 1); празно при една стойност.",
)
_NUMBER = three("How many values.", "Сколько значений.", "Колко стойности.")
_HOW = three(
    "Sums are exact; what needs a division is rounded to four decimals, half to even. Deviation and"
    " variance are those of a sample: the squares of the distances from the mean, added up and"
    " divided by n − 1. The median of an even number of values is the mean of the middle two.",
    "Суммы точны; то, что требует деления, округлено до четырёх знаков, половина — к чётному."
    " Отклонение и дисперсия — выборочные: квадраты отклонений от среднего, сложенные и делённые"
    " на n − 1. Медиана чётного числа значений — среднее двух средних.",
    "Сборовете са точни; което иска деление, е закръглено до четири знака, половината към четно."
    " Отклонението и дисперсията са на извадка: квадратите на отклоненията от средното, събрани и"
    " разделени на n − 1. Медианата на четен брой стойности е средното на двете в средата.",
)


class _Found(NamedTuple):
    """Each value with the values it is grouped by; None: there is none."""

    groups: tuple[Value, ...]
    value: Decimal | None


def stats(index: Index, field: str, by: Sequence[str], asked: Asked) -> tuple[Report, Result]:
    """Return the description of a number by groups: what the columns are, and the rows.

    `field` is a column of `client_metrics` that is a number, or one of `SOURCES`: `entry.amount`;
    the groups are columns of the clients or of the same source. Raises the refusals of this
    floor, BadCondition, UnknownSegment.
    """
    source, unit = _unit(index, field)
    for name in by:
        _check_group(index, source, field, name)
    if not source and (asked.since or asked.until):
        raise WithoutDays(field)
    found = list(
        _of_source(index, source, field, by, asked)
        if source
        else _of_clients(index, field, by, asked)
    )
    groups: dict[tuple[Value, ...], list[Decimal | None]] = {}
    for one in found:
        groups.setdefault(one.groups, []).append(one.value)
    if not by:
        groups = {(): [one.value for one in found]}
    rows = [
        (*group, *_figures(values))
        for group, values in sorted(groups.items(), key=lambda pair: tuple(map(_order, pair[0])))
    ]
    report = _report(field, by, unit)
    names = tuple(one.name for one in report.columns)
    whole = dict(zip(names[len(by) :], _figures([one.value for one in found]), strict=True))
    why = None if found else NO_CLIENTS
    return report, Result(columns=names, rows=rows, summary=whole, note=why)


def _unit(index: Index, field: str) -> tuple[str, Unit]:
    """Return what a number belongs to (empty: to clients) and its unit."""
    name, dot, key = field.partition(".")
    source = SOURCES.get(name) if dot else None
    if source is not None and key in source.numbers:
        return name, Unit.MONEY if key in source.money else Unit.NUMBER
    known = {one.name: one for one in index.columns()}
    found = known.get(field)
    numbers = [one for one in known if known[one].unit not in _NOT_NUMBERS]
    numbers += [f"{one}.{key}" for one, source in SOURCES.items() for key in source.numbers]
    if found is not None and found.unit not in _NOT_NUMBERS:
        is_money = found.unit is index_columns.Unit.MONEY
        return "", Unit.MONEY if is_money else Unit.NUMBER
    if found is not None or (source is not None and key in source.groups):
        raise NotANumber(field)
    raise UnknownNumber(field, _meant(field, numbers))


def _check_group(index: Index, source: str, field: str, name: str) -> None:
    known = [one.name for one in index.columns()]
    known += [f"{source}.{key}" for key in SOURCES[source].groups] if source else []
    if name in known:
        return
    other, dot, key = name.partition(".")
    if dot and other in SOURCES and key in SOURCES[other].groups:
        raise ForeignGroup(field, name, f"{other}.{SOURCES[other].numbers[0]}")
    raise UnknownGroup(name, _meant(name, known))


def _meant(text: str, known: Sequence[str]) -> str:
    near = closest(text, tuple(known))
    return near.get("near") or near.get("alike", "")


def _of_clients(index: Index, field: str, by: Sequence[str], asked: Asked) -> Iterator[_Found]:
    rows = index.table(
        ("id", field, *by),
        where=asked.where,
        segment=asked.segment,
        tag=asked.tag,
        owner=asked.owner,
        sort="id",
    )
    for _, value, *groups in rows:
        yield _Found(tuple(groups), _decimal(value))


def _of_source(
    index: Index, name: str, field: str, by: Sequence[str], asked: Asked
) -> Iterator[_Found]:
    source, key = SOURCES[name], field.partition(".")[2]
    inner = [one.partition(".")[2] for one in by if one.startswith(f"{name}.")]
    own = [one for one in by if not one.startswith(f"{name}.")]
    values = {row[0]: row[1:] for row in index.table(("id", *own), sort="id")} if own else {}
    read = cache(_units if key in source.money else _decimal)
    order = [(*own, *(f"{name}.{one}" for one in inner)).index(one) for one in by]
    for client, value, *groups in asked.extract(index).columns(
        source.question, ("client", key, *inner)
    ):
        known = (*values[client], *groups) if own else groups
        yield _Found(tuple([known[at] for at in order]), read(value))


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _units(value: int | None) -> Decimal | None:
    return None if value is None else money(value)


def _figures(values: Sequence[Decimal | None]) -> tuple[Value, ...]:
    known = [value for value in values if value is not None]
    told: Spread = spread(known)
    return (
        told.count, len(values) - told.count, told.total, told.mean, told.median, told.least,
        told.most, told.deviation, told.variance,
    )  # fmt: skip


def _order(value: Value) -> tuple[int, float, str]:
    """Return what groups are sorted by: numbers, then texts, those without a value last."""
    if value is None:
        return 2, 0.0, ""
    if isinstance(value, int | float | Decimal):
        return 0, float(value), ""
    return 1, 0.0, value.isoformat() if isinstance(value, dt.date) else str(value).casefold()


def _report(field: str, by: Sequence[str], unit: Unit) -> Report:
    """Return the description of the answer: the groups, then the figures."""
    figures = {one.name: one for one in totals.REPORT.columns}
    kept = [figures[name] for name in ("sum", "mean", "median", "min", "max", "deviation")]
    described = (
        replace(figures["count"], label=three("Values", "Значения", "Стойности"), meaning=_NUMBER),
        _MISSING,
        *(replace(one, unit=unit) for one in kept),
        _VARIANCE,
    )
    named = three(field, field, field)
    return Report(
        name="stats",
        title=named,
        question=named,
        columns=(*(_group(name) for name in by), *described),
        summary=described,
        period=three("", "", ""),
        how=_HOW,
        source="own definition",
    )


def _group(name: str) -> Column:
    return Column(
        name, _UNITS.get(name, Unit.TEXT), three(name, name, name), three(name, name, name)
    )
