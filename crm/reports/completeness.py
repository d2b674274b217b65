"""Owns the report `completeness`: what is missing in the files, by the value at stake."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from crm.index.query import Index
from crm.index.values import money
from crm.reports.columns import CLIENT, CLIENTS
from crm.reports.report import Asked, Report, Result, Unit, Value, column, note, result, three

REPORT = Report(
    name="completeness",
    title=three("What is missing", "Чего не хватает", "Какво липсва"),
    question=three(
        "Which facts are missing about the clients that matter?",
        "Каких сведений не хватает о важных клиентах?",
        "Кои сведения липсват за важните клиенти?",
    ),
    columns=(
        CLIENT,
        column(
            "completeness",
            Unit.SHARE,
            "Complete | Заполнено | Попълнено",
            "Required and recommended keys that have a value."
            " | Обязательные и желательные поля со значением."
            " | Задължителните и препоръчителните ключове със стойност.",
        ),
        column(
            "missing",
            Unit.KEYS,
            "Missing | Не хватает | Липсва",
            "Keys without a value, required ones first."
            " | Поля без значения, обязательные первыми."
            " | Ключове без стойност, задължителните първи.",
        ),
        column(
            "at_stake",
            Unit.MONEY,
            "At stake | На кону | На карта",
            "Revenue of the last 365 days, or the potential where it is larger."
            " | Выручка за последние 365 дней или потенциал, если он больше."
            " | Приходите за последните 365 дни или потенциалът, ако е по-голям.",
        ),
    ),
    summary=(
        CLIENTS,
        column(
            "completeness",
            Unit.SHARE,
            "Complete | Заполнено | Попълнено",
            "Of all keys of all these clients."
            " | Всех полей всех этих клиентов."
            " | От всички ключове на всички тези клиенти.",
        ),
        column(
            "with_gaps",
            Unit.COUNT,
            "Clients with gaps | Клиенты с пробелами | Клиенти с празноти",
            "Clients with something missing."
            " | Клиенты, у которых чего-то не хватает."
            " | Клиенти, на които нещо липсва.",
        ),
        column(
            "fields",
            Unit.KEYS,
            "Missing by field | По полям | По ключове",
            "Clients without each key. | Клиенты без каждого поля. | Клиенти без всеки ключ.",
        ),
    ),
    period=three(
        "--since and --until: only clients who became known on these days.",
        "--since и --until: только клиенты, ставшие известными в эти дни.",
        "--since и --until: само клиенти, станали известни в тези дни.",
    ),
    how=three(
        "The keys that crm.yaml requires of a client (by kind and tag) and those recommended, and"
        " which of them have no value, the clients with most at stake first. Fill one gap in every"
        " call: ask the top ten for what stands here, and the base is complete where it counts.",
        "Поля, которых crm.yaml требует от клиента (по виду и метке), и желательные — и какие из"
        " них пусты; первыми клиенты, у которых на кону больше всего. В каждом звонке заполняйте"
        " один пробел: спросите у первой десятки то, что здесь стоит, — и база полна там, где это"
        " важно.",
        "Ключовете, които crm.yaml изисква от клиента (по вид и етикет), и препоръчителните, и кои"
        " от тях са празни; първи са клиентите, при които на карта е най-много. Във всяко обаждане"
        " попълвайте по една празнота: питайте първите десет за това, което стои тук, и базата е"
        " пълна там, където е важно.",
    ),
    source="own definition",
)
_NOBODY = note(
    three(
        "there are no such clients, or nothing is asked of them",
        "таких клиентов нет или от них ничего не требуется",
        "няма такива клиенти или от тях не се иска нищо",
    )
)


class _Gaps(NamedTuple):
    client: str
    filled: int
    fillable: int
    missing: str
    revenue: int
    potential: int | None

    @property
    def at_stake(self) -> int:
        return max(self.revenue, self.potential or 0, 0)


def compute(index: Index, asked: Asked) -> Result:
    """Return the chosen clients something is asked of, with gaps and most at stake first."""
    extract = asked.extract(index)
    since = extract.since.isoformat() if extract.since else ""
    found = [
        one
        for row in extract.rows("gaps", since=since, until=extract.until.isoformat())
        if (one := _Gaps._make(row)).fillable
    ]
    found.sort(key=lambda one: (not one.missing, -one.at_stake, one.client))
    rows: list[tuple[Value, ...]] = [
        (one.client, one.filled / one.fillable, tuple(one.missing.split()), money(one.at_stake))
        for one in found
    ]
    fields = Counter(key for one in found for key in one.missing.split())
    commonest = sorted(fields.items(), key=lambda one: (-one[1], one[0]))
    asked_for = sum(one.fillable for one in found)
    summary: dict[str, Value] = {
        "clients": len(rows),
        "completeness": sum(one.filled for one in found) / asked_for if asked_for else None,
        "with_gaps": sum(one.filled < one.fillable for one in found),
        "fields": dict(commonest),
    }
    return result(REPORT, rows, summary, why=None if rows else _NOBODY)
