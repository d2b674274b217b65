"""Owns the report `rhythm`: how often clients order, and who is late against its own habit."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from crm.index.query import Index
from crm.index.values import money
from crm.reports.columns import CLIENT, CLIENTS, ENTRIES, NO_ORDERS
from crm.reports.journal import days_by_client, standings
from crm.reports.report import Asked, Report, Result, Unit, Value, column, result, three
from crm.reports.sales import Sale, sales

REPORT = Report(
    name="rhythm",
    title=three("Rhythm", "Ритм", "Ритъм"),
    question=three(
        "How often do clients order, and who is late against their own rhythm?",
        "Как часто заказывают клиенты и кто опаздывает против своего ритма?",
        "Колко често поръчват клиентите и кой закъснява спрямо своя ритъм?",
    ),
    columns=(
        CLIENT,
        column(
            "order_days",
            Unit.COUNT,
            "Order days | Дней с заказом | Дни с поръчка",
            "Distinct days with an order. | Различные дни с заказом. | Различни дни с поръчка.",
        ),
        column(
            "mean",
            Unit.DAYS,
            "Mean gap | Средний интервал | Среден интервал",
            "Mean of the days between successive order days."
            " | Среднее число дней между соседними днями заказов."
            " | Средно дни между последователни дни с поръчка.",
        ),
        column(
            "median",
            Unit.DAYS,
            "Median gap | Медиана интервала | Медиана на интервала",
            "Median of these days. | Медиана этих дней. | Медиана на тези дни.",
        ),
        column(
            "late_days",
            Unit.DAYS,
            "Days late | Опоздание, дней | Дни закъснение",
            "Whole days past the last order and the median gap; empty before three order days and"
            " while paused."
            " | Полные дни сверх медианы после последнего заказа; пусто до трёх дней заказов и во"
            " время паузы."
            " | Пълни дни над медианата след последната поръчка; празно преди три дни с поръчка и"
            " по време на пауза.",
        ),
    ),
    summary=(
        CLIENTS,
        column(
            "gaps",
            Unit.COUNT,
            "Gaps | Интервалов | Интервали",
            "Number of gaps between order days of one client."
            " | Число интервалов между днями заказов одного клиента."
            " | Брой интервали между дни с поръчка на един клиент.",
        ),
        column(
            "mean",
            Unit.DAYS,
            "Mean gap | Средний интервал | Среден интервал",
            "Mean of all gaps, in days."
            " | Среднее всех интервалов, в днях."
            " | Средно от всички интервали, в дни.",
        ),
        column(
            "median",
            Unit.DAYS,
            "Median gap | Медиана интервала | Медиана на интервала",
            "Median of all gaps, in days."
            " | Медиана всех интервалов, в днях."
            " | Медиана на всички интервали, в дни.",
        ),
        column(
            "average_order",
            Unit.MONEY,
            "Average order | Средний заказ | Средна поръчка",
            "Order amounts / orders. | Суммы заказов / заказы. | Суми на поръчки / поръчки.",
        ),
        column(
            "repeat_share",
            Unit.SHARE,
            "Come again | Приходят снова | Идват отново",
            "Clients with two order days or more / clients with an order."
            " | Клиенты с двумя днями заказов и больше / клиенты с заказом."
            " | Клиенти с два дни с поръчка или повече / клиенти с поръчка.",
        ),
        column(
            "late",
            Unit.COUNT,
            "Late now | Опаздывают | Закъсняват",
            "Clients late by a day or more."
            " | Клиенты, опаздывающие на день и больше."
            " | Клиенти, закъснели с ден или повече.",
        ),
    ),
    period=ENTRIES,
    how=three(
        "Orders of one day count once. A client that orders every ten days and is silent for"
        " fourteen is four days late, whatever others do: call these first, the latest of the"
        " large ones before all, and ask what happened rather than what they need. Whoever"
        " must not be contacted is counted here too: leave them alone.",
        "Заказы одного дня считаются за один. Клиент, который заказывает каждые десять дней и"
        " молчит четырнадцать, опаздывает на четыре дня, что бы ни делали другие: звоните таким"
        " первыми, прежде всего самым опоздавшим из крупных, и спрашивайте, что случилось, а не"
        " что им нужно. Здесь учтены и те, кого нельзя беспокоить: их не трогайте.",
        "Поръчките от един ден се броят веднъж. Клиент, който поръчва на десет дни и мълчи"
        " четиринадесет, закъснява с четири дни, каквото и да правят другите: обадете се първо на"
        " такива, преди всичко на най-закъснелите от големите, и питайте какво се е случило, а не"
        " от какво имат нужда. Тук са и тези, които не бива да се търсят: тях не ги търсете.",
    ),
    source="Reichheld and Sasser, Zero Defections (1990)",
)


def compute(index: Index, asked: Asked) -> Result:
    """Return the rhythm of the clients with an order, the latest first."""
    extract = asked.extract(index)
    paused = {client for client, one in standings(extract).items() if one.paused}
    rows: list[tuple[str, int, float | None, float | None, int | None]] = []
    gaps: list[int] = []
    for client, days in days_by_client(extract).items():
        own = [late - early for early, late in pairwise(days)]
        gaps += own
        usual = median(own) if own else None
        late = None if client in paused else _late(days, usual, extract.last)
        rows.append((client, len(days), _mean(own), usual, late))
    rows.sort(key=lambda row: (row[4] is None, -(row[4] or 0), row[0]))
    summary: dict[str, Value] = {
        "clients": len(rows),
        "gaps": len(gaps),
        "mean": _mean(gaps),
        "median": median(gaps) if gaps else None,
        "average_order": _average(sales(extract)),
        "repeat_share": sum(row[1] >= 2 for row in rows) / len(rows) if rows else None,
        "late": sum(bool(row[4]) for row in rows),
    }
    return result(REPORT, rows, summary, why=None if rows else NO_ORDERS)


def _late(days: Sequence[int], usual: float | None, today: int) -> int | None:
    if len(days) < 3 or usual is None:
        return None
    return max(0, int(today - days[-1] - usual))


def _mean(values: Sequence[int]) -> float | None:
    return sum(values) / len(values) if values else None


def _average(found: Sequence[Sale]) -> Value:
    """Return the mean order amount to four decimals, half up, as the index keeps it."""
    amounts = sum(one.order_amounts for one in found)
    orders = sum(one.priced_orders for one in found)
    return money((2 * amounts + orders) // (2 * orders)) if orders else None
