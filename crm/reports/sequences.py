"""Owns the report `sequences`: what is bought after what."""

from __future__ import annotations

from crm.index.query import Index
from crm.reports import rules
from crm.reports.bought import bought_by_client
from crm.reports.columns import ENTRIES, NO_SERVICES
from crm.reports.report import Asked, Report, Result, Unit, Value, column, note, result, three
from crm.reports.sales import sales

_NO_PAIR = note(
    three(
        "no service was bought after another often enough",
        "ни одну услугу не покупали после другой достаточно часто",
        "никоя услуга не е купувана след друга достатъчно често",
    )
)
REPORT = Report(
    name="sequences",
    title=three("Bought next", "Покупают потом", "Купуват после"),
    question=three(
        "Which service is bought after which?",
        "Какую услугу покупают после какой?",
        "Коя услуга се купува след коя?",
    ),
    columns=rules.columns(
        "After | После | След",
        "comes | покупают | купуват",
    ),
    summary=(
        column(
            "clients",
            Unit.COUNT,
            "Clients | Клиенты | Клиенти",
            "Clients with an order. | Клиенты с заказом. | Клиенти с поръчка.",
        ),
        column(
            "services",
            Unit.COUNT,
            "Services | Услуг | Услуги",
            "Different services they bought."
            " | Разных услуг, которые они купили."
            " | Различни услуги, които са купили.",
        ),
        column(
            "rules",
            Unit.COUNT,
            "Rules | Правил | Правила",
            "Number of rows. | Число строк. | Брой редове.",
        ),
    ),
    options=(rules.MIN_COUNT,),
    period=ENTRIES,
    how=three(
        "A client counts for A then B when some day with B in an order is later than some day with"
        " A. Confidence is the share of A's buyers who bought B later; lift compares it with B's"
        " share among all clients. Who has bought A and not yet B is whom to offer B: the report"
        " `services` names them.",
        "Клиент считается за «A, потом B», если какой-то день заказа с B позже какого-то дня с A."
        " Достоверность — доля купивших A, кто позже купил B; подъём сравнивает её с долей B среди"
        " всех клиентов. Кто купил A и ещё не купил B, тому и предложите B: их называет отчёт"
        " `services`.",
        "Клиент се брои за „A, после B“, когато някой ден на поръчка с B е по-късно от някой ден с"
        " A. Достоверността е делът на купувачите на A, които по-късно са купили B; повишението я"
        " сравнява с дела на B сред всички клиенти. Който е купил A и още не е купил B, на него"
        " предложете B: отчетът `services` ги назовава.",
    ),
    source="Agrawal and Srikant, Mining Sequential Patterns (1995)",
)


def compute(index: Index, asked: Asked) -> Result:
    """Return the rules over the chosen clients."""
    extract = asked.extract(index)
    counts = rules.of_spans(bought_by_client(extract), len(sales(extract)))
    rows = counts.rules(asked.number("min_count"))
    summary: dict[str, Value] = {
        "clients": counts.whole,
        "services": len(counts.singles),
        "rules": len(rows),
    }
    why = None if rows else _NO_PAIR if counts.singles else NO_SERVICES
    return result(REPORT, rows, summary, why=why)
