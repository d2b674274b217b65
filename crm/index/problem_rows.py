"""Owns the rows of the table `problem`: made from problems, and read again."""

from __future__ import annotations

import json
from typing import Any

from crm.index.tables import Row
from crm.problems import Location, Problem


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
