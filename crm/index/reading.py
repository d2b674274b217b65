"""Owns the reading of client files into rows: here for a few, in several processes for many."""

from __future__ import annotations

import gc
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from crm.base import Base
from crm.index.problem_rows import problem_row
from crm.index.rows import Rows
from crm.index.scan import Asked, has_many, ident
from crm.index.tables import Row
from crm.index.terms import Terms, terms_of
from crm.model import Client
from crm.pool import Crew, Lost, cores
from crm.settings import Settings, load_settings
from crm.store.load import ClientFile, read_file

# Below this many files the start of other processes costs more than they save.
_MANY = 500
_CHUNK = 100


class Batch:
    """Rows read from files: of the tables of clients, of `file` and of `problem`."""

    def __init__(self, tables: dict[str, list[Row]]) -> None:
        self.tables = tables
        self.files: list[Row] = []
        self.problems: list[Row] = []

    def join(self, other: Batch) -> None:
        """Add what another batch read."""
        for name, rows in other.tables.items():
            self.tables[name].extend(rows)
        self.files.extend(other.files)
        self.problems.extend(other.problems)


class Hand:
    """The records of the files that were read, kept at hand for who shows them next.

    Few are kept here; where `prepare` was called for a large base, they stay in the processes that
    read them: `crew`, and `shares`, the ids of each of its processes. To be closed after use.
    Where it is known that `only` some files can have changed, no others are looked at.
    """

    def __init__(self, only: Collection[Path] | None = None) -> None:
        self.only = only
        self.records: dict[str, Client] = {}
        self.crew: Crew | None = None
        self.shares: list[list[str]] = []

    def prepare(self, base: Base, terms: Terms) -> None:
        """Start a crew if the base is large, before it is read as a whole.

        No database may be open then: a copy of this process would think that it held its locks.
        """
        self.close()
        if cores() > 1 and has_many(base, _MANY) and _stored(base, terms):
            self.crew = crew_of(base)

    def close(self) -> None:
        """Forget the records and let the processes go."""
        if self.crew is not None:
            self.crew.close()
        self.crew, self.shares = None, []
        self.records.clear()


@contextmanager
def at_hand(only: Collection[Path] | None = None) -> Iterator[Hand]:
    """Yield an empty hand, and close it afterwards.

    Who watches the files, and knows which can have changed since the index was last opened, names
    `only` them.
    """
    hand = Hand(only)
    try:
        yield hand
    finally:
        hand.close()


def read_parts(
    base: Base, terms: Terms, asked: Sequence[Asked], hand: Hand | None = None
) -> Iterator[Batch]:
    """Yield the rows of the files asked for, in parts.

    Of files with one id the first readable one counts. Their records are left at hand.
    """
    alone, shared = _by_id(asked)
    records = hand.records if hand else None
    with _no_collector():
        if len(alone) >= _MANY and cores() > 1 and _stored(base, terms):
            yield from _in_processes(base, terms, alone, hand)
        else:
            yield _read(base, terms, alone, records=records)
        for group in shared:
            yield _read(base, terms, group, one=True, records=records)


@contextmanager
def _no_collector() -> Iterator[None]:
    """Let the body make millions of objects, none in a circle, without looking for circles."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _by_id(asked: Iterable[Asked]) -> tuple[list[Asked], list[list[Asked]]]:
    groups: dict[str, list[Asked]] = {}
    for one in asked:
        groups.setdefault(ident(one.path), []).append(one)
    alone = [group[0] for group in groups.values() if len(group) == 1]
    return alone, [sorted(group, key=_path) for group in groups.values() if len(group) > 1]


def _path(asked: Asked) -> str:
    return asked.path


def _read(
    base: Base,
    terms: Terms,
    asked: Sequence[Asked],
    *,
    one: bool = False,
    records: dict[str, Client] | None = None,
) -> Batch:
    """Read files; with `one` they share an id and only the first readable one gives rows."""
    rows = Rows(terms)
    batch = Batch(rows.tables)
    for each in asked:
        found = read_file(base, base.root / each.path, terms.settings)
        batch.files.append(_file_row(each, found))
        batch.problems.extend(problem_row(problem) for problem in found.problems)
        if found.client is not None and not (one and rows.tables["client"]):
            rows.add(found.client)
            if records is not None:
                records[found.id] = found.client
    return batch


def _file_row(asked: Asked, found: ClientFile) -> Row:
    stamp = asked.stamp
    return (
        asked.path, found.id, stamp.size, stamp.mtime, stamp.ctime, stamp.inode,
        found.digest, int(asked.racy), int(found.client is not None),
    )  # fmt: skip


# Several processes


def _stored(base: Base, terms: Terms) -> bool:
    """Tell whether the settings are those of the base's files, which other processes read."""
    settings = terms.settings
    return bool(settings.fingerprint) and _loaded(base).fingerprint == settings.fingerprint


def _loaded(base: Base) -> Settings:
    return load_settings(base).settings


def _in_processes(
    base: Base, terms: Terms, asked: Sequence[Asked], hand: Hand | None
) -> Iterator[Batch]:
    kept = hand is not None and hand.crew is not None
    crew = hand.crew if hand and hand.crew else crew_of(base)
    chunks = [asked[start : start + _CHUNK] for start in range(0, len(asked), _CHUNK)]
    shares = [chunks[place :: len(crew)] for place in range(len(crew))]
    done: set[str] = set()
    try:
        for batch in crew.each(_read_and_keep if kept else _read_chunk, shares):
            done.update(row[0] for row in batch.files)
            yield batch
        if hand is not None and kept:
            hand.shares = [[ident(one.path) for part in share for one in part] for share in shares]
    except Lost:
        kept = False
        if hand is not None:
            hand.close()
        yield _read(base, terms, [one for one in asked if one.path not in done])
    finally:
        if not kept:
            crew.close()


def crew_of(base: Base) -> Crew:
    """Return processes that know the settings of a base; close it after use."""
    return Crew(_start, str(base.root))


class Own(NamedTuple):
    """What one of the crew works with."""

    base: Base
    terms: Terms
    records: dict[str, Client]


_own: list[Own] = []


def own() -> Own:
    """Return what this process of a crew works with."""
    return _own[0]


def _start(root: str) -> None:
    gc.disable()
    base = Base(Path(root))
    _own[:] = [Own(base, terms_of(_loaded(base)), {})]


def _read_chunk(asked: Sequence[Asked]) -> Batch:
    return _read(own().base, own().terms, asked)


def _read_and_keep(asked: Sequence[Asked]) -> Batch:
    return _read(own().base, own().terms, asked, records=own().records)
