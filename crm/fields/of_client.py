"""Owns the rows of the table for what is known about a client and the people there."""

from __future__ import annotations

from crm.fields import choices
from crm.fields.field import Shape, row, section
from crm.model import Address, Closed, Consent, Contact, DoNotContact, Paused

_BOTH = ("organisation", "person")
_FIRM = ("organisation",)
_PERSON = ("person",)

CLIENT = section(
    "client",
    "Client | Клиент | Клиент",
    row("name", "text", "Name | Название или имя | Име", "What you call this client. | Как вы называете этого клиента. | Как наричате този клиент.", required=True, column=True),
    row("kind", "choice", "Kind | Вид | Вид", "Organisation (unless said otherwise) or person. | Организация (если не сказано иное) или частное лицо. | Организация (ако не е казано друго) или частно лице.", choices=choices.KIND, default="organisation", column=True),
    row("owner", "member", "Owner | Ответственный | Отговорник", "The one member of the team who answers for this client. | Член команды, который отвечает за клиента. | Членът на екипа, който отговаря за клиента.", recommended=_BOTH, column=True),
    row("since", "date", "Client since | Клиент с | Клиент от", "The day you first heard of each other. | День знакомства. | Денят на запознанството.", column=True),
    row("tags", "tag", "Tags | Метки | Етикети", "Words of your own to group clients by. | Свои слова для группировки клиентов. | Ваши думи за групиране на клиентите.", many=True),
    row("phone", "phone", "Phone | Телефон | Телефон", "One number or a list, best with + and the country code. | Один номер или список, лучше с + и кодом страны. | Един номер или списък, най-добре с + и код на страната.", attribute="phones", many=True, recommended=_BOTH),
    row("email", "email", "E-mail | Эл. почта | Имейл", "One address or a list. | Один адрес или список. | Един адрес или списък.", attribute="emails", many=True, recommended=_BOTH),
    row("site", "url", "Web site | Сайт | Уебсайт", "One address or a list. | Один адрес или список. | Един адрес или списък.", attribute="sites", many=True),
    row("messengers", "text", "Messengers | Мессенджеры | Месинджъри", "Number or name in WhatsApp, Telegram, Viber, Skype. | Номер или имя в WhatsApp, Telegram, Viber, Skype. | Номер или име в WhatsApp, Telegram, Viber, Skype.", shape=Shape.ONE, nested="messengers"),
    row("address", "text", "Address | Адрес | Адрес", "Where the client is. | Где находится клиент. | Къде се намира клиентът.", shape=Shape.ONE, nested="address", recommended=_BOTH),
    row("region", "text", "Region | Регион | Регион", "The id of a region; its notes are in regions/. | Код региона; заметки о нём в regions/. | Код на региона; бележките за него са в regions/.", column=True),
    row("industry", "text", "Line of business | Сфера деятельности | Дейност", "What the client does. | Чем занимается клиент. | С какво се занимава клиентът.", recommended=_FIRM, column=True),
    row("hours", "text", "Opening hours | Часы работы | Работно време", "When somebody is there. | Когда там кто-то есть. | Кога там има някого."),
    row("best_time", "text", "Best time to call | Когда лучше звонить | Кога е удобно обаждане", "When a call is welcome. | Когда звонок уместен. | Кога обаждането е добре дошло."),
    row("timezone", "timezone", "Time zone | Часовой пояс | Часова зона", "Where it differs from yours. | Если отличается от вашего. | Ако е различна от вашата.", column=True),
    row("language", "text", "Language | Язык | Език", "The language to speak and write. | На каком языке говорить и писать. | На какъв език се говори и пише.", column=True),
    row("source", "text", "Source | Источник | Източник", "How the client found you. | Как клиент вас нашёл. | Как клиентът ви е намерил.", recommended=_BOTH, column=True),
    row("campaign", "campaign", "Campaign | Кампания | Кампания", "The campaign that brought the client. | Кампания, которая привела клиента. | Кампанията, която е довела клиента.", column=True),
    row("referred_by", "client", "Referred by | Кто порекомендовал | Препоръчан от", "The client who sent this one. | Клиент, который привёл этого. | Клиентът, който е довел този.", column=True),
    row("birthday", "birthday", "Birthday | День рождения | Рожден ден", "The year may be left out: --03-08. | Год можно опустить: --03-08. | Годината може да липсва: --03-08.", recommended=_PERSON),
    row("gender", "choice", "Gender | Пол | Пол", "For the right form of address. | Для правильного обращения. | За правилно обръщение.", choices=choices.GENDER, open=True, column=True),
    row("holidays", "text", "Holidays | Праздники | Празници", "Days to congratulate on: the date (--03-08) and its name. | Дни для поздравлений: дата (--03-08) и название. | Дни за поздрав: дата (--03-08) и име.", shape=Shape.OPEN, keys="birthday"),
    row("tax_id", "text", "Tax number | ИНН | ЕИК / ДДС номер", "As it stands on invoices. | Как в счетах. | Както е във фактурите.", column=True),
    row("legal_address", "text", "Registered address | Юридический адрес | Адрес на управление", "As it stands in contracts. | Как в договорах. | Както е в договорите."),
    row("head", "text", "Head of the firm | Руководитель | Управител", "Who signs for the firm. | Кто подписывает документы. | Кой подписва документите."),
    row("size", "choice", "Size | Размер | Размер", "How much this client could buy: A, B or C. | Сколько клиент мог бы покупать: A, B или C. | Колко би могъл да купува клиентът: A, B или C.", choices=choices.SIZE, column=True),
    row("standing", "choice", "Standing | Положение | Позиция", "Its place among its rivals. | Место среди конкурентов. | Място сред конкурентите.", choices=choices.STANDING, column=True),
    row("potential", "money", "Potential a year | Потенциал в год | Потенциал за година", "What this client could spend in a year on what you sell. | Сколько клиент мог бы тратить в год на то, что вы продаёте. | Колко би могъл да харчи клиентът за година за това, което продавате.", column=True),
    row("important", "text", "Important | Важно | Важно", "What everybody who deals with this client must know. | Что должен знать каждый, кто работает с клиентом. | Какво трябва да знае всеки, който работи с клиента.", column=True),
    row("reference", "text", "Reference | Можно ссылаться | Може да се позоваваме", "May others be told? yes, no, or how. | Можно ли ссылаться на клиента: yes, no или как. | Може ли да се позоваваме: yes, no или как.", column=True),
    row("paused", "text", "Paused | Пауза | Пауза", "A season or a repair: until then the client is not late. | Сезон или ремонт: до этого дня клиент не опаздывает. | Сезон или ремонт: дотогава клиентът не закъснява.", shape=Shape.ONE, nested="paused"),
    row("do_not_contact", "text", "Do not contact | Не беспокоить | Без контакт", "Everything made for contacting leaves this client out. | Клиент не попадает ни в звонки, ни в рассылки. | Клиентът не влиза нито в обаждания, нито в масови имейли.", shape=Shape.ONE, nested="do_not_contact"),
    row("closed", "text", "Closed | Закрыт | Закрит", "The end of work with this client. | Работа с клиентом закончена. | Работата с клиента е приключила.", shape=Shape.ONE, nested="closed"),
    row("files", "text", "Files | Файлы | Файлове", "Attachments in files/<client>/ or web addresses. | Вложения в files/<клиент>/ или адреса в сети. | Приложения във files/<клиент>/ или адреси в мрежата.", many=True),
    row("notes", "longtext", "Notes | Заметки | Бележки", "Anything else worth knowing. | Всё прочее, что стоит знать. | Всичко друго, което си струва да се знае."),
    row("fields", "text", "Own fields | Свои поля | Собствени полета", "The fields this base declares in crm.yaml. | Поля, объявленные в crm.yaml. | Полетата, обявени в crm.yaml.", shape=Shape.OPEN, nested="own"),
    row("contacts", "text", "Contacts | Контактные лица | Лица за контакт", "The people there. | Люди в организации. | Хората в организацията.", shape=Shape.LIST, nested="contact", recommended=_FIRM),
    row("consent", "text", "Consents | Согласия | Съгласия", "What the client agreed to, and when. | На что клиент согласился и когда. | За какво и кога клиентът е дал съгласие.", attribute="consents", shape=Shape.LIST, nested="consent"),
    row("contracts", "text", "Contracts | Договоры | Договори", "Contracts with their terms. | Договоры и сроки. | Договори и срокове.", shape=Shape.LIST, nested="contract"),
    row("deals", "text", "Deals | Сделки | Сделки", "Chances of business; entries move their stage. | Возможные продажи; стадию двигают записи журнала. | Възможни продажби; етапа движат записите в дневника.", shape=Shape.LIST, nested="deal"),
    row("tasks", "text", "Tasks | Задачи | Задачи", "What is to be done by a day. | Что сделать и к какому дню. | Какво да се свърши и до кой ден.", shape=Shape.LIST, nested="task"),
    row("interactions", "text", "Journal | Журнал | Дневник", "Everything that happened, one entry each. | Всё, что произошло, по записи на событие. | Всичко случило се, по един запис.", shape=Shape.LIST, nested="interaction"),
    row("private", "text", "Private | Личное | Лично", "Notes that are never published. | Заметки, которые никогда не публикуются. | Бележки, които никога не се публикуват.", shape=Shape.OPEN, private=True),
)  # fmt: skip

MESSENGERS = section(
    "messengers",
    "Messengers | Мессенджеры | Месинджъри",
    *(
        row(name.lower(), "text", f"{name} | {name} | {name}", "Telephone number or name there. | Номер телефона или имя. | Телефонен номер или име.")
        for name in ("WhatsApp", "Telegram", "Viber", "Skype")
    ),
    record=dict,
)  # fmt: skip

ADDRESS = section(
    "address",
    "Address | Адрес | Адрес",
    row("city", "text", "City | Город | Град", "City or village. | Город или село. | Град или село.", column=True),
    row("country", "country", "Country | Страна | Държава", "Two letters: BG, DE, KZ. | Две буквы: BG, DE, KZ. | Две букви: BG, DE, KZ.", column=True),
    row("street", "text", "Street | Улица, дом | Улица, номер", "Street and number. | Улица и дом. | Улица и номер."),
    row("postcode", "text", "Postcode | Индекс | Пощенски код", "Quote one that begins with 0 if other programs read the file. | Если начинается с 0 и файл читают другие программы, возьмите в кавычки. | Ако започва с 0 и файла четат други програми, сложете кавички."),
    row("line", "text", "Further line | Дополнение | Допълнение", "Floor, entrance, how to find it. | Этаж, подъезд, как найти. | Етаж, вход, как се намира."),
    record=Address,
)  # fmt: skip

PAUSED = section(
    "paused",
    "Paused | Пауза | Пауза",
    row("until", "date", "Until | До | До", "The last day of the pause. | Последний день паузы. | Последният ден на паузата."),
    row("reason", "text", "Reason | Причина | Причина", "Why. | Почему. | Защо."),
    record=Paused,
)  # fmt: skip

DO_NOT_CONTACT = section(
    "do_not_contact",
    "Do not contact | Не беспокоить | Без контакт",
    row("since", "date", "Since | С какого дня | От", "The day of the wish. | День просьбы. | Денят на желанието."),
    row("reason", "text", "Reason | Причина | Причина", "Why. | Почему. | Защо."),
    record=DoNotContact,
)  # fmt: skip

CLOSED = section(
    "closed",
    "Closed | Закрыт | Закрит",
    row("date", "date", "Date | Дата | Дата", "The day work ended. | День окончания работы. | Денят на приключване."),
    row("reason", "text", "Reason | Причина | Причина", "Why. | Почему. | Защо."),
    row("return", "choice", "Return | Возврат | Връщане", "Whether the client may come back. | Может ли клиент вернуться. | Може ли клиентът да се върне.", attribute="returns", choices=choices.RETURNS),
    record=Closed,
)  # fmt: skip

CONTACT = section(
    "contact",
    "Contact | Контактное лицо | Лице за контакт",
    row("name", "text", "Name | Имя | Име", "The person's name; entries name it. | Имя человека; на него ссылаются записи. | Името на човека; записите го посочват.", required=True),
    row("role", "text", "Position | Должность | Длъжност", "What the person does there. | Чем человек занимается. | С какво се занимава човекът."),
    row("decision", "choice", "Part in the decision | Роль в решении | Роля в решението", "The part the person plays when you are chosen. | Роль человека при выборе вас. | Ролята на човека при избора.", choices=choices.DECISION),
    row("phone", "phone", "Phone | Телефон | Телефон", "One number or a list. | Один номер или список. | Един номер или списък.", attribute="phones", many=True),
    row("email", "email", "E-mail | Эл. почта | Имейл", "One address or a list. | Один адрес или список. | Един адрес или списък.", attribute="emails", many=True),
    row("messengers", "text", "Messengers | Мессенджеры | Месинджъри", "Number or name in WhatsApp, Telegram, Viber, Skype. | Номер или имя в WhatsApp, Telegram, Viber, Skype. | Номер или име в WhatsApp, Telegram, Viber, Skype.", shape=Shape.ONE, nested="messengers"),
    row("birthday", "birthday", "Birthday | День рождения | Рожден ден", "The year may be left out: --03-08. | Год можно опустить: --03-08. | Годината може да липсва: --03-08."),
    row("notes", "longtext", "Notes | Заметки | Бележки", "Anything worth knowing. | Всё, что стоит знать. | Всичко, което си струва да се знае."),
    row("do_not_contact", "text", "Do not contact | Не беспокоить | Без контакт", "This person wants to be left alone. | Человек просит его не беспокоить. | Човекът не желае да бъде търсен.", shape=Shape.ONE, nested="do_not_contact"),
    row("private", "flag", "Private | Личное | Лично", "yes: this person is never published. | yes: человек никогда не публикуется. | yes: човекът никога не се публикува."),
    record=Contact,
)  # fmt: skip

CONSENT = section(
    "consent",
    "Consent | Согласие | Съгласие",
    row("purpose", "text", "Purpose | Цель | Цел", "What it is for: mailings, data, calls. | На что: mailings, data, calls. | За какво: mailings, data, calls.", required=True),
    row("given", "date", "Given | Дано | Дадено", "The day it was given. | День, когда дано. | Денят, в който е дадено."),
    row("withdrawn", "date", "Withdrawn | Отозвано | Оттеглено", "The day it was withdrawn. | День, когда отозвано. | Денят, в който е оттеглено."),
    row("how", "text", "How | Как получено | Как е получено", "In person, by form, by mail. | Лично, через форму, письмом. | Лично, чрез формуляр, с писмо."),
    row("evidence", "text", "Evidence | Подтверждение | Доказателство", "A file or where it is kept. | Файл или где хранится. | Файл или къде се пази."),
    record=Consent,
)  # fmt: skip
