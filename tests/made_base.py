"""Bases made for a test: from texts, as a user writes them, or from records."""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Iterable, Mapping
from pathlib import Path

from crm.base import Base
from crm.index import figures, own_segments, ranking
from crm.index.database import create, open_memory
from crm.index.engine import Opened
from crm.index.query import Index, open_index
from crm.index.rows import Rows
from crm.index.sync import Changes, insert
from crm.index.sync import _settings as insert_settings
from crm.index.terms import terms_of
from crm.model import Client
from crm.settings import Settings, load_settings

TODAY = dt.date(2026, 11, 20)


def make_base(root: Path, settings: str = "", **clients: str) -> Base:
    """Return a base with these client files; _ in a name stands for -, __ for a sub-folder."""
    (root / "clients").mkdir(parents=True, exist_ok=True)
    (root / "crm.yaml").write_text(textwrap.dedent(settings), encoding="utf-8")
    for name, text in clients.items():
        write(root, name.replace("__", "/").replace("_", "-"), text)
    return Base(root)


def write(root: Path, name: str, text: str) -> Path:
    """Write a client file and return its path."""
    path = root / "clients" / f"{name}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(textwrap.dedent(text), encoding="utf-8")
    return path


def opened(base: Base, today: dt.date = TODAY, **options: object) -> Index:
    """Return the index of a base."""
    loaded = load_settings(base)
    return open_index(base, loaded.settings, today, problems=loaded.problems, **options)


def from_records(
    clients: Iterable[Client], today: dt.date = TODAY, settings: Settings | None = None
) -> Index:
    """Return an index in memory that holds these records and no files."""
    terms = terms_of(settings or Settings())
    connection = open_memory()
    create(connection, terms)
    insert_settings(connection, terms)
    rows = Rows(terms)
    for client in clients:
        rows.add(client)
        stamp = (client.path, client.id, 0, 0, 0, 0, "", 0, 1)
        insert(connection, "file", [stamp])
    for table, found in rows:
        insert(connection, table, found)
    figures.set_horizon(connection, today)
    figures.compute_all(connection)
    ranking.rank(connection, terms, today)
    own_segments.fill(connection, terms)
    opened_now = Opened(connection, Changes(), stored=False)
    return Index(Base(Path("/nowhere")), terms, today, opened_now, ())


def numbers(index: Index, ident: str = "acme") -> Mapping[str, object]:
    """Return the columns of a client, money and scores as numbers a test can write."""
    return index.metrics(ident)
