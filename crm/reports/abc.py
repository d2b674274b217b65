"""Owns the report `abc`: who, or what, brings most of the revenue."""

from __future__ import annotations

from collections.abc import Mapping

from crm.index import shares
from crm.index.query import Index
from crm.index.reports.extract import Extract
from crm.index.terms import terms_of
from crm.index.values import money
from crm.reports.columns import (
    BY_SERVICES,
    CLIENT,
    ENTRIES,
    NO_ORDERS,
    NO_SERVICES,
    REVENUE,
    SERVICE,
    SHARE,
)
from crm.reports.report import Asked, Option, Report, Result, Unit, Value, column, three
from crm.reports.sales import sales

_CLASS = column(
    "class",
    Unit.CLASS,
    "Class | Класс | Клас",
    "A up to 75 % of the whole, B up to 95 %, C the rest, by the limits of the base."
    " | A — до 75 % целого, B — до 95 %, C — остальное, по границам базы."
    " | A — до 75 % от цялото, B — до 95 %, C — останалото, по границите на базата.",
)
REPORT = Report(
    name="abc",
    title=three("ABC", "ABC-анализ", "ABC анализ"),
    question=three(
        "Who brings most of the revenue?",
        "Кто приносит основную часть выручки?",
        "Кой носи по-голямата част от приходите?",
    ),
    columns=(
        CLIENT,
        SERVICE,
        column(
            "quantity",
            Unit.NUMBER,
            "Quantity | Количество | Количество",
            "Sum of the quantities in order lines; with --by quantity."
            " | Сумма количеств в позициях заказов; при --by quantity."
            " | Сбор на количествата в редовете на поръчките; при --by quantity.",
        ),
        REVENUE,
        SHARE,
        column(
            "cumulative",
            Unit.SHARE,
            "Cumulative | Накоплено | С натрупване",
            "Share of this row and all above it together."
            " | Доля этой строки и всех, что выше, вместе."
            " | Дялът на този ред и на всички над него заедно.",
        ),
        _CLASS,
    ),
    summary=(
        column(
            "count",
            Unit.COUNT,
            "Rows | Строк | Редове",
            "Number of clients or services. | Число клиентов или услуг. | Брой клиенти или услуги.",
        ),
        column(
            "total",
            Unit.NUMBER,
            "Whole | Всего | Общо",
            "Sum of all positive values: what the shares are of."
            " | Сумма всех положительных значений: от неё считаются доли."
            " | Сборът на всички положителни стойности: от него са дяловете.",
        ),
        column(
            "classes",
            Unit.COUNTS,
            "In the classes | По классам | По класове",
            "Clients or services by class."
            " | Клиенты или услуги по классам."
            " | Клиенти или услуги по класове.",
        ),
        column(
            "shares",
            Unit.SHARE,
            "Shares of the classes | Доли классов | Дялове на класовете",
            "Share of each class. | Доля каждого класса. | Дял на всеки клас.",
        ),
        column(
            "top_fifth",
            Unit.SHARE,
            "First fifth brings | Первая пятая часть даёт | Първата пета носи",
            "Share of the largest fifth of the rows, rounded up: Pareto's measure."
            " | Доля самой крупной пятой части строк (вверх): мера Парето."
            " | Дялът на най-голямата пета част от редовете (нагоре): мярката на Парето.",
        ),
    ),
    options=(
        BY_SERVICES,
        Option(
            name="by",
            default="revenue",
            choices=("revenue", "quantity"),
            meaning=three(
                "what is added up: revenue or quantity",
                "что складывается: выручка или количество",
                "какво се събира: приходи или количество",
            ),
        ),
    ),
    period=ENTRIES,
    how=three(
        "Clients with an order are put in line by revenue, the largest first. Those who together"
        " bring three quarters are class A, the next up to 95 % are B, the rest C; crm.yaml can"
        " set other limits. Know every A by name and visit them; let B order with little effort;"
        " serve C cheaply. Where the first few bring nearly all, losing one of them is the risk"
        " to look at.",
        "Клиенты с заказами выстраиваются по выручке, крупные впереди. Те, кто вместе дают три"
        " четверти, — класс A, следующие до 95 % — B, остальные — C; границы можно задать в"
        " crm.yaml. Каждого A знайте по имени и навещайте; B пусть заказывают без хлопот; C"
        " обслуживайте дёшево. Если почти всё приносят первые несколько, главный риск — потерять"
        " одного из них.",
        "Клиентите с поръчка се подреждат по приходи, най-големите първи. Тези, които заедно носят"
        " три четвърти, са клас A, следващите до 95 % са B, останалите са C; други граници се"
        " задават в crm.yaml. Всеки A познавайте по име и го посещавайте; B да поръчва без усилие;"
        " C обслужвайте евтино. Където първите няколко носят почти всичко, рискът е да загубите"
        " един от тях.",
    ),
    source="Dickie, ABC Inventory Analysis Shoots for Dollars (1951)",
)


def compute(index: Index, asked: Asked) -> Result:
    """Return clients, or services, with their share of the revenue or quantity and their class."""
    extract = asked.extract(index)
    services = asked.flag("services")
    revenues, quantities = _of_services(extract) if services else _of_clients(extract)
    by_quantity = asked.word("by") == "quantity"
    # Quantities have at most a few decimals: as whole 1/10,000 their sums are exact, as money's.
    weighed = {key: round(quantities[key] * 10_000) for key in revenues}
    values = weighed if by_quantity else revenues
    classes = shares.abc(values, terms_of(index.settings).abc)
    whole = sum(value for value in values.values() if value > 0)
    rows: list[tuple[Value, ...]] = []
    reached = 0
    for key in shares.by_revenue(values):
        own = max(values[key], 0)
        reached += own
        part = (own / whole, reached / whole) if whole else (None, None)
        quantity = (round(quantities[key], 6),) if by_quantity else ()
        rows.append((key, *quantity, money(revenues[key]), *part, classes[key]))
    columns = (
        "service" if services else "client",
        *(("quantity",) if by_quantity else ()),
        *("revenue", "share", "cumulative", "class"),
    )
    why = None if rows else NO_SERVICES if services else NO_ORDERS
    return Result(columns=columns, rows=rows, summary=_summary(values, classes, whole), note=why)


def _of_clients(extract: Extract) -> tuple[dict[str, int], dict[str, float]]:
    found = {one.client: one.revenue for one in sales(extract)}
    quantities: dict[str, float] = dict.fromkeys(found, 0.0)
    quantities.update(extract.rows("client_quantity"))
    return found, quantities


def _of_services(extract: Extract) -> tuple[dict[str, int], dict[str, float]]:
    found = extract.rows("service_sales")
    revenues = {service: revenue for service, _, revenue, _ in found}
    return revenues, {service: quantity for service, quantity, _, _ in found}


def _summary(values: Mapping[str, int], classes: Mapping[str, str], whole: int) -> dict[str, Value]:
    order = shares.by_revenue(values)
    sums = dict.fromkeys("ABC", 0)
    counts = dict.fromkeys("ABC", 0)
    for key in order:
        sums[classes[key]] += max(values[key], 0)
        counts[classes[key]] += 1
    top = sum(max(values[key], 0) for key in order[: -(-len(order) // 5)])
    return {
        "count": len(order),
        "total": money(whole),
        "classes": counts,
        "shares": {name: part / whole if whole else None for name, part in sums.items()},
        "top_fifth": top / whole if whole else None,
    }
