"""Owns the description of the report `quality`."""

from __future__ import annotations

from crm.reports.columns import CLIENT, ENTRIES, ORDERS, SERVICE
from crm.reports.report import Option, Report, Unit, column, three

KEYS = ("service", "member", "client")
FIGURES = (
    ORDERS,
    column(
        "deliveries",
        Unit.COUNT,
        "Deliveries | Доставки | Доставки",
        "Orders with a day of delivery that are delivered or late."
        " | Заказы со сроком доставки, доставленные или просроченные."
        " | Поръчки със срок за доставка, доставени или закъснели.",
    ),
    column(
        "late",
        Unit.COUNT,
        "Late | С опозданием | Закъснели",
        "Delivered after the day, or not at all though it has passed."
        " | Доставлены позже срока или не доставлены, хотя он прошёл."
        " | Доставени след срока или недоставени, макар да е минал.",
    ),
    column(
        "late_share",
        Unit.SHARE,
        "Late, % | Опозданий, % | Закъснели, %",
        "Late / deliveries. | Опоздавшие / доставки. | Закъснели / доставки.",
    ),
    column(
        "days_late",
        Unit.DAYS,
        "Days late | Дней опоздания | Дни закъснение",
        "Mean of the late ones. | Среднее по опоздавшим. | Средно на закъснелите.",
    ),
    column(
        "complaints",
        Unit.COUNT,
        "Complaints | Жалобы | Оплаквания",
        "Complaints made. | Поступившие жалобы. | Постъпили оплаквания.",
    ),
    column(
        "open",
        Unit.COUNT,
        "Of them open | Из них открыты | От тях отворени",
        "Not resolved. | Не решены. | Нерешени.",
    ),
    column(
        "per_100",
        Unit.NUMBER,
        "Complaints in 100 orders | Жалоб на 100 заказов | Оплаквания на 100 поръчки",
        "100 × complaints / orders. | 100 × жалобы / заказы. | 100 × оплаквания / поръчки.",
    ),
    column(
        "surveys",
        Unit.COUNT,
        "Scores | Оценки | Оценки",
        "Surveys with a score. | Опросы с оценкой. | Анкети с оценка.",
    ),
    column(
        "score",
        Unit.SCORE,
        "Mean score | Средняя оценка | Средна оценка",
        "Mean of these scores, 0 to 10."
        " | Среднее этих оценок, от 0 до 10."
        " | Средно на тези оценки, от 0 до 10.",
    ),
    column(
        "satisfaction",
        Unit.SCORE,
        "Satisfaction | Удовлетворённость | Удовлетвореност",
        "Mean of the answers on single criteria, 1 to 5."
        " | Среднее ответов по критериям, от 1 до 5."
        " | Средно на отговорите по критерии, от 1 до 5.",
    ),
)
QUALITY = Report(
    name="quality",
    title=three("Quality of service", "Качество обслуживания", "Качество на обслужването"),
    question=three(
        "Where are we late, where do clients complain, and how content are they?",
        "Где мы опаздываем, где жалуются и насколько довольны клиенты?",
        "Къде закъсняваме, къде се оплакват и колко са доволни клиентите?",
    ),
    columns=(
        SERVICE,
        column(
            "member",
            Unit.MEMBER,
            "Member | Сотрудник | Служител",
            "Who took the order, else the owner of the client; with --by member."
            " | Кто принял заказ, иначе ответственный за клиента; с --by member."
            " | Който е приел поръчката, иначе отговорникът за клиента; с --by member.",
        ),
        CLIENT,
        *FIGURES,
    ),
    summary=FIGURES,
    period=ENTRIES,
    options=(
        Option(
            name="by",
            default="service",
            meaning=three(
                "what to go by: service, member or client",
                "по чему собирать: service, member или client",
                "по какво да се събира: service, member или client",
            ),
            choices=KEYS,
        ),
    ),
    how=three(
        "A delivery concerns the services of its order and who took it; a complaint or a survey"
        " those of the client's last order before it. An order with several services counts under"
        " each. Look first at what has most complaints in a hundred orders, not at what has most"
        " complaints; call those whose complaint is open before you call anybody else. A service"
        " that is often late wants a longer promise or another supplier.",
        "Доставка относится к услугам своего заказа и к тому, кто его принял; жалоба и опрос — к"
        " последнему заказу клиента перед ними. Заказ с несколькими услугами считается у каждой."
        " Смотрите сначала, где больше всего жалоб на сто заказов, а не просто жалоб; тем, чья"
        " жалоба открыта, звоните раньше всех. Услуге, которая часто опаздывает, нужен более"
        " долгий срок или другой поставщик.",
        "Доставката се отнася до услугите в поръчката и до този, който я е приел; оплакването и"
        " анкетата — до последната поръчка на клиента преди тях. Поръчка с няколко услуги се брои"
        " при всяка. Гледайте първо къде са най-много оплакванията на сто поръчки, не къде са"
        " най-много; на тези с отворено оплакване се обадете преди всички други. Услуга, която"
        " често закъснява, иска по-дълъг срок или друг доставчик.",
    ),
    source="Parasuraman, Zeithaml and Berry, SERVQUAL (1988), for what clients judge",
)
