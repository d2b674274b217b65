"""Owns `crm open`: the built site in the browser."""

from __future__ import annotations

from typing import Annotated

import typer

from crm.base import client_id
from crm.cli.build import build_into
from crm.cli.clients import find
from crm.cli.console import say, tell
from crm.cli.session import Session


def open_(
    ctx: typer.Context,
    client: Annotated[
        str, typer.Argument(metavar="[CLIENT]", help="Whose page; the index if not said.")
    ] = "",
) -> None:
    """Show the built site, or one client's page, in the browser.

    Builds what changed first and prints the path of the page.

    Examples:
        crm open
        crm open vitosha
    """
    import webbrowser

    session: Session = ctx.obj
    page = f"clients/{client_id(find(session, client))}.html" if client else "index.html"
    site, _ = build_into(session, session.base.site)
    path = site / page
    say(str(path))
    if not webbrowser.open(path.as_uri()):
        tell("no browser could be started; open the file above yourself")
