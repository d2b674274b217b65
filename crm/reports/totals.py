"""Owns the report `totals`: the figures of the base, and how they spread over its clients."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from crm.index.amounts import SCALE
from crm.index.query import Index
from crm.index.values import money
from crm.reports.columns import CLIENTS, ENTRIES, MARGIN, ORDERS, REVENUE
from crm.reports.names import MEASURES
from crm.reports.profit import Profit, profits, total
from crm.reports.report import (
    Asked,
    Column,
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
from crm.reports.spread import of_units

# Each measure, and how many of its units make one.
_MEASURES: dict[str, tuple[Callable[[Profit], int], int]] = {
    "orders": (lambda one: one.orders, 1),
    "revenue": (lambda one: one.revenue, SCALE),
    "cogs": (lambda one: one.cogs, SCALE),
    "expenses": (lambda one: one.expenses, SCALE),
    "margin": (lambda one: one.margin, SCALE),
    "touches": (lambda one: one.touches, 1),
}


def _number(name: str, label: str, meaning: str) -> Column:
    return column(name, Unit.NUMBER, label, meaning)


REPORT = Report(
    name="totals",
    title=three("Totals", "Итоги", "Обобщение"),
    question=three(
        "What is the whole base worth, and how does it spread over clients?",
        "Чего стоит вся база и как это распределено по клиентам?",
        "Колко струва цялата база и как е разпределено по клиенти?",
    ),
    columns=(
        column(
            "group",
            Unit.TEXT,
            "Group | Группа | Група",
            "Value of the column named by --by; empty without one."
            " | Значение столбца, заданного --by; пусто, если не задан."
            " | Стойност на колоната от --by; празно, ако не е зададена.",
        ),
        column(
            "measure",
            Unit.TEXT,
            "Measure | Показатель | Показател",
            "orders, revenue, cogs, expenses, margin, touches: of each client in the period."
            " | orders, revenue, cogs, expenses, margin, touches: каждого клиента за период."
            " | orders, revenue, cogs, expenses, margin, touches: на всеки клиент за периода.",
            MEASURES,
        ),
        column(
            "count",
            Unit.COUNT,
            "Clients | Клиенты | Клиенти",
            "Number of clients. | Число клиентов. | Брой клиенти.",
        ),
        _number("sum", "Sum | Сумма | Сбор", "Of all clients. | Всех клиентов. | На всички."),
        _number(
            "mean", "Mean | Среднее | Средно", "Sum / clients. | Сумма / клиенты. | Сбор / клиенти."
        ),
        _number(
            "median",
            "Median | Медиана | Медиана",
            "Half of the clients have no more."
            " | У половины клиентов не больше."
            " | Половината клиенти нямат повече.",
        ),
        _number("min", "Least | Наименьшее | Най-малко", "The least. | Наименьшее. | Най-малкото."),
        _number("max", "Most | Наибольшее | Най-много", "The most. | Наибольшее. | Най-голямото."),
        _number(
            "deviation",
            "Deviation | Отклонение | Отклонение",
            "Standard deviation of a sample (n − 1); empty for one client."
            " | Стандартное отклонение выборки (n − 1); пусто у одного клиента."
            " | Стандартно отклонение на извадка (n − 1); празно при един клиент.",
        ),
    ),
    summary=(
        CLIENTS,
        ORDERS,
        REVENUE,
        MARGIN,
        column(
            "average_order",
            Unit.MONEY,
            "Average order | Средний заказ | Средна поръчка",
            "Order amounts / orders. | Суммы заказов / заказы. | Суми на поръчки / поръчки.",
        ),
        column(
            "touches",
            Unit.COUNT,
            "Contacts | Контакты | Контакти",
            "Calls, meetings and the like."
            " | Звонки, встречи и прочее."
            " | Обаждания, срещи и подобни.",
        ),
    ),
    options=(
        Option(
            name="by",
            default="",
            meaning=three(
                "a column of clients to group by: owner, region, lifecycle …",
                "столбец клиентов для группировки: owner, region, lifecycle …",
                "колона на клиентите за групиране: owner, region, lifecycle …",
            ),
        ),
    ),
    period=ENTRIES,
    how=three(
        "The figures of every chosen client in the period, those with nothing as 0, added up and"
        " described. A mean far above the median says that a few large clients carry the base; a"
        " deviation larger than the mean says the same. With --by compare owners, regions or"
        " sources.",
        "Числа каждого выбранного клиента за период (у кого ничего нет — 0) сложены и описаны."
        " Среднее много выше медианы значит, что базу несут немногие крупные клиенты; отклонение"
        " больше среднего говорит о том же. С --by сравните ответственных, регионы, источники.",
        "Числата на всеки избран клиент за периода (който няма нищо — 0), събрани и описани."
        " Средно много над медианата значи, че базата се носи от малко големи клиенти; отклонение"
        " над средното казва същото. С --by сравнете отговорници, региони, източници.",
    ),
    source="own definition",
)
_NOBODY = note(three("there are no such clients", "таких клиентов нет", "няма такива клиенти"))


def compute(index: Index, asked: Asked) -> Result:
    """Return a row a group and measure. Raises UnknownColumn for a bad --by."""
    extract = asked.extract(index)
    found = {one.client: one for one in profits(extract)}
    nothing = total([])
    groups: dict[Value, list[Profit]] = {}
    values = _values(index, asked.word("by"))
    for client in sorted(extract.clients):
        groups.setdefault(values.get(client), []).append(found.get(client, nothing))
    rows: list[tuple[Value, ...]] = [
        (group, *_described(name, ones))
        for group, ones in sorted(groups.items(), key=lambda one: (one[0] is None, str(one[0])))
        for name in _MEASURES
    ]
    everything = total(list(found.values()))
    orders = everything.priced_orders
    average = money((2 * everything.order_amounts + orders) // (2 * orders)) if orders else None
    summary: dict[str, Value] = {
        "clients": len(extract.clients),
        "orders": everything.orders,
        "revenue": money(everything.revenue),
        "margin": money(everything.margin),
        "average_order": average,
        "touches": everything.touches,
    }
    without = () if asked.word("by") else ("group",)
    if without:
        rows = [row[1:] for row in rows]
    return result(REPORT, rows, summary, without=without, why=None if rows else _NOBODY)


def _values(index: Index, name: str) -> dict[Value, Value]:
    """Return the value of a column for every client, nothing without a column."""
    if not name:
        return {}
    return {row[0]: row[1] for row in index.table(("id", name), sort="id")}


def _described(name: str, ones: Sequence[Profit]) -> tuple[Value, ...]:
    measure, scale = _MEASURES[name]
    told = of_units([measure(one) for one in ones], scale)
    return (
        name, told.count, told.total, told.mean, told.median, told.least, told.most, told.deviation,
    )  # fmt: skip
