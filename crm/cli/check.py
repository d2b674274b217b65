"""Owns `crm check`: every problem of the base, or of some of its files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crm.base import Base
from crm.cli import problem_text
from crm.cli.clients import by_id
from crm.cli.console import coloured, say, tell
from crm.cli.envelope import print_rows
from crm.cli.session import Session
from crm.errors import UsageError
from crm.problems import Level, Problem

FORMATS = ("text", "json", "github")


def check(
    ctx: typer.Context,
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="[PATH]...", help="Files, folders or ids.")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings count as errors.")] = False,
    staged: Annotated[
        bool, typer.Option("--staged", help="Only new errors in what git would commit now.")
    ] = False,
    form: Annotated[
        str, typer.Option("--format", metavar="text|json|github", help="How to print them.")
    ] = "text",
) -> int:
    """Report every problem in the files, with its place.

    All problems of all files at once, sorted by place: line, column, what is wrong,
    the lines around it, what to do. One bad file never hides the others.
    Exits 1 when there are errors; with --strict also when there are warnings.
    --staged looks at the staged bytes alone, and tells the errors that they bring.

    Examples:
        crm check
        crm check clients/vitosha.yaml --strict
        crm check --format github        # annotations in a workflow
    """
    session: Session = ctx.obj
    if form not in FORMATS:
        raise UsageError(f"--format: {form!r} is none of {', '.join(FORMATS)}")
    if staged:
        return _staged(session, form)
    chosen = [_path(session.base, text) for text in paths or ()]
    with session.index() as index:
        problems = [problem for problem in index.problems() if _is_in(problem, chosen)]
        files = index.count()
    form = "json" if session.json else form
    _print(session, problems, form, ", ".join(chosen) or problem_text.number(files, "client"))
    counted = (Level.ERROR, Level.WARNING) if strict else (Level.ERROR,)
    return int(any(problem.level in counted for problem in problems))


def _staged(session: Session, form: str) -> int:
    """Tell the errors that the next commit would bring; what is wrong already does not count."""
    from crm.history.staged import new_errors, staged

    pairs, settings = staged(session.base)
    problems = new_errors(pairs, settings)
    if problems or session.json:
        _print(session, problems, "json" if session.json else form, "staged")
    return int(bool(problems))


def _path(base: Base, text: str) -> str:
    """Return the path from the base's root that an argument names."""
    for start in (Path.cwd(), base.root):
        path = Path(start, text).absolute()
        if path.exists() and path.is_relative_to(base.root):
            return base.relative(path)
    if (found := by_id(base, text)) is not None:
        return base.relative(found)
    raise UsageError(f"there is no file {text} in {base.root}")


def _is_in(problem: Problem, paths: list[str]) -> bool:
    place = problem.location.path
    return not paths or any(path in {".", place} or place.startswith(f"{path}/") for path in paths)


def _print(session: Session, problems: list[Problem], form: str, what: str) -> None:
    errors = sum(problem.level is Level.ERROR for problem in problems)
    if form == "json":
        summary = {"errors": errors, "warnings": len(problems) - errors}
        print_rows(session, map(problem_text.row, problems), summary)
        return
    if form == "github":
        for problem in problems:
            say(problem_text.github(problem, session.base.root))
    else:
        colours = coloured()
        for problem in problems:
            say(problem_text.text(problem, colours=colours) + "\n")
    tell(f"{what}: {problem_text.count(problems)}")
