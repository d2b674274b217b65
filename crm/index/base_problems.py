"""Owns the stored problems of the base as a whole: of rules across clients and of segments."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

from crm.base import Base
from crm.index.locate import problem_at
from crm.index.problem_rows import problem_row
from crm.index.rules import OUTSIDE, RULES, Finding
from crm.index.sync import insert
from crm.index.tables import Row
from crm.index.terms import Terms
from crm.problems import Location, Problem, problem
from crm.settings import Segment
from crm.store.contents import file_bytes
from crm.text import Document, read

_STORED_SQL = "SELECT rowid, path, finding FROM problem WHERE origin = 'base'"


def findings(connection: sqlite3.Connection, base: Base, terms: Terms) -> dict[str, Finding]:
    """Return what the rules across clients find; equal findings have equal keys."""
    found = {one for rule in RULES for one in rule(connection, base, terms)}
    return {_key(one): one for one in sorted(found, key=_key)}


def outside_changed(connection: sqlite3.Connection, base: Base, terms: Terms) -> bool:
    """Tell whether rules that look at other files than the clients' find something else now."""
    for rule, codes in OUTSIDE.items():
        found = {_key(one) for one in rule(connection, base, terms)}
        stored = {row[2] for row in connection.execute(_STORED_SQL)}
        if found != {key for key in stored if json.loads(key)[1] in codes}:
            return True
    return False


def _key(finding: Finding) -> str:
    parts = (finding.path, finding.code, finding.place, finding.values)
    return json.dumps(parts, ensure_ascii=False)


def difference(
    connection: sqlite3.Connection, found: dict[str, Finding]
) -> tuple[list[Finding], list[int]]:
    """Return the findings not stored yet, and the rows that are findings no more."""
    stored = {row[2]: row[0] for row in connection.execute(_STORED_SQL)}
    new = [one for key, one in found.items() if key not in stored]
    return new, [row for key, row in stored.items() if key not in found]


def store(connection: sqlite3.Connection, base: Base, new: list[Finding], gone: list[int]) -> None:
    """Store new findings as problems at their place in the text, and delete those gone."""
    connection.executemany("DELETE FROM problem WHERE rowid = ?", [(row,) for row in gone])
    rows: list[Row] = []
    documents: dict[str, Document | None] = {}
    for one in sorted(new, key=_key):
        if one.path not in documents:
            documents = {one.path: _document(base, one.path)}  # one at a time is enough
        document = documents[one.path]
        at = problem_at(document, one.path, one.place, one.code, dict(one.values))
        rows.append(problem_row(at, "base", _key(one)))
    insert(connection, "problem", rows)


def _document(base: Base, path: str) -> Document | None:
    try:
        return read(path, file_bytes(base, base.root / path))
    except OSError:
        return None


def store_refused(
    connection: sqlite3.Connection, base: Base, refused: Iterable[tuple[Segment, str]]
) -> None:
    """Store the conditions that cannot be used, in place of those stored before."""
    connection.execute("DELETE FROM problem WHERE origin = 'segment'")
    rows = [problem_row(_refusal(base, one, why), "segment") for one, why in refused]
    insert(connection, "problem", rows)


def _refusal(base: Base, segment: Segment, why: str) -> Problem:
    place = segment.place or Location(base.settings_file.name, 1, 1)
    return problem(
        "segment-condition", place, _excerpt(base, place), segment=segment.id, reason=why
    )


def _excerpt(base: Base, place: Location) -> tuple[tuple[int, str], ...]:
    try:
        text = (base.root / place.path).read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        return ()
    lines = text.split("\n")
    first = max(1, place.line - 1)
    return tuple(
        (number, lines[number - 1].rstrip("\r"))
        for number in range(first, place.line + 1)
        if number <= len(lines)
    )
