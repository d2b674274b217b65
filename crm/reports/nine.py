"""Owns the report `nine`: the nine groups of size and standing."""

from __future__ import annotations

from collections import Counter

from crm.fields.choices import STANDING
from crm.index import shares
from crm.index.query import Index
from crm.index.terms import terms_of
from crm.index.values import money
from crm.reports.columns import CLIENT, CLIENTS, ENTRIES, REVENUE
from crm.reports.names import NINE
from crm.reports.report import (
    Asked,
    Column,
    Report,
    Result,
    Unit,
    Value,
    column,
    note,
    result,
    three,
)
from crm.reports.sales import sales

REPORT = Report(
    name="nine",
    title=three("Nine groups", "Девять групп", "Девет групи"),
    question=three(
        "Who leads and who lags within each class of size?",
        "Кто лидер, а кто отстаёт внутри каждого класса по размеру?",
        "Кой води и кой изостава във всеки клас по големина?",
    ),
    columns=(
        CLIENT,
        REVENUE,
        column(
            "class",
            Unit.CLASS,
            "Class | Класс | Клас",
            "Class by revenue, or by own judgement (`size`)."
            " | Класс по выручке или по собственной оценке (`size`)."
            " | Клас по приходи или по собствена преценка (`size`).",
        ),
        Column(
            "standing",
            Unit.CLASS,
            three("Standing", "Положение", "Позиция"),
            three(
                "Upper, middle or lower third of the class, or by own judgement (`standing`).",
                "Верхняя, средняя или нижняя треть класса или собственная оценка (`standing`).",
                "Горна, средна или долна третина на класа или собствена преценка (`standing`).",
            ),
            STANDING,
        ),
        column(
            "group",
            Unit.TEXT,
            "Group | Группа | Група",
            "Class and standing together. | Класс и положение вместе. | Класът и позицията заедно.",
            NINE,
        ),
    ),
    summary=(
        CLIENTS,
        column(
            "groups",
            Unit.COUNTS,
            "In the groups | По группам | По групи",
            "Clients by group. | Клиенты по группам. | Клиенти по групи.",
            NINE,
        ),
    ),
    period=ENTRIES,
    how=three(
        "Within each class of ABC the clients stand by revenue; the upper third leads, the lower"
        " third lags. Who never ordered is placed by `size` and `standing` of the file. Spend most"
        " on the leaders of A, grow the leaders of B into A, and ask whether the laggards of C are"
        " worth a visit at all.",
        "Внутри каждого класса ABC клиенты стоят по выручке: верхняя треть — лидеры, нижняя —"
        " отстающие. Кто ещё не заказывал, попадает в группу по `size` и `standing` из файла."
        " Больше всего вкладывайте в лидеров A, лидеров B растите до A, а об отстающих C спросите"
        " себя, стоят ли они визита.",
        "Във всеки клас на ABC клиентите са подредени по приходи: горната третина са лидери,"
        " долната изостават. Който още не е поръчвал, се поставя според `size` и `standing` във"
        " файла. Влагайте най-много в лидерите на A, отглеждайте лидерите на B до A, а за"
        " изоставащите в C се запитайте струват ли си посещението.",
    ),
    source="own definition",
)
_NOBODY = note(
    three(
        "none of these clients has an order in this time, or `size` and `standing` in its file",
        "ни у кого из этих клиентов нет заказов за это время или `size` и `standing` в файле",
        "никой от тези клиенти няма поръчка за това време или `size` и `standing` във файла",
    )
)


def compute(index: Index, asked: Asked) -> Result:
    """Return the group of every chosen client that has one, those that bring most first."""
    extract = asked.extract(index)
    revenues = {one.client: one.revenue for one in sales(extract)}
    classes = shares.abc(revenues, terms_of(index.settings).abc)
    groups = shares.nine(revenues, classes)
    rows: list[tuple[Value, ...]] = [
        (client, money(revenues[client]), *groups[client].split(" "), groups[client])
        for client in shares.by_revenue(revenues)
    ]
    rows += [
        (client, None, size, standing, f"{size} {standing}")
        for client, size, standing in extract.rows("judged")
    ]
    held = Counter(str(row[4]) for row in rows)
    names = [f"{size} {standing}" for size in "ABC" for standing in shares.THIRDS]
    summary: dict[str, Value] = {
        "clients": len(rows),
        "groups": {name: held[name] for name in names},
    }
    return result(REPORT, rows, summary, why=None if rows else _NOBODY)
