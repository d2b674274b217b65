"""Owns the report `services`: what sells, what brings clients in, what they leave after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from statistics import median

from crm.index.query import Index
from crm.index.reports.extract import Extract
from crm.index.values import money
from crm.reports.bought import baskets
from crm.reports.buyers import Buyers, buyers, could_want
from crm.reports.columns import NO_SERVICES, SERVICE
from crm.reports.report import Asked, Report, Result, Unit, Value, column, result, three
from crm.reports.rules import of_baskets
from crm.reports.sold import Sold, services_sold
from crm.settings import Settings

_NAMED = 10  # clients that could want a service, by name

REPORT = Report(
    name="services",
    title=three("Services", "Услуги", "Услуги"),
    question=three(
        "What sells, what brings clients in, and who could want more?",
        "Что продаётся, что приводит клиентов и кто мог бы захотеть ещё?",
        "Какво се продава, какво води клиенти и кой би искал още?",
    ),
    columns=(
        SERVICE,
        column(
            "clients",
            Unit.COUNT,
            "Clients | Клиенты | Клиенти",
            "Clients who bought it. | Клиенты, которые её купили. | Клиенти, които са я купили.",
        ),
        column(
            "reach",
            Unit.SHARE,
            "Reach | Охват | Обхват",
            "Of all clients with an order."
            " | От всех клиентов с заказом."
            " | От всички клиенти с поръчка.",
        ),
        column(
            "orders",
            Unit.COUNT,
            "Orders | Заказы | Поръчки",
            "Orders with it. | Заказы с ней. | Поръчки с нея.",
        ),
        column(
            "quantity",
            Unit.NUMBER,
            "Quantity | Количество | Количество",
            "Sum of the quantities. | Сумма количеств. | Сбор на количествата.",
        ),
        column(
            "revenue",
            Unit.MONEY,
            "Revenue | Выручка | Приходи",
            "Sum of its lines. | Сумма её позиций. | Сбор на редовете ѝ.",
        ),
        column(
            "share",
            Unit.SHARE,
            "Share | Доля | Дял",
            "Of the revenue of all services."
            " | В выручке всех услуг."
            " | От приходите на всички услуги.",
        ),
        column(
            "margin",
            Unit.MONEY,
            "Margin | Маржа | Марж",
            "Revenue less the cost of its lines."
            " | Выручка без себестоимости её позиций."
            " | Приходите без себестойността на редовете ѝ.",
        ),
        column(
            "price",
            Unit.MONEY,
            "Price | Цена | Цена",
            "Mean price of one unit over the last 365 days."
            " | Средняя цена единицы за последние 365 дней."
            " | Средна цена на единица за последните 365 дни.",
        ),
        column(
            "price_before",
            Unit.MONEY,
            "Price before | Цена до этого | Цена преди",
            "The same over the 365 days before."
            " | То же за предыдущие 365 дней."
            " | Същото за предишните 365 дни.",
        ),
        column(
            "entry",
            Unit.COUNT,
            "Began with it | Начали с неё | Започнали с нея",
            "Clients whose first order day had it."
            " | Клиенты, у которых она была в первый день заказа."
            " | Клиенти, при които е била в първия ден с поръчка.",
        ),
        column(
            "stayed",
            Unit.SHARE,
            "Stayed | Остались | Останали",
            "Of them those who ordered on a second day."
            " | Из них те, кто заказал и во второй день."
            " | От тях тези, които са поръчали и втори ден.",
        ),
        column(
            "exit",
            Unit.COUNT,
            "Left after it | Ушли после неё | Напуснали след нея",
            "Inactive and lost clients whose last order day had it."
            " | Неактивные и потерянные клиенты, у которых она была в последний день заказа."
            " | Неактивни и изгубени клиенти, при които е била в последния ден с поръчка.",
        ),
        column(
            "under_used",
            Unit.FLAG,
            "Under-used | Недооценена | Подценена",
            "Bought by fewer than half as many clients as the middle one of the services."
            " | Её купило меньше половины от числа клиентов средней из услуг."
            " | Купена от по-малко от половината клиенти на средната от услугите.",
        ),
        column(
            "could_want",
            Unit.COUNT,
            "Could want it | Могли бы захотеть | Биха я искали",
            "Clients that still order, never bought it, and bought what its buyers take with it or"
            " before it."
            " | Клиенты, которые ещё заказывают, её не покупали, но купили то, что её покупатели"
            " берут с ней или до неё."
            " | Клиенти, които още поръчват, не са я купували, но са купили това, което купувачите"
            " ѝ вземат с нея или преди нея.",
        ),
        column(
            "ask",
            Unit.TEXTS,
            "Ask first | Спросите первыми | Питайте първо",
            "The ten likeliest of them. | Десять вероятнейших из них. | Десетте най-вероятни.",
        ),
    ),
    summary=(
        column(
            "services",
            Unit.COUNT,
            "Services | Услуг | Услуги",
            "Number of rows. | Число строк. | Брой редове.",
        ),
        column(
            "unsold",
            Unit.COUNT,
            "Of them unsold | Из них непроданных | От тях непродадени",
            "On the price list, in no order."
            " | Есть в прайс-листе, нет ни в одном заказе."
            " | В ценоразписа, но в никоя поръчка.",
        ),
        column(
            "revenue",
            Unit.MONEY,
            "Revenue | Выручка | Приходи",
            "Of all lines. | Всех позиций. | На всички редове.",
        ),
        column(
            "margin",
            Unit.MONEY,
            "Margin | Маржа | Марж",
            "Of all lines. | Всех позиций. | На всички редове.",
        ),
    ),
    period=three(
        "--since and --until: sales, first and last orders of these days; who bought what is looked"
        " up from the beginning.",
        "--since и --until: продажи, первые и последние заказы этих дней; кто что покупал,"
        " смотрится с самого начала.",
        "--since и --until: продажби, първи и последни поръчки от тези дни; кой какво е купувал се"
        " гледа от самото начало.",
    ),
    how=three(
        "What was sold comes from the lines of orders. A service with which many begin and stay is"
        " a door: advertise it. One after which clients leave needs a look at its quality or price."
        " An under-used one with many who could want it needs a mention in the next call; the names"
        " are given.",
        "Проданное берётся из позиций заказов. Услуга, с которой многие начинают и остаются, — это"
        " дверь: рекламируйте её. У той, после которой уходят, проверьте качество или цену."
        " Недооценённую, которую многие могли бы захотеть, упомяните в следующем звонке; имена"
        " названы.",
        "Продаденото идва от редовете на поръчките. Услуга, с която мнозина започват и остават, е"
        " врата: рекламирайте я. При тази, след която напускат, погледнете качеството или цената."
        " Подценената, която мнозина биха искали, споменете в следващото обаждане; имената са"
        " дадени.",
    ),
    source="lift as in Agrawal, Imielinski and Swami (1993)",
)


def compute(index: Index, asked: Asked) -> Result:
    """Return the services sold, and those on the price list, by revenue."""
    extract = asked.extract(index)
    found = buyers(extract, index.settings.lifecycle)
    together = of_baskets(baskets(extract.from_the_beginning()))
    counted = of_baskets(baskets(extract)) if extract.since else together
    every = services_sold(extract, found.bought, counted.singles)
    shown = {code for code, one in every.items() if one.orders}
    shown.update(_offered(index.settings, extract.until))
    sold = {code: every.get(code, Sold()) for code in shown}
    rows = _rows(extract, sold, found, could_want(found, together))
    whole = sum(one.revenue for one in sold.values())
    summary: dict[str, Value] = {
        "services": len(rows),
        "unsold": sum(not one.orders for one in sold.values()),
        "revenue": money(whole),
        "margin": money(whole - sum(one.cost for one in sold.values())),
    }
    return result(REPORT, rows, summary, why=None if rows else NO_SERVICES)


def _offered(settings: Settings, day: dt.date) -> list[str]:
    return [
        code
        for code, service in settings.services.items()
        if service.ended is None or service.ended > day
    ]


def _rows(
    extract: Extract, sold: Mapping[str, Sold], found: Buyers, wanted: Mapping[str, list[str]]
) -> list[tuple[Value, ...]]:
    entries, exits = found.entries(extract.first), found.exits(extract.first)
    clients = found.clients(extract.first)
    whole = sum(max(one.revenue, 0) for one in sold.values())
    middle = median(one.clients for one in sold.values()) if sold else 0
    rows: list[tuple[Value, ...]] = []
    for code in sorted(sold, key=lambda code: (-sold[code].revenue, code)):
        one, begun = sold[code], entries.get(code, [])
        asking = wanted.get(code, [])
        rows.append((
            code,
            one.clients,
            one.clients / clients if clients else None,
            one.orders,
            round(one.quantity, 6),
            money(one.revenue),
            max(one.revenue, 0) / whole if whole else None,
            money(one.revenue - one.cost),
            one.price,
            one.price_before,
            len(begun),
            found.came_again(begun) / len(begun) if begun else None,
            exits[code],
            int(2 * one.clients < middle),
            len(asking),
            tuple(asking[:_NAMED]),
        ))  # fmt: skip
    return rows
