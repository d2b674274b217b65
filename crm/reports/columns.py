"""Owns columns, periods and notes that several reports have."""

from __future__ import annotations

from crm.fields.words import Words
from crm.reports.report import Note, Option, Unit, column, note, three

CLIENT = column(
    "client",
    Unit.CLIENT,
    "Client | Клиент | Клиент",
    "Id of the client. | Код клиента. | Код на клиента.",
)
SERVICE = column(
    "service",
    Unit.SERVICE,
    "Service | Услуга | Услуга",
    "Code of the service. | Код услуги. | Код на услугата.",
)
ORDERS = column(
    "orders",
    Unit.COUNT,
    "Orders | Заказы | Поръчки",
    "Number of orders. | Число заказов. | Брой поръчки.",
)
REVENUE = column(
    "revenue",
    Unit.MONEY,
    "Revenue | Выручка | Приходи",
    "Order amounts less refunds; of services: the amounts of their lines."
    " | Суммы заказов за вычетом возвратов; у услуг — суммы их позиций."
    " | Сумите на поръчките без възстановеното; за услуги — сумите на редовете им.",
)
MARGIN = column(
    "margin",
    Unit.MONEY,
    "Margin | Маржа | Марж",
    "Revenue less goods and expenses."
    " | Выручка за вычетом себестоимости и расходов."
    " | Приходите без себестойността и разходите.",
)
CLIENTS = column(
    "clients",
    Unit.COUNT,
    "Clients | Клиенты | Клиенти",
    "Number of clients in the rows. | Число клиентов в строках. | Брой клиенти в редовете.",
)
PART_MONTH = column(
    "part_month",
    Unit.MONTH,
    "Running month | Текущий месяц | Текущ месец",
    "The month that is not over, so that its figures will still change."
    " | Месяц, который ещё не кончился: его числа изменятся."
    " | Месецът, който още не е свършил: числата му ще се променят.",
)
SHARE = column(
    "share",
    Unit.SHARE,
    "Share | Доля | Дял",
    "Share of the sum of all positive values."
    " | Доля в сумме всех положительных значений."
    " | Дял от сбора на всички положителни стойности.",
)

BY_SERVICES = Option(
    name="services",
    default=False,
    meaning=three(
        "services in place of clients", "услуги вместо клиентов", "услуги вместо клиенти"
    ),
)

ENTRIES: Words = three(
    "--since and --until: only entries of these days count; days are counted to --until.",
    "--since и --until: считаются только записи этих дней; дни отсчитываются до --until.",
    "--since и --until: броят се само записите от тези дни; дните се смятат до --until.",
)

NO_ORDERS: Note = note(
    three(
        "none of these clients has an order in this time",
        "ни у кого из этих клиентов нет заказов за это время",
        "никой от тези клиенти няма поръчка за това време",
    )
)
NO_SERVICES: Note = note(
    three(
        "no order of this time says what was bought: write `items` with a `service` in the orders",
        "ни в одном заказе за это время не сказано, что куплено: пишите в заказах `items` с"
        " `service`",
        "в никоя поръчка за това време не е казано какво е купено: пишете в поръчките `items` със"
        " `service`",
    )
)
NO_CLIENTS: Note = note(
    three(
        "there is no such client",
        "таких клиентов нет",
        "няма такива клиенти",
    )
)
