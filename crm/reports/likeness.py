"""Owns the likeness of prospects to the best clients, by what is known before the first order.

Gower's coefficient: J. C. Gower, A General Coefficient of Similarity and Some of Its Properties,
Biometrics 27 (1971), 857-871.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from crm.fields.spelling import fold
from crm.index.query import Index
from crm.reports.columns import CLIENT
from crm.reports.report import (
    Asked,
    Note,
    Report,
    Result,
    Unit,
    Value,
    column,
    note,
    result,
    three,
)

BEST = 20  # clients that are the measure
NEAREST = 5  # of these, those that a prospect is most like
LEAST = 3  # attributes that two must have in common to be compared
_BEST = "abc = 'A' AND lifecycle NOT IN ('inactive', 'lost')"
_PROSPECTS = "lifecycle = 'potential' AND do_not_contact = 0"
_WORDS = (
    "kind", "region", "city", "country", "industry", "size", "standing", "source", "campaign",
    "language",
)  # fmt: skip
_OWN: Mapping[str, str] = {
    "choice": "word", "flag": "word", "client": "word", "list": "set", "number": "number",
    "money": "number", "percent": "number",
}  # fmt: skip

REPORT = Report(
    name="prospects",
    title=three("Prospects", "Потенциальные клиенты", "Потенциални клиенти"),
    question=three(
        "Which prospects are most like the best clients?",
        "Кто из потенциальных больше всего похож на лучших клиентов?",
        "Кои потенциални клиенти най-много приличат на най-добрите?",
    ),
    columns=(
        CLIENT,
        column(
            "likeness",
            Unit.SHARE,
            "Likeness | Сходство | Сходство",
            "Mean similarity to the best clients it is most like, 0 to 1; empty where too little is"
            " known."
            " | Среднее сходство с ближайшими из лучших клиентов, от 0 до 1; пусто, если известно"
            " слишком мало."
            " | Средно сходство с най-близките от най-добрите клиенти, от 0 до 1; празно, ако се"
            " знае твърде малко.",
        ),
        column(
            "nearest",
            Unit.TEXT,
            "Most like | Ближе всех | Най-близо до",
            "The best client it is most like."
            " | Самый похожий из лучших клиентов."
            " | Най-близкият от най-добрите клиенти.",
        ),
        column(
            "compared",
            Unit.COUNT,
            "Compared | Сравнено | Сравнени",
            "Attributes known of both."
            " | Признаков, известных у обоих."
            " | Признаци, известни и за двамата.",
        ),
        column(
            "alike",
            Unit.TEXTS,
            "Alike in | Совпадает | Еднакви",
            "Attributes in which the two are the same."
            " | Признаки, по которым оба одинаковы."
            " | Признаци, по които двамата са еднакви.",
        ),
    ),
    summary=(
        column(
            "prospects",
            Unit.COUNT,
            "Prospects | Потенциальные | Потенциални",
            "How many were compared. | Сколько сравнено. | Колко са сравнени.",
        ),
        column(
            "best",
            Unit.COUNT,
            "Best clients | Лучшие клиенты | Най-добри клиенти",
            "How many they were compared with. | Со сколькими сравнены. | С колко са сравнени.",
        ),
        column(
            "attributes",
            Unit.TEXTS,
            "By | По признакам | По признаци",
            "Attributes that anybody has. | Признаки, которые у кого-то есть."
            " | Признаци, които някой има.",
        ),
    ),
    period=three(
        "As of --today.",
        "На день --today.",
        "Към деня --today.",
    ),
    how=three(
        "Prospects are clients without an order who may be contacted; the best are the 20 of the"
        " highest rating among the active ones of class A. Two are compared in what is known of"
        " both: words are equal or not, of numbers the difference over the widest difference is"
        " taken from 1, of tags and lists those in common are divided by all. The likeness is the"
        " mean to the 5 best clients a prospect is most like. Call from the top, and fill in what"
        " is not known yet.",
        "Потенциальные — клиенты без заказов, которым можно звонить; лучшие — 20 с самым высоким"
        " рейтингом среди действующих класса A. Двое сравниваются по тому, что известно об обоих:"
        " слова равны или нет, у чисел из 1 вычитается разность, делённая на наибольшую разность, у"
        " меток и списков общие делятся на все. Сходство — среднее с 5 самыми похожими из лучших."
        " Звоните сверху вниз и дополняйте, чего ещё не знаете.",
        "Потенциални са клиентите без поръчка, на които може да се обадите; най-добрите са 20-те с"
        " най-висок рейтинг сред действащите от клас A. Двама се сравняват по това, което се знае и"
        " за двамата: думите са равни или не, при числата от 1 се изважда разликата, делена на"
        " най-голямата разлика, при етикети и списъци общите се делят на всички. Сходството е"
        " средното с 5-те най-близки от най-добрите. Обаждайте се отгоре надолу и допълвайте, което"
        " още не знаете.",
    ),
    source="Gower, A General Coefficient of Similarity and Some of Its Properties (1971)",
)
_NO_BEST = note(
    three(
        "there is no active client of class A to compare with: say who is best with --like",
        "нет действующих клиентов класса A для сравнения: укажите лучших через --like",
        "няма действащи клиенти от клас A за сравнение: посочете най-добрите с --like",
    )
)
_NO_PROSPECTS = note(
    three(
        "there are no such prospects",
        "таких потенциальных клиентов нет",
        "няма такива потенциални клиенти",
    )
)


class Attribute(NamedTuple):
    """One thing that clients are compared in; `span` is the widest difference of a number."""

    name: str
    kind: str  # word | set | number
    span: Decimal = Decimal(0)


def prospects(
    index: Index, asked: Asked, like: str = "", best: int = BEST
) -> tuple[Report, Result]:
    """Return the prospects, those most like the best clients first.

    `like` is a condition on who is best. Raises BadCondition, UnknownSegment.
    """
    attributes = _attributes(index)
    names = [one.name for one in attributes]
    model = index.table(("id", *names), where=like or _BEST, sort="-rating")[:best]
    known = {ident for (ident,) in index.table(("id",), where=_PROSPECTS, sort="id")}
    chosen = index.table(
        ("id", *names),
        where=asked.where,
        segment=asked.segment,
        tag=asked.tag,
        owner=asked.owner,
        sort="id",
    )
    models = {str(row[0]): _profile(attributes, row[1:]) for row in model}
    others = {
        str(row[0]): _profile(attributes, row[1:])
        for row in chosen
        if row[0] in known and row[0] not in models
    }
    everybody = [*models.values(), *others.values()]
    attributes = [_spanned(one, at, everybody) for at, one in enumerate(attributes)]
    rows = [_row(ident, mine, models, attributes) for ident, mine in others.items()]
    rows.sort(key=lambda row: (row[1] is None, -float(row[1] or 0), row[0]))  # type: ignore[arg-type]
    used = [one.name for at, one in enumerate(attributes) if any(p[at] for p in everybody)]
    summary: dict[str, Value] = {
        "prospects": len(others), "best": len(models), "attributes": tuple(used),
    }  # fmt: skip
    why: Note | None = None if models else _NO_BEST
    return REPORT, result(
        REPORT, rows if models else [], summary, why=why or (None if rows else _NO_PROSPECTS)
    )


def _attributes(index: Index) -> list[Attribute]:
    """Return what clients can be compared in: nothing that only orders tell."""
    own = index.settings.fields
    columns = [column for column in index.columns() if column.own]
    found = [Attribute(name, "word") for name in _WORDS]
    found += [Attribute("tags", "set"), Attribute("potential", "number")]
    for field, one in zip(own.values(), columns, strict=True):
        if field.type in _OWN:
            found.append(Attribute(one.name, _OWN[field.type]))
    return found


def _profile(attributes: Sequence[Attribute], values: Sequence[Any]) -> tuple[Any, ...]:
    """Return the values in the form in which they are compared; None: not known."""
    return tuple(
        None if value is None or value == "" else _FORMS[one.kind](value)
        for one, value in zip(attributes, values, strict=True)
    )


def _word(value: Any) -> str:
    return fold(value) if isinstance(value, str) else str(value)


_FORMS: Mapping[str, Callable[[Any], Any]] = {
    "word": _word,
    "set": lambda value: frozenset(fold(value).split(", ")),
    "number": lambda value: Decimal(str(value)),
}


def _spanned(one: Attribute, at: int, profiles: Sequence[tuple[Any, ...]]) -> Attribute:
    if one.kind != "number":
        return one
    values = [profile[at] for profile in profiles if profile[at] is not None]
    return one._replace(span=max(values) - min(values)) if values else one


def similarity(
    one: Sequence[Any], other: Sequence[Any], attributes: Sequence[Attribute]
) -> tuple[float, int]:
    """Return Gower's coefficient of two profiles, 0 to 1, and in how many attributes it is."""
    total, count = 0.0, 0
    for attribute, mine, theirs in zip(attributes, one, other, strict=True):
        if mine is not None and theirs is not None:
            total += _alike(attribute, mine, theirs)
            count += 1
    return (total / count if count else 0.0), count


def _alike(attribute: Attribute, mine: Any, theirs: Any) -> float:
    """Return how alike two values are, 0 to 1."""
    if mine == theirs:
        return 1.0
    if attribute.kind == "set":
        return len(mine & theirs) / len(mine | theirs)
    if attribute.kind == "number":
        return float(1 - abs(mine - theirs) / attribute.span)
    return 0.0


def _row(
    ident: str,
    mine: Sequence[Any],
    models: Mapping[str, Sequence[Any]],
    attributes: Sequence[Attribute],
) -> tuple[Value, ...]:
    """Return the row of one prospect; without a likeness where too little is known."""
    found = []
    for name, theirs in models.items():
        value, count = similarity(mine, theirs, attributes)
        if count >= LEAST:
            found.append((-value, -count, name))
    if not found:
        return ident, None, None, 0, ()
    nearest = sorted(found)[:NEAREST]
    _, count, name = nearest[0]
    alike = tuple(
        one.name
        for one, own, theirs in zip(attributes, mine, models[name], strict=True)
        if own is not None and own == theirs
    )
    likeness = round(-sum(value for value, _, _ in nearest) / len(nearest), 4)
    return ident, likeness, name, -count, alike
