"""Owns the report `winback`: who stopped ordering and is worth asking back."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from crm.index.query import Index
from crm.index.values import date, money
from crm.reports.columns import CLIENT, CLIENTS, MARGIN, ORDERS, REVENUE
from crm.reports.names import LIFECYCLES
from crm.reports.report import Asked, Report, Result, Unit, Value, column, note, result, three

REPORT = Report(
    name="winback",
    title=three("Win back", "Вернуть", "Да се върнат"),
    question=three(
        "Who stopped ordering and is worth asking back?",
        "Кто перестал заказывать и кого стоит вернуть?",
        "Кой е спрял да поръчва и си струва да бъде върнат?",
    ),
    columns=(
        CLIENT,
        column(
            "lifecycle",
            Unit.CLASS,
            "Class | Класс | Клас",
            "inactive or lost. | inactive или lost. | inactive или lost.",
            LIFECYCLES,
        ),
        column(
            "last_order",
            Unit.DATE,
            "Last order | Последний заказ | Последна поръчка",
            "Day of the last order. | День последнего заказа. | Денят на последната поръчка.",
        ),
        column(
            "days_since",
            Unit.DAYS,
            "Days since | Дней назад | Преди дни",
            "Days since the last order. | Дней с последнего заказа. | Дни от последната поръчка.",
        ),
        column(
            "interval",
            Unit.DAYS,
            "Used to order every | Заказывал раз в | Поръчвал на",
            "Median of the days between order days."
            " | Медиана дней между днями заказов."
            " | Медиана на дните между дните с поръчка.",
        ),
        ORDERS,
        REVENUE,
        MARGIN,
    ),
    summary=(CLIENTS, REVENUE, MARGIN),
    period=three(
        "--since and --until: clients whose last order is of these days.",
        "--since и --until: клиенты, чей последний заказ пришёлся на эти дни.",
        "--since и --until: клиенти, чиято последна поръчка е от тези дни.",
    ),
    how=three(
        "Clients with orders who are inactive or lost today, those who brought most first; without"
        " those who must not be contacted or were closed as never to return. Ring the first ten and"
        " ask what happened; a client who left over something that can be mended returns more"
        " often than a stranger comes.",
        "Клиенты с заказами, которые сегодня неактивны или потеряны, самые доходные первыми; без"
        " тех, кого нельзя беспокоить или кто закрыт навсегда. Позвоните первым десяти и спросите,"
        " что случилось: клиент, ушедший из-за поправимого, возвращается чаще, чем приходит"
        " незнакомый.",
        "Клиенти с поръчки, които днес са неактивни или изгубени, най-доходните първи; без тези,"
        " които не бива да се търсят или са закрити завинаги. Обадете се на първите десет и"
        " попитайте какво се е случило: клиент, напуснал заради поправимо нещо, се връща по-често,"
        " отколкото идва непознат.",
    ),
    source="Stauss and Friege, Regaining Service Customers (1999)",
)
_NOBODY = note(
    three(
        "none of these clients has ordered and stopped",
        "никто из этих клиентов не заказывал и не перестал",
        "никой от тези клиенти не е поръчвал и спрял",
    )
)


def compute(index: Index, asked: Asked) -> Result:
    """Return the chosen clients who stopped, those who brought most first."""
    extract = asked.extract(index)
    found = extract.rows(
        "gone",
        since=(extract.since or dt.date.min).isoformat(),
        until=extract.until.isoformat(),
    )
    rows: list[tuple[Value, ...]] = []
    whole, left = Decimal(0), Decimal(0)
    for client, life, last, since, interval, orders, revenue, margin in sorted(
        found, key=lambda row: (-row[6], row[0])
    ):
        rows.append((
            client, life, date(last), since, interval, orders, money(revenue), money(margin),
        ))  # fmt: skip
        whole += money(revenue)
        left += money(margin)
    summary: dict[str, Value] = {"clients": len(rows), "revenue": whole, "margin": left}
    return result(REPORT, rows, summary, why=None if rows else _NOBODY)
