"""Owns how problems are written: for people, for programs, for GitHub's annotations."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from crm.cli.console import paint
from crm.cli.width import width
from crm.problems import Level, Problem, shown

_COLOURS = {Level.ERROR: "red", Level.WARNING: "yellow"}
_WINDOW = 100  # characters of a long line that are shown around the place


def text(problem: Problem, *, colours: bool = False) -> str:
    """Return a problem as people read it: place, level, code, message, excerpt, hint."""
    colour = _COLOURS[problem.level]
    label = paint(f"{problem.level}[{problem.code}]", colour, "bold", on=colours)
    place = paint(str(problem.location), "bold", on=colours)
    lines = [f"{place}: {label}: {problem.message}", *_excerpt(problem, colours=colours)]
    if problem.hint:
        lines.append(f"{paint('hint:', 'bold', on=colours)} {problem.hint}")
    return "\n".join(lines)


def _excerpt(problem: Problem, *, colours: bool) -> list[str]:
    if not any(line.strip() for _, line in problem.excerpt):
        return []  # nothing to point at: of a file that is no text, or too large, there is none
    at = problem.location
    first = max(0, at.column - 1 - _WINDOW * 3 // 4)  # what is cut off on the left of every line
    margin = len(str(problem.excerpt[-1][0]))
    lines = []
    for number, line in problem.excerpt:
        seen = shown(line[first : first + _WINDOW], limit=10 * _WINDOW)
        lines.append(f"{number:>{margin}} | {'…' if first else ''}{seen}".rstrip())
        if number == at.line:
            before = shown(line[first : at.column - 1], limit=10 * _WINDOW)
            marked = line[at.column - 1 : min(at.column - 1 + at.length, first + _WINDOW)]
            space = " " * (width(before) + (1 if first else 0))
            carets = "^" * max(1, width(shown(marked, limit=10 * _WINDOW)))
            painted = paint(carets, _COLOURS[problem.level], on=colours)
            lines.append(f"{'':>{margin}} | {space}{painted}")
    return lines


def row(problem: Problem) -> dict[str, Any]:
    """Return a problem as a row of JSON."""
    return {
        "path": problem.location.path,
        "line": problem.location.line,
        "column": problem.location.column,
        "level": str(problem.level),
        "code": problem.code,
        "message": problem.message,
        "hint": problem.hint,
    }


def github(problem: Problem, root: Path) -> str:
    """Return a problem as a workflow command; the path is from the top of the checkout."""
    at = problem.location
    top = os.environ.get("GITHUB_WORKSPACE", "")
    path = at.path
    if top and root.is_relative_to(top):
        path = (root.relative_to(top) / at.path).as_posix()
    facts = {
        "file": path,
        "line": str(at.line),
        "col": str(at.column),
        "endColumn": str(at.column + at.length),
        "title": problem.code,
    }
    shared = ",".join(f"{name}={_property(value)}" for name, value in facts.items())
    said = problem.message + (f"\n{problem.hint}" if problem.hint else "")
    return f"::{problem.level} {shared}::{_data(said)}"


def _data(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")


def count(problems: Sequence[Problem]) -> str:
    """Return how many problems there are, in words: "2 errors and 1 warning in 2 files"."""
    levels = Counter(problem.level for problem in problems)
    parts = [number(levels[level], level.value) for level in Level if levels[level]]
    files = len({problem.location.path for problem in problems})
    return f"{' and '.join(parts) or 'no problems'}" + (
        f" in {number(files, 'file')}" if files > 1 else ""
    )


def number(count: int, noun: str) -> str:
    """Return a count with its noun: "1 file", "2 files"."""
    return f"{count} {noun}{'' if count == 1 else 's'}"
