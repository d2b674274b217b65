"""Owns the report `expected`: who still buys, and how many orders are to come."""

from __future__ import annotations

from crm.index.query import Index
from crm.reports.columns import CLIENT, CLIENTS, ENTRIES
from crm.reports.forecast import forecast
from crm.reports.journal import standings
from crm.reports.report import Asked, Option, Report, Result, Unit, Value, column, result, three

WEEKS = Option(
    name="weeks",
    default=52,
    least=1,
    most=520,
    meaning=three(
        "how many weeks to look ahead",
        "на сколько недель смотреть вперёд",
        "колко седмици да се гледа напред",
    ),
)
EXPECTED = column(
    "expected_orders",
    Unit.SCORE,
    "Orders to come | Заказов впереди | Предстоящи поръчки",
    "Expected order days within the weeks asked for."
    " | Ожидаемое число дней с заказом за эти недели."
    " | Очакван брой дни с поръчка за тези седмици.",
)
WEEKS_AHEAD = column(
    "weeks",
    Unit.COUNT,
    "Weeks ahead | Недель вперёд | Седмици напред",
    "How far it looks ahead. | Насколько вперёд он смотрит. | Колко напред се гледа.",
)


REPORT = Report(
    name="expected",
    title=three("Expected orders", "Ожидаемые заказы", "Очаквани поръчки"),
    question=three(
        "Who still buys, and how many orders are to come?",
        "Кто ещё покупает и сколько заказов впереди?",
        "Кой още купува и колко поръчки предстоят?",
    ),
    columns=(
        CLIENT,
        column(
            "frequency",
            Unit.COUNT,
            "Repeats | Повторов | Повторни",
            "Order days after the first."
            " | Дни с заказом после первого."
            " | Дни с поръчка след първия.",
        ),
        column(
            "recency",
            Unit.WEEKS,
            "First to last | От первого до последнего | От първата до последната",
            "Weeks from the first order to the last."
            " | Недель от первого заказа до последнего."
            " | Седмици от първата поръчка до последната.",
        ),
        column(
            "age",
            Unit.WEEKS,
            "Age | Возраст | Възраст",
            "Weeks from the first order to today."
            " | Недель от первого заказа до сегодня."
            " | Седмици от първата поръчка до днес.",
        ),
        column(
            "p_alive",
            Unit.SHARE,
            "Still buys | Ещё покупает | Още купува",
            "Probability that the client still buys; 0 for closed ones."
            " | Вероятность, что клиент ещё покупает; 0 у закрытых."
            " | Вероятност клиентът още да купува; 0 за закритите.",
        ),
        EXPECTED,
    ),
    summary=(
        CLIENTS,
        WEEKS_AHEAD,
        column(
            "r",
            Unit.NUMBER,
            "r | r | r",
            "Shape of the rates. | Форма частот. | Форма на честотите.",
        ),
        column(
            "alpha",
            Unit.NUMBER,
            "alpha | alpha | alpha",
            "Scale of the rates, in weeks."
            " | Масштаб частот, в неделях."
            " | Мащаб на честотите, в седмици.",
        ),
        column(
            "a",
            Unit.NUMBER,
            "a | a | a",
            "First shape of the probability to stop after an order."
            " | Первая форма вероятности перестать после заказа."
            " | Първа форма на вероятността да се спре след поръчка.",
        ),
        column(
            "b",
            Unit.NUMBER,
            "b | b | b",
            "Second shape of that probability."
            " | Вторая форма этой вероятности."
            " | Втора форма на тази вероятност.",
        ),
        column(
            "log_likelihood",
            Unit.NUMBER,
            "Log-likelihood | Логарифм правдоподобия | Логаритъм на правдоподобието",
            "How well the parameters explain the journals: the greater, the better."
            " | Насколько параметры объясняют журналы: чем больше, тем лучше."
            " | Колко добре параметрите обясняват дневниците: по-голямото е по-добро.",
        ),
        column(
            "expected_orders",
            Unit.SCORE,
            "Orders to come | Заказов впереди | Предстоящи поръчки",
            "Of all clients together. | Всех клиентов вместе. | На всички клиенти заедно.",
        ),
    ),
    options=(WEEKS,),
    period=ENTRIES,
    how=three(
        "The BG/NBD model: every client orders at random at a rate of its own and may stop for good"
        " after any order; how rates and stopping are spread over the base is learnt from all"
        " journals by maximum likelihood. A client that ordered often and then fell silent is"
        " probably gone; one that orders seldom may merely be waiting. Plan stock and visits by the"
        " sum; call those whose probability falls while much is still expected of them. Who must"
        " not be contacted counts in the sum and stands in no row.",
        "Модель BG/NBD: каждый клиент заказывает случайно, со своей частотой, и после любого заказа"
        " может перестать навсегда; как частоты и уходы распределены по базе, узнаётся из всех"
        " журналов методом максимального правдоподобия. Кто заказывал часто и замолчал, вероятно,"
        " ушёл; кто заказывает редко, возможно, просто ждёт. По сумме планируйте запас и визиты;"
        " звоните тем, у кого вероятность падает, а ждут от них ещё многого. Кого нельзя"
        " беспокоить, учтён в сумме, но в строках его нет.",
        "Моделът BG/NBD: всеки клиент поръчва случайно, със своя честота, и след всяка поръчка може"
        " да спре завинаги; как са разпределени честотите и спирането в базата, се научава от"
        " всички дневници по метода на максималното правдоподобие. Който е поръчвал често и е"
        " замлъкнал, вероятно си е отишъл; който поръчва рядко, може просто да чака. По сбора"
        " планирайте наличности и посещения; обадете се на тези, чиято вероятност пада, а от тях"
        " се очаква още много. Който не бива да се търси, влиза в сбора, но го няма в редовете.",
    ),
    source=(
        "Fader, Hardie and Lee, Counting Your Customers the Easy Way, Marketing Science 24 (2005)"
    ),
)


def compute(index: Index, asked: Asked) -> Result:
    """Return the chosen clients with an order, those with most orders to come first."""
    weeks = asked.number("weeks")
    extract = asked.extract(index)
    found = forecast(extract, weeks)
    quiet = {client for client, one in standings(extract).items() if one.do_not_contact}
    asked_for = [row for row in found.rows if row.client not in quiet]
    rows = sorted(asked_for, key=lambda row: (-row.expected_orders, row.client))
    fitted = found.fitted
    summary: dict[str, Value] = {
        "clients": len(rows),
        "weeks": weeks,
        "r": fitted.r if fitted else None,
        "alpha": fitted.alpha if fitted else None,
        "a": fitted.a if fitted else None,
        "b": fitted.b if fitted else None,
        "log_likelihood": fitted.log_likelihood if fitted else None,
        "expected_orders": sum(row.expected_orders for row in found.rows) if fitted else None,
    }
    return result(REPORT, rows, summary, why=found.why)
