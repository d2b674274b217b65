"""Owns the report `rating`: clients by a weighted score of the base's own choice of measures."""

from __future__ import annotations

from contextlib import ExitStack
from decimal import Decimal

from crm.index import shares
from crm.index.query import Index
from crm.index.ranking import measures
from crm.index.terms import terms_of
from crm.reports.columns import CLIENT, CLIENTS
from crm.reports.names import MEASURES
from crm.reports.report import Asked, Report, Result, Unit, Value, column, note, result, three

REPORT = Report(
    name="rating",
    title=three("Rating", "Рейтинг", "Рейтинг"),
    question=three(
        "Who matters most, by the measures we chose?",
        "Кто важнее всех по выбранным нами показателям?",
        "Кой е най-важен по избраните от нас показатели?",
    ),
    columns=(
        CLIENT,
        column(
            "rating",
            Unit.SCORE,
            "Rating | Рейтинг | Рейтинг",
            "Weighted mean of the percentile ranks, 0 to 100."
            " | Взвешенное среднее процентильных рангов, от 0 до 100."
            " | Претеглено средно на процентилните рангове, от 0 до 100.",
        ),
        column(
            "revenue_365",
            Unit.MONEY,
            "Revenue a year | Выручка за год | Приходи за година",
            "What the client bought in the last 365 days."
            " | Что клиент купил за последние 365 дней."
            " | Какво е купил клиентът за последните 365 дни.",
        ),
        column(
            "potential",
            Unit.MONEY,
            "Potential | Потенциал | Потенциал",
            "What it could buy in a year, as typed."
            " | Что он мог бы купить за год, как записано."
            " | Какво би могъл да купи за година, както е записано.",
        ),
        column(
            "used",
            Unit.SHARE,
            "Used | Использовано | Използвано",
            "Revenue a year / potential: our share of the wallet."
            " | Выручка за год / потенциал: наша доля кошелька."
            " | Приходи за година / потенциал: нашият дял от портфейла.",
        ),
        column(
            "ranks",
            Unit.SCORE,
            "Ranks | Ранги | Рангове",
            "Percentile rank in each measure, 0 to 100; empty where it is not known and counts as"
            " the median."
            " | Процентильный ранг по каждому показателю, от 0 до 100; пусто, если неизвестен и"
            " считается медианой."
            " | Процентилен ранг по всеки показател, от 0 до 100; празно, ако не е известен и се"
            " брои за медиана.",
            MEASURES,
        ),
    ),
    summary=(
        CLIENTS,
        column(
            "weights",
            Unit.NUMBER,
            "Weights | Веса | Тегла",
            "Measures with their weights, from crm.yaml."
            " | Показатели с весами, из crm.yaml."
            " | Показатели с теглата им, от crm.yaml.",
            MEASURES,
        ),
    ),
    period=three(
        "--until: the figures of that day; --since: only clients known since that day.",
        "--until: числа на этот день; --since: только клиенты, известные с этого дня.",
        "--until: числата към този ден; --since: само клиенти, известни от този ден.",
    ),
    how=three(
        "In every measure a client gets the share of clients below it, and half of its equals, as a"
        " rank from 0 to 100; the rating is their mean by the weights of `rating` in crm.yaml, so"
        " that it says what you hold important. Compare it with the potential: a high potential"
        " little used is where time pays.",
        "По каждому показателю клиент получает долю клиентов ниже себя и половину равных как ранг"
        " от 0 до 100; рейтинг — их среднее по весам `rating` из crm.yaml, так что он говорит,"
        " что важно вам. Сравните его с потенциалом: большой и мало использованный потенциал —"
        " там, где время окупается.",
        "Във всеки показател клиентът получава дела на клиентите под него и половината от равните"
        " като ранг от 0 до 100; рейтингът е средното им по теглата на `rating` в crm.yaml и казва"
        " това, което за вас е важно. Сравнете го с потенциала: голям и малко използван потенциал е"
        " там, където времето се отплаща.",
    ),
    source="own definition",
)
_NOBODY = note(three("there are no such clients", "таких клиентов нет", "няма такива клиенти"))


def compute(index: Index, asked: Asked) -> Result:
    """Return the chosen clients, the highest rating first; ranks are among them."""
    possible = set(measures(terms_of(index.settings)))
    weights = {name: one for name, one in index.settings.rating.items() if name in possible}
    columns = ("id", "known", "revenue_365", "potential", *weights)
    chosen = asked.extract(index)
    with ExitStack() as stack:
        if chosen.until != index.today:
            index = stack.enter_context(index.at(chosen.until))
        found = [row for row in index.table(columns, sort="id") if row[0] in chosen.clients]
    if asked.since:
        found = [row for row in found if row[1] is not None and row[1] >= asked.since]  # type: ignore[operator]
    values = [[_number(row[at]) for row in found] for at in range(4, len(columns))]
    rated = shares.rating(zip(values, map(float, weights.values()), strict=True), len(found))
    ranks = [
        shares.percentile_ranks([value for value in column if value is not None])
        for column in values
    ]
    rows: list[tuple[Value, ...]] = []
    for place in sorted(range(len(found)), key=lambda at: (-rated[at], str(found[at][0]))):
        client, _, revenue, potential, *_ = found[place]
        own = {
            name: None if column[place] is None else rank[column[place]]  # type: ignore[index]
            for name, column, rank in zip(weights, values, ranks, strict=True)
        }
        used = None
        if isinstance(potential, Decimal) and potential > 0 and isinstance(revenue, Decimal):
            used = float(revenue / potential)
        rows.append((client, rated[place], revenue, potential, used, own))
    summary: dict[str, Value] = {"clients": len(rows), "weights": weights}
    return result(REPORT, rows, summary, why=None if rows else _NOBODY)


def _number(value: Value) -> float | None:
    """Return a value as the index ranks it: a plain number."""
    return None if value is None else float(value)  # type: ignore[arg-type]
