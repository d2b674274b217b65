"""Owns `crm segments`: the classes of clients, and how many are in each."""

from __future__ import annotations

import typer

from crm.cli.console import say
from crm.cli.envelope import print_rows
from crm.cli.session import Session
from crm.cli.width import table


def segments(ctx: typer.Context) -> None:
    """List the segments with the number of their clients.

    First the lifecycle, of which every client has one class; then the standing
    segments, of which it can have any number; then those crm.yaml declares.

    Examples:
        crm segments
        crm list --segment regular
    """
    session: Session = ctx.obj
    with session.index() as index:
        rows = index.segments()
    if session.json:
        heads = ("id", "label", "kind", "count")
        print_rows(session, ({name: getattr(row, name) for name in heads} for row in rows))
        return
    body = [(row.id, row.label, row.kind, str(row.count)) for row in rows]
    for line in table([("id", "label", "kind", "clients"), *body], frozenset({3})):
        say(line)
