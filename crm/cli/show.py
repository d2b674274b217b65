"""Owns `crm show`: one client on one screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crm.cli import problem_text
from crm.cli.clients import find
from crm.cli.console import coloured, paint, say
from crm.cli.envelope import print_rows
from crm.cli.portrait import Section, portrait
from crm.cli.session import Session

if TYPE_CHECKING:
    from crm.index.query import Index
    from crm.store.load import ClientFile


def show(
    ctx: typer.Context,
    client: Annotated[str, typer.Argument(metavar="CLIENT", help="Whom to show.")],
) -> None:
    """Show one client: facts, deals, tasks, last entries.

    CLIENT is an id, or a part of a name, phone or e-mail that only one client has.
    --json gives everything in the file as it was typed, and all figures.

    Examples:
        crm show vitosha
        crm show "88 000 0101"
    """
    session: Session = ctx.obj
    path = find(session, client)
    with session.index() as index:
        file = file_of(session, index, path)
        if session.json:
            print_rows(session, [_row(file, index.metrics(file.id))])
            return
        sections = portrait(index, file, session.today)
    print_portrait(sections, file)


def file_of(session: Session, index: Index, path: Path) -> ClientFile:
    """Return a client's file; what is wrong in it the index knows already."""
    from crm.store.load import read_file

    file = read_file(session.base, path, session.glancing)
    return replace(file, problems=index.problems_in(file.path))


def _row(file: ClientFile, metrics: dict[str, Any]) -> dict[str, Any]:
    from crm.text import plain

    root = file.document.root if file.document else None
    return {
        "id": file.id,
        "path": file.path,
        "data": None if root is None else plain(root),
        "metrics": metrics,
        "problems": [problem_text.row(problem) for problem in file.problems],
    }


def print_portrait(sections: Sequence[Section], file: ClientFile) -> None:
    """Print the sections, then the problems of the file."""
    colours = coloured()
    for title, lines in sections:
        say(paint(title, "bold", on=colours))
        for line in lines:
            say(f"  {line}")
        say()
    for problem in file.problems:
        say(problem_text.text(problem, colours=colours) + "\n")
