"""Owns `crm undo`: the last command that changed files, taken back."""

from __future__ import annotations

import typer

from crm.cli.console import say, tell
from crm.cli.session import Session


def undo(ctx: typer.Context) -> None:
    """Take back the last command that changed files.

    Imports and changes of many files too, with or without git. Files that were
    changed since are listed, and then nothing is done. Again: the command before.

    Example:
        crm undo
    """
    from crm.store.transaction import undo as take_back

    session: Session = ctx.obj
    entry = take_back(session.base)
    tell(f"taken back: crm {entry.command}")
    for file in entry.files:
        say(file.path)
