"""Owns `crm restore`: a base made again from a backup, in a new folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crm.cli.console import say, tell


def restore(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A file that `crm backup` made.")],
    folder: Annotated[str, typer.Argument(metavar="FOLDER", help="A new or an empty folder.")],
) -> None:
    """Make a base again from a backup, in a new folder.

    Nothing that exists is touched: compare the two, then move what you need. The git
    history comes along where git is installed.

    Example:
        crm restore clients-2026-11-20-180000.zip clients-restored
    """
    from crm.care.backup import restore as make_again
    from crm.cli.problem_text import number

    made = make_again(Path(file).absolute(), Path(folder).absolute())
    history = f" and {number(made.commits, 'commit')}" if made.commits else ""
    tell(f"{number(made.files, 'file')}{history} restored, each compared with its hash")
    say(str(made.path))
