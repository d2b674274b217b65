"""Owns the work of guessing columns: what each key was found in, and which of several counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from crm.exchange.columns.given import Assignment
from crm.exchange.columns.headers import bare
from crm.exchange.columns.keys import Key, Keys, labelled
from crm.exchange.columns.synonyms import NAME_PARTS, PREFERRED
from crm.exchange.findings import Finding, finding
from crm.exchange.refusals import AmbiguousColumns
from crm.exchange.tables.cells import Column, Table


@dataclass(frozen=True, slots=True)
class Guess:
    """A column that could be a key."""

    column: Column
    header: str  # bare, without a currency
    currency: str


@dataclass(slots=True)
class Guessing:
    """The work in hand: what each key was found in, and what is told."""

    table: Table
    keys: Keys
    found: dict[str, list[Guess]] = field(default_factory=dict)
    made: list[Assignment] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def left_out(self, column: Column, code: str, **values: object) -> None:
        """Tell why a column is left out."""
        self.findings.append(finding(code, 0, column.name, **values))

    def put(self, key: Key, guesses: Sequence[Guess], *, joined: bool = False) -> None:
        """Put columns under a key."""
        self.made.append(
            Assignment(
                key=labelled(key, guesses[0].column.name),
                columns=tuple(guess.column for guess in guesses),
                currency=guesses[0].currency,
                joined=joined,
            )
        )


def drop_empty(work: Guessing) -> None:
    """Leave out columns without a value where another one is the same key."""
    for path in list(work.found):
        rivals = [path, *NAME_PARTS] if path == "name" else [path]
        guesses = [guess for one in rivals for guess in work.found.get(one, ())]
        full = [guess for guess in guesses if holds_anything(work.table, guess.column)]
        if full and len(guesses) > 1:
            work.found[path] = [guess for guess in work.found[path] if guess in full]
        if path in NAME_PARTS and not work.found[path]:
            work.found[path] = guesses[:1]
        if not work.found[path]:
            del work.found[path]


def one_of(work: Guessing, key: Key, guesses: list[Guess]) -> Guess:
    """Return the one of several columns for a key that takes one value, or refuse.

    Columns that are equal in every row are one; else the header preferred for the key decides.
    """
    if len(guesses) == 1:
        return guesses[0]
    first = guesses[0]
    others = [guess for guess in guesses[1:] if not equal(work.table, first, guess)]
    for guess in guesses[1:]:
        if guess not in others:
            work.left_out(guess.column, "column-repeats", other=first.column.name)
    if not others:
        return first
    candidates = [first, *others]
    order = [bare(word) for word in PREFERRED.get(key.path, ())]
    ranked = sorted(
        (guess for guess in candidates if guess.header in order),
        key=lambda guess: order.index(guess.header),
    )
    if not ranked or (len(ranked) > 1 and ranked[0].header == ranked[1].header):
        raise AmbiguousColumns(key.path, [guess.column.name for guess in candidates])
    for guess in candidates:
        if guess is not ranked[0]:
            work.left_out(guess.column, "column-taken", key=key.path)
    return ranked[0]


def equal(table: Table, one: Guess, two: Guess) -> bool:
    """Tell whether two columns hold the same in every row."""
    return all(
        row.cells[one.column.index].text == row.cells[two.column.index].text for row in table.rows
    )


def holds_anything(table: Table, column: Column) -> bool:
    """Tell whether a column has a value; address books export dozens of empty ones."""
    return not table.rows or any(row.cells[column.index].text for row in table.rows)
