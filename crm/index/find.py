"""Owns which client a person means: by id, part of a name, phone in any spelling, or e-mail."""

from __future__ import annotations

import difflib
import os
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from crm.base import Base, is_client_name
from crm.errors import AmbiguousClient, UnknownClient
from crm.fields.phones import parse_phone
from crm.fields.slug import slug
from crm.index.answers import Match, Where
from crm.index.rules import same_letters

_NUMBER = re.compile(r"[+(\d][\d\s()./\u00a0\u2011-]*")
_FEWEST_DIGITS = 4


def path_by_id(base: Base, ident: str) -> Path | None:
    """Return the file of a client with exactly this id; needs no index."""
    name = f"{ident}.yaml"
    if not ident or os.sep in ident or "/" in ident or not is_client_name(name):
        return None
    direct = base.clients / name
    if direct.is_file():
        return direct
    for folder, folders, names in os.walk(base.clients):
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        if name in names:
            return Path(folder, name)
    return None


class _Named(NamedTuple):
    id: str
    name: str
    path: str


class _Found(NamedTuple):
    """A match with its rank: the smaller the better."""

    rank: int
    name: str
    match: Match


def find(connection: sqlite3.Connection, text: str, country: str = "") -> list[Match]:
    """Return the clients that answer to a text, the best first, each once."""
    clients = {
        row[0]: _Named(row[0], row[1] or row[0], row[2])
        for row in connection.execute("SELECT id, name, path FROM client ORDER BY id")
    }
    wanted = same_letters(" ".join(text.split()))
    if not wanted:
        return []
    found = [*_by_name(clients, wanted), *_by_contact(connection, clients, wanted)]
    found += _by_phone(connection, clients, text, country)
    found += _by_email(connection, clients, wanted)
    if not found:
        found = list(_by_sound(clients, text))
    best: dict[str, _Found] = {}
    for one in sorted(found, key=_order):
        best.setdefault(one.match.id, one)
    return [one.match for one in best.values()]


def _order(found: _Found) -> tuple[int, str, str]:
    return found.rank, found.name, found.match.id


def _found(rank: int, client: _Named, where: Where, text: str) -> _Found:
    match = Match(id=client.id, name=client.name, path=client.path, where=where, text=text)
    return _Found(rank, same_letters(client.name), match)


def _by_name(clients: dict[str, _Named], wanted: str) -> Iterator[_Found]:
    for client in clients.values():
        ident, name = same_letters(client.id), same_letters(client.name)
        if wanted == ident:
            yield _found(0, client, "id", client.id)
        elif wanted == name:
            yield _found(1, client, "name", client.name)
        elif _holds(name, wanted):
            yield _found(2 if name.startswith(wanted) else 3, client, "name", client.name)
        elif wanted in ident:
            yield _found(4, client, "id", client.id)


def _holds(name: str, wanted: str) -> bool:
    return wanted in name or all(word in name for word in wanted.split())


def _by_contact(
    connection: sqlite3.Connection, clients: dict[str, _Named], wanted: str
) -> Iterator[_Found]:
    for ident, name in connection.execute("SELECT client, name FROM contact WHERE name <> ''"):
        if _holds(same_letters(name), wanted):
            yield _found(5, clients[ident], "contact", name)


def _by_phone(
    connection: sqlite3.Connection, clients: dict[str, _Named], text: str, country: str
) -> Iterator[_Found]:
    text = text.strip()
    digits = "".join(filter(str.isdecimal, text))
    if len(digits) < _FEWEST_DIGITS or not _NUMBER.fullmatch(text):
        return
    e164 = parse_phone(text, country).e164
    tails = _tails(digits)
    for ident, typed, theirs, known in connection.execute(
        "SELECT client, typed, digits, e164 FROM phone"
    ):
        if (e164 and known == e164) or digits == theirs:
            yield _found(1, clients[ident], "phone", typed)
        elif any(tail in theirs for tail in tails):
            yield _found(6, clients[ident], "phone", typed)


def _tails(digits: str) -> set[str]:
    """Return the digits without what is dialled before a number at home or from abroad."""
    tails = {digits, digits.lstrip("0")}
    if len(digits) == 11 and digits.startswith("8"):  # Russia and Kazakhstan: 8 for +7
        tails.add(digits[1:])
    return {tail for tail in tails if len(tail) >= _FEWEST_DIGITS}


def _by_email(
    connection: sqlite3.Connection, clients: dict[str, _Named], wanted: str
) -> Iterator[_Found]:
    for ident, address in connection.execute("SELECT client, address FROM email"):
        theirs = same_letters(address)
        if wanted == theirs:
            yield _found(1, clients[ident], "email", address)
        elif wanted in theirs:
            yield _found(7, clients[ident], "email", address)


def _by_sound(clients: dict[str, _Named], text: str) -> Iterator[_Found]:
    """Yield clients whose name is the text in another alphabet."""
    wanted = slug(text)
    if wanted == "client" and "client" not in text.lower():
        return
    for client in clients.values():
        if wanted in slug(client.name):
            yield _found(8, client, "name", client.name)


def resolve(connection: sqlite3.Connection, text: str, country: str = "") -> Match:
    """Return the one client a text means; raises UnknownClient, AmbiguousClient.

    An exact id is always meant; then what is exactly a name, a number or an address; then parts.
    """
    exact = connection.execute("SELECT id, name, path FROM client WHERE id = ?", (text,)).fetchone()
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
    return same_letters(match.text) == same_letters(" ".join(text.split()))


def near(connection: sqlite3.Connection, text: str) -> list[str]:
    """Return ids of clients whose id or name is a few letters away from a text."""
    names: dict[str, str] = {}
    for ident, name in connection.execute("SELECT id, name FROM client ORDER BY id"):
        names.setdefault(same_letters(ident), ident)
        names.setdefault(same_letters(name or ident), ident)
    close = difflib.get_close_matches(same_letters(text), names, n=5, cutoff=0.7)
    return list(dict.fromkeys(names[name] for name in close))[:3]
