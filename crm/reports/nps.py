"""Owns the report `nps`: how many recommend us, and how many warn of us."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from crm.index.query import Index
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

_GROUPS = {
    "promoter": "promoter | сторонник | препоръчващ",
    "passive": "passive | нейтральный | неутрален",
    "detractor": "detractor | критик | критик",
}
_NOBODY = note(
    three(
        "none of these clients gave a score in a survey of this time",
        "никто из этих клиентов не ставил оценку в опросах за это время",
        "никой от тези клиенти не е давал оценка в анкета за това време",
    )
)


def _count(name: str, label: str, meaning: str) -> Column:
    return column(name, Unit.COUNT, label, meaning)


REPORT = Report(
    name="nps",
    title=three("NPS", "NPS", "NPS"),
    question=three(
        "How many clients recommend us, and how many warn of us?",
        "Сколько клиентов рекомендуют нас и сколько отговаривают?",
        "Колко клиенти ни препоръчват и колко ни отбягват?",
    ),
    columns=(
        _count("score", "Score | Оценка | Оценка", "From 10 to 0. | От 10 до 0. | От 10 до 0."),
        column(
            "group",
            Unit.CLASS,
            "Group | Группа | Група",
            "promoter 9–10, passive 7–8, detractor 0–6."
            " | promoter 9–10, passive 7–8, detractor 0–6."
            " | promoter 9–10, passive 7–8, detractor 0–6.",
            _GROUPS,
        ),
        _count(
            "clients",
            "Clients | Клиенты | Клиенти",
            "Clients whose last score it is."
            " | Клиенты с такой последней оценкой."
            " | Клиенти с такава последна оценка.",
        ),
        _count(
            "scores",
            "Scores | Все оценки | Всички оценки",
            "All scores of that height. | Все такие оценки. | Всички такива оценки.",
        ),
    ),
    summary=(
        _count(
            "n",
            "Clients | Клиенты | Клиенти",
            "Clients with a score. | Клиенты с оценкой. | Клиенти с оценка.",
        ),
        _count(
            "promoters", "Promoters | Сторонники | Препоръчващи", "9 and 10. | 9 и 10. | 9 и 10."
        ),
        _count("passives", "Passives | Нейтральные | Неутрални", "7 and 8. | 7 и 8. | 7 и 8."),
        _count("detractors", "Detractors | Критики | Критици", "0 to 6. | От 0 до 6. | От 0 до 6."),
        column(
            "nps",
            Unit.SCORE,
            "NPS | NPS | NPS",
            "Per cent of promoters less per cent of detractors, −100 to 100."
            " | Процент сторонников минус процент критиков, от −100 до 100."
            " | Процентът препоръчващи минус процента критици, от −100 до 100.",
        ),
        column(
            "all",
            Unit.NUMBER,
            "Over all scores | По всем оценкам | По всички оценки",
            "The same five figures over all scores, not the last of each client only."
            " | Те же пять чисел по всем оценкам, а не только по последней у клиента."
            " | Същите пет числа по всички оценки, не само по последната на клиента.",
        ),
    ),
    period=three(
        "--since and --until: only surveys of these days count.",
        "--since и --until: считаются только опросы этих дней.",
        "--since и --until: броят се само анкетите от тези дни.",
    ),
    how=three(
        "Each client counts once, with its last score from 0 to 10 (`survey` entries): those who"
        " gave 9 or 10 recommend us, those up to 6 warn of us; the figure is the difference of"
        " their per cents. Ask promoters for a referral, ring every detractor within a day, and"
        " watch the direction, not the height: trades differ.",
        "Каждый клиент считается один раз, по последней оценке от 0 до 10 (записи `survey`):"
        " поставившие 9 или 10 рекомендуют, до 6 — отговаривают; показатель — разность их"
        " процентов. Сторонников просите о рекомендации, каждому критику звоните в тот же день и"
        " смотрите на направление, а не на высоту: отрасли различаются.",
        "Всеки клиент се брои веднъж, с последната си оценка от 0 до 10 (записи `survey`): далите 9"
        " или 10 ни препоръчват, до 6 ни отбягват; числото е разликата на процентите им. От"
        " препоръчващите искайте препоръка, на всеки критик се обадете до ден и гледайте посоката,"
        " не височината: браншовете са различни.",
    ),
    source="Reichheld, The One Number You Need to Grow (2003)",
)


def group_of(score: int) -> str:
    """Return which of the three groups a score belongs to."""
    return "promoter" if score >= 9 else "detractor" if score <= 6 else "passive"


def compute(index: Index, asked: Asked) -> Result:
    """Return a row a score, the best first."""
    last: dict[str, int] = {}
    scores: Counter[int] = Counter()
    for client, _, _, _, score in asked.extract(index).rows("scores"):
        last[client] = score
        scores[score] += 1
    held = Counter(last.values())
    rows: list[tuple[Value, ...]] = [
        (score, group_of(score), held[score], scores[score]) for score in range(10, -1, -1)
    ]
    summary = {**_figures(last.values()), "all": _figures(scores.elements())}
    return result(REPORT, rows if last else [], summary, why=None if last else _NOBODY)


def _figures(scores: Iterable[int]) -> dict[str, Value]:
    groups = Counter(map(group_of, scores))
    n, promoters, detractors = groups.total(), groups["promoter"], groups["detractor"]
    return {
        "n": n,
        "promoters": promoters,
        "passives": groups["passive"],
        "detractors": detractors,
        "nps": 100 * (promoters - detractors) / n if n else None,
    }
