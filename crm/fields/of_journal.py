"""Owns the rows of the table for the entries of the journal."""

from __future__ import annotations

from crm.fields import choices
from crm.fields.field import Shape, row, section
from crm.model import Answer, Interaction, OrderLine


def _answer(key: str, **values: int) -> Answer:
    return Answer(criterion=key, **values)


_ORDER = ("order",)
_PAID = ("payment", "refund", "expense")

INTERACTION = section(
    "interaction",
    "Entry | Запись | Запис",
    row("date", "moment", "Date | Дата | Дата", "The day, with the time if it is known. | День и время, если оно известно. | Денят и часът, ако е известен.", required=True),
    row("type", "type", "Type | Вид | Вид", "What happened: call, meeting, order, payment … | Что произошло: call, meeting, order, payment … | Какво се случи: call, meeting, order, payment …", required=True),
    row("by", "member", "By | Кто | Кой", "Who of the team. | Кто из команды. | Кой от екипа."),
    row("direction", "choice", "Direction | Направление | Посока", "in: they turned to us; out: we to them. | in: обратились к нам; out: мы к ним. | in: те към нас; out: ние към тях.", choices=choices.DIRECTION),
    row("contact", "text", "Contact | Контактное лицо | Лице за контакт", "With whom, as named under contacts. | С кем, как в contacts. | С кого, както е в contacts."),
    row("duration", "duration", "Duration | Длительность | Продължителност", "How long: 15m, 1h30. | Сколько длилось: 15m, 1h30. | Колко продължи: 15m, 1h30."),
    row("summary", "longtext", "Summary | Содержание | Съдържание", "What was said or done. | Что сказано или сделано. | Какво е казано или направено."),
    row("outcome", "choice", "Outcome | Итог | Резултат", "How it ended; a word of your own will do. | Чем закончилось; можно своё слово. | Как завърши; може и ваша дума.", choices=choices.OUTCOME, open=True),
    row("purpose", "text", "Purpose | Цель | Цел", "Why the contact was made. | Зачем был контакт. | Защо е бил контактът."),
    row("objection", "text", "Objection | Возражение | Възражение", "What speaks against buying. | Что мешает купить. | Какво пречи на покупката."),
    row("question", "text", "Question | Вопрос | Въпрос", "What the client wanted to know. | Что клиент хотел узнать. | Какво искаше да знае клиентът."),
    row("deal", "text", "Deal | Сделка | Сделка", "The id of the deal this belongs to. | Код сделки, к которой относится запись. | Кодът на сделката, за която е записът."),
    row("stage", "stage", "Stage | Стадия | Етап", "Moves the deal here; the last move counts. | Переводит сделку сюда; действует последний перевод. | Премества сделката тук; важи последното."),
    row("reason", "text", "Reason | Причина | Причина", "Why it was refused or lost. | Причина отказа или проигрыша. | Причина за отказа или загубата."),
    row("competitor", "text", "Competitor | Конкурент | Конкурент", "Whom the client chose or compares with. | Кого клиент выбрал или сравнивает. | Кого избра клиентът или с кого сравнява."),
    row("cost", "money", "Cost | Затраты | Разход", "What this contact cost you. | Во что вам обошёлся этот контакт. | Колко ви струва този контакт."),
    row("campaign", "campaign", "Campaign | Кампания | Кампания", "The campaign it belongs to. | К какой кампании относится. | Към коя кампания е."),
    row("files", "text", "Files | Файлы | Файлове", "Attachments in files/<client>/ or web addresses. | Вложения в files/<клиент>/ или адреса в сети. | Приложения във files/<клиент>/ или адреси в мрежата.", many=True),
    row("private", "flag", "Private | Личное | Лично", "yes: this entry is never published. | yes: запись никогда не публикуется. | yes: записът никога не се публикува."),
    row("number", "text", "Number | Номер заказа | Номер на поръчката", "Of the order; a payment with it settles that order. | Заказа; оплата с номером гасит этот заказ. | На поръчката; плащане с номер погасява нея.", only=_ORDER + _PAID),
    row("items", "text", "Lines | Позиции | Редове", "What was ordered, line by line. | Что заказано, по позициям. | Какво е поръчано, по редове.", shape=Shape.LIST, nested="line", only=_ORDER),
    row("amount", "money", "Amount | Сумма | Сума", "Of an order it must equal its lines. | У заказа равна сумме позиций. | При поръчка е равна на редовете.", only=_ORDER + _PAID),
    row("due", "date", "Due | Срок оплаты | Срок за плащане", "An order with it is on credit until then. | Заказ с отсрочкой до этого дня. | Поръчка с отложено плащане до този ден.", only=_ORDER),
    row("promo", "text", "Promotion | Акция | Промоция", "The offer it was bought under. | По какой акции куплено. | По коя промоция е купено.", only=_ORDER),
    row("delivery", "text", "Delivery | Доставка | Доставка", "When it was promised and when it came. | Когда обещана и когда состоялась. | Кога е обещана и кога е направена.", shape=Shape.ONE, nested="delivery", only=_ORDER),
    row("what", "text", "What for | За что | За какво", "What was paid or spent for. | За что заплачено. | За какво е платено.", only=_PAID),
    row("score", "score", "Score | Оценка | Оценка", "How likely they are to recommend you, 0 to 10. | Готовность рекомендовать, от 0 до 10. | Готовност да препоръчат, от 0 до 10.", only=("survey",)),
    row("answers", "text", "Answers | Ответы | Отговори", "For each criterion its importance and satisfaction. | По каждому критерию важность и удовлетворённость. | За всеки критерий важност и удовлетвореност.", shape=Shape.EACH, nested="answer", only=("survey",)),
    row("resolved", "date", "Resolved | Решена | Решено", "The day the complaint was put right. | День, когда жалоба улажена. | Денят, в който оплакването е уредено.", only=("complaint",)),
    row("rating", "five", "Rating | Оценка | Оценка", "Stars, 1 to 5. | Звёзды, от 1 до 5. | Звезди, от 1 до 5.", only=("review",)),
    row("url", "url", "Address | Ссылка | Връзка", "Where the review is. | Где опубликован отзыв. | Къде е публикуван отзивът.", only=("review",)),
    row("client", "client", "Client | Клиент | Клиент", "Whom this client sent to you. | Кого привёл этот клиент. | Кого е довел този клиент.", only=("referral",)),
    row("from", "member", "From | От кого | От кого", "Who answered for the client before. | Кто отвечал за клиента раньше. | Кой е отговарял за клиента преди.", attribute="from_owner", only=("handover",)),
    row("to", "member", "To | Кому | На кого", "Who answers from now on. | Кто отвечает теперь. | Кой отговаря отсега нататък.", attribute="to_owner", only=("handover",)),
    row("template", "text", "Template | Шаблон | Шаблон", "The text that was sent. | Какой текст отправлен. | Кой текст е изпратен.", only=("mailing",)),
    row("points", "number", "Points | Баллы | Точки", "Earned, or negative when spent. | Начислены, с минусом — списаны. | Начислени, с минус — изхарчени.", only=("bonus",)),
    record=Interaction,
)  # fmt: skip

LINE = section(
    "line",
    "Line of an order | Позиция заказа | Ред от поръчка",
    row("service", "service", "Service | Услуга | Услуга", "The code in services.yaml. | Код из services.yaml. | Кодът от services.yaml.", required=True),
    row("qty", "number", "Quantity | Количество | Количество", "1 unless said otherwise. | 1, если не сказано иное. | 1, ако не е казано друго.", default="1"),
    row("price", "money", "Price | Цена | Цена", "For one. | За единицу. | За единица."),
    row("cost", "money", "Cost | Себестоимость | Себестойност", "For one; else the service's on that day. | За единицу; иначе услуги на тот день. | За единица; иначе тази на услугата за деня."),
    row("discount", "percent", "Discount, % | Скидка, % | Отстъпка, %", "Off the price. | С цены. | От цената."),
    row("vat", "percent", "VAT, % | НДС, % | ДДС, %", "For information; prices are what is paid. | Для сведения; цены — к оплате. | За сведение; цените са крайни."),
    record=OrderLine,
)  # fmt: skip

DELIVERY = section(
    "delivery",
    "Delivery | Доставка | Доставка",
    row("due", "date", "Promised for | Обещана | Обещана за", "The day it was promised for. | Обещанный день. | Обещаният ден.", attribute="delivery_due"),
    row("done", "date", "Delivered | Доставлено | Доставено", "The day it came. | День доставки. | Денят на доставката.", attribute="delivery_done"),
)  # fmt: skip

ANSWER = section(
    "answer",
    "Answer | Ответ | Отговор",
    row("importance", "five", "Importance | Важность | Важност", "How much it matters, 1 to 5. | Насколько важно, от 1 до 5. | Колко е важно, от 1 до 5."),
    row("satisfaction", "five", "Satisfaction | Удовлетворённость | Удовлетвореност", "How well you do, 1 to 5. | Насколько довольны, от 1 до 5. | Колко са доволни, от 1 до 5."),
    record=_answer,
)  # fmt: skip
