"""Owns the headers under which tables keep what a client file has a key for, in three languages.

A header is compared without case, punctuation and plural marks of its own: `E-mail`, `e_mail` and
`E mail` are one. The labels of the table of fields count as well.
"""

from __future__ import annotations

from collections.abc import Mapping

# Parts of a person's name, joined in this order; they are no keys of a client file.
NAME_PARTS = ("name.first", "name.middle", "name.last")
# The code another program knows the client by; it is kept in an own field.
CODE = "fields.code"
CURRENCY = "currency"

CLIENT: Mapping[str, str] = {
    "name": """
        name | full name | client | client name | customer | customer name | company | company name
        | organisation | organization | organisation name | organization name | account name
        | business name | firm | buyer | display name | file as
        | фио | ф и о | клиент | имя клиента | название | наименование | название клиента
        | наименование клиента | контрагент | покупатель | заказчик | организация | компания
        | наименование организации | название организации | название компании | полное имя
        | име на клиента | имена | трите имена | две имена | име и фамилия | фирма | име на фирмата
        | име на фирма | контрагент | дружество | купувач | имя и фамилия | фамилия и имя
        | фамилия имя отчество | фамилия имя | имя фамилия | име презиме фамилия""",
    "name.first": "first name | given name | forename | имя | име | собствено име",
    "name.middle": """
        middle name | additional name | second name | patronymic | отчество | презиме
        | бащино име""",
    "name.last": "last name | surname | family name | фамилия | фамилно име",
    "phone": """
        phone | phone number | phones | tel | telephone | telephone number | mobile | mobile phone
        | mobile number | cell | cell phone | primary phone | home phone | business phone
        | company main phone | phone 1 value | phone 2 value | phone 3 value | contact number
        | телефон | телефоны | тел | номер телефона | моб телефон | мобильный | мобильный телефон
        | сотовый | сотовый телефон | рабочий телефон | домашний телефон | контактный телефон
        | телефони | телефонен номер | мобилен | мобилен телефон | gsm | джиесем | моб тел""",
    "email": """
        email | e mail | mail | email address | e mail address | emails | e mail 1 value
        | e mail 2 value | e mail 2 address | e mail 3 address | электронная почта | эл почта
        | почта | емейл | имейл | мейл | адрес электронной почты | адрес эл почты | адрес e mail
        | електронна поща | ел поща | имейл адрес | e mail адрес | ел адрес""",
    "site": """
        site | web site | website | web page | homepage | url | website 1 value | сайт
        | веб сайт | адрес сайта | уебсайт | уеб сайт | интернет страница | веб страница""",
    "address.city": """
        city | town | locality | home city | business city | billing city | shipping city
        | город | населенный пункт | град | населено място | гр""",
    "address.street": """
        address | street | street address | address line 1 | address 1 | full address
        | home address | business address | home street | business street | billing address
        | shipping address | delivery address | адрес | улица | ул | полный адрес
        | адрес доставки | фактический адрес | почтовый адрес | адрес за доставка | пълен адрес""",
    "address.line": "address line 2 | address 2 | дополнение к адресу | допълнение към адреса",
    "address.postcode": """
        postcode | post code | postal code | zip | zip code | home postal code
        | business postal code | индекс | почтовый индекс | пощенски код | пк""",
    "address.country": "country | country code | страна | държава | код страны",
    "tax_id": """
        tax id | tax number | tax code | vat id | vat number | vat no | vat reg no | tin | ein
        | eik | uic | company number | registration number | инн | иин | бин | унп | едрпоу
        | номер инн | еик | булстат | bulstat | еик булстат | еик по булстат | ддс номер
        | номер по ддс | ин по ддс | идентификационен номер""",
    "birthday": """
        birthday | birth date | birthdate | date of birth | dob | born | дата рождения
        | день рождения | др | д р | родился | рождена дата | дата на раждане | рожден ден""",
    "since": """
        since | client since | customer since | first order | first order date | first purchase
        | first purchase date | date of first purchase | date of first order
        | дата первой покупки | первая покупка | дата первого заказа | первый заказ | клиент с
        | дата на първа покупка | първа покупка | дата на първа поръчка | първа поръчка
        | клиент от | дата на първата покупка""",
    "gender": "gender | sex | пол",
    "language": "language | язык | език | preferred language",
    "kind": "kind | вид клиента | вид клиент",
    "tags": """
        tags | tag | labels | label | categories | category | group | теги | тег | метки | группа
        | категория | категории | етикети | етикет | тагове | група""",
    "owner": """
        owner | account manager | account owner | manager | sales rep | rep | responsible
        | менеджер | ответственный | ответственный менеджер | куратор | отговорник | отговаря
        | мениджър | търговски представител""",
    "industry": "industry | line of business | сфера деятельности | отрасль | дейност | бранш",
    "source": "source | lead source | источник | откуда узнали | източник",
    "region": "region | регион",
    "legal_address": """
        legal address | registered address | юридический адрес | юр адрес | адрес на управление
        | седалище и адрес на управление | седалище""",
    "head": """
        head | director | ceo | руководитель | директор | генеральный директор | управител
        | мол""",
    "hours": "hours | opening hours | часы работы | режим работы | работно време",
    "messengers.whatsapp": "whatsapp | ватсап | вотсап",
    "messengers.telegram": "telegram | телеграм | телеграмм",
    "messengers.viber": "viber | вайбер | вайбър",
    "messengers.skype": "skype | скайп",
    "notes": """
        notes | note | comment | comments | remarks | remark | примечание | примечания
        | комментарий | комментарии | заметки | заметка | бележки | бележка | забележка
        | забележки | коментар | коментари""",
    CODE: """
        code | client id | client code | client number | client no | customer id | customer code
        | customer number | customer no | account | account number | account no | account id
        | id | uid | external id | ext id | crm id | user id | код | код клиента | id клиента
        | номер клиента | клиент id | внешний код | ид | ид клиента | лицевой счет
        | код контрагента | код на клиент | код на клиента | клиентски номер | номер на клиент
        | номер на клиента""",
}

ORDER: Mapping[str, str] = {
    "date": """
        date | order date | date of order | purchase date | sale date | sales date | invoice date
        | transaction date | created at | created | paid at | day | timestamp | date time
        | дата | дата заказа | дата покупки | дата продажи | дата документа | дата операции
        | дата и время | дата чека | дата на поръчка | дата на поръчката | дата на покупка
        | дата на продажба | дата на фактура | дата на документ | дата и час""",
    "amount": """
        amount | total | sum | revenue | sales | value | order total | order amount | order value
        | total amount | total price | total sum | ext price | extended price | line total
        | grand total | net amount | turnover | price total | subtotal
        | сумма | сумма заказа | сумма покупки | сумма продажи | сумма документа | итого | всего
        | стоимость | выручка | оборот | сумма чека | общая сумма
        | сума | сума на поръчката | сума на поръчка | обща сума | общо | стойност | обща стойност
        | всичко | приход""",
    "number": """
        number | order | order number | order no | order id | invoice | invoice number
        | invoice no | invoice id | receipt | receipt number | document | document number | ref
        | reference | transaction id | номер | номер заказа | заказ | чек | номер чека | накладная
        | номер накладной | счет | номер счета | документ | номер документа | код заказа
        | id заказа | номер на поръчка | номер на поръчката | поръчка | поръчка номер | фактура
        | номер на фактура | фактура номер | документ номер""",
    "due": """
        due | due date | payment due | pay by | срок оплаты | оплатить до | падеж | срок за плащане
        | дата на падеж""",
    "promo": """
        promo | promo code | promotion | coupon | coupon code | voucher | промокод | акция | купон
        | промо код | промоция""",
    "by": """
        by | seller | sales rep | salesperson | sales person | rep | cashier | manager | продавец
        | кассир | менеджер | ответственный | продавач | касиер | търговец | мениджър
        | отговорник""",
    "summary": """
        summary | notes | note | comment | comments | description | remarks | комментарий
        | комментарии | примечание | примечания | описание | коментар | забележка | бележка
        | бележки""",
    "items.service": """
        service | product | sku | item | item code | product code | product id | product name
        | item name | article | goods | товар | услуга | номенклатура | артикул | код товара
        | наименование товара | название товара | продукт | код на продукт | стока | код на стока
        | наименование на стоката | артикулен номер""",
    "items.qty": """
        qty | quantity | count | units | pcs | pieces | количество | кол во | колво | кол | шт
        | к во | брой | бройки | бр""",
    "items.price": """
        price | unit price | price per unit | price each | item price | цена | цена за единицу
        | цена за шт | цена за ед | единична цена | ед цена | цена за брой""",
    "items.cost": """
        cost | unit cost | cost price | себестоимость | закупочная цена | себестойност
        | доставна цена""",
    "items.discount": """
        discount % | discount percent | % discount | скидка % | процент скидки | отстъпка %
        | процент отстъпка | discount pct""",
    "items.vat": "vat % | vat rate | tax rate | ндс % | ставка ндс | ддс % | ставка ддс",
    CURRENCY: "currency | currency code | валюта | код валюты | код на валута",
}

# A total of purchases: it says how much, but not when, so that it is no order.
TOTALS = """
    total purchases | purchases | total spent | total spend | total revenue | lifetime value | ltv
    | total orders | orders | orders count | number of orders | amount | revenue | turnover | sum
    | total | сумма покупок | сумма заказов | всего покупок | всего куплено | оборот | выручка
    | сумма | количество покупок | количество заказов | сума на покупките | общо покупки | оборот
    | сума | общо поръчки | брой поръчки | общо"""

# A counter of rows says nothing.
COUNTERS = "no | nr | n | # | № | № п п | no п п | п п | row | row number | ред | № по ред | строка"

# Of several columns for one key that takes one value, the one whose header stands first here wins.
PREFERRED: Mapping[str, tuple[str, ...]] = {
    "items.service": (
        "sku", "item code", "product code", "product id", "article", "артикул", "код товара",
        "код на продукт", "код на стока", "артикулен номер", "service", "услуга",
    ),
    "amount": (
        "ext price", "extended price", "line total", "order total", "grand total", "total amount",
        "total", "amount", "сумма", "итого", "сума", "общо",
    ),
    "stage": (
        "stage", "deal stage", "pipeline stage", "sales stage", "стадия", "этап", "етап", "status",
        "статус",
    ),
    "date": ("order date", "date", "дата заказа", "дата", "дата на поръчка", "дата на поръчката"),
    "number": (
        "order number", "order no", "order id", "order", "номер заказа", "номер на поръчка",
        "номер на поръчката",
    ),
    "address.street": (
        "street address", "street", "улица", "address line 1", "address 1", "address", "адрес",
    ),
}  # fmt: skip
