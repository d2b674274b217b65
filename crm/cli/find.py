"""Owns `crm find`: who a name, number or address belongs to."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from crm.cli.console import say
from crm.cli.envelope import print_rows
from crm.cli.portrait import portrait
from crm.cli.session import Session
from crm.cli.show import print_portrait
from crm.cli.width import table
from crm.errors import UnknownClient


def find(
    ctx: typer.Context,
    words: Annotated[
        list[str], typer.Argument(metavar="TEXT...", help="Part of a name, phone or e-mail.")
    ],
) -> None:
    """Find clients by a part of a name, phone or e-mail.

    Phones in any spelling, names with or without accents and in capitals or not,
    of clients and of their contacts. A single client is shown at once.

    Examples:
        crm find "+359 88 812"
        crm find petrova
    """
    from crm.store.load import read_file

    session: Session = ctx.obj
    text = " ".join(words)
    with session.index() as index:
        matches = index.find(text)
        if not matches:
            raise UnknownClient(text)
        if session.json:
            print_rows(session, map(asdict, matches), {"clients": len(matches)})
        elif len(matches) == 1:
            file = read_file(session.base, session.base.root / matches[0].path, session.settings)
            print_portrait(portrait(index, file, session.today), file)
        else:
            for line in table((match.id, match.name, match.where, match.text) for match in matches):
                say(line)
