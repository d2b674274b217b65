"""Owns the clients that can answer to a text: what of one is compared, how good the match is."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from crm.fields.spelling import fold
from crm.index.answers import Match, Where


class Found(NamedTuple):
    """A match with its rank (the smaller the better), and the name it is sorted by.

    Of a client's matches of one rank the one with the smallest `place` counts.
    """

    rank: int
    name: str
    match: Match
    place: int = 0


class Candidate(NamedTuple):
    """A client, with what of it is compared."""

    id: str
    name: str
    path: str
    spelled: str  # the name, folded on the first line
    text: str  # the words of the file that are looked at, where they are not the name
    texts: str  # all spellings of them

    @property
    def folded(self) -> str:
        """The name as it is compared and sorted."""
        return self.spelled.partition("\n")[0] or fold(self.name)

    def found(self, rank: int, where: Where, text: str = "", place: int = 0) -> Found:
        """Return the match."""
        text = text or self.text or self.name
        match = Match(id=self.id, name=self.name, path=self.path, where=where, text=text)
        return Found(rank, self.folded, match, place)


_COLUMNS = "client.id, COALESCE(client.name, client.id), client.path, client.spellings"


def candidates(
    connection: sqlite3.Connection,
    rest: str,
    values: Iterable[str] = (),
    text: str = "''",
    texts: str = "''",
) -> Iterator[Candidate]:
    """Yield clients; `text` and `texts` are the columns for these, `rest` follows FROM."""
    asked = f"SELECT {_COLUMNS}, {text}, {texts} FROM {rest}"
    return map(Candidate._make, connection.execute(asked, tuple(values)))


# Every tag once, from one to the next: there are few, on many clients.
_TAGS_SQL = """
    WITH RECURSIVE known (tag) AS (
        SELECT MIN(tag) FROM tag
        UNION ALL
        SELECT (SELECT MIN(tag) FROM tag WHERE tag > known.tag) FROM known
        WHERE known.tag IS NOT NULL
    )
    SELECT tag FROM known WHERE tag IS NOT NULL
"""


def holds(column: str, words: Sequence[str]) -> str:
    """Return the condition that a column holds all of so many words."""
    return " AND ".join([f"instr({column}, ?)"] * len(words))


def by_tag(connection: sqlite3.Connection, wanted: str) -> Iterator[Found]:
    """Yield clients with a tag."""
    for (tag,) in connection.execute(_TAGS_SQL).fetchall():
        if fold(tag) == wanted:
            some = "tag JOIN client ON client.id = tag.client WHERE tag.tag = ?"
            for client in candidates(connection, some, (tag,)):
                yield client.found(10, "tag", tag)
