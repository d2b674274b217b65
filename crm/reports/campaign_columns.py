"""Owns the description of the report `campaigns`."""

from __future__ import annotations

from crm.reports.columns import ORDERS
from crm.reports.report import Report, Unit, column, three

_COST = column(
    "cost",
    Unit.MONEY,
    "Cost | Затраты | Разход",
    "As campaigns.yaml has it, else what the entries that name it cost; empty when nothing is said."
    " | Из campaigns.yaml, иначе стоимость записей с её именем; пусто, если ничего не сказано."
    " | От campaigns.yaml, иначе цената на записите с нея; празно, ако нищо не е казано.",
)
_LEADS = column(
    "leads",
    Unit.COUNT,
    "Leads | Лиды | Потенциални",
    "Clients whose file names it in `campaign`."
    " | Клиенты, в чьём файле она стоит в `campaign`."
    " | Клиенти, в чийто файл тя стои в `campaign`.",
)
_PER_LEAD = column(
    "cost_per_lead",
    Unit.MONEY,
    "Cost a lead | Затраты на лид | Разход за потенциален",
    "Cost / leads. | Затраты / лиды. | Разход / потенциални клиенти.",
)
_NEW = column(
    "new",
    Unit.COUNT,
    "New clients | Новые клиенты | Нови клиенти",
    "Clients whose first order it brought."
    " | Клиенты, чей первый заказ она принесла."
    " | Клиенти, чиято първа поръчка е донесла.",
)
_PER_NEW = column(
    "cost_per_new",
    Unit.MONEY,
    "Cost a new client | Затраты на нового | Разход за нов",
    "Cost / new clients. | Затраты / новые клиенты. | Разход / нови клиенти.",
)
_REVENUE = column(
    "revenue",
    Unit.MONEY,
    "Revenue | Выручка | Приходи",
    "Of its orders, less refunds that name them or it."
    " | Её заказов, за вычетом возвратов по ним или с её именем."
    " | На поръчките ѝ, без възстановеното по тях или с нея.",
)
_MARGIN = column(
    "margin",
    Unit.MONEY,
    "Margin | Маржа | Марж",
    "Revenue less goods and the cost of the campaign."
    " | Выручка за вычетом себестоимости и затрат на кампанию."
    " | Приходите без себестойността и разхода за кампанията.",
)
_LATER = column(
    "later_orders",
    Unit.COUNT,
    "Later, full price | Потом, без акции | После, без промоция",
    "Orders without a promotion that its buyers placed after their first one from it."
    " | Заказы без акций, сделанные её покупателями после первого заказа от неё."
    " | Поръчки без промоция на купувачите ѝ след първата им поръчка от нея.",
)
_LATER_REVENUE = column(
    "later_revenue",
    Unit.MONEY,
    "Their revenue | Выручка от них | Приходи от тях",
    "Amounts of these later orders."
    " | Суммы этих последующих заказов."
    " | Сумите на тези по-късни поръчки.",
)
CAMPAIGNS = Report(
    name="campaigns",
    title=three("Campaigns", "Кампании", "Кампании"),
    question=three(
        "What did each campaign cost, and what did it bring?",
        "Во что обошлась каждая кампания и что она принесла?",
        "Колко струва всяка кампания и какво донесе?",
    ),
    columns=(
        column(
            "campaign",
            Unit.CAMPAIGN,
            "Campaign | Кампания | Кампания",
            "Id of the campaign. | Код кампании. | Код на кампанията.",
        ),
        column(
            "start",
            Unit.DATE,
            "From | С | От",
            "Its first day. | Её первый день. | Първият ѝ ден.",
        ),
        column(
            "end",
            Unit.DATE,
            "To | По | До",
            "Its last day. | Её последний день. | Последният ѝ ден.",
        ),
        _COST,
        column(
            "reached",
            Unit.COUNT,
            "Reached | Охвачены | Достигнати",
            "Clients with the tag or in the segment of its `list` today, and those with a mailing"
            " or an outgoing entry that names it."
            " | Клиенты с меткой или из сегмента её `list` на сегодня и те, у кого есть рассылка"
            " или исходящая запись с её именем."
            " | Клиенти с етикета или от сегмента в нейния `list` към днес и тези с масов имейл или"
            " изходящ запис с нея.",
        ),
        column(
            "responded",
            Unit.COUNT,
            "Responded | Откликнулись | Отзовали се",
            "Leads, buyers, and clients with an incoming entry that names it."
            " | Лиды, покупатели и клиенты с входящей записью с её именем."
            " | Потенциалните, купувачите и клиентите с входящ запис с нея.",
        ),
        column(
            "response",
            Unit.SHARE,
            "Response | Отклик | Отклик",
            "Of the clients reached those who responded."
            " | Из охваченных те, кто откликнулся."
            " | От достигнатите тези, които са се отзовали.",
        ),
        _LEADS,
        _PER_LEAD,
        _NEW,
        _PER_NEW,
        ORDERS,
        _REVENUE,
        _MARGIN,
        _LATER,
        _LATER_REVENUE,
    ),
    summary=(
        column(
            "campaigns",
            Unit.COUNT,
            "Campaigns | Кампании | Кампании",
            "Number of rows. | Число строк. | Брой редове.",
        ),
        _COST,
        _LEADS,
        _NEW,
        ORDERS,
        _LATER,
        _PER_LEAD,
        _PER_NEW,
        _REVENUE,
        _MARGIN,
        _LATER_REVENUE,
    ),
    period=three(
        "--since and --until: campaigns that began in these days, with what they brought up to"
        " --until.",
        "--since и --until: кампании, начавшиеся в эти дни, и что они принесли до --until.",
        "--since и --until: кампании, започнали в тези дни, и какво са донесли до --until.",
    ),
    how=three(
        "An order is of the campaign it names; else of the one whose promotion it has while it"
        " runs; else a client's first order is of the campaign its file names. So no order counts"
        " twice. Compare what a new client costs with what one leaves in a year, and look at the"
        " later orders at full price: a campaign whose buyers never pay the full price taught them"
        " to wait for the next one.",
        "Заказ относится к кампании, которую называет; иначе к той, чья в нём акция, пока она идёт;"
        " иначе первый заказ клиента относится к кампании из его файла. Так ни один заказ не"
        " считается дважды. Сравните, во что обходится новый клиент и сколько он оставляет за год,"
        " и посмотрите на последующие заказы без акций: если покупатели никогда не платят полную"
        " цену, кампания научила их ждать следующей.",
        "Поръчката е на кампанията, която посочва; иначе на тази, чиято промоция носи, докато тече;"
        " иначе първата поръчка на клиента е на кампанията от файла му. Така никоя поръчка не се"
        " брои два пъти. Сравнете колко струва нов клиент и колко оставя за година и погледнете"
        " по-късните поръчки без промоция: ако купувачите никога не плащат пълната цена, кампанията"
        " ги е научила да чакат следващата.",
    ),
    source="Hughes, Strategic Database Marketing (1994)",
)
