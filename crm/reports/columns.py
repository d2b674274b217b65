"""Owns columns, periods and notes that several reports have."""

from __future__ import annotations

from crm.fields.words import Words
from crm.reports.report import Column, Note, Unit, note, three

CLIENT = Column(
    "client",
    Unit.CLIENT,
    three("Client", "Клиент", "Клиент"),
    three("Id of the client.", "Код клиента.", "Код на клиента."),
)
SERVICE = Column(
    "service",
    Unit.SERVICE,
    three("Service", "Услуга", "Услуга"),
    three("Code of the service.", "Код услуги.", "Код на услугата."),
)
ORDERS = Column(
    "orders",
    Unit.COUNT,
    three("Orders", "Заказы", "Поръчки"),
    three("Number of orders.", "Число заказов.", "Брой поръчки."),
)
REVENUE = Column(
    "revenue",
    Unit.MONEY,
    three("Revenue", "Выручка", "Приходи"),
    three(
        "Order amounts less refunds.",
        "Суммы заказов за вычетом возвратов.",
        "Сумите на поръчките без възстановеното.",
    ),
)
CLIENTS = Column(
    "clients",
    Unit.COUNT,
    three("Clients", "Клиенты", "Клиенти"),
    three("Number of clients.", "Число клиентов.", "Брой клиенти."),
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
