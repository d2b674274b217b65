"""Owns the report `team`: what each member did, sold, won and left undone."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from crm.index.query import Index
from crm.index.reports.extract import Extract
from crm.index.values import money
from crm.reports.chances import Stages, chances, ended
from crm.reports.report import Asked, Report, Result, Unit, Value, column, note, result, three
from crm.settings.records import Member

_TOUCHES = column(
    "touches",
    Unit.COUNT,
    "Contacts | Контакты | Контакти",
    "Calls, meetings, e-mails, messages, visits and the like."
    " | Звонки, встречи, письма, сообщения, визиты и прочее."
    " | Обаждания, срещи, писма, съобщения, посещения и подобни.",
)
_ORDERS = column(
    "orders",
    Unit.COUNT,
    "Orders | Заказы | Поръчки",
    "Orders at whose entry the member stands."
    " | Заказы, в записи которых стоит сотрудник."
    " | Поръчки, в чийто запис стои служителят.",
)
_WON = column(
    "won",
    Unit.COUNT,
    "Won | Выиграно | Спечелени",
    "Deals won, by their owner."
    " | Выигранные сделки, по ответственному."
    " | Спечелени сделки, по отговорник.",
)
_LOST = column(
    "lost",
    Unit.COUNT,
    "Lost | Проиграно | Загубени",
    "Deals lost, by their owner."
    " | Проигранные сделки, по ответственному."
    " | Загубени сделки, по отговорник.",
)
_WIN_RATE = column(
    "win_rate",
    Unit.SHARE,
    "Win rate | Доля выигранных | Дял спечелени",
    "Won / (won + lost)."
    " | Выигранные / (выигранные + проигранные)."
    " | Спечелени / (спечелени + загубени).",
)
_REVENUE = column(
    "revenue",
    Unit.MONEY,
    "Revenue | Выручка | Приходи",
    "Order amounts less refunds."
    " | Суммы заказов за вычетом возвратов."
    " | Сумите на поръчките без възстановеното.",
)
_OVERDUE = column(
    "overdue",
    Unit.COUNT,
    "Overdue tasks | Просроченные задачи | Просрочени задачи",
    "Tasks past their day and not done, at the end of the period."
    " | Несделанные задачи, чей день прошёл, на конец периода."
    " | Несвършени задачи, чийто ден е минал, в края на периода.",
)
_CLIENTS = column(
    "clients",
    Unit.COUNT,
    "Clients | Клиенты | Клиенти",
    "Clients the member spoke to or took an order from."
    " | Клиенты, с которыми говорил или у которых принял заказ."
    " | Клиенти, с които е говорил или от които е взел поръчка.",
)
_WON_AMOUNT = column(
    "won_amount",
    Unit.MONEY,
    "Amount won | Сумма выигранных | Сума на спечелените",
    "Of the deals won. | Выигранных сделок. | На спечелените сделки.",
)
_FIGURES = (
    _TOUCHES, _ORDERS, _WON, _LOST, _WIN_RATE, _REVENUE, _OVERDUE, _CLIENTS, _WON_AMOUNT,
)  # fmt: skip
REPORT = Report(
    name="team",
    title=three("Team", "Команда", "Екип"),
    question=three(
        "Who talks to whom, sells, wins, and leaves work undone?",
        "Кто общается с клиентами, продаёт, выигрывает и что оставляет несделанным?",
        "Кой говори с клиентите, продава, печели и какво оставя несвършено?",
    ),
    columns=(
        column(
            "member",
            Unit.MEMBER,
            "Member | Сотрудник | Служител",
            "Id of the member; empty for what nobody stands at."
            " | Код сотрудника; пусто у того, за что никто не отвечает."
            " | Код на служителя; празно, където няма отговорник.",
        ),
        *_FIGURES,
    ),
    summary=tuple(one for one in _FIGURES if one is not _CLIENTS),
    period=three(
        "--since and --until: entries of these days and deals that ended in them; overdue tasks on"
        " --until.",
        "--since и --until: записи этих дней и сделки, которые в них кончились; просроченные"
        " задачи на --until.",
        "--since и --until: записите от тези дни и сделките, приключили в тях; просрочените задачи"
        " на --until.",
    ),
    how=three(
        "Contacts, orders and revenue go to the `by` of the entry, deals to their owner, tasks to"
        " theirs; where none is named, to the owner of the client. Compare people with the same"
        " kind of clients only. Many contacts and few orders want help with offers, few contacts"
        " want time, overdue tasks want a talk today: each of them is a promise to a client.",
        "Контакты, заказы и выручка относятся к тому, кто назван в записи (`by`), сделки и задачи —"
        " к их ответственному; где никто не назван, к ответственному за клиента. Сравнивайте только"
        " тех, у кого похожие клиенты. Много контактов и мало заказов — помогите с предложениями,"
        " мало контактов — дайте время, о просроченных задачах поговорите сегодня: каждая из них"
        " обещана клиенту.",
        "Контактите, поръчките и приходите са на посочения в записа (`by`), сделките и задачите —"
        " на техния отговорник; където няма посочен, на отговорника за клиента. Сравнявайте само"
        " хора със сходни клиенти. Много контакти и малко поръчки искат помощ с офертите, малко"
        " контакти искат време, а за просрочените задачи поговорете днес: всяка е обещание към"
        " клиент.",
    ),
    source="own definition",
)
_NOBODY = note(
    three(
        "nobody of a team did anything in this time, and crm.yaml names no `team`",
        "за это время никто ничего не сделал, а `team` в crm.yaml не задана",
        "за това време никой не е правил нищо, а `team` в crm.yaml не е зададен",
    )
)


class _Work(NamedTuple):
    """What a member did; money in units of 1/10,000."""

    touches: int = 0
    clients: int = 0
    orders: int = 0
    revenue: int = 0
    won: int = 0
    lost: int = 0
    won_amount: int = 0
    overdue: int = 0

    def figures(self) -> tuple[Value, ...]:
        closed = self.won + self.lost
        return (
            self.touches,
            self.orders,
            self.won,
            self.lost,
            self.won / closed if closed else None,
            money(self.revenue),
            self.overdue,
            self.clients,
            money(self.won_amount),
        )


def compute(index: Index, asked: Asked) -> Result:
    """Return the members of crm.yaml and all others who did something, by revenue."""
    extract = asked.extract(index)
    found = _works(extract, Stages(every=index.settings.stages))
    for ident in _there(index.settings.team, extract.since or dt.date.min):
        found.setdefault(ident, _Work())
    order = sorted(found, key=lambda one: (-found[one].revenue, one is None, one or ""))
    rows = [(ident, *found[ident].figures()) for ident in order]
    whole = _Work(*map(sum, zip(_Work(), *found.values(), strict=True)))
    names = [column.name for column in _FIGURES]
    summary = dict(zip(names, whole.figures(), strict=True))
    del summary["clients"]  # one client may be of several members
    return result(REPORT, rows, summary, why=None if rows else _NOBODY)


def _there(team: Mapping[str, Member], first: dt.date) -> list[str]:
    """Return the members who had not left before the period began."""
    return [one.id for one in team.values() if one.left is None or one.left >= first]


def _works(extract: Extract, stages: Stages) -> dict[str | None, _Work]:
    found = {row[0]: _Work(*row[1:]) for row in extract.rows("work_done")}
    deals = chances(extract, stages)
    won, lost, amounts = Counter[str | None](), Counter[str | None](), Counter[str | None]()
    for one in ended(deals, extract.first, "won"):
        won[one.owner] += 1
        amounts[one.owner] += one.amount or 0
    lost.update(one.owner for one in ended(deals, extract.first, "lost"))
    overdue: dict[str | None, int] = dict(extract.rows("overdue_tasks"))
    for ident in {*won, *lost, *overdue}:
        found[ident] = found.get(ident, _Work())._replace(
            won=won[ident],
            lost=lost[ident],
            won_amount=amounts[ident],
            overdue=overdue.get(ident, 0),
        )
    return found
