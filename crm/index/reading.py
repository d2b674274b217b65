"""Owns the reading of client files into rows: here for a few, in several processes for many."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crm.base import Base
from crm.index.rows import Row, Rows
from crm.index.scan import Stamp, ident
from crm.index.terms import Terms, terms_of
from crm.pool import cores, processes
from crm.problems import Location, Problem
from crm.record import positional
from crm.settings import load_settings
from crm.store.load import ClientFile, read_file

# A process takes a tenth of a second to start; below this many files one is faster.
_MANY = 1500
_CHUNK = 250


@dataclass(slots=True)
class Batch:
    """Rows read from files: of the tables of clients, of `file` and of `problem`."""

    tables: dict[str, list[Row]]
    files: list[Row] = field(default_factory=list)
    problems: list[Row] = field(default_factory=list)

    def join(self, other: Batch) -> None:
        """Add what another batch read."""
        for name, rows in other.tables.items():
            self.tables[name].extend(rows)
        self.files.extend(other.files)
        self.problems.extend(other.problems)


@positional
class Asked:
    """A file to read, with what the listing says of it."""

    path: str
    stamp: Stamp
    racy: bool


def read_batch(base: Base, terms: Terms, asked: Sequence[Asked]) -> Batch:
    """Return the rows of the files asked for; of files with one id, the first readable one's."""
    with _no_collector():
        return _batch(base, terms, asked)


def _batch(base: Base, terms: Terms, asked: Sequence[Asked]) -> Batch:
    batch = Batch(Rows(terms).tables)
    alone, shared = _by_id(asked)
    if len(alone) >= _MANY and cores() > 1 and _stored(base, terms):
        for part in _in_processes(base, alone):
            batch.join(part)
    else:
        batch.join(_read(base, terms, alone))
    for group in shared:
        batch.join(_read(base, terms, group, one=True))
    return batch


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


def _read(base: Base, terms: Terms, asked: Sequence[Asked], *, one: bool = False) -> Batch:
    """Read files; with `one` they share an id and only the first readable one gives rows."""
    rows = Rows(terms)
    batch = Batch(rows.tables)
    for each in asked:
        found = read_file(base, base.root / each.path, terms.settings)
        batch.files.append(_file_row(each, found))
        batch.problems.extend(problem_row(problem) for problem in found.problems)
        if found.client is not None and not (one and rows.tables["client"]):
            rows.add(found.client)
    return batch


def _file_row(asked: Asked, found: ClientFile) -> Row:
    stamp = asked.stamp
    return (
        asked.path, found.id, stamp.size, stamp.mtime, stamp.ctime, stamp.inode,
        found.digest, int(asked.racy), int(found.client is not None),
    )  # fmt: skip


def problem_row(problem: Problem, origin: str = "file", finding: str = "") -> Row:
    """Return the row of the table `problem`."""
    at = problem.location
    return (
        at.path, at.line, at.column, at.length, problem.code, str(problem.level),
        _json(problem.values), _json(problem.excerpt), origin, finding,
    )  # fmt: skip


def problem_of(row: Row) -> Problem:
    """Return the problem of such a row."""
    path, line, column, length, code, _, values, excerpt, *_ = row
    return Problem(
        Location(path, line, column, length),
        code,
        tuple((str(name), str(value)) for name, value in json.loads(values)),
        tuple((int(number), str(text)) for number, text in json.loads(excerpt)),
    )


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


# Several processes


def _stored(base: Base, terms: Terms) -> bool:
    """Tell whether the settings are those of the base's files, which other processes read."""
    settings = terms.settings
    return bool(settings.fingerprint) and _loaded(base).fingerprint == settings.fingerprint


def _loaded(base: Base) -> Any:
    return load_settings(base).settings


def _in_processes(base: Base, asked: Sequence[Asked]) -> Iterator[Batch]:
    chunks = [asked[start : start + _CHUNK] for start in range(0, len(asked), _CHUNK)]
    with processes(_start, str(base.root)) as pool:
        yield from pool.map(_read_chunk, chunks)


_own: list[tuple[Base, Terms]] = []  # what a reading process works with


def _start(root: str) -> None:
    gc.disable()
    base = Base(Path(root))
    _own[:] = [(base, terms_of(_loaded(base)))]


def _read_chunk(asked: Sequence[Asked]) -> Batch:
    base, terms = _own[0]
    return _read(base, terms, asked)
