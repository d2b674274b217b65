"""Owns how commands write: what is new is checked first, and what else is wrong is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from crm.base import client_id
from crm.checks import read_client
from crm.cli import problem_text
from crm.cli.console import tell
from crm.cli.session import Session
from crm.errors import UnsafeEdit, UsageError
from crm.problems import Level, Problem
from crm.store.edit import Plan, Written, carry_out
from crm.text.change import Change, apply

if TYPE_CHECKING:
    from crm.model import Client
    from crm.store.load import ClientFile

# What is missing rather than wrong: it is told, and what happened is recorded all the same.
_GAPS = frozenset({"required-missing", "stage-requires", "price-missing", "rate-missing"})


def readable(session: Session, path: Path) -> tuple[ClientFile, Client]:
    """Return a client's file with its record; raises UnsafeEdit when it cannot be read."""
    from crm.store.load import read_file

    file = read_file(session.base, path, session.glancing)
    if file.client is None:
        first = file.problems[0]
        raise UnsafeEdit(str(first.location), first.message, first.hint)
    return file, file.client


def write(session: Session, file: ClientFile, *changes: Change, command: str) -> Written:
    """Make changes in one file; raises UsageError when they would bring an error into it.

    What was wrong before does not matter; it is told on standard error.
    """
    return write_all(session, [(file, changes)], command=command)[0]


def write_all(
    session: Session,
    planned: Sequence[tuple[ClientFile, Sequence[Change]]],
    *,
    command: str,
    dry_run: bool = False,
) -> tuple[Written, ...]:
    """Make changes in several files, all or none."""
    several = len(planned) > 1
    after = [_foresee(session, file, changes, several=several) for file, changes in planned]
    plans = [
        Plan(path=session.base.root / file.path, changes=tuple(changes))
        for file, changes in planned
    ]
    written = carry_out(session.base, plans, command=command, dry_run=dry_run)
    for (file, _), problems in zip(planned, after, strict=True):
        _tell(file.path, _new(file.problems, problems), problems)
    return written


def _foresee(
    session: Session, file: ClientFile, changes: Sequence[Change], *, several: bool
) -> list[Problem]:
    """Return the problems there will be; raises UsageError when one of them is a new error."""
    if file.document is None or file.document.root is None:
        return list(file.problems)
    document = apply(file.document, *changes)
    checked = read_client(document, session.glancing, file.id)
    problems = sorted((*document.problems, *checked.problems))
    for problem in _new(file.problems, problems):
        if problem.level is Level.ERROR and problem.code not in _GAPS:
            place = f"{file.path}: " if several else ""
            raise UsageError(f"{place}{problem.message}", problem.hint)
    return problems


def _new(before: Sequence[Problem], after: Sequence[Problem]) -> list[Problem]:
    """Return the problems that were not there before, wherever they stood."""
    left = Counter((problem.code, problem.values) for problem in before)
    new = []
    for problem in after:
        key = (problem.code, problem.values)
        if left[key]:
            left[key] -= 1
        else:
            new.append(problem)
    return new


def _tell(path: str, new: Sequence[Problem], all_of_them: Sequence[Problem]) -> None:
    for problem in new:
        tell(problem_text.text(problem))
    old = [problem for problem in all_of_them if problem not in new]
    if old:
        tell(
            f"{path} has {problem_text.count(old)}: `crm check {client_id(Path(path))}` shows them"
        )
