"""Owns `crm forget`: a client removed from the base, and what still holds its data told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from crm.cli import clients
from crm.cli.console import say, tell
from crm.cli.prompt import confirm
from crm.cli.session import Session
from crm.errors import CrmError, UsageError

if TYPE_CHECKING:
    from crm.care.subject.forgetting import Forgetting
    from crm.care.subject.remaining import Remaining


def forget(
    ctx: typer.Context,
    client: Annotated[str, typer.Argument(metavar="[CLIENT]", help="Whom to forget.")] = "",
    reason: Annotated[
        str, typer.Option(metavar="TEXT", help="Why, for the record; without any name.")
    ] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do it without asking.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be done, write nothing.")
    ] = False,
    sweep: Annotated[
        bool, typer.Option("--sweep", help="Delete what undo holds, of all commands. For good.")
    ] = False,
) -> None:
    """Remove a client and its mentions; tell what still holds data.

    First shows what goes and from where, then asks. The client's file, attachments and
    contacts elsewhere that are the same person are deleted; in other texts a word takes
    the place of the name. What may mean somebody else is listed and left to you. The id
    is never given out again (forgotten.yaml keeps a hash of it, the date, the reason).
    `crm undo` still takes it back, until --sweep empties the undo journal. Git keeps old
    versions: all commits that do are listed, with the steps that rewrite them.

    Examples:
        crm forget ivan-petrov --reason "asked for it by letter"
        crm forget ivan-petrov --yes --sweep
        crm forget --sweep
    """
    session: Session = ctx.obj
    if client:
        _forget(session, client, reason, yes=yes, dry_run=dry_run)
    elif not sweep:
        raise UsageError("CLIENT is missing", "crm forget ivan-petrov, or crm forget --sweep")
    if sweep and not dry_run:
        from crm.care.subject.traces import sweep as empty
        from crm.cli.forget_text import count

        commands = count(empty(session.base), "command")
        tell(f"swept: undo journal ({commands}), index and all else in .crm")
        _rebuild(session)
    elif client and not dry_run:
        tell("`crm undo` takes it back; `crm forget --sweep` deletes what undo holds, for good")


def _forget(session: Session, text: str, reason: str, *, yes: bool, dry_run: bool) -> None:
    from crm.care.subject import forgetting, remaining, traces
    from crm.cli import forget_text

    path = clients.find(session, text)
    plan = forgetting.prepare(session.base, session.settings, path, session.today, reason)
    for line in forget_text.preview(session.base, plan):
        say(line)
    found = remaining.remaining(session.base, plan.identity)
    if not dry_run:
        _ask(session, plan, yes=yes)
        forgetting.carry_through(session.base, plan)
        traces.drop_derived(session.base)
        _rebuild(session)
        files = forget_text.count(len(plan.files), "file")
        edits = forget_text.count(len(plan.edits), "mention")
        tell(f"forgotten: {files} deleted, {edits} taken out")
    _tell_of_git(session, found, dry_run=dry_run)


def _ask(session: Session, plan: Forgetting, *, yes: bool) -> None:
    if yes:
        return
    if not session.interactive:
        raise CrmError("nothing was done", "add --yes to do what is shown above")
    if not confirm(f"Forget {plan.identity.id}?", default=False):
        raise CrmError("nothing was done")


def _rebuild(session: Session) -> None:
    """Build the site again where there is one: its pages hold the client."""
    from crm.website.output import MANIFEST

    if (session.base.site / MANIFEST).is_file():
        from crm.cli.build import build_into

        build_into(session, session.base.site)


def _tell_of_git(session: Session, found: Remaining, *, dry_run: bool) -> None:
    from crm.care.subject.remaining import write_lists
    from crm.cli import forget_text

    folder = None
    if found.holding.commits and not dry_run:
        folder = write_lists(session.base, found)
    for line in forget_text.statement(found.holding, folder):
        say(line)
