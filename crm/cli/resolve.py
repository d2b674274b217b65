"""Owns `crm resolve`: conflicts that other programs left, united entry by entry."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crm.cli import clients
from crm.cli.console import say, tell
from crm.cli.session import Session
from crm.errors import CrmError

if TYPE_CHECKING:
    from crm.history.resolving import Outcome


def resolve(
    ctx: typer.Context,
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FILE]...", help="Files or ids; all that are in conflict if none."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Tell what would be done, write nothing.")
    ] = False,
) -> int:
    """Unite what was left in conflict, and copies of sync services.

    Takes files with conflict markers, files that git has not merged, and copies that
    Dropbox, Nextcloud, Syncthing, OneDrive, Google Drive or iCloud left beside a file.
    Entries of both sides are kept; what both changed differently stays marked in the
    file and is listed. A copy goes to .crm/resolved. Exit code 1 when something is
    left to decide. `crm undo` takes all of it back.

    Examples:
        crm resolve
        crm resolve clients/vitosha.yaml
    """
    from crm.history import resolving

    session: Session = ctx.obj
    only = [_file(session, text) for text in files or []]
    resolution = resolving.prepare(session.base, only)
    resolving.carry_through(session.base, resolution, dry_run=dry_run)
    outcomes = resolution.outcomes
    for outcome in outcomes:
        _show(outcome)
    left = sum(not outcome.is_done for outcome in outcomes)
    if not outcomes:
        tell("nothing is in conflict")
    elif left:
        tell(f"{left} of {len(outcomes)} left for you: decide in an editor what is marked")
    return int(bool(left))


def _file(session: Session, text: str) -> Path:
    """Return the file that an argument names: a path from here or the base, or a client's id."""
    found = clients.by_id(session.base, text) or clients.by_path(session.base, text)
    if found is not None:
        return found
    for start in (Path.cwd(), session.base.root):
        path = Path(start, text).absolute()
        if path.is_file() and path.is_relative_to(session.base.root) and ".." not in path.parts:
            return path
    raise CrmError(f"there is no file {text!r} in the base", "name its path, or a client's id")


def _show(outcome: Outcome) -> None:
    copy = f" with {outcome.copy}" if outcome.copy else ""
    if outcome.note:
        say(f"{outcome.path}{copy}: left as it is: {outcome.note}")
    elif not outcome.conflicts:
        say(f"{outcome.path}{copy}: united")
    else:
        say(f"{outcome.path}{copy}: united but for {len(outcome.conflicts)}")
        for conflict in outcome.conflicts:
            say(f"  {conflict.place}")
