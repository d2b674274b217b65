"""Owns `crm backup`: everything in one file, proven by restoring it."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import Annotated

import typer

from crm.cli.console import say, tell
from crm.cli.session import Session
from crm.errors import UsageError


def backup(
    ctx: typer.Context,
    folder: Annotated[
        str, typer.Argument(metavar="FOLDER", help="Where to; best on another disk.")
    ],
) -> None:
    """Write everything into one file, proven by restoring it.

    One zip file in FOLDER with all files and the git history. It is restored into a temporary
    folder at once and compared, so that a backup that was made is a backup that works.
    What can be made again (site/, .crm/) is left out.

    Examples:
        crm backup /media/usb
        crm backup ~/backups
    """
    from crm.care.backup import back_up
    from crm.cli.problem_text import number

    session: Session = ctx.obj
    place = Path(os.path.abspath(folder))
    real = Path(os.path.realpath(place))
    if real.is_relative_to(
        os.path.realpath(session.base.root)
    ):  # each backup would hold those before it
        hint = "choose a folder elsewhere, best on another disk"
        raise UsageError(f"FOLDER: {folder} lies in the base itself", hint)
    made = back_up(session.base, place, dt.datetime.now().astimezone())
    history = f", {number(made.commits, 'commit')}" if made.commits else ""
    tell(f"{number(made.files, 'file')}{history}, {made.size:,} bytes; restored and compared")
    if made.lack:
        tell(f"note: without the history: {made.lack}")
    for link in made.links:
        tell(f"note: {link} is a link to a folder: what lies there is not in the backup")
    if not made.noted:
        tell("note: this base cannot be written, so `crm doctor` will not know of the backup")
    say(str(made.path))
