"""Owns the report `rfm`: scores of recency, frequency and money, and the segment they name."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from crm.index import rfm
from crm.index.query import Index
from crm.index.values import money
from crm.reports.columns import CLIENT, CLIENTS, ENTRIES, NO_ORDERS, ORDERS, REVENUE
from crm.reports.report import Asked, Report, Result, Unit, Value, column, result, three
from crm.reports.sales import sales

REPORT = Report(
    name="rfm",
    title=three("RFM", "RFM", "RFM"),
    question=three(
        "Who bought lately, often and for much?",
        "Кто покупал недавно, часто и на большие суммы?",
        "Кой е купувал наскоро, често и за много?",
    ),
    columns=(
        CLIENT,
        column(
            "recency",
            Unit.DAYS,
            "Days since | Дней назад | Преди дни",
            "Days since the last order. | Дней с последнего заказа. | Дни от последната поръчка.",
        ),
        ORDERS,
        REVENUE,
        column(
            "r",
            Unit.COUNT,
            "R | R | R",
            "Recency, 1 to 5. | Давность, от 1 до 5. | Давност, от 1 до 5.",
        ),
        column(
            "f",
            Unit.COUNT,
            "F | F | F",
            "Frequency, 1 to 5. | Частота, от 1 до 5. | Честота, от 1 до 5.",
        ),
        column(
            "m", Unit.COUNT, "M | M | M", "Money, 1 to 5. | Деньги, от 1 до 5. | Пари, от 1 до 5."
        ),
        column(
            "segment",
            Unit.CLASS,
            "Segment | Сегмент | Сегмент",
            "Named segment of the scores."
            " | Сегмент, который дают баллы."
            " | Сегментът, който дават оценките.",
        ),
    ),
    summary=(
        CLIENTS,
        column(
            "segments",
            Unit.COUNTS,
            "Segments | Сегменты | Сегменти",
            "Clients by segment. | Клиенты по сегментам. | Клиенти по сегменти.",
        ),
    ),
    period=ENTRIES,
    how=three(
        "Clients with an order are put in five equal parts three times: by the days since the last"
        " order, by the number of orders and by revenue; 5 is best. The scores name a segment by"
        " the table in crm.yaml. Thank and keep champions, call those at risk this week, and do"
        " not spend on those who are asleep before the others were called.",
        "Клиенты с заказами трижды делятся на пять равных частей: по числу дней с последнего"
        " заказа, по числу заказов и по выручке; 5 — лучшее. Баллы дают сегмент по таблице из"
        " crm.yaml. Чемпионов благодарите и берегите, тем, кто в зоне риска, позвоните на этой"
        " неделе, а на спящих не тратьтесь, пока не обзвонили остальных.",
        "Клиентите с поръчка се делят три пъти на пет равни части: по дните от последната поръчка,"
        " по броя на поръчките и по приходите; 5 е най-доброто. Оценките дават сегмент по"
        " таблицата в crm.yaml. Благодарете на шампионите и ги пазете, обадете се тази седмица на"
        " тези в риск и не харчете за спящите, преди да сте се обадили на другите.",
    ),
    source="Hughes, Strategic Database Marketing (1994)",
)


class Row(NamedTuple):
    """One client with its scores."""

    client: str
    recency: int
    orders: int
    revenue: Value
    r: int
    f: int
    m: int
    segment: str | None


def compute(index: Index, asked: Asked) -> Result:
    """Return the scores of the chosen clients among each other."""
    extract = asked.extract(index)
    found = sales(extract)
    settings = index.settings
    buyers = [
        rfm.Buyer(one.client, extract.last - one.last_day, one.orders, one.revenue) for one in found
    ]
    scores = rfm.scores(buyers, settings.rfm)
    rows = [
        Row(
            one.id,
            one.recency,
            one.orders,
            money(one.revenue),
            *scores[one.id],
            rfm.named(scores[one.id], settings.rfm_segments) or None,
        )
        for one in buyers
    ]
    rows.sort(key=lambda row: (-row.r, -row.f, -row.m, row.client))
    held = Counter(row.segment for row in rows)
    segments = {one.id: held[one.id] for one in settings.rfm_segments if held[one.id]}
    summary: dict[str, Value] = {"clients": len(rows), "segments": segments}
    return result(REPORT, rows, summary, why=None if rows else NO_ORDERS)
