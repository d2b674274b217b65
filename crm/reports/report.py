"""Owns what a report is: its description, what is asked of it, and what it answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from crm.fields.words import Words, say, words
from crm.index.query import Index
from crm.index.reports.extract import Extract


def three(en: str, ru: str, bg: str) -> Words:
    """Return a text in the three languages."""
    return {"en": en, "ru": ru, "bg": bg}


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence with its values: why there is nothing to say, or why a client is in a row."""

    template: Words
    values: tuple[tuple[str, int | float | Decimal | dt.date | str], ...] = ()

    def text(self, language: str) -> str:
        """Return the sentence in a language, its values as they are."""
        return say(self.template, language).format_map(dict(self.values))

    def __str__(self) -> str:
        return self.text("en")


def note(template: Words, **values: float | Decimal | dt.date | str) -> Note:
    """Return a sentence with its values."""
    return Note(template, tuple(values.items()))


Plain: TypeAlias = int | float | Decimal | dt.date | str | None
Value: TypeAlias = Plain | Note | tuple[Plain, ...] | Mapping[str, "Value"]
Given: TypeAlias = int | float | str | bool


class Unit(StrEnum):
    """What a column counts in, and so how its values are written."""

    CLIENT = "client"  # id of a client
    SERVICE = "service"  # code of a service
    MEMBER = "member"  # id of a member
    STAGE = "stage"  # id of a stage
    CAMPAIGN = "campaign"  # id of a campaign
    SEGMENT = "segment"  # id of a segment
    CLASS = "class"  # one of a few words
    TEXT = "text"
    DATE = "date"
    MONTH = "month"  # YYYY-MM
    FLAG = "flag"  # 0 or 1
    COUNT = "count"
    DAYS = "days"
    WEEKS = "weeks"
    MONEY = "money"  # base currency
    SHARE = "share"  # of one
    SCORE = "score"
    NUMBER = "number"
    COUNTS = "counts"  # a list of counts, or counts by name
    TEXTS = "texts"  # a list of texts
    KEYS = "keys"  # keys of a client file, or counts by key
    NOTE = "note"  # a sentence


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the rows, or one figure of the summary; `label` is its heading.

    `names` are the words for the values of a class.
    """

    name: str
    unit: Unit
    label: Words
    meaning: Words
    names: Mapping[str, Words] = field(default_factory=dict, hash=False)


def column(
    name: str,
    unit: Unit,
    label: str,
    meaning: str,
    names: Mapping[str, str] | Mapping[str, Words] | None = None,
) -> Column:
    """Return a column whose texts are given as `English | русский | български`."""
    known = {
        key: words(texts) if isinstance(texts, str) else texts
        for key, texts in (names or {}).items()
    }
    return Column(name, unit, words(label), words(meaning), known)


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One option of a report: `--min-count` is named `min_count`."""

    name: str
    default: Given
    meaning: Words
    choices: tuple[str, ...] = ()  # of a text
    least: int = 0  # of a number
    most: int = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The description of a report.

    `columns` are all it can have; which of them an answer has, the answer says. `period` tells
    what `--since` and `--until` mean here.
    """

    name: str
    title: Words
    question: Words
    columns: tuple[Column, ...]
    summary: tuple[Column, ...]
    period: Words
    how: Words  # how it is computed, and what to do with it
    source: str  # the paper, book or section of the specification it follows
    options: tuple[Option, ...] = ()

    def column(self, name: str) -> Column:
        """Return a column by its name."""
        return next(column for column in self.columns if column.name == name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked of a report: which clients, which period, which options.

    A report is computed among the chosen clients as if the base held no other.
    """

    where: str = ""
    segment: str = ""
    tag: str = ""
    owner: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    options: Mapping[str, Given] = field(default_factory=dict)

    def extract(self, index: Index) -> Extract:
        """Return the journals of the chosen clients in the period.

        Raises BadCondition, UnknownSegment.
        """
        return index.extract(
            where=self.where,
            segment=self.segment,
            tag=self.tag,
            owner=self.owner,
            since=self.since,
            until=self.until,
        )

    def number(self, option: str) -> int:
        """Return the value of an option that is a whole number."""
        return int(self.options[option])

    def word(self, option: str) -> str:
        """Return the value of an option that is a text."""
        return str(self.options[option])

    def flag(self, option: str) -> bool:
        """Tell whether an option is set."""
        return bool(self.options[option])


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The answer: rows of values in the order of `columns`, the summary, and a note.

    The note says why there are no rows or why some values are empty.
    """

    columns: tuple[str, ...]
    rows: Sequence[tuple[Value, ...]]
    summary: Mapping[str, Value]
    note: Note | None = None

    def records(self) -> list[dict[str, Value]]:
        """Return the rows as mappings."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def result(
    report: Report,
    rows: Sequence[tuple[Value, ...]],
    summary: Mapping[str, Value],
    *,
    without: tuple[str, ...] = (),
    why: Note | None = None,
) -> Result:
    """Return an answer with all columns of the report, but those named."""
    columns = tuple(column.name for column in report.columns if column.name not in without)
    return Result(columns=columns, rows=rows, summary=summary, note=why)
