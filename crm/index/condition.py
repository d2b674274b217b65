"""Owns questions in a user's own SQL: read only, with a limit, and with errors a user can read."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from crm.index.choosing import among
from crm.regex import regex

_READING = frozenset({
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_READ,
    sqlite3.SQLITE_FUNCTION,
    sqlite3.SQLITE_RECURSIVE,
})  # fmt: skip
_FORBIDDEN = frozenset({"load_extension", "readfile", "writefile", "edit", "fts3_tokenizer"})
# Instructions of SQLite's machine between two looks at the clock.
_STEP = 10_000
# The longest text or blob that a question can make, so that it cannot fill the memory.
_LENGTH = 10_000_000

_QUOTED = regex(r"'(?:[^']|'')*'")
_NAME = regex(r'"((?:[^"]|"")+)"|\[([^\]]+)\]|`([^`]+)`|([^\W\d]\w*)')

# Words, numbers, quoted texts, comparisons and lists: no function, no question of its own.
_PLAIN = regex(r"(?:\s+|'(?:[^']|'')*'|\d+(?:\.\d+)?|[<>=!]+|[(),]|[^\W\d]\w*)*")
_WORD = regex(r"[^\W\d]\w*")
_LISTED = regex(r"\bin\s*(?=\()|\blike\s*(?='')")  # of a list, not of a table; of a text
_JOINING = frozenset({"and", "or", "not", "is", "null", "between"})


class Refused(Exception):
    """A question cannot be answered; the text says why."""


@contextmanager
def read_only(connection: sqlite3.Connection, seconds: float) -> Iterator[sqlite3.Connection]:
    """Let the body put a user's question: nothing can be written, attached or run for ever.

    Raises Refused with SQLite's words.
    """
    end = time.monotonic() + seconds
    length = connection.getlimit(sqlite3.SQLITE_LIMIT_LENGTH)
    connection.execute("PRAGMA query_only = ON")
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LENGTH)
    connection.set_progress_handler(lambda: int(time.monotonic() > end), _STEP)
    connection.set_authorizer(_authorize)
    try:
        yield connection
    except (sqlite3.Error, sqlite3.Warning, ValueError, OverflowError) as error:
        raise Refused(_words(error, seconds)) from error
    finally:
        connection.set_authorizer(None)
        connection.set_progress_handler(None, 0)
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, length)
        connection.execute("PRAGMA query_only = OFF")


def _authorize(action: int, first: str | None, second: str | None, *_: Any) -> int:
    if action not in _READING:
        return sqlite3.SQLITE_DENY
    if action == sqlite3.SQLITE_FUNCTION and (second or "").lower() in _FORBIDDEN:
        return sqlite3.SQLITE_DENY
    del first
    return sqlite3.SQLITE_OK


def _words(error: Exception, seconds: float) -> str:
    text = str(error)
    if text == "interrupted":
        return f"it takes longer than {seconds:g} seconds"
    if text in {"not authorized", "not an error"} or "authoriz" in text or "prohibited" in text:
        return "only reading is allowed"
    return text.partition("\n")[0]  # what follows is ours, not the user's


# Where SQLite stumbles over what follows the user's words.
_CUT = "it ends before it is finished"
_OURS = ('near ")"', 'near "ORDER"')


def matching(
    connection: sqlite3.Connection,
    condition: str,
    seconds: float,
    asked: Collection[str] | None = None,
) -> list[str]:
    """Return the ids of the clients that meet a condition, of these or of all; raises Refused."""
    some, values = among(asked)
    # Line ends keep a comment at the end of the condition from swallowing what follows it.
    question = f"SELECT id FROM client_metrics WHERE {some} AND (\n{condition}\n"
    try:
        with read_only(connection, seconds):
            rows = connection.execute(f"{question}) ORDER BY id", values).fetchall()
            # A condition may close our bracket and open another one.
            return [ident for (ident,) in rows if asked is None or ident in asked]
    except Refused as why:
        if str(why).startswith(_OURS) and _unfinished(connection, question, seconds):
            raise Refused(_CUT) from why
        raise


def speaks_only_of(condition: str, columns: Collection[str]) -> bool:
    """Tell whether a condition surely looks at nothing but these columns of the client itself."""
    if not _PLAIN.fullmatch(condition):
        return False
    bare = _LISTED.sub(" ", _QUOTED.sub("''", condition).lower())
    return all(word in columns or word in _JOINING for word in _WORD.findall(bare))


def _unfinished(connection: sqlite3.Connection, question: str, seconds: float) -> bool:
    """Tell whether a question that ends too early has no other fault: the bracket is ours."""
    try:
        with read_only(connection, seconds):
            connection.execute(question)
    except Refused as why:
        return str(why) == "incomplete input"
    return False


def answer(
    connection: sqlite3.Connection,
    question: str,
    parameters: Sequence[Any],
    seconds: float,
    limit: int,
) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """Return the names of the columns and at most `limit` rows; raises Refused."""
    with read_only(connection, seconds):
        found = connection.execute(question, parameters)
        columns = tuple(part[0] for part in found.description or ())
        return columns, found.fetchmany(limit)


def names_in(condition: str, known: Sequence[str]) -> list[str]:
    """Return the columns a condition speaks of, in its order."""
    columns = {name.lower(): name for name in known}
    found: dict[str, None] = {}
    for parts in _NAME.findall(_QUOTED.sub(" ", condition)):
        name = columns.get("".join(parts).replace('""', '"').lower())
        if name:
            found[name] = None
    return list(found)
