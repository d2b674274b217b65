"""Owns `crm open`: the built site in the browser."""

from __future__ import annotations

from typing import Annotated

import typer

from crm.base import client_id
from crm.cli.build import build_into, from_here
from crm.cli.clients import find
from crm.cli.console import say, tell
from crm.cli.session import Session
from crm.errors import CrmError


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
    page = _page(session, client_id(find(session, client))) if client else "index.html"
    site, _ = build_into(session, session.base.site)
    path = site / page
    say(from_here(path))
    if not webbrowser.open(path.as_uri()):
        tell("no browser could be started; open the file above yourself")


def _page(session: Session, ident: str) -> str:
    from crm.website.names import page_names

    with session.index() as index:
        names = page_names((str(known) for (known,) in index.table(("id",))), dots=True)
    if ident not in names:
        hint = f"`crm check {ident}` may tell why"
        raise CrmError(f"{ident} has no page: it cannot be read, or was not known yet", hint)
    return f"clients/{names[ident]}.html"
