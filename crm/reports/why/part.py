"""Owns what an explanation is made of: lines of files, what each adds, and how they are added."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from statistics import median
from typing import Any, TypeAlias

from crm.fields.words import Words
from crm.index.amounts import SCALE
from crm.index.answers import Value
from crm.index.reasons import Reason
from crm.index.values import money
from crm.record import record
from crm.reports.report import Note, three

Said: TypeAlias = Note | Reason


@record
class Part:
    """One line of a file and what it adds to a figure; `line` 0 is the file as a whole.

    A value of None adds nothing, and `note` says why.
    """

    path: str
    line: int
    value: Value
    date: dt.date | None = None
    what: str = ""  # type of the entry, key of the file, measure of a rating
    said: str = ""  # words of the file: a summary, a number, a title
    note: Note | None = None


class How(StrEnum):
    """How the parts make the figure."""

    SUM = "sum"
    SUM_FROM_ZERO = "sum-from-zero"
    MEAN_AMOUNT = "mean-amount"
    MEAN = "mean"
    MEDIAN = "median"
    SHARE = "share"
    LATE = "late"
    FLAG = "flag"
    ONE = "one"
    JOINED = "joined"
    WEIGHTED = "weighted"
    RULE = "rule"
    NOTHING = "nothing"


HOW: Mapping[How, Words] = {
    How.SUM: three("the sum of these", "сумма этих значений", "сборът на тези стойности"),
    How.SUM_FROM_ZERO: three(
        "the sum of these, never below 0", "сумма этих значений, не меньше 0",
        "сборът на тези стойности, не по-малко от 0",
    ),
    How.MEAN_AMOUNT: three(
        "the mean of these, to four decimals", "среднее этих значений, до четырёх знаков",
        "средното на тези стойности, до четири знака",
    ),
    How.MEAN: three("the mean of these", "среднее этих значений", "средното на тези стойности"),
    How.MEDIAN: three(
        "the median of these", "медиана этих значений", "медианата на тези стойности"
    ),
    How.SHARE: three(
        "the share of ones among these", "доля единиц среди этих значений",
        "делът на единиците сред тези стойности",
    ),
    How.LATE: three(
        "the sum of these in whole days, never below 0",
        "сумма этих значений в целых днях, не меньше 0",
        "сборът на тези стойности в цели дни, не по-малко от 0",
    ),
    How.FLAG: three(
        "1 when there is such a line", "1, если такая строка есть", "1, ако има такъв ред"
    ),
    How.ONE: three(
        "what this line says", "то, что сказано в этой строке", "каквото пише на този ред"
    ),
    How.JOINED: three(
        "these, one after another", "эти значения подряд", "тези стойности една след друга"
    ),
    How.WEIGHTED: three(
        "the sum of ranks times weights, divided by all weights",
        "сумма рангов, умноженных на веса, делённая на все веса",
        "сборът на рангове по тегла, разделен на всички тегла",
    ),
    How.RULE: three(
        "by the rule", "по правилу", "по правилото"
    ),
    How.NOTHING: three("nothing says it", "об этом ничего не сказано", "нищо не го казва"),
}  # fmt: skip


@record
class Why:
    """A figure or class of a client, explained. `of` are the figures that a class follows from."""

    client: str
    figure: str
    value: Value
    how: How
    parts: tuple[Part, ...] = ()
    reason: Said | None = None
    of: tuple[Why, ...] = ()
    divisor: float = 1.0  # of a weighted mean: the sum of the weights

    @property
    def total(self) -> Value:
        """What the parts come to; the value itself where a rule decides."""
        return self.value if self.how is How.RULE else _TOTALS[self.how](self)


def _values(why: Why) -> list[Any]:
    return [part.value for part in why.parts if part.value is not None]


def _sum(why: Why) -> Value:
    found: Value = sum(_values(why))
    return found


def _from_zero(why: Why) -> Value:
    found: Value = max(sum(_values(why)), 0)
    return found


def _mean_amount(why: Why) -> Value:
    """Return the mean to four decimals, half up, as the index keeps it."""
    units = [int(value * SCALE) for value in _values(why)]
    return money((2 * sum(units) + len(units)) // (2 * len(units))) if units else None


def _mean(why: Why) -> Value:
    values = _values(why)
    return sum(values) / len(values) if values else None


def _median(why: Why) -> Value:
    values = _values(why)
    return median(values) if values else None


def _late(why: Why) -> Value:
    return max(int(sum(_values(why))), 0)


def _one(why: Why) -> Value:
    found: Value = next(iter(_values(why)), None)
    return found


_TOTALS: Mapping[How, Callable[[Why], Value]] = {
    How.SUM: _sum,
    How.SUM_FROM_ZERO: _from_zero,
    How.MEAN_AMOUNT: _mean_amount,
    How.MEAN: _mean,
    How.MEDIAN: _median,
    How.SHARE: _mean,
    How.LATE: _late,
    How.FLAG: lambda why: int(bool(why.parts)),
    How.ONE: _one,
    How.JOINED: lambda why: ", ".join(map(str, _values(why))) or None,
    How.WEIGHTED: lambda why: round(sum(_values(why)) / why.divisor, 4) if why.parts else 50.0,
    How.NOTHING: lambda _: None,
}


def adds_up(why: Why) -> bool:
    """Tell whether the parts make exactly the figure, and those of a class theirs."""
    return _equal(why.total, why.value) and all(map(adds_up, why.of))


def _equal(one: Value, other: Value) -> bool:
    if isinstance(one, float) or isinstance(other, float):
        return isinstance(one, int | float | Decimal) and float(one) == float(other)  # type: ignore[arg-type]
    return one == other


def amount(units: int | None) -> Decimal:
    """Return units of the index as an amount, 0 for what has none."""
    return money(units or 0)


def paths(parts: Sequence[Part]) -> list[str]:
    """Return the places as `path:line`, each once, in order."""
    return list(dict.fromkeys(place(part) for part in parts))


def place(part: Part) -> str:
    """Return where a part stands: `clients/a.yaml:14`, or the file."""
    return f"{part.path}:{part.line}" if part.line else part.path
