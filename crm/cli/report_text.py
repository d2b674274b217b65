"""Owns how a report stands on a terminal: a table, its summary, and the explanation of it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from crm.cli.width import clip, table
from crm.fields.words import Words, say
from crm.problems import shown
from crm.reports.names import ARROW
from crm.reports.report import Column, Note, Option, Plain, Report, Result, Unit, Value, three
from crm.settings import Settings, label
from crm.settings.defaults import RFM_SEGMENTS, SEGMENTS
from crm.settings.records import Segment
from crm.settings.settings import Labelled

_WIDEST = 40  # columns of the terminal that one cell may take
_PARTED = "\u00a0"  # between thousands; every console font has it
_PLACES = {
    Unit.MONEY: 2,
    Unit.SHARE: 1,  # of a per cent
    Unit.SCORE: 1,
    Unit.DAYS: 1,
    Unit.WEEKS: 1,
}
_LEFT = frozenset({
    Unit.CLIENT, Unit.SERVICE, Unit.MEMBER, Unit.STAGE, Unit.CLASS, Unit.TEXT, Unit.DATE,
    Unit.MONTH, Unit.TEXTS, Unit.NOTE, Unit.COUNTS, Unit.CAMPAIGN,
    Unit.SEGMENT, Unit.KEYS,
})  # fmt: skip
_NAME = three("Name", "Название", "Име")


class Written:
    """Values as people read them, in the language of the base and by the names it gives."""

    def __init__(self, settings: Settings) -> None:
        self.language = settings.language
        self._settings = settings
        self._mark = "," if self.language in {"ru", "bg"} else "."
        scores = {one.id: one for one in RFM_SEGMENTS}
        scores |= {one.id: one for one in settings.rfm_segments if one.label}
        segments = {one: Segment(id=one, label=texts) for one, texts in SEGMENTS.items()}
        segments |= {one.id: one for one in settings.segments.values() if one.label}
        self._called: Mapping[Unit, Mapping[str, Labelled]] = {
            Unit.SERVICE: settings.services,
            Unit.MEMBER: settings.team,
            Unit.STAGE: settings.stages,
            Unit.CAMPAIGN: settings.campaigns,
            Unit.SEGMENT: segments,
            Unit.CLASS: scores,
            Unit.COUNTS: scores,
        }

    def value(self, value: Value, column: Column) -> str:
        """Return a value of a column; what is not known as a dash."""
        if isinstance(value, int | float | Decimal):
            return self.number(value, column.unit)
        return self._words(value, column) or "–"

    def _words(self, value: Value, column: Column) -> str:
        match value:
            case None:
                return ""
            case Note():
                return shown(value.text(self.language))
            case tuple():
                between = ", " if column.unit in {Unit.TEXTS, Unit.KEYS} else " "
                return between.join(self.value(one, column) for one in value)
            case Mapping():
                parts = value.items()
                return ", ".join(
                    f"{self.named(k, column)} {self.value(v, column)}" for k, v in parts
                )
        return shown(self.named(str(value), column))

    def named(self, word: str, column: Column) -> str:
        """Return what a class, service, member or stage is called, any other word as it is."""
        if word in column.names:
            return say(column.names[word], self.language)
        if ARROW in word:
            return ARROW.join(self.named(part, column) for part in word.split(ARROW))
        if column.unit is Unit.KEYS:
            field = self._settings.field_at(word)
            return (say(field.label, self.language) if field else "") or word
        found = self._called.get(column.unit, {}).get(word)
        return label(found, self.language) if found else word

    def number(self, value: float | Decimal, unit: Unit) -> str:
        """Return a number with as many places as its unit has, thousands parted."""
        exact = Decimal(value) if isinstance(value, int) else Decimal(str(value))
        if unit is Unit.FLAG:
            return "✓" if value else "–"
        if unit is Unit.SHARE:
            exact *= 100
        places = _PLACES.get(unit, 0 if isinstance(value, int) else 4)
        text = f"{exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):,f}"
        whole, _, rest = text.partition(".")
        if unit in {Unit.NUMBER, Unit.DAYS, Unit.WEEKS}:
            rest = rest.rstrip("0")
        text = whole.replace(",", _PARTED) + (self._mark + rest if rest else "")
        return f"{text}%" if unit is Unit.SHARE else text


def lines(
    report: Report, answer: Result, settings: Settings, names: Mapping[Plain, Plain]
) -> Iterator[str]:
    """Yield the table of the rows, then the summary."""
    written = Written(settings)
    if answer.rows:
        columns = [report.column(name) for name in answer.columns]
        yield from _table(columns, answer.rows, written, names)
        yield ""
    figures = {column.name: column for column in report.summary}
    rows = [
        (say(figures[name].label, written.language), written.value(value, figures[name]))
        for name, value in answer.summary.items()
    ]
    yield from table(rows)


def _table(
    columns: Sequence[Column],
    rows: Sequence[tuple[Value, ...]],
    written: Written,
    names: Mapping[Plain, Plain],
) -> list[str]:
    """Return the rows as a table; the name of a client stands beside its id."""
    heads = [say(column.label, written.language) for column in columns]
    body = [
        [clip(written.value(*pair), _WIDEST) for pair in zip(row, columns, strict=True)]
        for row in rows
    ]
    right = {at for at, column in enumerate(columns) if column.unit not in _LEFT}
    if columns[0].unit is Unit.CLIENT:
        heads.insert(1, say(_NAME, written.language))
        for cells, row in zip(body, rows, strict=True):
            name = names.get(row[0]) if isinstance(row[0], str) else None
            cells.insert(1, clip(shown(str(name or "–")), _WIDEST))
        right = {at + 1 for at in right}
    return table([heads, *body], frozenset(right))


def explanation(report: Report, language: str) -> Iterator[str]:
    """Yield what a report is: its question, how it is computed, its columns, options, source."""
    words = _Headings(language)
    yield say(report.title, language)
    yield from ("", say(report.question, language), "")
    yield from textwrap.wrap(say(report.how, language), 96)
    yield ""
    yield from textwrap.wrap(say(report.period, language), 96)
    for title, columns in ((words.rows, report.columns), (words.summary, report.summary)):
        yield from ("", title)
        body = [(f"  {one.name}", str(one.unit), say(one.meaning, language)) for one in columns]
        yield from table(body)
    if report.options:
        yield from ("", words.options)
        yield from table(
            [(f"  {_option(one)}", say(one.meaning, language)) for one in report.options]
        )
    yield from ("", f"{words.source}: {report.source}")


def _option(option: Option) -> str:
    name = f"--{option.name.replace('_', '-')}"
    if option.choices:
        return f"{name} {'|'.join(option.choices)}"
    return name if isinstance(option.default, bool) else f"{name} N ({option.default})"


class _Headings:
    def __init__(self, language: str) -> None:
        def one(words: Words) -> str:
            return say(words, language)

        self.rows = one(three("Rows", "Строки", "Редове"))
        self.summary = one(three("Summary", "Итоги", "Обобщение"))
        self.options = one(three("Options", "Параметры", "Параметри"))
        self.source = one(three("Source", "Источник", "Източник"))
