"""Owns the report `regions`: where our clients are, and what each place brings."""

from __future__ import annotations

from crm.index.query import Index
from crm.reports.columns import ENTRIES, MARGIN, NO_CLIENTS, ORDERS, REVENUE, SHARE
from crm.reports.groups import (
    AVERAGE,
    BUYERS,
    CLIENTS,
    CONVERSION,
    NEW,
    PER_CLIENT,
    by_revenue,
    came,
    grouped,
    whole_of,
)
from crm.reports.report import Asked, Option, Report, Result, Unit, Value, column, result, three

_PLACES = ("region", "city", "country")
_FIGURES = (
    CLIENTS, NEW, BUYERS, CONVERSION, ORDERS, REVENUE, SHARE, MARGIN, PER_CLIENT, AVERAGE,
)  # fmt: skip
REPORT = Report(
    name="regions",
    title=three("Regions", "Регионы", "Региони"),
    question=three(
        "Where are our clients, and what does each place bring?",
        "Где наши клиенты и что приносит каждое место?",
        "Къде са клиентите ни и какво носи всяко място?",
    ),
    columns=(
        column(
            "region",
            Unit.TEXT,
            "Region | Регион | Регион",
            "`region` of the clients; empty where none is written."
            " | `region` клиентов; пусто, где не указан."
            " | `region` на клиентите; празно, където не е посочен.",
        ),
        column(
            "city",
            Unit.TEXT,
            "City | Город | Град",
            "City of the address; with --by city."
            " | Город из адреса; с --by city."
            " | Градът от адреса; с --by city.",
        ),
        column(
            "country",
            Unit.TEXT,
            "Country | Страна | Държава",
            "Country of the address; with --by country."
            " | Страна из адреса; с --by country."
            " | Държавата от адреса; с --by country.",
        ),
        *_FIGURES,
    ),
    summary=tuple(one for one in _FIGURES if one is not SHARE),
    period=ENTRIES,
    options=(
        Option(
            name="by",
            default="region",
            meaning=three(
                "what to go by: region, city or country",
                "по чему собирать: region, city или country",
                "по какво да се събира: region, city или country",
            ),
            choices=_PLACES,
        ),
    ),
    how=three(
        "Clients are put together by place, and the orders, refunds and costs of the time are added"
        " up. A place with many clients and few buyers wants visits, one with good revenue and"
        " little margin costs too much to serve: look at its deliveries. Plan the week's journeys"
        " by it, and begin in a new place near one that pays.",
        "Клиенты собираются по месту, и складываются заказы, возвраты и расходы этого времени. Где"
        " клиентов много, а покупателей мало, нужны визиты; где выручка хорошая, а маржа мала,"
        " слишком дорого обслуживать: посмотрите на доставку. Планируйте по нему поездки недели, а"
        " новое место начинайте рядом с тем, что уже окупается.",
        "Клиентите се събират по място и се сумират поръчките, възстановеното и разходите за"
        " времето. Където клиентите са много, а купувачите малко, са нужни посещения; където"
        " приходите са добри, а маржът малък, обслужването е скъпо: погледнете доставките."
        " Планирайте по него пътуванията за седмицата, а ново място започвайте близо до такова,"
        " което се изплаща.",
    ),
    source="own definition",
)


def compute(index: Index, asked: Asked) -> Result:
    """Return the places of the chosen clients, those that brought most first."""
    extract = asked.extract(index)
    by = asked.word("by")
    found, together = grouped(extract, came(extract), by)
    whole = whole_of(found.values())
    rows: list[tuple[Value, ...]] = []
    for name in by_revenue(found):
        figures = found[name].figures(whole)
        rows.append((name, *(figures[one.name] for one in _FIGURES)))
    figures = together.figures(whole)
    summary = {one.name: figures[one.name] for one in REPORT.summary}
    others = tuple(name for name in _PLACES if name != by)
    return result(REPORT, rows, summary, without=others, why=None if rows else NO_CLIENTS)
