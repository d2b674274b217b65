"""Owns the rules across clients: a list of functions, each returns what it finds."""

from __future__ import annotations

import json
import os
import sqlite3
import unicodedata
from collections.abc import Callable, Iterator, Mapping

from crm.base import Base
from crm.errors import CrmError
from crm.fields.near import closest
from crm.index.attachments import Found, attachment, forget
from crm.index.locate import Place
from crm.index.terms import Terms
from crm.record import ordered

Values = tuple[tuple[str, str], ...]


@ordered
class Finding:
    """A problem before its place in the text is looked up."""

    path: str
    place: Place
    code: str
    values: Values = ()


Rule = Callable[[sqlite3.Connection, Base, Terms], Iterator[Finding]]


# Ids that hold nothing but small letters, digits and marks are alike only where they are equal.
_PLAIN_SQL = """
    SELECT COUNT(*) = COUNT(DISTINCT id)
        AND NOT EXISTS (SELECT 1 FROM file WHERE id GLOB '*[^a-z0-9._-]*')
    FROM file
"""


def ids_differ(connection: sqlite3.Connection, base: Base, terms: Terms) -> Iterator[Finding]:
    """No two files give one id, nor ids that are one file name on some systems."""
    del base, terms
    if connection.execute(_PLAIN_SQL).fetchone()[0]:
        return
    files = connection.execute("SELECT id, path FROM file ORDER BY path").fetchall()
    if len({same_letters(ident) for ident, _ in files}) == len(files):
        return
    alike: dict[str, list[tuple[str, str]]] = {}
    for ident, path in files:
        alike.setdefault(same_letters(ident), []).append((ident, path))
    for group in alike.values():
        for ident, path in group:
            others = [other for other in group if other[1] != path]
            same = [other for other in others if other[0] == ident]
            if same:
                yield Finding(path, (), "id-duplicate", (("value", ident), ("other", same[0][1])))
            elif others:
                yield Finding(path, (), "id-similar", (("other", others[0][1]),))


def same_letters(text: str) -> str:
    """Return a text without what makes equal-looking texts different: case, composed letters."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())


def ids_forgotten(connection: sqlite3.Connection, base: Base, terms: Terms) -> Iterator[Finding]:
    """No file has the id of a client who was forgotten."""
    del terms
    if not os.path.lexists(base.root / "forgotten.yaml"):
        return
    from crm.store.forgotten import NAME, mark, tombstones  # noqa: PLC0415 - few bases need it

    try:
        stones = tombstones(base)
    except CrmError as error:
        yield Finding(NAME, (), "forgotten-unreadable", (("reason", str(error)),))
        return
    for ident, path in connection.execute("SELECT id, path FROM file") if stones else ():
        stone = stones.get(mark(ident))
        if stone is not None:
            yield Finding(path, (), "id-forgotten", (("value", stone.date),))


_MENTIONS_SQL = """
    SELECT client.path, mention.client, mention.target, mention.place
    FROM mention
    JOIN client ON client.id = mention.client
    WHERE mention.kind = ?
"""
_UNKNOWN_SQL = f"""
    {_MENTIONS_SQL}
        AND (
            mention.target = mention.client
            OR NOT EXISTS (SELECT 1 FROM file WHERE file.id = mention.target)
        )
"""


def clients_exist(connection: sqlite3.Connection, base: Base, terms: Terms) -> Iterator[Finding]:
    """What is said to be a client is one, and not the client itself."""
    del base, terms
    found = connection.execute(_UNKNOWN_SQL, ("client",)).fetchall()
    if not found:
        return
    known = tuple(row[0] for row in connection.execute("SELECT id FROM client ORDER BY id"))
    for path, client, target, place in found:
        if target == client:
            yield Finding(path, _place(place), "client-itself")
            continue
        near = closest(target, known) if len(known) <= _NEAR else {}
        values = (("value", target), *near.items())
        yield Finding(path, _place(place), "client-unknown", values)


# Looking for a similar word in more than so many takes longer than it helps.
_NEAR = 5000


def attachments_exist(
    connection: sqlite3.Connection, base: Base, terms: Terms
) -> Iterator[Finding]:
    """Attachments are there, and lie inside the base."""
    del terms
    forget()
    codes = {Found.MISSING: "attachment-missing", Found.OUTSIDE: "attachment-outside"}
    for path, client, target, place in connection.execute(_MENTIONS_SQL, ("file",)).fetchall():
        code = codes.get(attachment(base, client, target).found)
        if code:
            yield Finding(path, _place(place), code, (("value", target), ("client", client)))


def regions_exist(connection: sqlite3.Connection, base: Base, terms: Terms) -> Iterator[Finding]:
    """Once there are notes on regions, every region has some."""
    del terms
    if not base.regions.is_dir():
        return
    known = {path.stem for path in base.regions.glob("*.yaml")}
    for path, _, target, place in connection.execute(_MENTIONS_SQL, ("region",)).fetchall():
        if target not in known:
            near = closest(target, tuple(sorted(known)))
            yield Finding(path, _place(place), "region-unknown", (("value", target), *near.items()))


_REQUIRED_SQL = """
    SELECT client.path, value_missing.field
    FROM value_missing
    JOIN client ON client.id = value_missing.client
    JOIN membership ON membership.client = client.id
    WHERE membership.segment = ?
        AND (? = '' OR client.kind = ?)
        AND (? = '' OR EXISTS (
            SELECT 1 FROM tag WHERE tag.client = client.id AND tag.tag = ?
        ))
"""


def segments_have_fields(
    connection: sqlite3.Connection, base: Base, terms: Terms
) -> Iterator[Finding]:
    """Clients in a segment have what crm.yaml requires there."""
    del base
    for rule in terms.required:
        asked = (rule.segment, rule.kind, rule.kind, rule.tag, rule.tag)
        for path, field in connection.execute(_REQUIRED_SQL, asked).fetchall():
            if field in rule.fields:
                values = (("key", field), ("segment", rule.segment))
                yield Finding(path, ("name",), "required-in-segment", values)


def _place(text: str) -> Place:
    return tuple(json.loads(text))


RULES: tuple[Rule, ...] = (
    ids_differ,
    ids_forgotten,
    clients_exist,
    attachments_exist,
    regions_exist,
    segments_have_fields,
)
# Those that look at more than the index: what they find may change while no client file does.
OUTSIDE: Mapping[Rule, frozenset[str]] = {
    ids_forgotten: frozenset({"id-forgotten", "forgotten-unreadable"}),
    attachments_exist: frozenset({"attachment-missing", "attachment-outside"}),
    regions_exist: frozenset({"region-unknown"}),
}
