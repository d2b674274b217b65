"""Owns the guess which column is which key: by headers first, by what the columns hold second.

What two columns could both be is decided by a documented rule (docs/import.md) or refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from crm.exchange.columns.given import Assignment, given_columns
from crm.exchange.columns.headers import bare, lookup, split_currency, words
from crm.exchange.columns.keys import Key, Keys, labelled
from crm.exchange.columns.synonyms import (
    CLIENT,
    CODE,
    COUNTERS,
    NAME_PARTS,
    PREFERRED,
    TOTALS,
)
from crm.exchange.findings import Finding, finding
from crm.exchange.kinds.kind import Kind
from crm.exchange.refusals import AmbiguousColumns
from crm.exchange.tables.cells import Column, Table
from crm.fields.slug import slug
from crm.fields.words import say

# Headers under which only firms stand, and those under which only people do.
_FIRMS = frozenset(
    words(
        "company | company name | organisation | organization | organisation name | business name"
        " | organization name | firm | организация | компания | название компании"
        " | наименование организации | название организации | фирма | име на фирмата"
        " | име на фирма | дружество"
    )
)
_PEOPLE = frozenset(
    words(
        "фио | ф и о | трите имена | две имена | име и фамилия | имя и фамилия | фамилия и имя"
        " | фамилия имя отчество | фамилия имя | имя фамилия | име презиме фамилия"
    )
)
# Which column these are has to be certain; others are left out where it is not.
_ESSENTIAL = frozenset(
    {"date", "amount", "number", "tax_id", CODE, "items.service", "items.qty", "items.price"}
)
_RUSSIAN = frozenset(words("имя | отчество"))
_CODES = frozenset(words(CLIENT[CODE]))
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


@dataclass(frozen=True, slots=True)
class _Guess:
    column: Column
    header: str  # bare, without a currency
    currency: str


@dataclass(slots=True)
class _Guessing:
    """The work in hand: what each key was found in, and what is told."""

    table: Table
    keys: Keys
    found: dict[str, list[_Guess]] = field(default_factory=dict)
    made: list[Assignment] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def left_out(self, column: Column, code: str, **values: object) -> None:
        self.findings.append(finding(code, 0, column.name, **values))

    def put(self, key: Key, guesses: Sequence[_Guess], *, joined: bool = False) -> None:
        self.made.append(
            Assignment(
                key=labelled(key, guesses[0].column.name),
                columns=tuple(guess.column for guess in guesses),
                currency=guesses[0].currency,
                joined=joined,
            )
        )


def assign(table: Table, kind: Kind, keys: Keys, maps: Sequence[str]) -> Assigned:
    """Return which column is which key; raises AmbiguousColumns and what `--map` can raise."""
    given = given_columns(table, keys, maps)
    work = _Guessing(table, keys)
    by_header = lookup(_own(keys), kind.headers, CLIENT, _labels(keys))
    for column in table.columns:
        if column.index not in given.without_columns:
            _note(work, kind, column, by_header, given.without_keys)
    _drop_empty(work)
    people = _name(work, {one.key.path: one for one in given.assignments}.get("name"))
    for path, guesses in work.found.items():
        _settle(work, keys.find(path), guesses)
    _drop_repeated_code(work, [*given.assignments, *work.made])
    order = {column.index: at for at, column in enumerate(table.columns)}
    made = [*given.assignments, *work.made]
    made.sort(key=lambda one: order[one.columns[0].index])
    return Assigned(assignments=tuple(made), findings=tuple(work.findings), people=people)


def _holds_anything(table: Table, column: Column) -> bool:
    """Tell whether a column has a value; address books export dozens of empty ones."""
    return not table.rows or any(row.cells[column.index].text for row in table.rows)


def _drop_empty(work: _Guessing) -> None:
    """Leave out columns without a value where another one is the same key."""
    for path in list(work.found):
        rivals = [path, *NAME_PARTS] if path == "name" else [path]
        guesses = [guess for one in rivals for guess in work.found.get(one, ())]
        full = [guess for guess in guesses if _holds_anything(work.table, guess.column)]
        if full and len(guesses) > 1:
            work.found[path] = [guess for guess in work.found[path] if guess in full]
        if path in NAME_PARTS and not work.found[path]:
            work.found[path] = guesses[:1]
        if not work.found[path]:
            del work.found[path]


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
    work: _Guessing, kind: Kind, column: Column, by_header: dict[str, str], without: set[str]
) -> None:
    """Note the key a column's header stands for, or tell why it is left out."""
    header, currency = _read_header(work.keys, column.name, by_header)
    path = by_header.get(header, "")
    if path and path not in without:
        work.found.setdefault(path, []).append(_Guess(column, header, currency))
    elif not _holds_anything(work.table, column):
        return
    elif header in _COUNTERS:
        work.left_out(column, "column-counter")
    elif not kind.entry_type and header in _TOTALS:
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
    return f"keep it with {own}" if not kind.entry_type else f"if it matters: {own}"


def _name(work: _Guessing, given: Assignment | None) -> bool:
    """Settle which columns are the name, and tell whether they are names of people.

    A column for the whole name counts before columns for its parts; firms and people side by side
    are not decided here.
    """
    whole = work.found.pop("name", [])
    parts = {part: work.found.pop(part) for part in NAME_PARTS if part in work.found}
    if given is not None:
        for guess in (*whole, *(guess for part in parts.values() for guess in part)):
            work.left_out(guess.column, "column-taken", key="name")
        return any(bare(column.name) in _PEOPLE or given.joined for column in given.columns)
    if whole and len(parts) > 1 and any(guess.header in _FIRMS for guess in whole):
        joined = " + ".join(guess.column.name for part in parts.values() for guess in part)
        raise AmbiguousColumns("name", [whole[0].column.name, joined])
    key = work.keys.known["name"]
    if whole:
        chosen = _one(work, key, whole)
        work.put(key, [chosen])
        for guess in (guess for part in parts.values() for guess in part):
            work.left_out(guess.column, "column-taken", key="name")
        return chosen.header in _PEOPLE or len(parts) > 1
    return _name_of_parts(work, key, parts)


def _name_of_parts(work: _Guessing, key: Key, parts: dict[str, list[_Guess]]) -> bool:
    chosen = [_one(work, key, guesses) for guesses in parts.values()]
    if not chosen:
        return False
    if any(guess.header in _RUSSIAN for guess in chosen):
        # Фамилия Имя Отчество or Имя Отчество Фамилия: as the table has it.
        chosen.sort(key=lambda guess: guess.column.index)
    work.put(key, chosen, joined=len(chosen) > 1)
    return len(chosen) > 1


def _settle(work: _Guessing, key: Key, guesses: list[_Guess]) -> None:
    if key.many:
        work.put(key, guesses)
        return
    try:
        work.put(key, [_one(work, key, guesses)])
    except AmbiguousColumns as refusal:
        if key.path in _ESSENTIAL:
            raise
        for guess in guesses:
            work.left_out(guess.column, "column-ambiguous", key=key.path, way=refusal.hint)


def _one(work: _Guessing, key: Key, guesses: list[_Guess]) -> _Guess:
    """Return the one of several columns for a key that takes one value, or refuse.

    Columns that are equal in every row are one; else the header preferred for the key decides.
    """
    if len(guesses) == 1:
        return guesses[0]
    first = guesses[0]
    others = [guess for guess in guesses[1:] if not _equal(work.table, first, guess)]
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


def _equal(table: Table, one: _Guess, two: _Guess) -> bool:
    return all(
        row.cells[one.column.index].text == row.cells[two.column.index].text for row in table.rows
    )


def _drop_repeated_code(work: _Guessing, made: list[Assignment]) -> None:
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


def label_of(key: Key) -> str:
    """Return a key's English name, for messages."""
    return say(key.field.label, "en").lower()
