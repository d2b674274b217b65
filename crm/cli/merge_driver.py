"""Owns `crm merge-driver`: what git calls to merge a client file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crm.cli.console import say


def merge_driver(
    base: Annotated[Path, typer.Argument(metavar="%O", help="The common ancestor's version.")],
    ours: Annotated[Path, typer.Argument(metavar="%A", help="Our version; the result goes here.")],
    theirs: Annotated[Path, typer.Argument(metavar="%B", help="Their version.")],
    marker_size: Annotated[int, typer.Argument(metavar="%L", help="Length of the markers.")] = 7,
    path: Annotated[str, typer.Argument(metavar="%P", help="The file's path.")] = "",
) -> None:
    """Merge three versions of a client file; git calls this.

    `crm init` and `crm doctor --fix` make it known to git. Entries that both sides
    added are all kept; what both changed differently is marked in the file. Exits
    with 0 when nothing is left to decide, else with 1 and a line for every conflict.

    Example (.git/config):
        [merge "crm"]
            driver = crm merge-driver -- %O %A %B %L %P
    """
    from crm.history.merge.driver import drive, said

    conflicts = drive(base, ours, theirs, marker_size, path)
    if conflicts:
        say(said(path or str(ours), conflicts))
        raise typer.Exit(1)
