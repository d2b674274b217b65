"""Owns `crm set`: values of one client or of several, changed or removed."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crm.cli.clients import find_all
from crm.cli.console import say, tell
from crm.cli.session import Session
from crm.errors import UsageError

if TYPE_CHECKING:
    from crm.store.edit import Written
    from crm.store.load import ClientFile


def set_(
    ctx: typer.Context,
    words: Annotated[
        list[str], typer.Argument(metavar="CLIENT... KEY=VALUE...", help="Whose, and what.")
    ],
    where: Annotated[
        str, typer.Option(metavar="CONDITION", help="All clients that meet it, as in `crm list`.")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the changes only.")] = False,
) -> None:
    """Change or remove values of one client or of several.

    KEY is dotted where it lies deeper: address.city, fields.seats, paused.until; an
    item of a list is named: deals.espresso-2026.amount, contacts.2.phone.
    KEY= removes the key. Lists are written with commas, or as [a, b].
    Values are checked first; either all files change or none.

    Examples:
        crm set vitosha owner=ana address.city=Sofia
        crm set vitosha paused.until=+2m paused.reason="repairs"
        crm set --where "owner = 'boris'" owner=ana --dry-run
    """
    from crm.cli.assignments import assignment, is_assignment
    from crm.cli.writing import readable, write_all

    session: Session = ctx.obj
    texts = [word for word in words if is_assignment(word)]
    paths = _paths(session, [word for word in words if not is_assignment(word)], where)
    if not texts:
        raise UsageError("nothing to set", "say what: crm set vitosha owner=ana")
    wanted = [assignment(text, session.settings, session.today) for text in texts]
    planned = []
    for path in paths:
        file, _ = readable(session, path)
        root = file.document.root if file.document else None
        found = [one.change(root) for one in wanted] if root else []
        if changes := [change for change in found if change is not None]:
            planned.append((file, changes))
    command = _named([file for file, _ in planned], texts)
    written = write_all(session, planned, command=command, dry_run=dry_run)
    _print([file for file, _ in planned], written, dry_run=dry_run)
    if len(planned) < len(paths):
        tell(f"{len(paths) - len(planned)} of {len(paths)} clients have these values already")


def _named(files: Sequence[ClientFile], texts: Sequence[str]) -> str:
    """Return what the command is called: no values, since undo and commits tell it to everybody."""
    whose = files[0].id if len(files) == 1 else f"{len(files)} clients:"
    return " ".join(("set", whose, *(text.partition("=")[0] for text in texts)))


def _paths(session: Session, clients: Sequence[str], where: str) -> list[Path]:
    if bool(clients) == bool(where):
        raise UsageError(
            "name the clients, or choose them with --where", "crm set vitosha owner=ana"
        )
    if not where:
        return find_all(session, clients)
    with session.index() as index:
        return [session.base.root / row.path for row in index.clients(where=where)]


def _print(files: Sequence[ClientFile], written: Sequence[Written], *, dry_run: bool) -> None:
    for file, after in zip(files, written, strict=True):
        if not (dry_run and file.document and after.document):
            say(f"{after.path}:{after.line}")
            continue
        before, now = (one.source.text.splitlines() for one in (file.document, after.document))
        for line in difflib.unified_diff(before, now, file.path, file.path, lineterm="", n=1):
            say(line)
