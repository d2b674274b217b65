"""Owns the report `privacy`: persons without consent, or kept longer than is allowed."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from crm.fields.dates import add_span, parse_span
from crm.index.query import Index
from crm.index.reports.extract import Extract
from crm.reports.columns import CLIENT, CLIENTS
from crm.reports.report import Asked, Report, Result, Unit, Value, column, note, result, three

_CONSENT = {
    "none": "none | нет | няма",
    "withdrawn": "withdrawn | отозвано | оттеглено",
    "given": "given | дано | дадено",
}

REPORT = Report(
    name="privacy",
    title=three("Privacy", "Персональные данные", "Лични данни"),
    question=three(
        "Whose data are kept without consent, or for too long?",
        "Чьи данные хранятся без согласия или слишком долго?",
        "Чии данни се пазят без съгласие или твърде дълго?",
    ),
    columns=(
        CLIENT,
        column(
            "consent",
            Unit.CLASS,
            "Consent | Согласие | Съгласие",
            "none: none is recorded; withdrawn: one was taken back and not given again."
            " | none: не записано ни одного; withdrawn: отозвано и не дано снова."
            " | none: не е записано нито едно; withdrawn: оттеглено и не е дадено отново.",
            _CONSENT,
        ),
        column(
            "withdrawn",
            Unit.TEXTS,
            "Withdrawn for | Отозвано для | Оттеглено за",
            "Purposes the consent to which was taken back."
            " | Цели, согласие на которые отозвано."
            " | Цели, за които съгласието е оттеглено.",
        ),
        column(
            "withdrawn_on",
            Unit.DATE,
            "On | Когда | Кога",
            "Day of the last withdrawal. | День последнего отзыва."
            " | Денят на последното оттегляне.",
        ),
        column(
            "contacts",
            Unit.COUNT,
            "Contacts | Контактных лиц | Лица за контакт",
            "Persons named under `contacts`. | Лица, названные в `contacts`."
            " | Лица, посочени в `contacts`.",
        ),
        column(
            "last_entry",
            Unit.DATE,
            "Last entry | Последняя запись | Последен запис",
            "Day of the last entry or of the closing; without entries, of `since`."
            " | День последней записи или закрытия; без записей — `since`."
            " | Денят на последния запис или на закриването; без записи — `since`.",
        ),
        column(
            "kept_over",
            Unit.DAYS,
            "Days too long | Дней сверх срока | Дни над срока",
            "Days past the end of `privacy: retain`; 0 within it and while a contract runs."
            " | Дней после срока `privacy: retain`; 0 до его конца и пока идёт договор."
            " | Дни след срока `privacy: retain`; 0 в рамките му и докато тече договор.",
        ),
    ),
    summary=(
        CLIENTS,
        column(
            "persons",
            Unit.COUNT,
            "With data on persons | С персональными данными | С лични данни",
            "Clients that are persons or have contacts."
            " | Клиенты — физические лица или с контактными лицами."
            " | Клиенти, които са физически лица или имат лица за контакт.",
        ),
        column(
            "without",
            Unit.COUNT,
            "Without consent | Без согласия | Без съгласие",
            "Of these, without any consent. | Из них без единого согласия."
            " | От тях без нито едно съгласие.",
        ),
        column(
            "withdrawn",
            Unit.COUNT,
            "Withdrawn | Отозвано | Оттеглено",
            "Of these, with a consent taken back. | Из них с отозванным согласием."
            " | От тях с оттеглено съгласие.",
        ),
        column(
            "kept_longer",
            Unit.COUNT,
            "Kept too long | Хранятся слишком долго | Пазени твърде дълго",
            "Of these, past `privacy: retain`; empty where it is not set."
            " | Из них после срока `privacy: retain`; пусто, если он не задан."
            " | От тях след срока `privacy: retain`; празно, ако не е зададен.",
        ),
    ),
    period=three(
        "--until: as it was on that day; --since changes nothing here.",
        "--until: как было в тот день; --since здесь ничего не меняет.",
        "--until: както е било в този ден; --since тук не променя нищо.",
    ),
    how=three(
        "Clients that are persons or have contacts, with no consent recorded, with one taken back,"
        " or without an entry for longer than `privacy: retain` in crm.yaml says. Consent is one"
        " lawful ground among several: a contract, or the duty to keep invoices, can be another, so"
        " nobody here need be wrong. Ask for consent at the next call, respect what was taken back,"
        " and let `crm forget` remove whom you have no ground to keep.",
        "Клиенты — физические лица или с контактными лицами, у которых не записано согласие,"
        " согласие отозвано или нет записей дольше, чем разрешает `privacy: retain` в crm.yaml."
        " Согласие — лишь одно из законных оснований: договор или обязанность хранить счета — тоже"
        " основание, так что ошибки здесь может и не быть. Спросите о согласии при следующем"
        " звонке, соблюдайте отзыв, а тех, кого хранить нет оснований, удалите командой"
        " `crm forget`.",
        "Клиенти, които са физически лица или имат лица за контакт, и за които няма записано"
        " съгласие, съгласието е оттеглено или няма запис по-дълго, отколкото позволява"
        " `privacy: retain` в crm.yaml. Съгласието е само едно от законните основания: договорът"
        " или задължението да се пазят фактури също са основание, така че тук може и да няма"
        " грешка. Поискайте съгласие при следващото обаждане, спазвайте оттеглянето, а които"
        " нямате основание да пазите, премахнете с `crm forget`.",
    ),
    source="Regulation (EU) 2016/679, articles 5(1)(e), 6 and 7(3)",
)
_NOBODY = note(
    three(
        "nobody here is without consent or kept for too long",
        "здесь никого без согласия и никого сверх срока",
        "тук никой не е без съгласие и никой не е над срока",
    )
)
_NO_LIMIT = note(
    three(
        "crm.yaml does not say how long data are kept: add `privacy: {{retain: 3y}}`",
        "в crm.yaml не сказано, сколько хранить данные: добавьте `privacy: {{retain: 3y}}`",
        "в crm.yaml не е казано колко се пазят данните: добавете `privacy: {{retain: 3y}}`",
    )
)


class _Person(NamedTuple):
    client: str
    contacts: int
    last: int
    running: int


class _Consents(NamedTuple):
    """The state of a client's consents, the purposes taken back, and the day of the last."""

    state: str = "none"
    withdrawn: tuple[str, ...] = ()
    last: int = 0


def compute(index: Index, asked: Asked) -> Result:
    """Return the clients with something to see to, those kept longest past the limit first."""
    extract = asked.extract(index)
    retain = index.settings.privacy.retain
    consents = _consents(extract)
    today = extract.until.isoformat()
    people = [_Person._make(row) for row in extract.rows("persons", today=today)]
    rows: list[tuple[Value, ...]] = []
    for one in people:
        said = consents.get(one.client, _Consents())
        over = _days_over(one, retain, extract.until)
        if said.state != "given" or over:
            rows.append((
                one.client, said.state, said.withdrawn, _day(said.last), one.contacts,
                _day(one.last), over,
            ))  # fmt: skip
    rows.sort(key=lambda row: (-_number(row[6]), str(row[1]) != "withdrawn", str(row[0])))
    states = [row[1] for row in rows]
    summary: dict[str, Value] = {
        "clients": len(rows),
        "persons": len(people),
        "without": states.count("none"),
        "withdrawn": states.count("withdrawn"),
        "kept_longer": sum(bool(row[6]) for row in rows) if retain else None,
    }
    why = (None if rows else _NOBODY) if retain else _NO_LIMIT
    return result(REPORT, rows, summary, why=why)


def _consents(extract: Extract) -> Mapping[str, _Consents]:
    """Return what each client agreed to: a purpose agreed to again is not withdrawn."""
    found: dict[str, dict[str, list[int | None]]] = defaultdict(lambda: defaultdict(list))
    for client, purpose, withdrawn in extract.rows("consents"):
        found[client][purpose.strip().casefold()].append(withdrawn)
    return {client: _summed(purposes) for client, purposes in found.items()}


def _summed(purposes: Mapping[str, list[int | None]]) -> _Consents:
    back = {
        purpose: max(day for day in days if day is not None)
        for purpose, days in purposes.items()
        if None not in days
    }
    if not back:
        return _Consents("given")
    return _Consents("withdrawn", tuple(sorted(filter(None, back))), max(back.values()))


def _days_over(one: _Person, retain: str, today: dt.date) -> int | None:
    """Return the days past the limit; None where no limit is set or nothing is dated."""
    last = _day(one.last)
    if not retain or last is None:
        return None
    if one.running:
        return 0
    return max((today - add_span(last, parse_span(retain))).days, 0)


def _day(number: int) -> dt.date | None:
    return dt.date.fromordinal(number) if number else None


def _number(value: Value) -> int:
    return value if isinstance(value, int) else 0
