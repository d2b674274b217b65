"""Owns the headers of tables of payments, deals and interactions, in three languages."""

from __future__ import annotations

from collections.abc import Mapping

from crm.exchange.columns.synonyms import CLIENT, CURRENCY, ORDER

# The amount of a deal where nothing else is one; told when there is a quantity beside it.
PRICES = ORDER["items.price"]

# Beside a column of stages these say whether a deal was won or lost; alone they are its stage.
STATUS = "status | deal status | статус | статус сделки | статус на сделката"

PAYMENT: Mapping[str, str] = {
    "date": """
        date | payment date | date of payment | paid at | paid on | paid | received | received on
        | transaction date | value date | posting date | day | дата | дата оплаты | дата платежа
        | оплачено | дата поступления | дата операции | дата и время | дата на плащане
        | дата на плащането | платено на | вальор | дата и час""",
    "amount": """
        amount | sum | paid amount | amount paid | payment | payment amount | received amount
        | credit | total | value | сумма | сумма оплаты | сумма платежа | оплата | платеж | приход
        | поступление | итого | сума | сума на плащане | сума на плащането | платена сума
        | плащане | постъпление | кредит | общо | стойност""",
    "number": """
        number | order | order number | order no | order id | invoice | invoice number | invoice no
        | invoice id | номер заказа | заказ | счет | номер счета | накладная | номер накладной
        | поръчка | поръчка номер | номер на поръчка | номер на поръчката | фактура
        | номер на фактура | фактура номер""",
    "what": """
        what | what for | purpose | payment purpose | назначение | назначение платежа | за что
        | основание | основание за плащане | за какво""",
    "by": ORDER["by"],
    "summary": ORDER["summary"],
    CURRENCY: ORDER[CURRENCY],
}

DEAL: Mapping[str, str] = {
    "id": """
        deal id | deal number | deal no | deal code | opportunity id | opportunity number
        | id сделки | код сделки | номер сделки | id на сделка | код на сделка | код на сделката
        | номер на сделка | номер на сделката""",
    "title": """
        title | deal | deal name | deal title | opportunity | opportunity name | subject
        | сделка | название сделки | тема | предмет | наименование сделки
        | име на сделка | име на сделката | заглавие | наименование на сделката""",
    "amount": f"""
        amount | deal amount | deal value | deal size | opportunity amount | value | sum | total
        | budget | expected revenue | сумма | сумма сделки | бюджет | стоимость | итого
        | сума | сума на сделка | сума на сделката | стойност | стойност на сделката | бюджет
        | общо | {PRICES}""",
    "service": ORDER["items.service"],
    "stage": """
        stage | status | deal stage | deal status | pipeline stage | sales stage | stage name
        | стадия | этап | статус | стадия сделки | этап сделки | статус сделки | этап воронки
        | етап | статус | етап на сделка | етап на сделката | стадий""",
    "opened": """
        opened | created | created at | created on | create date | created date | date opened
        | open date | start date | дата создания | создана | создано | открыта | дата открытия
        | дата начала | създадена | създадена на | открита | дата на създаване
        | дата на откриване | начална дата""",
    "expected": """
        expected | expected close | expected close date | expected date | expected closing
        | forecast date | ожидаемая дата | ожидаемая дата закрытия | план закрытия | прогноз
        | очаквана дата | очаквано приключване | очаквана дата на приключване""",
    "closes": """
        close date | closing date | date closed | closed date | closed | closed at | closed on
        | дата закрытия | закрыта | дата завершения | завершена | дата на приключване
        | дата на затваряне | приключена | затворена""",
    "date": """
        date | stage date | stage changed | stage change date | status date | moved | moved on
        | last stage change | won date | lost date | дата | дата стадии | дата этапа
        | дата статуса | дата изменения стадии | дата на етап | дата на етапа | дата на статуса""",
    "owner": """
        owner | deal owner | opportunity owner | sales rep | salesperson | sales person | rep
        | seller | responsible | assigned to | ответственный | ответственный за сделку | продавец
        | исполнитель | отговорник | отговаря | продавач | търговец""",
    "client.owner": """
        account manager | account owner | client owner | manager | менеджер | менеджер клиента
        | ответственный менеджер | куратор | мениджър | мениджър на клиента""",
    "competitor": "competitor | competitors | конкурент | конкуренты | конкуренти",
    "reason": """
        reason | lost reason | loss reason | closed lost reason | reason lost | причина
        | причина отказа | причина проигрыша | причина за отказ | причина за загуба""",
    "notes": f"{CLIENT['notes']} | description | описание",
    CURRENCY: ORDER[CURRENCY],
}

INTERACTION: Mapping[str, str] = {
    "date": """
        date | day | date time | activity date | start date | start | timestamp | created
        | created at | when | дата | дата и время | дата контакта | дата события | когда
        | дата и час | дата на контакт | дата на събитието | кога""",
    "type": """
        type | activity type | activity | interaction | interaction type | event type | channel
        | тип | вид | тип активности | вид активности | тип контакта | вид контакта | действие
        | тип на контакт | вид на контакта | вид контакт | дейност | канал""",
    "by": f"{ORDER['by']} | owner | user | member | assigned to | автор | сотрудник | служител",
    "summary": f"""
        {ORDER["summary"]} | subject | text | details | body | содержание | текст | тема
        | съдържание | описание""",
    "outcome": "outcome | result | call result | результат | итог | исход | резултат | изход",
    "direction": "direction | call direction | направление | посока",
    "duration": "duration | длительность | продолжительность | продължителност",
    "contact": "contact | contact name | contact person | контактное лицо | лице за контакт",
    "amount": ORDER["amount"],
    "number": ORDER["number"],
    CURRENCY: ORDER[CURRENCY],
}
