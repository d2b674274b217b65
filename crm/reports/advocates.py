"""Owns the report `advocates`: who speaks well of us, who is unhappy, recovered or toxic."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from crm.fields.words import LANGUAGES, Words, words
from crm.index.query import Index
from crm.index.reports.extract import Extract
from crm.reports.columns import CLIENT, ENTRIES
from crm.reports.report import Asked, Note, Report, Result, Unit, Value, column, note, result, three

_GROUPS = {
    "advocate": "advocate | сторонник | застъпник",
    "unhappy": "unhappy | недоволен | недоволен",
    "recovered": "recovered | возвращён | спечелен отново",
    "toxic": "toxic | токсичен | токсичен",
}
_SCORE = words("gave {score} on {date} | оценка {score}, {date} | оценка {score} на {date}")
_REFERRED = words(
    "recommended us to {clients} clients who ordered"
    " | порекомендовал нас клиентам, которые заказали: {clients}"
    " | препоръчал ни е на клиенти, които поръчаха: {clients}"
)
_REVIEW = words("review of {rating} | отзыв на {rating} | отзив с {rating}")
_COMPLAINT = words(
    "open complaints: {complaints} | открытые жалобы: {complaints}"
    " | отворени оплаквания: {complaints}"
)
_BETTER = words(
    "unhappy on {before}, gave {score} on {date}"
    " | недоволен {before}, оценка {score}, {date}"
    " | недоволен на {before}, оценка {score} на {date}"
)
_ORDERED = words(
    "unhappy on {before}, ordered on {date}"
    " | недоволен {before}, заказ {date}"
    " | недоволен на {before}, поръчка на {date}"
)
_TOXIC = words("must not be contacted | не беспокоить | да не се търси")

REPORT = Report(
    name="advocates",
    title=three("Advocates and the unhappy", "Сторонники и недовольные", "Застъпници и недоволни"),
    question=three(
        "Who speaks well of us, who is unhappy, and whom did we win back?",
        "Кто хорошо о нас отзывается, кто недоволен и кого мы вернули?",
        "Кой говори добре за нас, кой е недоволен и кого сме спечелили отново?",
    ),
    columns=(
        CLIENT,
        column(
            "group",
            Unit.CLASS,
            "Group | Группа | Група",
            "advocate, unhappy, recovered or toxic; a client can be in several."
            " | advocate, unhappy, recovered или toxic; клиент может быть в нескольких."
            " | advocate, unhappy, recovered или toxic; клиент може да е в няколко.",
            _GROUPS,
        ),
        column(
            "since",
            Unit.DATE,
            "Since | С | От",
            "Day of the entry that decides it. | День решающей записи."
            " | Денят на записа, който решава.",
        ),
        column(
            "why",
            Unit.NOTE,
            "Why | Почему | Защо",
            "What it follows from. | Из чего это следует. | От какво следва.",
        ),
    ),
    summary=(
        column(
            "advocate",
            Unit.COUNT,
            "Advocates | Сторонники | Застъпници",
            "Number of clients. | Число клиентов. | Брой клиенти.",
        ),
        column(
            "unhappy",
            Unit.COUNT,
            "Unhappy | Недовольные | Недоволни",
            "Number of clients. | Число клиентов. | Брой клиенти.",
        ),
        column(
            "recovered",
            Unit.COUNT,
            "Recovered | Возвращены | Спечелени отново",
            "Number of clients. | Число клиентов. | Брой клиенти.",
        ),
        column(
            "toxic",
            Unit.COUNT,
            "Toxic | Токсичные | Токсични",
            "Number of clients. | Число клиентов. | Брой клиенти.",
        ),
    ),
    period=ENTRIES,
    how=three(
        "An advocate gave 9 or 10 last, or brought a client who ordered, or wrote a review of four"
        " or five. Unhappy: the last score is 6 or less, or a complaint is open. Recovered: after"
        " the last low score or complaint came a score of 9 or more, or an order. Toxic: must not"
        " be contacted. Ask advocates for a word in public, see the unhappy in person, and thank"
        " the recovered: nobody is as loyal as a client whose trouble was mended.",
        "Сторонник в последний раз поставил 9 или 10, или привёл клиента, который заказал, или"
        " написал отзыв на четыре или пять. Недоволен: последняя оценка 6 или ниже или жалоба"
        " открыта. Возвращён: после последней низкой оценки или жалобы была оценка 9 и выше или"
        " заказ. Токсичен: не беспокоить. Сторонников просите рассказать о вас другим, с"
        " недовольными встречайтесь лично, возвращённых благодарите: никто не предан так, как"
        " клиент, которому всё исправили.",
        "Застъпникът последно е дал 9 или 10, или е довел клиент, който е поръчал, или е написал"
        " отзив с четири или пет. Недоволен: последната оценка е 6 или по-ниска или има"
        " отворено оплакване. Спечелен отново: след последната ниска оценка или оплакване има"
        " оценка от 9 нагоре или поръчка. Токсичен: да не се търси. Помолете застъпниците да"
        " разкажат за вас на други, с недоволните се видете лично, на спечелените благодарете:"
        " никой не е толкова верен, колкото клиент, на когото всичко е поправено.",
    ),
    source="Hart, Heskett and Sasser, The Profitable Art of Service Recovery (1990)",
)
_NOBODY = note(
    three(
        "none of these clients is an advocate, unhappy, recovered or toxic",
        "никто из этих клиентов не сторонник, не недоволен, не возвращён и не токсичен",
        "никой от тези клиенти не е застъпник, недоволен, спечелен отново или токсичен",
    )
)


class _Entry(NamedTuple):
    """An entry of a journal: its place in time, and a score where it has one."""

    day: int
    time: str
    n: int
    score: int = 0


class _Row(NamedTuple):
    client: str
    group: str
    since: dt.date | None
    why: Note


def compute(index: Index, asked: Asked) -> Result:
    """Return a row a client and group it is in, group by group."""
    found = _Voices(asked.extract(index))
    rows = [*found.advocates(), *found.unhappy(), *found.recovered(), *found.toxic()]
    held = Counter(row.group for row in rows)
    summary: dict[str, Value] = {name: held[name] for name in _GROUPS}
    return result(REPORT, rows, summary, why=None if rows else _NOBODY)


class _Voices:
    """What clients said and did, by client; of scores the last one stands last."""

    def __init__(self, extract: Extract) -> None:
        self.extract = extract
        self.scores: dict[str, list[_Entry]] = {}
        for client, day, time, n, score in extract.rows("scores"):
            self.scores.setdefault(client, []).append(_Entry(day, time or "", n, score))
        self.complaints: dict[str, list[_Entry]] = {}
        self.open: dict[str, list[int]] = {}  # the days of open complaints
        for client, day, time, n, still in extract.rows("complaints"):
            self.complaints.setdefault(client, []).append(_Entry(day, time or "", n))
            if still:
                self.open.setdefault(client, []).append(day)

    def advocates(self) -> Iterator[_Row]:
        """Yield those whose last score, recommendation or review speaks for us."""
        referrers = {client: (n, day) for client, n, day in self.extract.rows("referrers")}
        reviews = {client: (day, rating) for client, day, rating in self.extract.rows("reviews")}
        for client in sorted({*self.scores, *referrers, *reviews}):
            days, why = [], []
            last = self.scores[client][-1] if client in self.scores else None
            if last and last.score >= 9:
                days.append(last.day)
                why.append(note(_SCORE, score=last.score, date=_date(last.day)))
            if client in referrers:
                clients, day = referrers[client]
                days.append(day)
                why.append(note(_REFERRED, clients=clients))
            if client in reviews:
                day, rating = reviews[client]
                days.append(day)
                why.append(note(_REVIEW, rating=rating))
            if why:
                yield _Row(client, "advocate", _date(max(days)), _joined(why))

    def unhappy(self) -> Iterator[_Row]:
        """Yield those whose last score is low, or who have an open complaint."""
        for client in sorted({*self.scores, *self.open}):
            days, why = [], []
            last = self.scores[client][-1] if client in self.scores else None
            if last and last.score <= 6:
                days.append(last.day)
                why.append(note(_SCORE, score=last.score, date=_date(last.day)))
            if client in self.open:
                days.append(max(self.open[client]))
                why.append(note(_COMPLAINT, complaints=len(self.open[client])))
            if why:
                yield _Row(client, "unhappy", _date(max(days)), _joined(why))

    def recovered(self) -> Iterator[_Row]:
        """Yield those who came back after their last low score or complaint."""
        orders = {
            client: _Entry(day, time or "", n)
            for client, day, time, n in self.extract.rows("last_orders")
        }
        for client in sorted({*self.scores, *self.complaints}):
            scores = self.scores.get(client, [])
            low = [one for one in scores if one.score <= 6]
            bad = max([*low, *self.complaints.get(client, [])], key=_place, default=None)
            if bad is None:
                continue
            before = _date(bad.day)
            later = [one for one in scores if _place(one) > _place(bad)]
            better = next((one for one in later if one.score >= 9), None)
            order = orders.get(client)
            if better:
                date = _date(better.day)
                why = note(_BETTER, before=before, score=better.score, date=date)
                yield _Row(client, "recovered", date, why)
            elif order and _place(order) > _place(bad):
                date = _date(order.day)
                yield _Row(client, "recovered", date, note(_ORDERED, before=before, date=date))

    def toxic(self) -> Iterator[_Row]:
        """Yield those who must not be contacted."""
        for client, day in self.extract.rows("toxic"):
            yield _Row(client, "toxic", _date(day) if day else None, note(_TOXIC))


def _place(entry: _Entry) -> tuple[int, str, int]:
    return entry.day, entry.time, entry.n


def _date(day: int) -> dt.date:
    return dt.date.fromordinal(day)


def _joined(notes: list[Note]) -> Note:
    """Return several sentences as one."""
    template: Words = {
        language: "; ".join(one.template[language] for one in notes) for language in LANGUAGES
    }
    return Note(template, tuple(value for one in notes for value in one.values))
