"""Owns what the user says of the columns: `--map KEY=COLUMN`."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass, field

from crm.exchange.columns.keys import Key, Keys, labelled
from crm.exchange.refusals import BadMap, UnknownColumn
from crm.exchange.tables.cells import Column, Table
from crm.exchange.tables.read import folded


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """A key and the columns whose cells are its values."""

    key: Key
    columns: tuple[Column, ...]
    currency: str = ""  # of its amounts, as the header says
    joined: bool = False  # the cells of one row make one value, in this order
    given: bool = False

    @property
    def headers(self) -> str:
        """The columns' names, for messages."""
        return (" + " if self.joined else ", ").join(column.name for column in self.columns)


@dataclass(slots=True)
class Given:
    """The assignments the user made, and what is not to be guessed."""

    assignments: list[Assignment] = field(default_factory=list)
    without_keys: set[str] = field(default_factory=set)
    without_columns: set[int] = field(default_factory=set)


def given_columns(table: Table, keys: Keys, maps: Sequence[str]) -> Given:
    """Return what `--map` says; raises UnknownKey, UnknownColumn, BadMap.

    `KEY=COLUMN` puts a column under a key, `KEY=ONE + TWO` joins two, `KEY=` leaves the key out,
    `=COLUMN` leaves the column out.
    """
    given = Given()
    for text in maps:
        name, mark, header = text.partition("=")
        name, header = name.strip(), header.strip()
        if not mark or not (name or header):
            raise BadMap(text)
        columns = _columns(table, header) if header else ()
        if not name:
            given.without_columns.update(column.index for column in columns)
            continue
        key = keys.find(name)
        given.without_keys.add(key.path)
        if columns:
            _put(given, key, columns)
    return given


def _put(given: Given, key: Key, columns: tuple[Column, ...]) -> None:
    """Note an assignment; a key that takes several values can be given several times."""
    made = Assignment(
        key=labelled(key, columns[0].name),
        columns=columns,
        joined=len(columns) > 1 and not key.many,
        given=True,
    )
    before = next((one for one in given.assignments if one.key.path == key.path), None)
    if before is not None:
        given.assignments.remove(before)
        if key.many:
            both = (*before.columns, *columns)
            made = Assignment(key=made.key, columns=tuple(dict.fromkeys(both)), given=True)
    given.assignments.append(made)
    given.without_columns.update(column.index for column in columns)


def _columns(table: Table, text: str) -> tuple[Column, ...]:
    """Return the column of this header or these letters, or several joined by +."""
    whole = _column(table, text)
    if whole is not None:
        return (whole,)
    parts = [part.strip() for part in text.split("+")]
    found = [_column(table, part) for part in parts]
    for part, column in zip(parts, found, strict=True):
        if column is None:
            names = [column.name for column in table.columns]
            near = difflib.get_close_matches(part, names, 1, 0.5)
            raise UnknownColumn(part, near, names)
    return tuple(column for column in found if column is not None)


def _column(table: Table, text: str) -> Column | None:
    for column in table.columns:
        if column.name == text:
            return column
    for column in table.columns:
        if folded(column.name) == folded(text):
            return column
    return next((column for column in table.columns if column.letters == text), None)
