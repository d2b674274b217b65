"""Owns the report `debts`: who owes for which orders, and for how long."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from crm.index.query import Index
from crm.index.values import date, money
from crm.reports.columns import CLIENT, CLIENTS
from crm.reports.report import (
    Asked,
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

# The last day of each age of a debt, in days past due; the last has no end.
_AGES = (("not_due", 0), ("days_30", 30), ("days_60", 60), ("days_90", 90), ("older", None))
_ORDERS = column(
    "orders",
    Unit.COUNT,
    "Orders | Заказы | Поръчки",
    "Orders on credit not settled in full."
    " | Заказы в долг, оплаченные не полностью."
    " | Поръчки на кредит, които не са платени изцяло.",
)
_OWED = column(
    "owed",
    Unit.MONEY,
    "Owed | Долг | Дължи",
    "Amount less what settles it. | Сумма за вычетом оплаченного. | Сумата без платеното.",
)
_OVERDUE = column(
    "overdue",
    Unit.MONEY,
    "Overdue | Просрочено | Просрочено",
    "The part of it whose day has passed."
    " | Часть, срок которой прошёл."
    " | Частта, чийто срок е минал.",
)
REPORT = Report(
    name="debts",
    title=three("Debts", "Долги", "Дългове"),
    question=three(
        "Who owes us, for which orders, and for how long?",
        "Кто нам должен, за какие заказы и как давно?",
        "Кой ни дължи, за кои поръчки и откога?",
    ),
    columns=(
        CLIENT,
        column(
            "number",
            Unit.TEXT,
            "Number | Номер | Номер",
            "Number of the order. | Номер заказа. | Номер на поръчката.",
        ),
        column(
            "date",
            Unit.DATE,
            "Ordered | Заказан | Поръчана",
            "Day of the order. | День заказа. | Денят на поръчката.",
        ),
        _ORDERS,
        column(
            "due",
            Unit.DATE,
            "Due | Срок | Срок",
            "Day by which it is to be paid; of a client the earliest."
            " | День, до которого надо заплатить; у клиента самый ранний."
            " | Денят, до който трябва да се плати; за клиент — най-ранният.",
        ),
        column(
            "amount",
            Unit.MONEY,
            "Amount | Сумма | Сума",
            "Of the order, less its refunds."
            " | Заказа, за вычетом возвратов."
            " | На поръчката, без възстановеното.",
        ),
        _OWED,
        _OVERDUE,
        column(
            "days_overdue",
            Unit.DAYS,
            "Days overdue | Дней просрочки | Дни закъснение",
            "Days past due, 0 when not; of a client those of the oldest."
            " | Дней после срока, 0 — не просрочен; у клиента по самому старому."
            " | Дни след срока, 0 — не е просрочена; за клиент — по най-старата.",
        ),
    ),
    summary=(
        CLIENTS,
        _ORDERS,
        _OWED,
        _OVERDUE,
        column(
            "not_due",
            Unit.MONEY,
            "Not due yet | Срок не наступил | Срокът не е дошъл",
            "Owed, but in time. | Должны, но в срок. | Дължимо, но в срок.",
        ),
        column(
            "days_30",
            Unit.MONEY,
            "Overdue 1–30 days | Просрочка 1–30 дней | Закъснение 1–30 дни",
            "Up to 30 days past due. | До 30 дней после срока. | До 30 дни след срока.",
        ),
        column(
            "days_60",
            Unit.MONEY,
            "Overdue 31–60 days | Просрочка 31–60 дней | Закъснение 31–60 дни",
            "31 to 60 days past due. | 31–60 дней после срока. | 31–60 дни след срока.",
        ),
        column(
            "days_90",
            Unit.MONEY,
            "Overdue 61–90 days | Просрочка 61–90 дней | Закъснение 61–90 дни",
            "61 to 90 days past due. | 61–90 дней после срока. | 61–90 дни след срока.",
        ),
        column(
            "older",
            Unit.MONEY,
            "Overdue over 90 days | Просрочка больше 90 дней | Закъснение над 90 дни",
            "More than 90 days past due."
            " | Больше 90 дней после срока."
            " | Повече от 90 дни след срока.",
        ),
    ),
    period=three(
        "--since and --until: orders due in these days, also of the future; what is owed for them"
        " is told as of today.",
        "--since и --until: заказы со сроком оплаты в эти дни, в том числе будущие; долг по ним"
        " считается на сегодня.",
        "--since и --until: поръчки със срок за плащане в тези дни, също и бъдещи; дължимото е към"
        " днес.",
    ),
    options=(
        Option(
            name="by",
            default="order",
            meaning=three(
                "a row an order or a row a client: order or client",
                "строка на заказ или на клиента: order или client",
                "ред за поръчка или за клиент: order или client",
            ),
            choices=("order", "client"),
        ),
    ),
    how=three(
        "An order with `due` is on credit. A payment that names its number settles it; all other"
        " payments settle the oldest due first; refunds lower their order. Ring about the oldest"
        " debts before the largest: the chance to be paid falls with every month. Agree on a day,"
        " and write it down as a task; no new credit while an old one is overdue.",
        "Заказ со сроком `due` отпущен в долг. Оплата с его номером гасит именно его, остальные"
        " оплаты — сначала самые старые по сроку; возврат уменьшает свой заказ. Звоните сначала о"
        " самых старых долгах, а не о самых больших: с каждым месяцем надежда получить их тает."
        " Договоритесь о дне, запишите его задачей; пока старый долг просрочен, нового не давайте.",
        "Поръчка със срок `due` е на кредит. Плащане с нейния номер покрива нея, всички други —"
        " първо най-старите по срок; възстановеното намалява поръчката си. Обаждайте се първо за"
        " най-старите дългове, не за най-големите: с всеки месец надеждата да ви платят намалява."
        " Уговорете ден и го запишете като задача; без нов кредит, докато старият е просрочен.",
    ),
    source="own definition",
)
_NOTHING = note(
    three(
        "none of these clients owes anything",
        "никто из этих клиентов ничего не должен",
        "никой от тези клиенти не дължи нищо",
    )
)


class _Debt(NamedTuple):
    """One order not settled in full; money in units of 1/10,000."""

    client: str
    number: str | None
    date: str
    due: str
    amount: int
    owed: int
    days: int

    @property
    def overdue(self) -> int:
        return self.owed if self.days else 0


def compute(index: Index, asked: Asked) -> Result:
    """Return the open orders of the chosen clients, or these clients, the oldest due first."""
    found = [
        _Debt._make(row)
        for row in asked.extract(index).rows(
            "debts",
            since=(asked.since or dt.date.min).isoformat(),
            until=(asked.until or dt.date.max).isoformat(),
        )
    ]
    why = None if found else _NOTHING
    summary = _summary(found)
    if asked.word("by") == "client":
        unsaid = ("number", "date")
        return result(REPORT, _clients(found), summary, without=unsaid, why=why)
    rows: list[tuple[Value, ...]] = [
        (
            one.client,
            one.number,
            date(one.date),
            date(one.due),
            money(one.amount),
            money(one.owed),
            money(one.overdue),
            one.days,
        )
        for one in found
    ]
    return result(REPORT, rows, summary, without=("orders",), why=why)


def _clients(found: Sequence[_Debt]) -> list[tuple[Value, ...]]:
    by_client: dict[str, list[_Debt]] = {}
    for one in found:
        by_client.setdefault(one.client, []).append(one)
    return [
        (
            client,
            len(own),
            date(own[0].due),
            _sum(own, "amount"),
            _sum(own, "owed"),
            _sum(own, "overdue"),
            own[0].days,
        )
        for client, own in by_client.items()
    ]


def _sum(found: Sequence[_Debt], name: str) -> Value:
    return money(sum(getattr(one, name) for one in found))


def _summary(found: Sequence[_Debt]) -> dict[str, Value]:
    ages = dict.fromkeys((name for name, _ in _AGES), 0)
    for one in found:
        ages[_age(one.days)] += one.owed
    return {
        "clients": len({one.client for one in found}),
        "orders": len(found),
        "owed": _sum(found, "owed"),
        "overdue": _sum(found, "overdue"),
        **{name: money(owed) for name, owed in ages.items()},
    }


def _age(days: int) -> str:
    return next(name for name, most in _AGES if most is None or days <= most)
