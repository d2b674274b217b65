"""Owns the report `margin`: what each client leaves after goods, expenses and our time."""

from __future__ import annotations

from crm.index.query import Index
from crm.index.values import money
from crm.reports.columns import CLIENT, CLIENTS, ENTRIES, MARGIN, ORDERS, REVENUE
from crm.reports.profit import Profit, profits, total
from crm.reports.report import Asked, Report, Result, Unit, Value, column, note, result, three

_COGS = column(
    "cogs",
    Unit.MONEY,
    "Goods | Себестоимость | Себестойност",
    "Cost of the goods in order lines."
    " | Себестоимость товаров в позициях заказов."
    " | Себестойност на стоките в редовете на поръчките.",
)
_EXPENSES = column(
    "expenses",
    Unit.MONEY,
    "Expenses | Расходы | Разходи",
    "Expenses and the cost of all entries."
    " | Расходы и стоимость всех записей."
    " | Разходи и цената на всички записи.",
)
_TOUCH_COST = column(
    "touch_cost",
    Unit.MONEY,
    "Of it contacts | В том числе контакты | От тях контакти",
    "The part of the expenses that calls, meetings and the like cost."
    " | Часть расходов, в которую обошлись звонки, встречи и прочее."
    " | Частта от разходите за обаждания, срещи и подобни.",
)
_TOUCHES = column(
    "touches",
    Unit.COUNT,
    "Contacts | Контакты | Контакти",
    "Calls, meetings, e-mails, messages, visits and the like."
    " | Звонки, встречи, письма, сообщения, визиты и прочее."
    " | Обаждания, срещи, писма, съобщения, посещения и подобни.",
)
_MARGIN_SHARE = column(
    "margin_share",
    Unit.SHARE,
    "Margin, % | Маржа, % | Марж, %",
    "Margin / revenue; empty without revenue."
    " | Маржа / выручка; пусто без выручки."
    " | Марж / приходи; празно без приходи.",
)
_PER_ORDER = column(
    "touches_per_order",
    Unit.NUMBER,
    "Contacts an order | Контактов на заказ | Контакти на поръчка",
    "Contacts / orders; empty without an order."
    " | Контакты / заказы; пусто без заказов."
    " | Контакти / поръчки; празно без поръчка.",
)
_FIGURES = (
    ORDERS, REVENUE, _COGS, _EXPENSES, MARGIN, _MARGIN_SHARE, _TOUCHES, _PER_ORDER, _TOUCH_COST,
)  # fmt: skip
REPORT = Report(
    name="margin",
    title=three("Profitability", "Прибыльность", "Доходност"),
    question=three(
        "Who leaves money after goods, expenses and our time?",
        "Кто оставляет деньги после себестоимости, расходов и нашего времени?",
        "Кой оставя пари след себестойността, разходите и времето ни?",
    ),
    columns=(CLIENT, *_FIGURES),
    summary=(CLIENTS, *_FIGURES),
    period=ENTRIES,
    how=three(
        "Revenue less the cost of the goods in order lines, expenses booked on the client and the"
        " cost of entries. Large clients with many contacts an order can leave less than quiet"
        " small ones: raise their minimum order, move them from visits to calls, or change the"
        " price. A negative margin is a decision to be made, not a habit to keep.",
        "Выручка без себестоимости товаров в позициях заказов, расходов на клиента и стоимости"
        " записей. Крупные клиенты, которым нужно много контактов на заказ, оставляют порой"
        " меньше тихих мелких: поднимите им минимальный заказ, переведите с визитов на звонки или"
        " измените цену. Отрицательная маржа — решение, которое надо принять, а не привычка.",
        "Приходите без себестойността на стоките в редовете на поръчките, разходите за клиента и"
        " цената на записите. Големи клиенти с много контакти на поръчка понякога оставят"
        " по-малко от тихите малки: вдигнете минималната им поръчка, минете от посещения на"
        " обаждания или сменете цената. Отрицателният марж е решение за вземане, не навик.",
    ),
    source="Kaplan and Cooper, Cost and Effect (1998)",
)
_NOBODY = note(
    three(
        "these clients have neither money entries nor contacts in this time",
        "у этих клиентов за это время нет ни записей о деньгах, ни контактов",
        "тези клиенти нямат за това време нито записи за пари, нито контакти",
    )
)


def compute(index: Index, asked: Asked) -> Result:
    """Return the chosen clients with an entry about money or a contact, the best margin first."""
    found = profits(asked.extract(index))
    found.sort(key=lambda one: (-one.margin, one.client))
    rows: list[tuple[Value, ...]] = [(one.client, *_figures(one)) for one in found]
    names = [column.name for column in _FIGURES]
    whole = total(found)
    summary: dict[str, Value] = {"clients": len(rows)}
    summary |= zip(names, _figures(whole), strict=True)
    return result(REPORT, rows, summary, why=None if rows else _NOBODY)


def _figures(one: Profit) -> tuple[Value, ...]:
    return (
        one.orders,
        money(one.revenue),
        money(one.cogs),
        money(one.expenses),
        money(one.margin),
        one.margin / one.revenue if one.revenue > 0 else None,
        one.touches,
        one.touches / one.orders if one.orders else None,
        money(one.touch_cost),
    )
