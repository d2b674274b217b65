"""Owns the report `value`: what each client has brought and is expected to bring."""

from __future__ import annotations

from decimal import Decimal

from crm.index.query import Index
from crm.index.values import money
from crm.reports.columns import CLIENT, CLIENTS, ENTRIES, MARGIN, NO_ORDERS, ORDERS
from crm.reports.expected import EXPECTED, WEEKS, WEEKS_AHEAD
from crm.reports.forecast import forecast
from crm.reports.profit import Profit, profits
from crm.reports.report import Asked, Report, Result, Unit, Value, column, result, three

_VALUE = column(
    "value",
    Unit.MONEY,
    "Lifetime value | Ценность за всё время | Стойност за цялото време",
    "Margin so far and margin to come."
    " | Маржа до сих пор и ожидаемая маржа."
    " | Маржът досега и очакваният марж.",
)
_TO_COME = column(
    "margin_to_come",
    Unit.MONEY,
    "Margin to come | Ожидаемая маржа | Очакван марж",
    "Orders to come × average margin."
    " | Заказов впереди × средняя маржа."
    " | Предстоящи поръчки × среден марж.",
)
_NOTHING = Decimal(0)

REPORT = Report(
    name="value",
    title=three("Lifetime value", "Ценность клиента", "Стойност на клиента"),
    question=three(
        "What has each client brought, and what will it bring?",
        "Что каждый клиент принёс и что ещё принесёт?",
        "Какво е донесъл всеки клиент и какво ще донесе?",
    ),
    columns=(
        CLIENT,
        ORDERS,
        MARGIN,
        column(
            "average_margin",
            Unit.MONEY,
            "Margin an order | Маржа с заказа | Марж на поръчка",
            "Margin so far / orders so far."
            " | Маржа до сих пор / заказы до сих пор."
            " | Маржът досега / поръчките досега.",
        ),
        EXPECTED,
        _TO_COME,
        _VALUE,
    ),
    summary=(CLIENTS, WEEKS_AHEAD, MARGIN, _TO_COME, _VALUE),
    options=(WEEKS,),
    period=ENTRIES,
    how=three(
        "What a client has brought so far (revenue less goods and expenses), and the orders that"
        " the report `expected` foresees, each at the client's own average margin. Spend on winning"
        " and keeping a client no more than it is worth; a large sum to come with a small past is a"
        " client to grow.",
        "То, что клиент уже принёс (выручка без себестоимости и расходов), и заказы, которые"
        " предвидит отчёт `expected`, каждый по средней марже этого клиента. На привлечение и"
        " удержание тратьте не больше этой ценности; большая ожидаемая сумма при малом прошлом —"
        " клиент, которого стоит растить.",
        "Това, което клиентът е донесъл досега (приходи без себестойност и разходи), и поръчките,"
        " които предвижда отчетът `expected`, всяка по средния марж на този клиент. За привличане и"
        " задържане не харчете повече от тази стойност; голяма очаквана сума при малко минало е"
        " клиент за отглеждане.",
    ),
    source="Fader, Hardie and Lee, RFM and CLV: Using Iso-Value Curves (2005)",
)


def compute(index: Index, asked: Asked) -> Result:
    """Return the chosen clients with an order, the most valuable first.

    Where there can be no forecast, what is to come and the value are empty.
    """
    weeks = asked.number("weeks")
    extract = asked.extract(index)
    found = forecast(extract, weeks)
    coming = {row.client: row.expected_orders for row in found.rows}
    buyers = [one for one in profits(extract) if one.orders]
    rows = [_row(one, coming.get(one.client)) for one in buyers]
    rows.sort(key=lambda row: (-(row[2] if row[6] is None else row[6]), row[0]))
    known = found.fitted is not None
    summary: dict[str, Value] = {
        "clients": len(rows),
        "weeks": weeks,
        "margin": sum((row[2] for row in rows), Decimal(0)),
        "margin_to_come": sum((row[5] or Decimal(0) for row in rows), Decimal(0))
        if known
        else None,
        "value": sum((row[6] or Decimal(0) for row in rows), Decimal(0)) if known else None,
    }
    return result(REPORT, rows, summary, why=found.why if rows else NO_ORDERS)


def _row(
    one: Profit, orders: float | None
) -> tuple[str, int, Decimal, Decimal, float | None, Decimal | None, Decimal | None]:
    """Return a row; the margin to come is rounded to four decimals, as all money is."""
    average = money((2 * one.margin + one.orders) // (2 * one.orders))
    margin = money(one.margin)
    if orders is None:
        return one.client, one.orders, margin, average, None, None, None
    to_come = money(round(orders * one.margin / one.orders))
    return one.client, one.orders, margin, average, orders, to_come, margin + to_come
