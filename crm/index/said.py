"""Owns the search for words in what was written about clients: summaries of entries, and notes."""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

from crm.base import Base
from crm.fields.spelling import fold_letters
from crm.index.answers import Match

FEWEST_LETTERS = 3
_AROUND = 36  # characters shown before and after the first word found

_ENTRIES = """
    SELECT line, summary FROM interaction WHERE client = ? AND summary IS NOT NULL
    ORDER BY day DESC, n DESC
"""


def said(
    connection: sqlite3.Connection, base: Base, words: Sequence[str], *, every: bool = False
) -> Iterator[Match]:
    """Yield clients of whom an entry or the notes say all these folded words, sorted by name.

    A client comes once, with its newest such entry and how many there are; with `every`, each
    entry is a match of its own.
    """
    if not any(len(word) >= FEWEST_LETTERS for word in words):
        return
    holds = " AND ".join("instr(said.words, ?)" for _ in words)
    clients = connection.execute(
        "SELECT client.id, COALESCE(client.name, client.id), client.path, said.words FROM said"
        # In this order: by the names first, each client's words would be fetched one by one.
        f" CROSS JOIN client ON client.id = said.client WHERE {holds}"
        " ORDER BY client.spellings, id",
        words,
    ).fetchall()
    for ident, name, path, told in clients:
        places = _places(connection, base, (ident, path, told), words)
        for line, text in places if every else places[:1]:
            hits = 1 if every else len(places)
            yield Match(
                id=ident, name=name, path=path, where="text", text=text, line=line, hits=hits
            )


def _places(
    connection: sqlite3.Connection, base: Base, client: tuple[str, str, str], words: Sequence[str]
) -> list[tuple[int, str]]:
    """Return the lines with the words around, the newest entry first, notes last."""
    ident, path, told = client
    places = [
        (line, around(summary, words))
        for line, summary in connection.execute(_ENTRIES, (ident,))
        if _says(fold_letters(summary), words)
    ]
    if _says(told.partition("\n")[0], words):
        places.append(_in_notes(base.root / path, words))
    return places


def _says(folded: str, words: Sequence[str]) -> bool:
    return all(word in folded for word in words)


def _in_notes(path: Path, words: Sequence[str]) -> tuple[int, str]:
    """Return the line of the notes with the most of the words, read from the file."""
    try:
        lines = path.read_text("utf-8-sig", errors="replace").splitlines()
    except OSError:  # gone since the index was made
        return 1, ""
    start = next((at for at, line in enumerate(lines) if line.startswith("notes:")), 0)
    own = [start]
    for at in range(start + 1, len(lines)):
        if lines[at][:1].strip():  # the next key of the client
            break
        own.append(at)
    best = max(own, key=lambda at: sum(word in fold_letters(lines[at]) for word in words))
    return best + 1, around(lines[best].removeprefix("notes:"), words)


def around(text: str, words: Sequence[str]) -> str:
    """Return the part of a text around the first of the words in it, on one line."""
    plain = unicodedata.normalize("NFC", " ".join(text.split()))
    folded = [fold_letters(char) for char in plain]
    places = ("".join(folded).find(word) for word in words)
    first = min((place for place in places if place >= 0), default=0)
    # Folding may change how many characters there are.
    at = passed = 0
    while at < len(folded) and passed < first:
        passed += len(folded[at])
        at += 1
    start, end = max(at - _AROUND, 0), at + 2 * _AROUND
    if start:
        start = plain.find(" ", start, at) + 1 or start
    if end < len(plain):
        end = max(plain.rfind(" ", at, end), at + _AROUND)
    return f"{'…' if start else ''}{plain[start:end]}{'…' if end < len(plain) else ''}"
