"""Owns which client a person means: by id, part of a name, phone in any spelling, or e-mail."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence

from crm.errors import AmbiguousClient, UnknownClient
from crm.fields.phones import parse_phone
from crm.fields.spelling import fold
from crm.index.answers import Match
from crm.index.candidates import Found, by_tag
from crm.index.named import Way, by_contact, by_name, by_sound, ways
from crm.index.reached import by_email, by_phone

# Also of a file that cannot be read: who names it means it, and is told what is wrong there.
_EXACT_SQL = """
    SELECT file.id, client.name, COALESCE(client.path, MIN(file.path))
    FROM file LEFT JOIN client ON client.id = file.id WHERE file.id = ? GROUP BY file.id
"""


def find(connection: sqlite3.Connection, text: str, country: str = "") -> list[Match]:
    """Return the clients that answer to a text as it is written, the best first, each once."""
    return _best(_answering(connection, text, country))


def search(connection: sqlite3.Connection, text: str, country: str = "") -> list[Match]:
    """Return the clients that answer to a text however it is spelled, or have it as a tag.

    Spelled: in another alphabet, or typed while another keyboard layout was on.
    """
    wanted = fold(text)
    found = [*_answering(connection, text, country, ways(wanted)), *by_tag(connection, wanted)]
    return _best(found or by_sound(connection, wanted))


def _answering(
    connection: sqlite3.Connection, text: str, country: str, others: Sequence[Way] = ()
) -> Iterator[Found]:
    """Yield clients whose id, name, contact's name, phone or e-mail holds the text."""
    wanted = fold(text)
    if wanted:
        yield from by_name(connection, wanted, others)
        yield from by_contact(connection, wanted, others)
        yield from by_phone(connection, text, country)
        yield from by_email(connection, wanted)


def _best(found: Iterable[Found]) -> list[Match]:
    best: dict[str, Match] = {}
    for one in sorted(found, key=_order):
        best.setdefault(one.match.id, one.match)
    return list(best.values())


def _order(found: Found) -> tuple[int, str, str, int]:
    return found.rank, found.name, found.match.id, found.place


def resolve(connection: sqlite3.Connection, text: str, country: str = "") -> Match:
    """Return the one client a text means; raises UnknownClient, AmbiguousClient.

    An exact id is always meant; then what is exactly a name, a number or an address; then parts.
    """
    exact = connection.execute(_EXACT_SQL, (text,)).fetchone()
    if exact:
        ident, name, path = exact
        return Match(id=ident, name=name or ident, path=path, where="id", text=ident)
    found = find(connection, text, country)
    whole = [match for match in found if _is_whole(match, text, country)]
    chosen = whole or found
    if not chosen:
        raise UnknownClient(text, near(connection, text))
    if len(chosen) > 1:
        raise AmbiguousClient(text, [(match.id, match.name) for match in chosen])
    return chosen[0]


def _is_whole(match: Match, text: str, country: str) -> bool:
    if match.where == "phone":
        one, other = parse_phone(text, country).e164, parse_phone(match.text, country).e164
        return one is not None and one == other
    return fold(match.text) == fold(text)


def near(connection: sqlite3.Connection, text: str) -> list[str]:
    """Return ids of clients that are spelled so otherwise, or are a few letters away."""
    respelled = [match.id for match in search(connection, text)]
    if respelled:
        return respelled[:3]
    names: dict[str, str] = {}
    for ident, name in connection.execute("SELECT id, name FROM client ORDER BY id"):
        names.setdefault(fold(ident), ident)
        names.setdefault(fold(name or ident), ident)
    import difflib  # noqa: PLC0415 - only for who mistypes

    close = difflib.get_close_matches(fold(text), names, n=5, cutoff=0.7)
    return list(dict.fromkeys(names[name] for name in close))[:3]
