"""Owns the reading of client files: each gives a record or problems, none stops the others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from crm.base import Base, client_files, client_id
from crm.checks import read_client
from crm.model import Client
from crm.problems import Location, Problem, problem
from crm.record import record
from crm.settings import Settings
from crm.store.contents import file_bytes
from crm.store.save import digest
from crm.text import Document, read


@record
class ClientFile:
    """One client file as it was read; `client` is None when it could not be."""

    path: str
    id: str
    digest: str
    client: Client | None
    problems: tuple[Problem, ...]
    document: Document | None


def load(base: Base, settings: Settings) -> Iterator[ClientFile]:
    """Yield every client file of the base, in the order of the paths."""
    for path in client_files(base):
        yield read_file(base, path, settings)


def read_file(base: Base, path: Path, settings: Settings) -> ClientFile:
    """Return one client file with its record and all its problems; never raises for its content."""
    relative, ident = base.relative(path), client_id(path)
    try:
        data = file_bytes(base, path)
    except OSError as error:
        reason = error.strerror or str(error)
        found = problem("file-unreadable", Location(relative, 1, 1), reason=reason)
        return ClientFile(
            path=relative, id=ident, digest="", client=None, problems=(found,), document=None
        )
    document = read(relative, data)
    checked = read_client(document, settings, ident)
    return ClientFile(
        path=relative,
        id=ident,
        digest=digest(data),
        client=checked.client,
        problems=tuple(sorted((*document.problems, *checked.problems))),
        document=document,
    )
