"""Owns the description of the report `funnel`."""

from __future__ import annotations

from crm.reports.report import Report, Unit, column, three

_COLUMNS = (
    column(
        "stage",
        Unit.STAGE,
        "Stage | Стадия | Етап",
        "Those on the way in their order, then lost ones."
        " | Сначала стадии по порядку, затем проигрыш."
        " | Първо етапите по реда им, после загубените.",
    ),
    column(
        "reached",
        Unit.COUNT,
        "Reached it | Дошли | Стигнали",
        "Deals that ever were in it or in a later one; lost is no later stage."
        " | Сделки, которые хоть раз были в ней или в более поздней; проигрыш не более поздняя."
        " | Сделки, които някога са били в него или в по-късен; загубата не е по-късен етап.",
    ),
    column(
        "conversion",
        Unit.SHARE,
        "Went on | Прошли дальше | Продължили",
        "Of them those that reached the next stage."
        " | Из них дошли до следующей стадии."
        " | От тях стигнали следващия етап.",
    ),
    column(
        "now",
        Unit.COUNT,
        "In it now | Сейчас в ней | В него сега",
        "Deals in this stage. | Сделки в этой стадии. | Сделки в този етап.",
    ),
    column(
        "amount",
        Unit.MONEY,
        "Amount | Сумма | Сума",
        "Of the deals in it now. | Сделок, которые сейчас в ней. | На сделките, които са в него.",
    ),
    column(
        "probability",
        Unit.SHARE,
        "Probability | Вероятность | Вероятност",
        "As crm.yaml has it, else won / (won + lost) of the deals that reached the stage."
        " | Из crm.yaml, иначе выигранные / (выигранные + проигранные) из дошедших до стадии."
        " | От crm.yaml, иначе спечелени / (спечелени + загубени) от стигналите етапа.",
    ),
    column(
        "forecast",
        Unit.MONEY,
        "Forecast | Прогноз | Прогноза",
        "Amount × probability of the deals in it."
        " | Сумма × вероятность сделок в ней."
        " | Сума × вероятност на сделките в него.",
    ),
    column(
        "days",
        Unit.DAYS,
        "Days in it | Дней в ней | Дни в него",
        "Median of the days that deals spent in it before they went on."
        " | Медиана дней, проведённых в ней до перехода."
        " | Медиана на дните, прекарани в него преди следващия.",
    ),
    column(
        "stale",
        Unit.COUNT,
        "Stale | Заброшены | Застояли",
        "Open deals nobody spoke of for 30 days; crm.yaml can set another limit."
        " | Открытые сделки, о которых молчат 30 дней; в crm.yaml можно задать другой предел."
        " | Отворени сделки, за които от 30 дни не се говори; crm.yaml може да зададе друго.",
    ),
)
_SUMMARY = (
    column("deals", Unit.COUNT, "Deals | Сделки | Сделки", "All of them. | Всего. | Общо."),
    column("won", Unit.COUNT, "Won | Выиграны | Спечелени", "Won. | Выиграно. | Спечелени."),
    column("lost", Unit.COUNT, "Lost | Проиграны | Загубени", "Lost. | Проиграно. | Загубени."),
    column(
        "open",
        Unit.COUNT,
        "Open | Открыты | Отворени",
        "Neither won nor lost. | Ещё не кончились. | Още не са приключили.",
    ),
    column(
        "win_rate",
        Unit.SHARE,
        "Win rate | Доля выигранных | Дял спечелени",
        "Won / (won + lost)."
        " | Выигранные / (выигранные + проигранные)."
        " | Спечелени / (спечелени + загубени).",
    ),
    column(
        "amount",
        Unit.MONEY,
        "Amount of all | Сумма всех | Сума на всички",
        "Of all deals. | Всех сделок. | На всички сделки.",
    ),
    column(
        "won_amount",
        Unit.MONEY,
        "Amount won | Сумма выигранных | Сума на спечелените",
        "Of the deals won. | Выигранных сделок. | На спечелените сделки.",
    ),
    column(
        "average_won",
        Unit.MONEY,
        "Average won | Средняя выигранная | Средна спечелена",
        "Mean of the deals won that have an amount."
        " | Среднее по выигранным сделкам с суммой."
        " | Средно от спечелените сделки със сума.",
    ),
    column(
        "open_amount",
        Unit.MONEY,
        "Amount open | Сумма открытых | Сума на отворените",
        "Of the open deals. | Открытых сделок. | На отворените сделки.",
    ),
    column(
        "cycle_won_mean",
        Unit.DAYS,
        "Days to win, mean | Дней до победы, в среднем | Дни до успех, средно",
        "From the opening of a deal, or its first mention, to the day it was won."
        " | От открытия сделки или первого упоминания до дня победы."
        " | От откриването на сделката или първото споменаване до деня на успеха.",
    ),
    column(
        "cycle_won_median",
        Unit.DAYS,
        "Days to win, median | Дней до победы, медиана | Дни до успех, медиана",
        "The same, the middle one. | То же, медиана. | Същото, медианата.",
    ),
    column(
        "forecast",
        Unit.MONEY,
        "Forecast | Прогноз | Прогноза",
        "Sum of amount × probability of the open deals."
        " | Сумма × вероятность открытых сделок, вместе."
        " | Сума × вероятност на отворените сделки, общо.",
    ),
    column(
        "unweighed",
        Unit.COUNT,
        "Not in the forecast | Не вошли в прогноз | Извън прогнозата",
        "Open deals without a known amount or probability."
        " | Открытые сделки без известной суммы или вероятности."
        " | Отворени сделки без известна сума или вероятност.",
    ),
    column(
        "stale",
        Unit.COUNT,
        "Stale | Заброшены | Застояли",
        "Open deals nobody spoke of for so long."
        " | Открытые сделки, о которых давно молчат."
        " | Отворени сделки, за които отдавна не се говори.",
    ),
    column(
        "ask",
        Unit.TEXTS,
        "Ask about first | Спросите о них первых | Питайте първо за",
        "Up to ten stale deals, client and deal, those silent longest first."
        " | До десяти заброшенных сделок, клиент и сделка, самые забытые первыми."
        " | До десет застояли сделки, клиент и сделка, най-забравените първи.",
    ),
    column(
        "reasons",
        Unit.COUNTS,
        "Lost because | Причины проигрыша | Загубени поради",
        "Deals lost by the reason of the last move."
        " | Проигранные сделки по причине последнего перехода."
        " | Загубени сделки по причината на последното преместване.",
    ),
)
FUNNEL = Report(
    name="funnel",
    title=three("Funnel", "Воронка продаж", "Фуния на продажбите"),
    question=three(
        "How far do our deals come, and what is still to be expected?",
        "Как далеко доходят наши сделки и чего ещё ждать?",
        "Докъде стигат сделките ни и какво още да очакваме?",
    ),
    columns=_COLUMNS,
    summary=_SUMMARY,
    period=three(
        "--since and --until: deals opened in these days, or first mentioned in them, as they"
        " stand on --until.",
        "--since и --until: сделки, открытые или впервые упомянутые в эти дни, какими они были на"
        " --until.",
        "--since и --until: сделки, открити или споменати за първи път в тези дни, каквито са били"
        " на --until.",
    ),
    how=three(
        "The journal moves a deal from stage to stage; one that never moved is in the first. Of the"
        " deals that came to a stage, the conversion tells how many went on. The forecast adds up"
        " amount × probability of the open ones. Work where most deals are left behind, ring the"
        " owners of stale deals this week or close them, and read the reasons of the lost ones"
        " before lowering a price.",
        "Сделку из стадии в стадию переводит журнал; не двигавшаяся стоит в первой. Конверсия"
        " говорит, сколько из дошедших до стадии пошли дальше. Прогноз складывает сумму ×"
        " вероятность открытых сделок. Работайте там, где отстаёт больше всего, по заброшенным"
        " сделкам позвоните на этой неделе или закройте их, а прежде чем снижать цену, прочтите"
        " причины проигранных.",
        "Сделката минава от етап в етап чрез дневника; която не е мърдала, е в първия. Конверсията"
        " казва колко от стигналите до етапа са продължили. Прогнозата събира сума × вероятност на"
        " отворените. Работете там, където изостават най-много, обадете се тази седмица за"
        " застоялите сделки или ги закрийте, а преди да сваляте цената, прочетете причините за"
        " загубените.",
    ),
    source="own definition",
)
