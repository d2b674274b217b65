"""Owns the rows of the table for contracts, deals and tasks."""

from __future__ import annotations

from crm.fields.field import row, section
from crm.model import Contract, Deal, Task

CONTRACT = section(
    "contract",
    "Contract | Договор | Договор",
    row("number", "text", "Number | Номер | Номер", "As it stands on the paper. | Как на бумаге. | Както е на хартия."),
    row("start", "date", "Start | Начало | Начало", "First day. | Первый день. | Първи ден."),
    row("end", "date", "End | Окончание | Край", "Last day. | Последний день. | Последен ден."),
    row("notice", "span", "Notice | Срок уведомления | Предизвестие", "How long before the end to act: 30d, 2 months. | За сколько до конца действовать: 30d, 2 месяца. | Колко преди края да се действа: 30d, 2 месеца."),
    row("terms", "longtext", "Terms | Условия | Условия", "What was agreed. | О чём договорились. | Какво е договорено."),
    row("file", "text", "File | Файл | Файл", "In files/<client>/, or a web address. | В files/<клиент>/ или адрес в сети. | Във files/<клиент>/ или адрес в мрежата."),
    row("amount", "money", "Amount | Сумма | Сума", "What it is worth. | На какую сумму. | На каква стойност."),
    record=Contract,
)  # fmt: skip

DEAL = section(
    "deal",
    "Deal | Сделка | Сделка",
    row("id", "id", "Id | Код | Код", "Entries name the deal by it. | По нему на сделку ссылаются записи. | С него записите посочват сделката.", required=True),
    row("title", "text", "Title | Название | Заглавие", "What it is about. | О чём сделка. | За какво е сделката."),
    row("amount", "money", "Amount | Сумма | Сума", "What it would bring. | Сколько она принесёт. | Колко ще донесе."),
    row("service", "service", "Service | Услуга | Услуга", "What is to be sold. | Что продаём. | Какво се продава."),
    row("opened", "date", "Opened | Открыта | Открита", "The day it began; else its first mention. | День начала; иначе первое упоминание. | Денят на началото; иначе първото споменаване."),
    row("expected", "date", "Expected | Ожидаемая дата | Очаквана дата", "The day it should be won. | Когда должна завершиться успехом. | Кога трябва да бъде спечелена."),
    row("owner", "member", "Owner | Ответственный | Отговорник", "Who leads it, if not the client's owner. | Кто ведёт, если не ответственный за клиента. | Кой я води, ако не е отговорникът за клиента."),
    row("competitor", "text", "Competitor | Конкурент | Конкурент", "Who else is in the race. | Кто ещё претендует. | Кой друг участва."),
    row("notes", "longtext", "Notes | Заметки | Бележки", "Anything worth knowing. | Всё, что стоит знать. | Всичко, което си струва да се знае."),
    record=Deal,
)  # fmt: skip

TASK = section(
    "task",
    "Task | Задача | Задача",
    row("due", "moment", "Due | Срок | Срок", "The day, with a time if it matters. | День и, если важно, время. | Денят и, ако е важно, часът."),
    row("what", "text", "What | Что сделать | Какво", "What is to be done. | Что нужно сделать. | Какво трябва да се направи.", required=True),
    row("owner", "member", "Owner | Исполнитель | Изпълнител", "Who does it, if not the client's owner. | Кто делает, если не ответственный за клиента. | Кой го прави, ако не е отговорникът за клиента."),
    row("done", "date", "Done | Сделано | Свършено", "The day it was done. | День, когда сделано. | Денят, в който е свършено."),
    row("repeat", "span", "Repeat | Повтор | Повторение", "How often it comes again: 2w, monthly. | Как часто повторять: 2w, ежемесячно. | Колко често се повтаря: 2w, всеки месец."),
    row("deal", "text", "Deal | Сделка | Сделка", "The deal it serves. | К какой сделке относится. | За коя сделка е."),
    record=Task,
)  # fmt: skip
