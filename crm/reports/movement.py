"""Owns the report `movement`: who moved from one class to another between two days."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from crm.index.query import Index
from crm.index.reports.extract import Extract
from crm.reports.columns import CLIENT
from crm.reports.lifecycles import lifecycles
from crm.reports.names import ARROW, COLOURS, FIELDS, LIFECYCLES, NINE
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

_DAYS = 30
_CLASSES = ("lifecycle", "colour", "rfm_segment", "abc", "nine", "bcg", "stage")

_NAMES = {**LIFECYCLES, **COLOURS, **NINE, **FIELDS}

REPORT = Report(
    name="movement",
    title=three("Movement", "Движение", "Движение"),
    question=three(
        "Who moved from one class to another?",
        "Кто перешёл из одного класса в другой?",
        "Кой е минал от един клас в друг?",
    ),
    columns=(
        CLIENT,
        column(
            "from",
            Unit.CLASS,
            "From | Из | От",
            "Class on the first day; empty for a client not known then."
            " | Класс в первый день; пусто, если клиент тогда не был известен."
            " | Клас в първия ден; празно, ако клиентът тогава не е бил известен.",
            _NAMES,
        ),
        column(
            "to",
            Unit.CLASS,
            "To | В | В",
            "Class on the last day. | Класс в последний день. | Клас в последния ден.",
            _NAMES,
        ),
    ),
    summary=(
        column("since", Unit.DATE, "From | С | От", "First day. | Первый день. | Първи ден."),
        column("until", Unit.DATE, "To | По | До", "Last day. | Последний день. | Последен ден."),
        column(
            "moved",
            Unit.COUNT,
            "Moved | Перешли | Преминали",
            "Clients known on both days whose class changed."
            " | Клиенты, известные в оба дня, чей класс изменился."
            " | Клиенти, известни в двата дни, чийто клас се е променил.",
        ),
        column(
            "new",
            Unit.COUNT,
            "New | Новые | Нови",
            "Clients known on the last day only."
            " | Клиенты, известные только в последний день."
            " | Клиенти, известни само в последния ден.",
        ),
        column(
            "stayed",
            Unit.COUNT,
            "Stayed | Остались | Останали",
            "Clients whose class did not change."
            " | Клиенты, чей класс не изменился."
            " | Клиенти, чийто клас не се е променил.",
        ),
        column(
            "moves",
            Unit.COUNTS,
            "Moves | Переходы | Преходи",
            "Clients by move. | Клиенты по переходам. | Клиенти по преходи.",
            _NAMES,
        ),
    ),
    options=(
        Option(
            name="by",
            default="lifecycle",
            choices=_CLASSES,
            meaning=three("which class", "какой класс", "кой клас"),
        ),
    ),
    period=three(
        "--since is the first day (30 days before the last one when it is not given), --until the"
        " last; the classes are those that --today would give on each, within the whole base.",
        "--since — первый день (если не задан, за 30 дней до последнего), --until — последний;"
        " классы те, что даёт --today в каждый из дней, внутри всей базы.",
        "--since е първият ден (ако не е даден, 30 дни преди последния), --until — последният;"
        " класовете са тези, които --today дава във всеки от дните, в цялата база.",
    ),
    how=three(
        "Every class is read from the journals as they were on both days; nothing is stored."
        " Call those who went down this week, the larger first; look at who went up and do the same"
        " with others.",
        "Каждый класс читается из журналов, какими они были в оба дня; ничего не хранится. Тем, кто"
        " опустился, позвоните на этой неделе, крупным первым; посмотрите, кто поднялся, и сделайте"
        " то же с другими.",
        "Всеки клас се чете от дневниците, каквито са били в двата дни; нищо не се пази. На"
        " слезлите се обадете тази седмица, на големите първо; вижте кой се е качил и направете"
        " същото с другите.",
    ),
    source="own definition",
)
_NOBODY = note(
    three(
        "nobody moved between these two days",
        "между этими двумя днями никто не перешёл",
        "между тези два дни никой не е преминал",
    )
)


def compute(index: Index, asked: Asked) -> Result:
    """Return the chosen clients whose class is another one than it was."""
    extract = asked.extract(index)
    until = extract.until
    since = min(asked.since or _before(until), until)
    name = asked.word("by")
    then, now = (_classes(index, extract, day, name) for day in (since, until))
    rows: list[tuple[str, str | None, str | None]] = [
        (client, then.get(client), now[client])
        for client in sorted(extract.clients & now.keys())
        if client not in then or then[client] != now[client]
    ]
    known = sum(row[0] in then for row in rows)
    moves = Counter(f"{row[1] or '–'}{ARROW}{row[2] or '–'}" for row in rows)
    commonest = sorted(moves.items(), key=lambda move: (-move[1], move[0]))
    rows.sort(key=lambda row: (row[1] or "", row[2] or "", row[0]))
    summary: dict[str, Value] = {
        "since": since,
        "until": until,
        "moved": known,
        "new": len(rows) - known,
        "stayed": len(extract.clients & now.keys()) - len(rows),
        "moves": dict(commonest),
    }
    return result(REPORT, rows, summary, why=None if rows else _NOBODY)


def _before(day: dt.date) -> dt.date:
    return dt.date.fromordinal(max(1, day.toordinal() - _DAYS))


def _classes(index: Index, extract: Extract, day: dt.date, name: str) -> dict[str, str | None]:
    """Return the class of every client known on a day."""
    if day == index.today:
        return _now(index, name)
    if name == "lifecycle":  # follows from order days alone, in a fraction of the time
        return dict(lifecycles(extract, day, index.settings.lifecycle))
    return index.classes_at(day, name)


def _now(index: Index, name: str) -> dict[str, str | None]:
    found = index.table(("id", name), sort="id")
    return {str(ident): None if value is None else str(value) for ident, value in found}
