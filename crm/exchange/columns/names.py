"""Owns the guess which columns are the name: whole, or in parts; of a firm, or of a person."""

from __future__ import annotations

from crm.exchange.columns.given import Assignment
from crm.exchange.columns.guessing import Guess, Guessing, one_of
from crm.exchange.columns.headers import bare, words
from crm.exchange.columns.keys import Key
from crm.exchange.columns.synonyms import NAME_PARTS
from crm.exchange.refusals import AmbiguousColumns

# Headers under which only people stand.
_PEOPLE = frozenset(
    words(
        "фио | ф и о | трите имена | две имена | име и фамилия | имя и фамилия | фамилия и имя"
        " | фамилия имя отчество | фамилия имя | имя фамилия | име презиме фамилия"
    )
)
_RUSSIAN = frozenset(words("имя | отчество"))


def settle_name(work: Guessing, given: Assignment | None) -> bool:
    """Settle which columns are the name, and tell whether they are names of people.

    A column for the whole name counts before columns for its parts, if it says the same; a firm
    beside the name of a person is not decided here.
    """
    whole = work.found.pop("name", [])
    parts = {part: work.found.pop(part) for part in NAME_PARTS if part in work.found}
    if given is not None:
        for guess in (*whole, *(guess for part in parts.values() for guess in part)):
            work.left_out(guess.column, "column-taken", key="name")
        return any(bare(column.name) in _PEOPLE or given.joined for column in given.columns)
    key = work.keys.known["name"]
    if whole:
        chosen = one_of(work, key, whole)
        if len(parts) > 1 and not _says_the_same(work, chosen, parts):
            joined = " + ".join(guess.column.name for part in parts.values() for guess in part)
            raise AmbiguousColumns("name", [chosen.column.name, joined])
        work.put(key, [chosen])
        for guess in (guess for part in parts.values() for guess in part):
            work.left_out(guess.column, "column-taken", key="name")
        return chosen.header in _PEOPLE or len(parts) > 1
    return _of_parts(work, key, parts)


def _says_the_same(work: Guessing, whole: Guess, parts: dict[str, list[Guess]]) -> bool:
    """Tell whether the whole name is made of the parts in every row, in whatever order."""
    indexes = [guess.column.index for part in parts.values() for guess in part]
    return all(
        sorted(bare(row.cells[whole.column.index].text).split())
        == sorted(bare(" ".join(row.cells[index].text for index in indexes)).split())
        for row in work.table.rows
    )


def _of_parts(work: Guessing, key: Key, parts: dict[str, list[Guess]]) -> bool:
    chosen = [one_of(work, key, guesses) for guesses in parts.values()]
    if not chosen:
        return False
    if any(guess.header in _RUSSIAN for guess in chosen):
        # Фамилия Имя Отчество or Имя Отчество Фамилия: as the table has it.
        chosen.sort(key=lambda guess: guess.column.index)
    work.put(key, chosen, joined=len(chosen) > 1)
    return len(chosen) > 1
