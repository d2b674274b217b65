"""Owns the report `bcg`: share and growth, after the matrix of the Boston Consulting Group."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from crm.index import shares
from crm.index.query import Index
from crm.index.reports.extract import Extract
from crm.index.terms import terms_of
from crm.index.values import money
from crm.reports.columns import BY_SERVICES, CLIENT, NO_ORDERS, NO_SERVICES, SERVICE
from crm.reports.names import FIELDS
from crm.reports.report import Asked, Report, Result, Unit, Value, column, result, three

_LEVELS = {"high": "high | высокая | висок", "low": "low | низкая | нисък"}
_YEAR = 365

REPORT = Report(
    name="bcg",
    title=three("BCG", "BCG-матрица", "BCG матрица"),
    question=three(
        "Who is large, and who grows faster than the whole?",
        "Кто крупный, а кто растёт быстрее целого?",
        "Кой е голям и кой расте по-бързо от цялото?",
    ),
    columns=(
        CLIENT,
        SERVICE,
        column(
            "revenue",
            Unit.MONEY,
            "Revenue | Выручка | Приходи",
            "Revenue of the last year, or of the period."
            " | Выручка за последний год или за период."
            " | Приходи за последната година или за периода.",
        ),
        column(
            "revenue_before",
            Unit.MONEY,
            "Before | До этого | Преди това",
            "Revenue of as many days before."
            " | Выручка за столько же дней до этого."
            " | Приходи за толкова дни преди това.",
        ),
        column(
            "growth",
            Unit.SHARE,
            "Growth | Рост | Ръст",
            "How much more than before; empty where there was nothing before."
            " | На сколько больше прежнего; пусто, если прежде ничего не было."
            " | С колко повече от преди; празно, ако преди е нямало нищо.",
        ),
        column(
            "share",
            Unit.CLASS,
            "Share | Доля | Дял",
            "high for class A of ABC, low otherwise."
            " | high для класса A по ABC, иначе low."
            " | high за клас A по ABC, иначе low.",
            _LEVELS,
        ),
        column(
            "field",
            Unit.CLASS,
            "Field | Поле | Поле",
            "star, cash cow, question mark or dog."
            " | star, cash cow, question mark или dog."
            " | star, cash cow, question mark или dog.",
            FIELDS,
        ),
    ),
    summary=(
        column(
            "count",
            Unit.COUNT,
            "Rows | Строк | Редове",
            "Number of clients or services. | Число клиентов или услуг. | Брой клиенти или услуги.",
        ),
        column(
            "revenue",
            Unit.MONEY,
            "Revenue | Выручка | Приходи",
            "Of all together. | Всех вместе. | На всички заедно.",
        ),
        column(
            "revenue_before",
            Unit.MONEY,
            "Before | До этого | Преди това",
            "Of all together. | Всех вместе. | На всички заедно.",
        ),
        column(
            "growth",
            Unit.SHARE,
            "Growth | Рост | Ръст",
            "Of the whole: growth above it is high."
            " | Всего целого: рост выше него — высокий."
            " | На цялото: ръст над него е висок.",
        ),
        column(
            "fields",
            Unit.COUNTS,
            "In the fields | По полям | По полета",
            "Clients or services by field."
            " | Клиенты или услуги по полям."
            " | Клиенти или услуги по полета.",
            FIELDS,
        ),
    ),
    options=(BY_SERVICES,),
    period=three(
        "The last 365 days are compared with the 365 before. --since and --until choose other"
        " days; they are compared with as many before.",
        "Последние 365 дней сравниваются с предыдущими 365. --since и --until выбирают другие дни;"
        " они сравниваются со столькими же предыдущими.",
        "Последните 365 дни се сравняват с предишните 365. --since и --until избират други дни; те"
        " се сравняват с толкова дни преди тях.",
    ),
    how=three(
        "A share is high when the client is in class A of the year; growth is high when it is above"
        " that of the whole. Stars need time and stock; cash cows a steady hand; of the question"
        " marks find out what holds them back; dogs get what costs nothing.",
        "Доля высокая, если клиент за год в классе A; рост высокий, если он выше роста целого."
        " Звёздам нужны время и запас, дойным коровам — ровное обращение; о вопросительных знаках"
        " узнайте, что им мешает; собакам — то, что ничего не стоит.",
        "Делът е висок, когато клиентът е в клас A за годината; ръстът е висок, когато е над ръста"
        " на цялото. Звездите искат време и наличност, дойните крави — постоянство; за"
        " въпросителните разберете какво ги спира; кучетата получават това, което не струва нищо.",
    ),
    source="Henderson, The Product Portfolio (1970)",
)


def compute(index: Index, asked: Asked) -> Result:
    """Return the field of every client, or service, with revenue in both spans together."""
    services = asked.flag("services")
    years = _years(asked, asked.extract(index), "service_years" if services else "client_years")
    fields = shares.bcg(years, terms_of(index.settings).abc)
    order = shares.by_revenue({key: years[key].last for key in fields})
    rows: list[tuple[Value, ...]] = [
        (
            key,
            money(years[key].last),
            money(years[key].before),
            _growth(years[key]),
            "high" if fields[key] in {"star", "cash cow"} else "low",
            fields[key],
        )
        for key in order
    ]
    whole = shares.Years(
        sum(both.last for both in years.values()), sum(both.before for both in years.values())
    )
    held = Counter(fields.values())
    summary: dict[str, Value] = {
        "count": len(rows),
        "revenue": money(whole.last),
        "revenue_before": money(whole.before),
        "growth": _growth(whole),
        "fields": {name: held[name] for name in FIELDS},
    }
    why = None if rows else NO_SERVICES if services else NO_ORDERS
    return result(REPORT, rows, summary, without=("client" if services else "service",), why=why)


def _years(asked: Asked, extract: Extract, question: str) -> dict[str, shares.Years]:
    """Return the revenue of the span and of as many days before it."""
    until = extract.until
    days = (until - asked.since).days + 1 if asked.since else _YEAR
    # Of a span that has not begun yet nothing can be said.
    if days < 1:
        return {}
    begun = _days_before(until, days - 1)
    both = extract.between(_days_before(begun, days), until)
    found = both.rows(question, cut=begun.toordinal())
    return {key: shares.Years(last=after, before=before) for key, before, after in found}


def _days_before(day: dt.date, days: int) -> dt.date:
    return dt.date.fromordinal(max(day.toordinal() - days, 1))


def _growth(both: shares.Years) -> float | None:
    return (both.last - both.before) / both.before if both.before > 0 else None
