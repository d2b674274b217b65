"""Owns `crm backup`: everything in one file, proven by restoring it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from crm.cli.console import say, tell
from crm.cli.session import Session


def backup(
    ctx: typer.Context,
    folder: Annotated[
        str, typer.Argument(metavar="FOLDER", help="Where to; best on another disk.")
    ],
) -> None:
    """Write a backup of the base into a folder.

    One zip file with all files and the git history. It is restored into a temporary
    folder at once and compared, so that a backup that was made is a backup that works.
    What can be made again (site/, .crm/) is left out.

    Examples:
        crm backup /media/usb
        crm backup ~/backups
    """
    from crm.care.backup import back_up

    session: Session = ctx.obj
    made = back_up(session.base, Path(folder).absolute(), dt.datetime.now().astimezone())
    history = f", {made.commits} commits" if made.commits else ""
    tell(f"{made.files} files{history}, {made.size:,} bytes; restored and compared")
    say(str(made.path))
