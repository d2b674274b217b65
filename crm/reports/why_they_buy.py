"""Owns the report `why-they-buy`: what matters to clients, what attracts, what to mend first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from crm.index.query import Index
from crm.index.reports.extract import Extract
from crm.reports.report import Asked, Result, Value, note, result, three
from crm.reports.survey_columns import WHY_THEY_BUY

REPORT = WHY_THEY_BUY
_MIDDLE = 3  # of the scale from 1 to 5: what is below it attracts nobody
_NOBODY = note(
    three(
        "nobody answered of single criteria in this time: write `answers` in the surveys",
        "за это время никто не отвечал по критериям: пишите в опросах `answers`",
        "през това време никой не е отговарял по критерии: пишете в анкетите `answers`",
    )
)


class _Criterion(NamedTuple):
    """What some clients say of a criterion: exact means of their last answers."""

    name: str
    clients: int
    importance: Fraction | None
    satisfaction: Fraction | None

    @property
    def goal(self) -> Fraction | None:
        if self.importance is None or self.satisfaction is None:
            return None
        return max(self.importance, self.satisfaction)

    @property
    def ratio(self) -> Fraction | None:
        return self.goal / self.satisfaction if self.goal and self.satisfaction else None

    @property
    def weight(self) -> Fraction | None:
        return self.importance * self.ratio if self.importance and self.ratio else None


# The last answer of a client to each criterion: importance and satisfaction.
_Said = dict[str, tuple[int | None, int | None]]


def compute(index: Index, asked: Asked) -> Result:
    """Return the criteria, of the whole or of each segment, the heaviest first."""
    extract = asked.extract(index)
    answers = extract.rows("answers")
    said = _last(answers)
    whole = _criteria(said.values())
    if asked.word("by") == "segment":
        rows = [
            (segment, *row)
            for segment, clients in _segments(index, extract)
            for row in _rows(_criteria(said[one] for one in clients if one in said))
        ]
        without: tuple[str, ...] = ()
    else:
        rows, without = _rows(whole), ("segment",)
    groups = _groups(whole)
    summary: dict[str, Value] = {
        "clients": len(said),
        "surveys": len({row[:2] for row in answers}),
        "criteria": len(whole),
        "attracts": _named(sorted(whole, key=_by_importance), groups, "attracts"),
        "mend": _named(whole, groups, "mend"),
    }
    return result(REPORT, rows, summary, without=without, why=None if rows else _NOBODY)


def _last(answers: Iterable[tuple[str, int, str, int | None, int | None]]) -> dict[str, _Said]:
    """Return what each client said last; what a later answer leaves out stays as it was."""
    found: dict[str, _Said] = {}
    for client, _, criterion, importance, satisfaction in answers:
        said = found.setdefault(client, {})
        before = said.get(criterion, (None, None))
        said[criterion] = (
            before[0] if importance is None else importance,
            before[1] if satisfaction is None else satisfaction,
        )
    return found


def _criteria(said: Iterable[_Said]) -> list[_Criterion]:
    """Return the criteria of some clients, the heaviest first."""
    answers: dict[str, list[tuple[int | None, int | None]]] = defaultdict(list)
    for one in said:
        for criterion, answer in one.items():
            answers[criterion].append(answer)
    found = [
        _Criterion(
            name,
            len(own),
            _mean([one[0] for one in own]),
            _mean([one[1] for one in own]),
        )
        for name, own in answers.items()
    ]
    return sorted(found, key=lambda one: (-(one.weight or 0), one.name))


def _mean(values: Sequence[int | None]) -> Fraction | None:
    known = [one for one in values if one is not None]
    return Fraction(sum(known), len(known)) if known else None


def _by_importance(one: _Criterion) -> tuple[Fraction, str]:
    return (-(one.importance or Fraction(0)), one.name)


def _groups(found: Sequence[_Criterion]) -> dict[str, str]:
    """Return the group of each criterion that can be compared with another."""
    both = [
        (one.name, one.clients, one.importance, one.satisfaction)
        for one in found
        if one.importance is not None and one.satisfaction is not None
    ]
    if len(both) < 2:  # a mean of one tells nothing
        return {}
    clients = sum(row[1] for row in both)
    important = sum((row[1] * row[2] for row in both), Fraction(0)) / clients
    content = sum((row[1] * row[3] for row in both), Fraction(0)) / clients
    return {
        name: _group(importance >= important, satisfaction >= content, satisfaction >= _MIDDLE)
        for name, _, importance, satisfaction in both
    }


def _group(important: bool, content: bool, middling: bool) -> str:  # noqa: FBT001
    if important:
        return "attracts" if content and middling else "mend"
    return "enough" if content else "later"


def _named(found: Iterable[_Criterion], groups: Mapping[str, str], group: str) -> tuple[str, ...]:
    return tuple(one.name for one in found if groups.get(one.name) == group)


def _segments(index: Index, extract: Extract) -> list[tuple[str, list[str]]]:
    """Return the segments that hold a client, in the order they are shown."""
    held: dict[str, list[str]] = defaultdict(list)
    for segment, client in extract.rows("segments_of"):
        held[segment].append(client)
    return [(one.id, held[one.id]) for one in index.segments() if one.id in held]


def _rows(found: Sequence[_Criterion]) -> list[tuple[Value, ...]]:
    groups = _groups(found)
    whole = sum((one.weight or Fraction(0) for one in found), Fraction(0))
    return [
        (
            one.name,
            one.clients,
            _plain(one.importance),
            _plain(one.satisfaction),
            _plain(one.goal),
            _plain(one.ratio),
            _plain(one.weight),
            _plain(one.weight / whole) if one.weight and whole else None,
            groups.get(one.name),
        )
        for one in found
    ]


def _plain(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
