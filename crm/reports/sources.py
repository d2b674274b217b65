"""Owns the report `sources`: which ways to us bring clients who buy and stay."""

from __future__ import annotations

from crm.index.query import Index
from crm.reports.columns import MARGIN, NO_CLIENTS, ORDERS, REVENUE, SHARE
from crm.reports.groups import (
    BUYERS,
    CLIENTS,
    CONVERSION,
    PER_CLIENT,
    REPEAT,
    by_revenue,
    came,
    grouped,
    whole_of,
)
from crm.reports.report import Asked, Option, Report, Result, Unit, Value, column, result, three

_FIGURES = (CLIENTS, BUYERS, CONVERSION, ORDERS, REVENUE, SHARE, MARGIN, PER_CLIENT, REPEAT)
REPORT = Report(
    name="sources",
    title=three("Sources", "Источники", "Източници"),
    question=three(
        "Where do clients come from, and which ways bring those who buy and stay?",
        "Откуда приходят клиенты и какие пути приводят тех, кто покупает и остаётся?",
        "Откъде идват клиентите и кои пътища водят тези, които купуват и остават?",
    ),
    columns=(
        column(
            "source",
            Unit.TEXT,
            "Source | Источник | Източник",
            "`source` of the clients; empty where none is written."
            " | `source` клиентов; пусто, где не указан."
            " | `source` на клиентите; празно, където не е посочен.",
        ),
        column(
            "referrer",
            Unit.CLIENT,
            "Recommended by | Кто рекомендовал | Препоръчал",
            "Id of the client named in `referred_by`; with --by referrer."
            " | Код клиента из `referred_by`; с --by referrer."
            " | Код на клиента от `referred_by`; с --by referrer.",
        ),
        *_FIGURES,
    ),
    summary=tuple(one for one in _FIGURES if one is not SHARE),
    period=three(
        "--since and --until: clients that came in these days, by `since` or their first entry,"
        " with all they brought up to --until.",
        "--since и --until: клиенты, пришедшие в эти дни, по `since` или первой записи, и всё, что"
        " они принесли до --until.",
        "--since и --until: клиенти, дошли в тези дни, по `since` или първия запис, и всичко, което"
        " са донесли до --until.",
    ),
    options=(
        Option(
            name="by",
            default="source",
            meaning=three(
                "a row a source, or a row a client who recommended us: source or referrer",
                "строка на источник или на рекомендовавшего клиента: source или referrer",
                "ред за източник или за препоръчалия клиент: source или referrer",
            ),
            choices=("source", "referrer"),
        ),
    ),
    how=three(
        "Clients are put together by `source`, and what they brought since is added up. Many"
        " clients alone say little: compare the share of buyers, what a client brings and how many"
        " come again. Spend next month's money and time where a client brings most, stop what"
        " brings none, and ask new clients where they heard of you: an empty source teaches"
        " nothing.",
        "Клиенты собираются по `source`, и складывается всё, что они с тех пор принесли. Само число"
        " клиентов говорит мало: сравнивайте долю покупателей, выручку на клиента и сколько"
        " вернулись. Деньги и время следующего месяца вложите туда, где клиент приносит больше,"
        " остановите то, что не приносит никого, и спрашивайте новых, откуда они о вас узнали:"
        " пустой источник ничему не учит.",
        "Клиентите се събират по `source` и се сумира всичко, което са донесли оттогава. Броят сам"
        " по себе си говори малко: сравнявайте дела на купувачите, приходите на клиент и колко са"
        " се върнали. Вложете парите и времето за следващия месец там, където клиентът носи"
        " най-много, спрете това, което не води никого, и питайте новите откъде са научили за вас:"
        " празният източник не учи на нищо.",
    ),
    source="own definition",
)


def compute(index: Index, asked: Asked) -> Result:
    """Return the sources of the chosen clients, those that brought most first."""
    extract = asked.extract(index)
    clients = [
        one
        for one in came(extract)
        if extract.since is None or (one.day is not None and one.day >= extract.first)
    ]
    by = asked.word("by")
    if by == "referrer":
        clients = [one for one in clients if one.referrer]
    found, together = grouped(extract.from_the_beginning(), clients, by)
    whole = whole_of(found.values())
    rows: list[tuple[Value, ...]] = []
    for name in by_revenue(found):
        figures = found[name].figures(whole)
        rows.append((name, *(figures[one.name] for one in _FIGURES)))
    figures = together.figures(whole)
    summary = {one.name: figures[one.name] for one in REPORT.summary}
    other = "source" if by == "referrer" else "referrer"
    return result(REPORT, rows, summary, without=(other,), why=None if rows else NO_CLIENTS)
