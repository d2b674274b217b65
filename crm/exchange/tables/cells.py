"""Owns what a table read from a file is made of: columns, rows, cells as text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from crm.exchange.findings import Finding


class Kind(StrEnum):
    """What the file says a cell is; a text file says nothing but text."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    BOOLEAN = "boolean"
    FAULT = "fault"  # an error value such as #N/A, or a text no file can hold


class Cell(NamedTuple):
    """One cell: its text without the blanks around it, and its kind."""

    text: str
    kind: Kind = Kind.TEXT


EMPTY = Cell("")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its place from 0, and its header, made distinct where two are equal."""

    index: int
    name: str

    @property
    def letters(self) -> str:
        """The name a spreadsheet gives the column: A, B … AA."""
        return letters(self.index)


@dataclass(frozen=True, slots=True)
class Row:
    """One row below the header; `number` is the one a spreadsheet shows."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table as it was read; `told` says how the file was understood."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    findings: tuple[Finding, ...] = ()
    told: tuple[str, ...] = ()


class Grid(NamedTuple):
    """Rows of cells with their numbers, before the header is known."""

    rows: list[tuple[int, list[Cell]]]
    told: list[str]


def letters(index: int) -> str:
    """Return the name a spreadsheet gives a column counted from 0."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
