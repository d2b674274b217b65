"""Owns how a report stands on a terminal: a table, its summary, and the explanation of it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from crm.cli.width import clip, table
from crm.fields.words import Words, say
from crm.problems import shown
from crm.reports.report import Column, Note, Option, Plain, Report, Result, Unit, Value, three
from crm.settings import Settings, label
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
    Unit.MONTH, Unit.TEXTS, Unit.NOTE, Unit.COUNTS,
})  # fmt: skip
_NAME = three("Name", "Название", "Име")


class Written:
    """Values as people read them, in the language of the base."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._mark = "," if language in {"ru", "bg"} else "."

    def value(self, value: Value, unit: Unit) -> str:
        """Return a value of a unit; what is not known as a dash."""
        if isinstance(value, int | float | Decimal):
            return self.number(value, unit)
        return self._words(value, unit) or "–"

    def _words(self, value: Value, unit: Unit) -> str:
        match value:
            case None:
                return ""
            case Note():
                return shown(value.text(self.language))
            case tuple():
                return " ".join(self.value(one, unit) for one in value)
            case Mapping():
                return ", ".join(f"{name} {self.value(one, unit)}" for name, one in value.items())
        return shown(str(value))

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
    language = settings.language
    written = Written(language)
    if answer.rows:
        columns = [report.column(name) for name in answer.columns]
        yield from _table(columns, answer.rows, written, settings, names)
        yield ""
    figures = {column.name: column for column in report.summary}
    rows = [
        (say(figures[name].label, language), written.value(value, figures[name].unit))
        for name, value in answer.summary.items()
    ]
    yield from table(rows)


def _table(
    columns: Sequence[Column],
    rows: Sequence[tuple[Value, ...]],
    written: Written,
    settings: Settings,
    names: Mapping[Plain, Plain],
) -> list[str]:
    """Return the rows as a table; the name of a client stands beside its id."""
    language = written.language
    heads = [[say(column.label, language)] for column in columns]
    if columns[0].unit is Unit.CLIENT:
        heads[0].append(say(_NAME, language))
    body = []
    for row in rows:
        cells = []
        for column, value in zip(columns, row, strict=True):
            text = _labelled(value, column, settings) or written.value(value, column.unit)
            cells.append(clip(text, _WIDEST))
        if columns[0].unit is Unit.CLIENT:
            cells.insert(1, clip(written.value(_name(row[0], names), Unit.TEXT), _WIDEST))
        body.append(cells)
    moved = len(heads[0]) - 1
    right = frozenset(at + moved for at, one in enumerate(columns) if one.unit not in _LEFT)
    return table([[head for parts in heads for head in parts], *body], right)


def _name(client: Value, names: Mapping[Plain, Plain]) -> Plain:
    return names.get(client) if isinstance(client, str) else None


def _labelled(value: Value, column: Column, settings: Settings) -> str:
    """Return what a class, service, member or stage is called, empty for anything else."""
    if not isinstance(value, str):
        return ""
    language = settings.language
    if value in column.names:
        return say(column.names[value], language)
    known: Mapping[Unit, Mapping[str, Labelled]] = {
        Unit.SERVICE: settings.services,
        Unit.MEMBER: settings.team,
        Unit.STAGE: settings.stages,
    }
    found = known.get(column.unit, {}).get(value)
    return label(found, language) if found else ""


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
