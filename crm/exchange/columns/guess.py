"""Owns the guess which column is which key: by headers first, by what the columns hold second.

What two columns could both be is decided by a documented rule (docs/import.md) or refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crm.exchange.columns.given import Assignment, given_columns
from crm.exchange.columns.guessing import Guess, Guessing, drop_empty, holds_anything, one_of
from crm.exchange.columns.headers import bare, lookup, split_currency, words
from crm.exchange.columns.journal_headers import STATUS
from crm.exchange.columns.keys import RESULT, Key, Keys
from crm.exchange.columns.names import settle_name
from crm.exchange.columns.synonyms import CLIENT, CODE, COUNTERS, TOTALS
from crm.exchange.findings import Finding
from crm.exchange.kinds.kind import Kind
from crm.exchange.refusals import AmbiguousColumns
from crm.exchange.tables.cells import Column, Table
from crm.fields.slug import slug

# Which column these are has to be certain; others are left out where it is not.
_ESSENTIAL = frozenset(
    {
        "date",
        "amount",
        "number",
        "tax_id",
        CODE,
        "items.service",
        "items.qty",
        "items.price",
        "stage",
        "type",
        "id",
    }
)
_CODES = frozenset(words(CLIENT[CODE]))
_STATUS = frozenset(words(STATUS))
_COUNTERS, _TOTALS = frozenset(words(COUNTERS)), frozenset(words(TOTALS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """Which column is which key, what was left out, and whether the names are people's."""

    assignments: tuple[Assignment, ...]
    findings: tuple[Finding, ...]
    people: bool = False

    @property
    def code(self) -> str:
        """The own field that keeps the code by which another program knows the client."""
        for one in self.assignments:
            headers = {bare(column.name) for column in one.columns}
            if one.key.path == CODE or (one.key.field.section == "own" and headers & _CODES):
                return one.key.path
        return ""


def assign(table: Table, kind: Kind, keys: Keys, maps: Sequence[str]) -> Assigned:
    """Return which column is which key; raises AmbiguousColumns and what `--map` can raise."""
    given = given_columns(table, keys, maps)
    work = Guessing(table, keys)
    by_header = lookup(_own(keys), kind.headers, CLIENT, _labels(keys))
    for column in table.columns:
        if column.index not in given.without_columns:
            _note(work, kind, column, by_header, given.without_keys)
    drop_empty(work)
    if kind.deals and RESULT not in given.without_keys:
        _part_status(work)
    people = settle_name(work, {one.key.path: one for one in given.assignments}.get("name"))
    for path, guesses in work.found.items():
        _settle(work, keys.find(path), guesses)
    _drop_repeated_code(work, [*given.assignments, *work.made])
    order = {column.index: at for at, column in enumerate(table.columns)}
    made = [*given.assignments, *work.made]
    made.sort(key=lambda one: order[one.columns[0].index])
    return Assigned(assignments=tuple(made), findings=tuple(work.findings), people=people)


def _part_status(work: Guessing) -> None:
    """Take a status beside a column of stages for the result of the deal."""
    guesses = work.found.get("stage", [])
    status = [guess for guess in guesses if guess.header in _STATUS]
    if status and len(status) < len(guesses):
        work.found["stage"] = [guess for guess in guesses if guess not in status]
        work.found[RESULT] = status


def _own(keys: Keys) -> dict[str, str]:
    """Return the headers of the base's own fields: their ids and labels."""
    return {
        f"fields.{key}": " | ".join([key, *field.label.values()]) for key, field in keys.own.items()
    }


def _labels(keys: Keys) -> dict[str, str]:
    return {
        path: " | ".join([key.field.key, *key.field.label.values()])
        for path, key in keys.known.items()
        if key.field.section != "own" and "." not in path
    }


def _note(
    work: Guessing, kind: Kind, column: Column, by_header: dict[str, str], without: set[str]
) -> None:
    """Note the key a column's header stands for, or tell why it is left out."""
    header, currency = _read_header(work.keys, column.name, by_header)
    path = by_header.get(header, "")
    if path and path not in without:
        work.found.setdefault(path, []).append(Guess(column, header, currency))
    elif not holds_anything(work.table, column):
        return
    elif header in _COUNTERS:
        work.left_out(column, "column-counter")
    elif not kind.journal and header in _TOTALS:
        way = f'keep it with --map fields.{_own_key(header)}:money="{column.name}"'
        work.left_out(column, "column-total", way=way)
    elif not path:
        work.left_out(column, "column-left-out", way=_way(kind, column, header))
    else:
        work.left_out(column, "column-taken", key=path)


def _read_header(keys: Keys, name: str, by_header: dict[str, str]) -> tuple[str, str]:
    """Return a header as it is known: without its currency, without the 2 of a second telephone."""
    whole = bare(name)
    if whole in by_header:
        return whole, ""
    first, _, number = whole.rpartition(" ")
    if number.isdigit() and (path := by_header.get(first)) in keys.known and keys.known[path].many:
        return first, ""
    return split_currency(name)


def _own_key(header: str) -> str:
    return slug(header).replace("-", "_")[:30].strip("_")


def _way(kind: Kind, column: Column, header: str) -> str:
    own = f'--map fields.{_own_key(header)}="{column.name}"'
    return f"keep it with {own}" if not kind.journal else f"if it matters: {own}"


def _settle(work: Guessing, key: Key, guesses: list[Guess]) -> None:
    if key.many:
        work.put(key, guesses)
        return
    try:
        work.put(key, [one_of(work, key, guesses)])
    except AmbiguousColumns as refusal:
        if key.path in _ESSENTIAL:
            raise
        for guess in guesses:
            work.left_out(guess.column, "column-ambiguous", key=key.path, way=refusal.hint)


def _drop_repeated_code(work: Guessing, made: list[Assignment]) -> None:
    """Leave out a column called a code that holds the name in every row."""
    name = next((one for one in made if one.key.path == "name"), None)
    code = next((one for one in work.made if one.key.path == CODE), None)
    if name is None or code is None or not work.table.rows:
        return
    place = code.columns[0].index
    if all(row.cells[place].text == joined(row.cells, name) for row in work.table.rows):
        work.made.remove(code)
        work.left_out(code.columns[0], "column-repeats", other=name.headers)


def joined(cells: Sequence[tuple[str, object]], assignment: Assignment) -> str:
    """Return the cells of an assignment's columns as one text."""
    return " ".join(text for column in assignment.columns if (text := cells[column.index][0]))
