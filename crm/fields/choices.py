"""Owns the closed vocabularies of the format, with their labels."""

from __future__ import annotations

from collections.abc import Mapping

from crm.fields.words import Words, words


def _choices(**lines: str) -> Mapping[str, Words]:
    return {word.replace("_", "-"): words(line) for word, line in lines.items()}


KIND = _choices(
    organisation="organisation | организация | организация",
    person="person | частное лицо | частно лице",
)

DECISION = _choices(
    initiator="initiator | инициатор | инициатор",
    influencer="influencer | влияет на решение | влияе върху решението",
    user="user | пользователь | ползвател",
    decider="decides | принимает решение | взема решението",
    buyer="buys | закупает | купува",
    gatekeeper="gatekeeper | контролирует доступ | пази достъпа",
)

SIZE = _choices(
    A="A (large) | A (крупный) | A (голям)",
    B="B (medium) | B (средний) | B (среден)",
    C="C (small) | C (мелкий) | C (малък)",
)

STANDING = _choices(
    leader="leader | лидер | лидер",
    middle="middle | середняк | среден",
    laggard="laggard | отстающий | изоставащ",
)

GENDER = _choices(female="woman | женщина | жена", male="man | мужчина | мъж")

RETURNS = _choices(
    possible="return possible | возврат возможен | възможно е да се върне",
    never="never returns | не вернётся | няма да се върне",
)

DIRECTION = {
    "in": words("incoming | входящее | входящо"),
    "out": words("outgoing | исходящее | изходящо"),
}

OUTCOME = _choices(
    agreed="agreed | согласие | съгласие",
    refused="refused | отказ | отказ",
    asked="asked for a service | запросил услугу | поиска услуга",
    no_answer="no answer | не ответил | без отговор",
    later="later | позже | по-късно",
)

ROLE = _choices(
    director="director | директор | директор",
    curator="curator | куратор | куратор",
    manager="manager | менеджер | мениджър",
    assistant="assistant | ассистент | асистент",
)

RESULT = _choices(won="won | выиграна | спечелена", lost="lost | проиграна | загубена")

# The types of interaction every base has. The first five are touches.
TOUCHES = ("call", "meeting", "email", "message", "visit")
TYPES = _choices(
    call="Call | Звонок | Обаждане",
    meeting="Meeting | Встреча | Среща",
    email="E-mail | Письмо | Имейл",
    message="Message | Сообщение | Съобщение",
    visit="Visit | Визит | Посещение",
    note="Note | Заметка | Бележка",
    order="Order | Заказ | Поръчка",
    payment="Payment | Оплата | Плащане",
    refund="Refund | Возврат денег | Върната сума",
    expense="Expense | Расход | Разход",
    survey="Survey | Опрос | Анкета",
    complaint="Complaint | Жалоба | Оплакване",
    review="Review | Отзыв | Отзив",
    referral="Referral | Рекомендация | Препоръка",
    handover="Handover | Передача клиента | Предаване на клиента",
    mailing="Mailing | Рассылка | Масов имейл",
    bonus="Bonus points | Бонусные баллы | Бонус точки",
)

# The funnel of a base that declares none.
STAGES = _choices(
    lead="Lead | Первый интерес | Първи интерес",
    offer="Offer | Предложение | Оферта",
    won="Won | Выиграна | Спечелена",
    lost="Lost | Проиграна | Загубена",
)
