"""Owns the report `behaviour`: who buys only promotions, who only talks, what contacts are for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from crm.index.query import Index
from crm.index.reports.extract import Row
from crm.index.values import date
from crm.reports.columns import CLIENT, ENTRIES, ORDERS
from crm.reports.report import (
    Asked,
    Option,
    Report,
    Result,
    Unit,
    Value,
    column,
    note,
    result,
    three,
)

_PROMO_LEAST = 2  # orders, all with a promotion
_TOUCHES = column(
    "touches",
    Unit.COUNT,
    "Contacts | Контакты | Контакти",
    "Calls, meetings, e-mails, messages, visits and the like."
    " | Звонки, встречи, письма, сообщения, визиты и прочее."
    " | Обаждания, срещи, писма, съобщения, посещения и подобни.",
)
_OF_CLIENTS = (
    CLIENT,
    column(
        "group",
        Unit.CLASS,
        "Group | Группа | Група",
        "promo_only: two orders or more, all with a promotion; talk_only: many contacts, and never"
        " an order."
        " | promo_only: два заказа или больше, все с акцией; talk_only: много контактов и ни одного"
        " заказа никогда."
        " | promo_only: две поръчки или повече, всички с промоция; talk_only: много контакти и нито"
        " една поръчка никога.",
        {
            "promo_only": "only promotions | только акции | само промоции",
            "talk_only": "only talk | одни разговоры | само разговори",
        },
    ),
    _TOUCHES,
    ORDERS,
    column(
        "promo_orders",
        Unit.COUNT,
        "With a promotion | С акцией | С промоция",
        "Orders with `promo`. | Заказы с `promo`. | Поръчки с `promo`.",
    ),
    column(
        "last_contact",
        Unit.DATE,
        "Last contact | Последний контакт | Последен контакт",
        "Day of the last contact. | День последнего контакта. | Денят на последния контакт.",
    ),
    column(
        "last_order",
        Unit.DATE,
        "Last order | Последний заказ | Последна поръчка",
        "Day of the last order. | День последнего заказа. | Денят на последната поръчка.",
    ),
)
_OF_PURPOSES = (
    column(
        "purpose",
        Unit.TEXT,
        "Purpose | Цель | Цел",
        "`purpose` of the contacts; empty where none is written."
        " | `purpose` контактов; пусто, где не указана."
        " | `purpose` на контактите; празно, където не е посочена.",
    ),
    column(
        "share",
        Unit.SHARE,
        "Share | Доля | Дял",
        "Of all contacts. | Во всех контактах. | От всички контакти.",
    ),
    column(
        "clients",
        Unit.COUNT,
        "Clients | Клиенты | Клиенти",
        "Clients contacted for it."
        " | С кем связывались с этой целью."
        " | Клиенти, търсени с тази цел.",
    ),
    column(
        "agreed",
        Unit.SHARE,
        "Agreed | Согласие | Съгласие",
        "Of these contacts those with the outcome `agreed` or `asked`."
        " | Из этих контактов те, чей итог `agreed` или `asked`."
        " | От тези контакти тези с резултат `agreed` или `asked`.",
    ),
    column(
        "refused",
        Unit.SHARE,
        "Refused | Отказ | Отказ",
        "Those with the outcome `refused`. | Те, чей итог `refused`. | Тези с резултат `refused`.",
    ),
    column(
        "no_answer",
        Unit.SHARE,
        "No answer | Не ответили | Без отговор",
        "Those with the outcome `no-answer`."
        " | Те, чей итог `no-answer`."
        " | Тези с резултат `no-answer`.",
    ),
)
REPORT = Report(
    name="behaviour",
    title=three("Behaviour", "Поведение", "Поведение"),
    question=three(
        "Who buys only promotions, who only talks, and what are our contacts for?",
        "Кто покупает только по акциям, кто только разговаривает и зачем мы общаемся?",
        "Кой купува само промоции, кой само говори и за какво са контактите ни?",
    ),
    columns=(*_OF_CLIENTS, *_OF_PURPOSES),
    summary=(
        _TOUCHES,
        column(
            "per_order",
            Unit.NUMBER,
            "Contacts an order | Контактов на заказ | Контакти на поръчка",
            "Contacts / orders. | Контакты / заказы. | Контакти / поръчки.",
        ),
        column(
            "promo_share",
            Unit.SHARE,
            "Orders with a promotion | Заказы с акцией | Поръчки с промоция",
            "Of all orders. | Во всех заказах. | От всички поръчки.",
        ),
        column(
            "promo_only",
            Unit.COUNT,
            "Only promotions | Только акции | Само промоции",
            "Number of clients. | Число клиентов. | Брой клиенти.",
        ),
        column(
            "talk_only",
            Unit.COUNT,
            "Only talk | Одни разговоры | Само разговори",
            "Number of clients. | Число клиентов. | Брой клиенти.",
        ),
        column(
            "purposes",
            Unit.COUNTS,
            "Purposes | Цели | Цели",
            "Contacts by purpose, where one is written."
            " | Контакты по целям, где они указаны."
            " | Контакти по цели, където са посочени.",
        ),
    ),
    period=ENTRIES,
    options=(
        Option(
            name="by",
            default="client",
            meaning=three(
                "a row a client, or a row a purpose of contact: client or purpose",
                "строка на клиента или на цель контакта: client или purpose",
                "ред за клиент или за цел на контакта: client или purpose",
            ),
            choices=("client", "purpose"),
        ),
        Option(
            name="min_count",
            default=5,
            meaning=three(
                "how many contacts are many",
                "сколько контактов считать за много",
                "колко контакта са много",
            ),
            least=1,
        ),
    ),
    how=three(
        "Orders with `promo` are set against all orders, and contacts against orders. Who buys only"
        " promotions buys again when there is one: offer a bundle or a threshold in place of a"
        " lower price, and see who stays. With those who only talk agree on one last step and a"
        " day, then let them go. Purposes tell what your time is spent on; one that never gets an"
        " agreement can become a letter.",
        "Заказы с `promo` сопоставляются со всеми, контакты — с заказами. Кто покупает только по"
        " акциям, купит снова, когда будет акция: предложите набор или порог вместо скидки и"
        " посмотрите, кто останется. С теми, кто только разговаривает, договоритесь о последнем"
        " шаге и дне, а потом отпустите. Цели показывают, на что уходит время; та, что никогда не"
        " даёт согласия, может стать письмом.",
        "Поръчките с `promo` се сравняват с всички, контактите — с поръчките. Който купува само"
        " промоции, ще купи пак, когато има: предложете комплект или праг вместо отстъпка и вижте"
        " кой остава. С тези, които само говорят, уговорете последна стъпка и ден, после ги"
        " оставете. Целите показват за какво отива времето; тази, която никога не носи съгласие,"
        " може да стане писмо.",
    ),
    source="own definition",
)
_NOBODY = note(
    three(
        "none of these clients only talks or buys only promotions",
        "никто из этих клиентов не ограничивается разговорами или акциями",
        "никой от тези клиенти не само говори и не купува само промоции",
    )
)
_NO_CONTACTS = note(
    three(
        "these clients were not contacted in this time",
        "с этими клиентами за это время не связывались",
        "с тези клиенти не е имало контакт през това време",
    )
)


class _Made(NamedTuple):
    """Contacts with a client and its orders in the period; the days are the last up to its end."""

    client: str
    touches: int
    last_touch: str | None
    orders: int
    promo_orders: int
    last_order: str | None
    ever: int

    def group(self, many: int) -> str:
        if self.promo_orders == self.orders >= _PROMO_LEAST:
            return "promo_only"
        return "talk_only" if not self.ever and self.touches >= many else ""


def compute(index: Index, asked: Asked) -> Result:
    """Return clients with such a behaviour, or the purposes of contact."""
    extract = asked.extract(index)
    made = [_Made._make(row) for row in extract.rows("contacts_made")]
    many = asked.number("min_count")
    groups = {one.client: one.group(many) for one in made}
    purposes = extract.rows("purposes")
    summary = _summary(made, [*groups.values()], {row[0]: row[1] for row in purposes if row[0]})
    if asked.word("by") == "purpose":
        columns = ("purpose", "touches", *(one.name for one in _OF_PURPOSES[1:]))
        why = None if purposes else _NO_CONTACTS
        return Result(columns=columns, rows=_purposes(purposes), summary=summary, note=why)
    chosen = [one for one in made if groups[one.client]]
    chosen.sort(key=lambda one: (groups[one.client], -one.orders, -one.touches, one.client))
    by_client: list[tuple[Value, ...]] = [
        (
            one.client,
            groups[one.client],
            one.touches,
            one.orders,
            one.promo_orders,
            date(one.last_touch),
            date(one.last_order),
        )
        for one in chosen
    ]
    without = tuple(one.name for one in _OF_PURPOSES)
    return result(REPORT, by_client, summary, without=without, why=None if chosen else _NOBODY)


def _purposes(found: Sequence[Row]) -> list[tuple[Value, ...]]:
    whole = sum(row[1] for row in found)
    return [
        (
            purpose,
            touches,
            touches / whole,
            clients,
            (agreed + wanted) / touches,
            refused / touches,
            silent / touches,
        )
        for purpose, touches, clients, agreed, wanted, refused, silent in found
    ]


def _summary(
    made: Sequence[_Made], groups: Sequence[str], purposes: Mapping[str, Value]
) -> dict[str, Value]:
    touches = sum(one.touches for one in made)
    orders = sum(one.orders for one in made)
    promoted = sum(one.promo_orders for one in made)
    return {
        "touches": touches,
        "per_order": touches / orders if orders else None,
        "promo_share": promoted / orders if orders else None,
        "promo_only": groups.count("promo_only"),
        "talk_only": groups.count("talk_only"),
        "purposes": purposes,
    }
