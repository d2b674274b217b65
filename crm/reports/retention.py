"""Owns the report `retention`: of those who began in a month, how many still order later."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from statistics import median

from crm.index.query import Index
from crm.reports.columns import CLIENTS, NO_ORDERS, PART_MONTH
from crm.reports.journal import days_by_client, month_name, month_of
from crm.reports.report import Asked, Report, Result, Unit, Value, column, result, three

REPORT = Report(
    name="retention",
    title=three("Retention", "Удержание", "Задържане"),
    question=three(
        "Of the clients who began in a month, how many still order later?",
        "Сколько из начавших в одном месяце заказывают и потом?",
        "Колко от започналите в един месец поръчват и по-късно?",
    ),
    columns=(
        column(
            "cohort",
            Unit.MONTH,
            "Began in | Начали в | Започнали в",
            "Month of the first order. | Месяц первого заказа. | Месец на първата поръчка.",
        ),
        column(
            "size",
            Unit.COUNT,
            "Clients | Клиенты | Клиенти",
            "Clients with their first order in it."
            " | Клиенты с первым заказом в нём."
            " | Клиенти с първа поръчка в него.",
        ),
        column(
            "months",
            Unit.COUNTS,
            "Ordered 0, 1, 2 … months later"
            " | Заказывали через 0, 1, 2 … месяца"
            " | Поръчвали след 0, 1, 2 … месеца",
            "Clients of the cohort with an order that many months later, the first month included."
            " | Клиенты когорты с заказом столько месяцев спустя, первый месяц включён."
            " | Клиенти от кохортата с поръчка толкова месеци по-късно, първият месец включително.",
        ),
    ),
    summary=(
        CLIENTS,
        PART_MONTH,
        column(
            "repeat_share",
            Unit.SHARE,
            "Came again | Пришли снова | Дошли отново",
            "Clients with two order days or more / clients with an order."
            " | Клиенты с двумя днями заказов и больше / клиенты с заказом."
            " | Клиенти с два дни с поръчка или повече / клиенти с поръчка.",
        ),
        column(
            "regular_share",
            Unit.SHARE,
            "Became regular | Стали постоянными | Станали редовни",
            "Clients with three order days or more / clients with an order."
            " | Клиенты с тремя днями заказов и больше / клиенты с заказом."
            " | Клиенти с три дни с поръчка или повече / клиенти с поръчка.",
        ),
        column(
            "days_to_second",
            Unit.DAYS,
            "Days to the second order | Дней до второго заказа | Дни до втората поръчка",
            "Median of the days from the first order day to the second."
            " | Медиана дней от первого дня заказа до второго."
            " | Медиана на дните от първия ден с поръчка до втория.",
        ),
    ),
    period=three(
        "--since and --until: clients whose first order is of these days; their orders count up to"
        " --until.",
        "--since и --until: клиенты, чей первый заказ пришёлся на эти дни; их заказы считаются до"
        " --until.",
        "--since и --until: клиенти, чиято първа поръчка е от тези дни; поръчките им се броят до"
        " --until.",
    ),
    how=three(
        "Clients are grouped by the month of their first order. Each number counts those of the"
        " group who ordered that many months later; the running month is not over and stays low."
        " Where a group falls after the first month, the first weeks need care: a call after the"
        " first delivery, a reason for the second order.",
        "Клиенты сгруппированы по месяцу первого заказа. Каждое число — сколько из группы"
        " заказывали столько месяцев спустя; текущий месяц не кончился и пока мал. Если группа"
        " падает после первого месяца, заботы требуют первые недели: звонок после первой поставки,"
        " повод для второго заказа.",
        "Клиентите са групирани по месеца на първата поръчка. Всяко число показва колко от групата"
        " са поръчвали толкова месеци по-късно; текущият месец не е свършил и засега е малък."
        " Където групата пада след първия месец, грижа искат първите седмици: обаждане след първата"
        " доставка, повод за втора поръчка.",
    ),
    source="Ryder, The Cohort as a Concept (1965)",
)


def compute(index: Index, asked: Asked) -> Result:
    """Return a row a month in which clients began, the earliest first."""
    extract = asked.extract(index)
    first, running = extract.first, month_of(extract.last)
    journals = {
        client: days
        for client, days in days_by_client(extract.from_the_beginning()).items()
        if days[0] >= first
    }
    cohorts: dict[int, Counter[int]] = {}
    for days in journals.values():
        begun = month_of(days[0])
        cohorts.setdefault(begun, Counter()).update({month_of(day) - begun for day in days})
    rows: list[tuple[Value, ...]] = []
    for begun, counts in sorted(cohorts.items()):
        months = tuple(counts[later] for later in range(running - begun + 1))
        rows.append((month_name(begun), months[0], months))
    summary = {**_summary(journals), "part_month": month_name(running)}
    return result(REPORT, rows, summary, why=None if rows else NO_ORDERS)


def _summary(journals: Mapping[str, list[int]]) -> dict[str, Value]:
    clients = len(journals)
    second = [days[1] - days[0] for days in journals.values() if len(days) > 1]
    regular = sum(len(days) > 2 for days in journals.values())
    return {
        "clients": clients,
        "repeat_share": len(second) / clients if clients else None,
        "regular_share": regular / clients if clients else None,
        "days_to_second": median(second) if second else None,
    }
