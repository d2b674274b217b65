"""Owns the report `baskets`: what is bought together."""

from __future__ import annotations

from crm.index.query import Index
from crm.reports import bought, rules
from crm.reports.columns import ENTRIES, NO_SERVICES
from crm.reports.report import Asked, Report, Result, Unit, Value, column, note, result, three

NO_PAIR = note(
    three(
        "no two services were bought together often enough",
        "никакие две услуги не покупали вместе достаточно часто",
        "никои две услуги не са купувани заедно достатъчно често",
    )
)
REPORT = Report(
    name="baskets",
    title=three("Bought together", "Покупают вместе", "Купуват заедно"),
    question=three(
        "Which services are bought in one order?",
        "Какие услуги покупают в одном заказе?",
        "Кои услуги се купуват в една поръчка?",
    ),
    columns=rules.columns(
        "Who buys | Кто покупает | Който купува",
        "also buys | берёт и | взема и",
    ),
    summary=(
        column(
            "baskets",
            Unit.COUNT,
            "Baskets | Корзин | Кошници",
            "Orders that say which services were bought."
            " | Заказы, в которых сказано, что куплено."
            " | Поръчки, в които е казано какво е купено.",
        ),
        column(
            "services",
            Unit.COUNT,
            "Services | Услуг | Услуги",
            "Different services in them. | Разных услуг в них. | Различни услуги в тях.",
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
        "A basket is the different services of one order. For every pair seen often enough: how"
        " often both, how often the second with the first, and how much more often than by chance"
        " (lift). Offer the second to who orders the first; put pairs of high lift in one box;"
        " mind that a lift over few baskets is luck.",
        "Корзина — разные услуги одного заказа. Для каждой достаточно частой пары: как часто обе,"
        " как часто вторая при первой и во сколько раз чаще случайного (подъём). Предлагайте вторую"
        " тем, кто заказывает первую; пары с высоким подъёмом кладите в один набор; помните, что"
        " подъём при немногих корзинах — случайность.",
        "Кошница са различните услуги в една поръчка. За всяка достатъчно честа двойка: колко често"
        " и двете, колко често втората при първата и колко пъти по-често от случайното"
        " (повишение). Предлагайте втората на който поръчва първата; двойките с високо повишение"
        " слагайте в един комплект; помнете, че повишение при малко кошници е случайност.",
    ),
    source="Agrawal, Imielinski and Swami, Mining Association Rules (1993)",
)


def compute(index: Index, asked: Asked) -> Result:
    """Return the rules over the orders of the chosen clients."""
    counts = rules.of_baskets(bought.baskets(asked.extract(index)))
    rows = counts.rules(asked.number("min_count"))
    summary: dict[str, Value] = {
        "baskets": counts.whole,
        "services": len(counts.singles),
        "rules": len(rows),
    }
    why = None if rows else NO_PAIR if counts.whole else NO_SERVICES
    return result(REPORT, rows, summary, why=why)
