"""Owns the words for classes that several reports show."""

from __future__ import annotations

from collections.abc import Mapping

from crm.fields.choices import STANDING
from crm.fields.words import LANGUAGES, Words, say, words
from crm.settings.defaults import LIFECYCLE, SEGMENTS

ARROW = " → "  # between two classes, in the name of a move
LIFECYCLES: Mapping[str, Words] = {ident: SEGMENTS[ident] for ident in LIFECYCLE}
COLOURS: Mapping[str, Words] = {
    "red-platinum": words("red-platinum | красно-платиновый | червено-платинен"),
    "red-gold": words("red-gold | красно-золотой | червено-златен"),
    "platinum": words("platinum | платиновый | платинен"),
    "gold": words("gold | золотой | златен"),
    "red-green": words("red-green | красно-зелёный | червено-зелен"),
    "green-gold": words("green-gold | зелёно-золотой | зелено-златен"),
    "yellow": words("yellow | жёлтый | жълт"),
    "green": words("green | зелёный | зелен"),
    "grey": words("grey | серый | сив"),
    "white": words("white | белый | бял"),
}
NINE: Mapping[str, Words] = {
    f"{size} {standing}": {one: f"{size} {say(texts, one)}" for one in LANGUAGES}
    for size in "ABC"
    for standing, texts in STANDING.items()
}
FIELDS: Mapping[str, Words] = {
    "star": words("star | звезда | звезда"),
    "cash cow": words("cash cow | дойная корова | дойна крава"),
    "question mark": words("question mark | вопросительный знак | въпросителна"),
    "dog": words("dog | собака | куче"),
}
MEASURES: Mapping[str, Words] = {
    "orders": words("orders | заказы | поръчки"),
    "orders_365": words("orders a year | заказы за год | поръчки за година"),
    "revenue": words("revenue | выручка | приходи"),
    "revenue_365": words("revenue a year | выручка за год | приходи за година"),
    "cogs": words("goods | себестоимость | себестойност"),
    "expenses": words("expenses | расходы | разходи"),
    "margin": words("margin | маржа | марж"),
    "margin_365": words("margin a year | маржа за год | марж за година"),
    "touches": words("contacts | контакты | контакти"),
    "nps_last": words("last score | последняя оценка | последна оценка"),
    "referrals": words("recommendations | рекомендации | препоръки"),
    "completeness": words("completeness | заполненность | попълненост"),
}
