"""Owns rules of the form "with A comes B": counts, support, confidence and lift."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping
from itertools import chain, combinations
from typing import NamedTuple

from crm.reports.bought import Basket, Bought
from crm.reports.report import Column, Option, Unit, column, three


class Rule(NamedTuple):
    """One rule; `count_both` baskets, or clients, fulfil it."""

    antecedent: str
    consequent: str
    count_antecedent: int
    count_consequent: int
    count_both: int
    support: float
    confidence: float
    lift: float


_COUNTS = (
    column(
        "count_antecedent",
        Unit.COUNT,
        "With the first | С первой | С първата",
        "Baskets, or clients, with the first."
        " | Корзины (или клиенты) с первой."
        " | Кошници (или клиенти) с първата.",
    ),
    column(
        "count_consequent",
        Unit.COUNT,
        "With the other | С другой | С другата",
        "Baskets, or clients, with the other."
        " | Корзины (или клиенты) с другой."
        " | Кошници (или клиенти) с другата.",
    ),
    column(
        "count_both",
        Unit.COUNT,
        "With both | С обеими | С двете",
        "Baskets with both; clients who bought them in this order."
        " | Корзины с обеими; клиенты, купившие их в этом порядке."
        " | Кошници с двете; клиенти, които са ги купили в този ред.",
    ),
)
_STRENGTH = (
    column(
        "support",
        Unit.SHARE,
        "Support | Поддержка | Поддръжка",
        "Share of all that have both."
        " | Доля тех, где есть обе, среди всех."
        " | Дял на тези с двете от всички.",
    ),
    column(
        "confidence",
        Unit.SHARE,
        "Confidence | Достоверность | Достоверност",
        "With both / with the first. | С обеими / с первой. | С двете / с първата.",
    ),
    column(
        "lift",
        Unit.NUMBER,
        "Lift | Подъём | Повишение",
        "Confidence / share of the other among all; above 1: more often than by chance."
        " | Достоверность / доля другой среди всех; больше 1: чаще случайного."
        " | Достоверност / дял на другата от всички; над 1: по-често от случайното.",
    ),
)


def columns(before: str, after: str) -> tuple[Column, ...]:
    """Return the columns of rules, headed by two words in three languages, `en | ru | bg`."""
    return (
        column(
            "antecedent",
            Unit.SERVICE,
            before,
            "The service that comes first."
            " | Услуга, с которой начинается правило."
            " | Услугата, с която започва правилото.",
        ),
        column(
            "consequent",
            Unit.SERVICE,
            after,
            "The service that comes with it or after it."
            " | Услуга, которую берут с ней или после неё."
            " | Услугата, която се взема с нея или след нея.",
        ),
        *_COUNTS,
        *_STRENGTH,
    )


MIN_COUNT = Option(
    name="min_count",
    default=2,
    least=1,
    meaning=three(
        "pairs seen less often are left out",
        "пары, встреченные реже, не показываются",
        "двойките, срещнати по-рядко, се изпускат",
    ),
)


def found(
    singles: Mapping[str, int], pairs: Mapping[tuple[str, str], int], whole: int, least: int
) -> list[Rule]:
    """Return the rules seen at least so often, the commonest first, of these the strongest."""
    rules = [
        Rule(
            first,
            other,
            singles[first],
            singles[other],
            both,
            both / whole,
            both / singles[first],
            both * whole / (singles[first] * singles[other]),
        )
        for (first, other), both in pairs.items()
        if both >= least
    ]
    rules.sort(key=lambda one: (-one.count_both, -one.lift, one.antecedent, one.consequent))
    return rules


class Counts(NamedTuple):
    """How often single services and ordered pairs of them were seen, among how many."""

    singles: Counter[str]
    pairs: Counter[tuple[str, str]]
    whole: int

    def rules(self, least: int) -> list[Rule]:
        """Return the rules seen at least so often."""
        return found(self.singles, self.pairs, self.whole, least)


def of_baskets(orders: Mapping[Basket, int]) -> Counts:
    """Return the counts over orders that say which services were bought."""
    singles: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for basket, times in orders.items():
        for service in basket:
            singles[service] += times
        for pair in combinations(basket, 2):
            pairs[pair] += times
    pairs.update({(other, service): times for (service, other), times in pairs.items()})
    return Counts(singles, pairs, sum(orders.values()))


def of_spans(bought: Mapping[str, Bought], clients: int) -> Counts:
    """Return the counts over clients: A before B when a day with B is later than a day with A."""
    before: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for one in bought.values():
        names = sorted(one.first, key=one.first.__getitem__)
        firsts = [one.first[name] for name in names]
        for name, last in one.last.items():
            # All that were bought for the first time before this one's last day.
            before[name].update(names[: bisect_left(firsts, last)])
    pairs = Counter(
        {
            (other, name): times
            for name, others in before.items()
            for other, times in others.items()
            if other != name
        }
    )
    singles = Counter(chain.from_iterable(one.first for one in bought.values()))
    return Counts(singles, pairs, clients)
