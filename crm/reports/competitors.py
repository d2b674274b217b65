"""Owns the report `competitors`: to whom deals and clients were lost, why and where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from crm.index.query import Index
from crm.index.values import money
from crm.reports.chances import Stages
from crm.reports.columns import SERVICE
from crm.reports.commonest import commonest
from crm.reports.losses import Outcome, outcomes
from crm.reports.report import (
    Asked,
    Option,
    Report,
    Result,
    Unit,
    Value,
    column,
    note,
    result,
    three,
)

_KEYS = ("competitor", "reason", "service", "region")
_DEALS = column(
    "deals",
    Unit.COUNT,
    "Deals lost | Проиграно сделок | Загубени сделки",
    "Deals lost. | Проигранные сделки. | Загубени сделки.",
)
_AMOUNT = column(
    "amount",
    Unit.MONEY,
    "Their amount | Их сумма | Сумата им",
    "Of the deals lost. | Проигранных сделок. | На загубените сделки.",
)
_CLIENTS = column(
    "clients",
    Unit.COUNT,
    "Clients lost | Потеряно клиентов | Изгубени клиенти",
    "Clients closed, or without an order for two years; crm.yaml can set another time."
    " | Закрытые клиенты и те, кто не заказывал два года; в crm.yaml можно задать другой срок."
    " | Закрити клиенти и такива без поръчка от две години; crm.yaml може да зададе друг срок.",
)
_REVENUE = column(
    "revenue",
    Unit.MONEY,
    "They had brought | Они принесли | Бяха донесли",
    "Revenue of these clients from the beginning."
    " | Выручка от этих клиентов с самого начала."
    " | Приходите от тези клиенти от самото начало.",
)
_WON = column(
    "won",
    Unit.COUNT,
    "Deals won | Выиграно сделок | Спечелени сделки",
    "Deals won where the same stood in it."
    " | Выигранные сделки с тем же в этой графе."
    " | Спечелени сделки със същото в нея.",
)
_WIN_RATE = column(
    "win_rate",
    Unit.SHARE,
    "Win rate | Доля выигранных | Дял спечелени",
    "Won / (won + lost) of the deals."
    " | Выигранные / (выигранные + проигранные) сделки."
    " | Спечелени / (спечелени + загубени) сделки.",
)
REPORT = Report(
    name="competitors",
    title=three("Competitors", "Конкуренты", "Конкуренти"),
    question=three(
        "To whom do we lose deals and clients, why, and in what?",
        "Кому мы проигрываем сделки и клиентов, почему и в чём?",
        "Кой ни взема сделки и клиенти, защо и в какво?",
    ),
    columns=(
        column(
            "competitor",
            Unit.TEXT,
            "Competitor | Конкурент | Конкурент",
            "Whom the last move of the deal names, else the deal; of a client whom its entries name"
            " last."
            " | Кого называет последний переход сделки, иначе сама сделка; у клиента — последний,"
            " кого называют записи."
            " | Когото посочва последното преместване на сделката, иначе самата сделка; за клиент —"
            " последният в записите му.",
        ),
        column(
            "reason",
            Unit.TEXT,
            "Reason | Причина | Причина",
            "Of the last move, or of the closing; with --by reason."
            " | Последнего перехода или закрытия; с --by reason."
            " | На последното преместване или на закриването; с --by reason.",
        ),
        SERVICE,
        column(
            "region",
            Unit.TEXT,
            "Region | Регион | Регион",
            "Of the client; with --by region."
            " | Клиента; с --by region."
            " | На клиента; с --by region.",
        ),
        _DEALS,
        _AMOUNT,
        _CLIENTS,
        _REVENUE,
        _WON,
        _WIN_RATE,
        column(
            "reasons",
            Unit.COUNTS,
            "Why | Почему | Защо",
            "Losses by reason. | Потери по причинам. | Загуби по причини.",
        ),
        column(
            "competitors",
            Unit.COUNTS,
            "To whom | Кому | Кой ги взе",
            "Losses by competitor. | Потери по конкурентам. | Загуби по конкуренти.",
        ),
    ),
    summary=(
        _DEALS,
        _AMOUNT,
        _CLIENTS,
        _REVENUE,
        _WON,
        _WIN_RATE,
        column(
            "named",
            Unit.SHARE,
            "Competitor known | Конкурент известен | Известен конкурент",
            "Of the deals and clients lost those where a competitor is named."
            " | Из проигранных сделок и клиентов те, где назван конкурент."
            " | От загубените сделки и клиенти тези, при които е посочен конкурент.",
        ),
    ),
    period=three(
        "--since and --until: deals and clients lost in these days, and deals won in them.",
        "--since и --until: сделки и клиенты, потерянные в эти дни, и выигранные в них сделки.",
        "--since и --until: сделки и клиенти, загубени в тези дни, и спечелените в тях сделки.",
    ),
    options=(
        Option(
            name="by",
            default="competitor",
            meaning=three(
                "what to go by: competitor, reason, service or region",
                "по чему собирать: competitor, reason, service или region",
                "по какво да се събира: competitor, reason, service или region",
            ),
            choices=_KEYS,
        ),
    ),
    how=three(
        "Every deal lost and every client lost is put under the competitor that took it. A client"
        " whose last order had several services stands under each of them with --by service. Where"
        " one competitor wins in one service or region, look at its offer there; where the reasons"
        " are price alone, check that they are not merely the politest answer. Ask `who instead of"
        " us?` at every loss: what is not known cannot be mended.",
        "Каждая проигранная сделка и каждый потерянный клиент относятся к конкуренту, которому"
        " достались. Клиент, в чьём последнем заказе несколько услуг, с --by service стоит под"
        " каждой. Где один конкурент выигрывает в одной услуге или регионе, посмотрите на его"
        " предложение там; где причина всегда цена, проверьте, не самый ли это вежливый ответ."
        " Спрашивайте при каждой потере, к кому уходят: чего не знаешь, того не исправишь.",
        "Всяка загубена сделка и всеки изгубен клиент се водят при конкурента, който ги е взел."
        " Клиент с няколко услуги в последната поръчка стои с --by service под всяка. Където един"
        " конкурент печели в една услуга или регион, погледнете офертата му там; където причината е"
        " все цената, проверете дали това не е просто най-учтивият отговор. Питайте при всяка"
        " загуба при кого отиват: което не се знае, не се поправя.",
    ),
    source="own definition",
)
_NONE = note(
    three(
        "no deal ended and no client was lost in this time",
        "за это время ни одна сделка не кончилась и ни один клиент не потерян",
        "за това време никоя сделка не е приключила и никой клиент не е изгубен",
    )
)


def compute(index: Index, asked: Asked) -> Result:
    """Return what was lost by competitor, reason, service or region, most losses first."""
    settings = index.settings
    stages = Stages(every=settings.stages)
    found = outcomes(asked.extract(index), stages, settings.lifecycle.lost_after)
    by = asked.word("by")
    groups: dict[str | None, list[Outcome]] = defaultdict(list)
    for one in found:
        for key in one.keys(by):
            groups[key].append(one)
    lost = {key: sum(one.kind != "won" for one in own) for key, own in groups.items()}
    order = sorted(groups, key=lambda key: (key is None, -lost[key], key or ""))
    said = [name for name in ("reason", "competitor") if name != by]
    rows: list[tuple[Value, ...]] = [
        (key, *_figures(groups[key]), *(_counted(groups[key], name) for name in said))
        for key in order
        if key is not None or lost[key]
    ]
    unsaid = [f"{name}s" for name in ("reason", "competitor") if name == by]
    without = (*(key for key in _KEYS if key != by), *unsaid)
    return result(REPORT, rows, _summary(found), without=without, why=None if rows else _NONE)


def _figures(found: Sequence[Outcome]) -> tuple[Value, ...]:
    deals = [one.amount for one in found if one.kind == "deal"]
    clients = [one.amount for one in found if one.kind == "client"]
    won = len(found) - len(deals) - len(clients)
    return (
        len(deals),
        money(sum(deals)),
        len(clients),
        money(sum(clients)),
        won,
        won / (won + len(deals)) if won or deals else None,
    )


def _counted(found: Sequence[Outcome], name: str) -> dict[str, Value]:
    return commonest(getattr(one, name) for one in found if one.kind != "won")


def _summary(found: Sequence[Outcome]) -> dict[str, Value]:
    names = [column.name for column in REPORT.summary]
    losses = [one for one in found if one.kind != "won"]
    named = sum(one.competitor is not None for one in losses)
    known = named / len(losses) if losses else None
    return dict(zip(names, (*_figures(found), known), strict=True))
