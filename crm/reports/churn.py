"""Owns the report `churn`: how many clients stop, month by month."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from crm.index.query import Index
from crm.index.reports.extract import Extract
from crm.reports.columns import NO_ORDERS, PART_MONTH
from crm.reports.going import spans
from crm.reports.journal import days_by_client, month_name, month_of, standings
from crm.reports.report import Asked, Report, Result, Unit, Value, column, result, three
from crm.settings.records import Lifecycle

_YEAR = 12

REPORT = Report(
    name="churn",
    title=three("Churn", "Отток", "Отлив"),
    question=three(
        "How many clients stop ordering, month by month?",
        "Сколько клиентов перестаёт заказывать, месяц за месяцем?",
        "Колко клиенти спират да поръчват, месец по месец?",
    ),
    columns=(
        column(
            "month",
            Unit.MONTH,
            "Month | Месяц | Месец",
            "Calendar month. | Календарный месяц. | Календарен месец.",
        ),
        column(
            "at_start",
            Unit.COUNT,
            "At its start | В начале | В началото",
            "Clients who had ordered and were neither inactive nor lost when it began."
            " | Клиенты с заказами, которые к его началу не были ни неактивными, ни потерянными."
            " | Клиенти с поръчки, които в началото му не са били нито неактивни, нито изгубени.",
        ),
        column(
            "churned",
            Unit.COUNT,
            "Stopped | Перестали | Спрели",
            "Those of them who became inactive or lost in it."
            " | Те из них, кто стал в нём неактивным или потерянным."
            " | Тези от тях, които са станали в него неактивни или изгубени.",
        ),
        column(
            "rate",
            Unit.SHARE,
            "Churn | Отток | Отлив",
            "Stopped / at its start. | Перестали / в начале. | Спрели / в началото.",
        ),
        column(
            "new",
            Unit.COUNT,
            "New | Новые | Нови",
            "Clients whose first order is in it."
            " | Клиенты с первым заказом в нём."
            " | Клиенти с първа поръчка в него.",
        ),
        column(
            "returned",
            Unit.COUNT,
            "Came back | Вернулись | Върнали се",
            "Inactive or lost clients who ordered again in it."
            " | Неактивные или потерянные, кто снова заказал в нём."
            " | Неактивни или изгубени, които са поръчали отново в него.",
        ),
    ),
    summary=(
        column(
            "months",
            Unit.COUNT,
            "Months | Месяцев | Месеци",
            "Number of rows. | Число строк. | Брой редове.",
        ),
        column(
            "churned",
            Unit.COUNT,
            "Stopped | Перестали | Спрели",
            "In all these months. | За все эти месяцы. | През всички тези месеци.",
        ),
        column(
            "rate",
            Unit.SHARE,
            "Churn a month | Отток в месяц | Отлив на месец",
            "Over the last twelve whole months: all who stopped / all at the starts."
            " | За последние двенадцать полных месяцев: все, кто перестал / все в начале месяцев."
            " | За последните дванадесет цели месеца: всички спрели / всички в началото им.",
        ),
        column(
            "going",
            Unit.COUNT,
            "Ordering now | Заказывают сейчас | Поръчват сега",
            "Clients neither inactive nor lost at the end of the period."
            " | Клиенты, не ставшие неактивными или потерянными к концу периода."
            " | Клиенти, които в края на периода не са нито неактивни, нито изгубени.",
        ),
        PART_MONTH,
    ),
    period=three(
        "--since and --until: the months from the one to the other; whole months, as the journals"
        " were up to --until.",
        "--since и --until: месяцы от одного до другого, целиком; журналы берутся по --until.",
        "--since и --until: месеците от единия до другия, цели; дневниците се вземат до --until.",
    ),
    how=three(
        "A client stops on the day its lifecycle turns inactive or lost: silent for three of its"
        " own median intervals and at least 90 days, or closed; crm.yaml can set other limits. The"
        " day is reached long after the last order, so a bad month shows late: watch the rhythm"
        " report for what is coming, and this one for whether the work helps.",
        "Клиент перестаёт в тот день, когда по жизненному циклу становится неактивным или"
        " потерянным: молчит три своих медианных интервала и не меньше 90 дней или закрыт;"
        " границы можно задать в crm.yaml. Этот день наступает много позже последнего заказа, так"
        " что плохой месяц виден с опозданием: что приближается, смотрите в отчёте rhythm, а"
        " помогает ли работа — здесь.",
        "Клиентът спира в деня, в който по жизнения цикъл става неактивен или изгубен: мълчи три"
        " свои медианни интервала и поне 90 дни или е закрит; други граници се задават в"
        " crm.yaml. Този ден идва дълго след последната поръчка, затова лош месец се вижда късно:"
        " какво идва, гледайте в отчета rhythm, а помага ли работата — тук.",
    ),
    source="own definition",
)


@dataclass(slots=True)
class _Months:
    """Counts by month."""

    at_start: Counter[int] = field(default_factory=Counter)
    churned: Counter[int] = field(default_factory=Counter)
    new: Counter[int] = field(default_factory=Counter)
    returned: Counter[int] = field(default_factory=Counter)
    going: int = 0  # at the end of the period

    def add(self, first: int, spans_of_one: list[tuple[int, int]], last: int) -> None:
        """Add a client by its first day and the spans in which it kept ordering."""
        self.new[month_of(first)] += 1
        for begun, end in spans_of_one:
            if begun > last:
                break
            if begun > first:
                self.returned[month_of(begun)] += 1
            stopped = end + 1
            # A month begins with the evening before: whoever is there then is counted at its start.
            for month in range(month_of(begun) + 1, month_of(min(stopped, last)) + 1):
                self.at_start[month] += 1
            if stopped > last:
                self.going += 1
            elif month_of(stopped) > month_of(begun):
                self.churned[month_of(stopped)] += 1


def compute(index: Index, asked: Asked) -> Result:
    """Return a row a month, the earliest first."""
    extract = asked.extract(index)
    months = _count(extract.from_the_beginning(), index.settings.lifecycle)
    running = month_of(extract.last)
    first = min(months.new, default=running + 1)
    if asked.since:
        first = max(first, month_of(extract.first))
    shown = range(first, running + 1)
    rows: list[tuple[Value, ...]] = [
        (
            month_name(month),
            months.at_start[month],
            months.churned[month],
            _rate(months, range(month, month + 1)),
            months.new[month],
            months.returned[month],
        )
        for month in shown
    ]
    summary: dict[str, Value] = {
        "months": len(rows),
        "churned": sum(months.churned[month] for month in shown),
        "rate": _rate(months, range(max(first, running - _YEAR), running)),
        "going": months.going,
        "part_month": month_name(running),
    }
    return result(REPORT, rows, summary, why=None if rows else NO_ORDERS)


def _count(extract: Extract, rules: Lifecycle) -> _Months:
    standing = standings(extract)
    months = _Months()
    for client, days in days_by_client(extract).items():
        one = standing[client]
        # Ended, and nobody knows when: lost on every day there is.
        closed = (one.closed_day or 1) if one.closed else None
        months.add(days[0], spans(days, rules, closed=closed), extract.last)
    return months


def _rate(months: _Months, shown: range) -> float | None:
    started = sum(months.at_start[month] for month in shown)
    return sum(months.churned[month] for month in shown) / started if started else None
