"""Owns everything that is held on a client, each piece with where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from crm.base import Base
from crm.care.subject.finding import mentions
from crm.care.subject.forgetting import own_attachments
from crm.care.subject.identity import identity_of
from crm.care.subject.in_document import outside, scalars
from crm.care.subject.mention import Fate, said_of
from crm.care.subject.remaining import earlier_signs
from crm.errors import UnsafeEdit
from crm.fields.table import SECTIONS
from crm.index.query import Index
from crm.model import Client
from crm.record import positional, record
from crm.settings import Settings
from crm.store.load import read_file
from crm.text import Document

_AS_WRITTEN = frozenset({"id", "path", "name", *SECTIONS["client"].fields})
_COMMENT = re.compile(r"#[^\r\n]*")


@positional
class Piece:
    """One value that is held: where in the record it stands, the value, and file:line."""

    section: str  # file | computed | mention | perhaps | attachment | comment
    where: str
    value: str
    origin: str


@record
class Holdings:
    """A client with everything held on it."""

    id: str
    name: str
    path: str
    pieces: tuple[Piece, ...]

    def of(self, section: str) -> tuple[Piece, ...]:
        """Return the pieces of a section, in the order of their files."""
        return tuple(one for one in self.pieces if one.section == section)


def holdings(base: Base, settings: Settings, index: Index, path: Path) -> Holdings:
    """Return everything held on the client in a file, what is private too.

    Raises UnsafeEdit for a file that cannot be read, CannotRead, GitRefused.
    """
    file = read_file(base, path, settings)
    if file.client is None or file.document is None:
        first = file.problems[0]
        raise UnsafeEdit(str(first.location), first.message, first.hint)
    pieces = (
        *_written(file.document),
        *_computed(index, file.client),
        *_mentioned(base, settings, file.client, path),
        *_attached(base, file.client),
    )
    return Holdings(id=file.id, name=file.client.name, path=file.path, pieces=pieces)


def _written(document: Document) -> Iterator[Piece]:
    """Yield every value of the client's own file, and its comments."""
    source, root = document.source, document.root
    found = list(scalars(root)) if root else []
    for place, scalar in found:
        if place[-1:] != ("",) and not scalar.empty:
            origin = f"{source.path}:{source.line(scalar.start)}"
            yield Piece("file", said_of(place), scalar.text, origin)
    spans = [(one.start, one.end) for _, one in found]
    for start, end in outside(source.text, _COMMENT, spans):
        line = source.line(start)
        text = source.text[start:end].lstrip("# ").rstrip()
        if text:
            yield Piece("comment", "comment", text, f"{source.path}:{line}")


def _computed(index: Index, client: Client) -> Iterator[Piece]:
    """Yield what the program makes of it: numbers, classes, segments with their reasons."""
    for name, value in index.metrics(client.id).items():
        if value and name not in _AS_WRITTEN and name not in client.fields:
            text = f"{value:.4g}" if isinstance(value, float) else str(value)
            yield Piece("computed", name, text, client.path)
    for one in index.membership(client.id):
        yield Piece("computed", "segment", f"{one.segment}: {one.reason}", client.path)


def _mentioned(base: Base, settings: Settings, client: Client, path: Path) -> Iterator[Piece]:
    """Yield what other files say: what means this client, and what perhaps does."""
    identity = identity_of(client)
    identity = identity.with_signs(earlier_signs(base, settings, client.id))
    own = frozenset((path, *own_attachments(base, client.id)))
    for one in mentions(base, settings, identity, own)[0]:
        section = "perhaps" if one.fate is Fate.LOOK else "mention"
        yield Piece(section, one.what, one.text, f"{one.path}:{one.line}")


def _attached(base: Base, client: Client) -> Iterator[Piece]:
    for path in own_attachments(base, client.id):
        size = f"{path.stat().st_size} bytes"
        yield Piece("attachment", path.name, size, base.relative(path))
