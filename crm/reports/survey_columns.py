"""Owns the description of the report `why-they-buy`."""

from __future__ import annotations

from crm.reports.columns import ENTRIES
from crm.reports.report import Option, Report, Unit, column, three

_GROUPS = {
    "attracts": "attracts | привлекает | привлича",
    "mend": "to be mended | исправить | за поправяне",
    "enough": "good enough | достаточно | достатъчно",
    "later": "later | позже | по-късно",
}
_CLIENTS = column(
    "clients",
    Unit.COUNT,
    "Clients | Клиенты | Клиенти",
    "Clients who answered. | Ответившие клиенты. | Отговорили клиенти.",
)
_CRITERION = column(
    "criterion",
    Unit.TEXT,
    "Criterion | Критерий | Критерий",
    "As the surveys name it. | Как его называют опросы. | Както го наричат анкетите.",
)
_SEGMENT = column(
    "segment",
    Unit.SEGMENT,
    "Segment | Сегмент | Сегмент",
    "Segment the clients are in today; with --by segment."
    " | Сегмент, в котором клиенты сегодня; с --by segment."
    " | Сегментът на клиентите към днес; с --by segment.",
)
WHY_THEY_BUY = Report(
    name="why-they-buy",
    title=three("Why they buy", "Почему покупают", "Защо купуват"),
    question=three(
        "What matters to clients, what attracts them, and what should be mended first?",
        "Что важно клиентам, что их привлекает и что исправить в первую очередь?",
        "Какво е важно за клиентите, какво ги привлича и какво да се поправи първо?",
    ),
    columns=(
        _SEGMENT,
        _CRITERION,
        _CLIENTS,
        column(
            "importance",
            Unit.SCORE,
            "Importance | Важность | Важност",
            "Mean of the clients' last answers, 1 to 5."
            " | Среднее последних ответов клиентов, от 1 до 5."
            " | Средно на последните отговори на клиентите, от 1 до 5.",
        ),
        column(
            "satisfaction",
            Unit.SCORE,
            "Satisfaction | Удовлетворённость | Удовлетвореност",
            "Mean of the clients' last answers, 1 to 5."
            " | Среднее последних ответов клиентов, от 1 до 5."
            " | Средно на последните отговори на клиентите, от 1 до 5.",
        ),
        column(
            "goal",
            Unit.SCORE,
            "Goal | Цель | Цел",
            "As satisfied as it is important, and no less than today."
            " | Довольны настолько, насколько это важно, и не меньше, чем сегодня."
            " | Доволни толкова, колкото е важно, и не по-малко от днес.",
        ),
        column(
            "ratio",
            Unit.NUMBER,
            "Improvement | Улучшение | Подобрение",
            "Goal / satisfaction. | Цель / удовлетворённость. | Цел / удовлетвореност.",
        ),
        column(
            "weight",
            Unit.NUMBER,
            "Weight | Вес | Тежест",
            "Importance × improvement. | Важность × улучшение. | Важност × подобрение.",
        ),
        column(
            "share",
            Unit.SHARE,
            "Share | Доля | Дял",
            "Of the sum of the weights. | В сумме весов. | От сбора на тежестите.",
        ),
        column(
            "group",
            Unit.CLASS,
            "What it is | Что это | Какво е",
            "More important than the mean of all criteria (each as often as clients answered):"
            " attracts when satisfaction is at least their mean and 3, else mend; less important:"
            " enough or later by the same mean; empty for a single criterion."
            " | Важнее среднего по всем критериям (каждый столько раз, сколько ответивших):"
            " attracts, если удовлетворённость не ниже их среднего и 3, иначе mend; менее важное:"
            " enough или later по тому же среднему; пусто у единственного критерия."
            " | По-важно от средното за всички критерии (всеки толкова пъти, колкото отговорили):"
            " attracts, ако удовлетвореността е поне средната им и 3, иначе mend; по-малко важно:"
            " enough или later по същото средно; празно при единствен критерий.",
            _GROUPS,
        ),
    ),
    summary=(
        _CLIENTS,
        column(
            "surveys",
            Unit.COUNT,
            "Surveys | Опросы | Анкети",
            "Surveys with answers. | Опросы с ответами. | Анкети с отговори.",
        ),
        column(
            "criteria",
            Unit.COUNT,
            "Criteria | Критерии | Критерии",
            "Different criteria. | Разные критерии. | Различни критерии.",
        ),
        column(
            "attracts",
            Unit.TEXTS,
            "What attracts | Что привлекает | Какво привлича",
            "Criteria of that group, the most important first."
            " | Критерии этой группы, самый важный первым."
            " | Критериите от тази група, най-важният първи.",
        ),
        column(
            "mend",
            Unit.TEXTS,
            "What to mend | Что исправить | Какво да се поправи",
            "Criteria of that group, the heaviest first."
            " | Критерии этой группы, самый весомый первым."
            " | Критериите от тази група, най-тежкият първи.",
        ),
    ),
    period=ENTRIES,
    options=(
        Option(
            name="by",
            default="criterion",
            meaning=three(
                "a row a criterion, or a row a segment and criterion: criterion or segment",
                "строка на критерий или на сегмент и критерий: criterion или segment",
                "ред за критерий или за сегмент и критерий: criterion или segment",
            ),
            choices=("criterion", "segment"),
        ),
    ),
    how=three(
        "Of each client the last answer to a criterion counts. The goal is to satisfy as much as"
        " the criterion is important; importance × goal / satisfaction is its weight, as in the"
        " voice of the customer of QFD. Begin at the top with what is important and disappoints."
        " Say aloud in every offer what attracts, and spend no more on what is good enough. Ask at"
        " least ten clients of a segment before you believe its numbers.",
        "У каждого клиента считается последний ответ по критерию. Цель — удовлетворять настолько,"
        " насколько критерий важен; важность × цель / удовлетворённость — его вес, как в голосе"
        " потребителя QFD. Начинайте сверху, с важного, что разочаровывает. То, что привлекает,"
        " называйте в каждом предложении, а на достаточно хорошее больше не тратьтесь. Спросите не"
        " меньше десяти клиентов сегмента, прежде чем верить его числам.",
        "За всеки клиент се брои последният отговор по критерий. Целта е да удовлетворявате"
        " толкова, колкото е важен критерият; важност × цел / удовлетвореност е тежестта му, както"
        " в гласа на клиента при QFD. Започнете отгоре, от важното, което разочарова. Каквото"
        " привлича, казвайте го във всяка оферта, а за достатъчно доброто не харчете повече."
        " Питайте поне десет клиенти от сегмент, преди да вярвате на числата му.",
    ),
    source=(
        "Cohen, Quality Function Deployment (1995), the planning matrix with a sales point of 1;"
        " Martilla and James, Importance-Performance Analysis (1977), for the groups"
    ),
)
