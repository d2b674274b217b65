"""Owns `crm stats`: any number of clients, entries, lines or deals, described by groups."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from crm.cli.console import say
from crm.cli.envelope import print_rows
from crm.cli.report import day_of, show
from crm.cli.session import Session
from crm.cli.width import table
from crm.errors import UsageError

if TYPE_CHECKING:
    from crm.index.query import Index


def stats(
    ctx: typer.Context,
    fields: Annotated[
        list[str] | None,
        typer.Argument(metavar="FIELD", help="A number: revenue_365, debt, entry.amount …"),
    ] = None,
    by: Annotated[
        list[str] | None,
        typer.Option("--by", metavar="FIELD…", help="What to group by; one or several."),
    ] = None,
    where: Annotated[
        str, typer.Option(metavar="CONDITION", help="Clients that meet an SQL condition.")
    ] = "",
    segment: Annotated[str, typer.Option(metavar="ID", help="Clients in this segment.")] = "",
    tag: Annotated[str, typer.Option(metavar="TAG", help="Clients with this tag.")] = "",
    owner: Annotated[str, typer.Option(metavar="MEMBER", help="Clients of this member.")] = "",
    since: Annotated[str, typer.Option(metavar="DATE", help="Entries from this day on.")] = "",
    until: Annotated[str, typer.Option(metavar="DATE", help="Entries to this day.")] = "",
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV with a header.")] = False,
    listed: Annotated[bool, typer.Option("--list", help="List the numbers and groups.")] = False,
) -> None:
    """Describe any number by any columns: sum, mean, median and more.

    FIELD is a number that `crm list --columns help` explains, or one of entries, lines
    of orders and deals: entry.amount, line.qty, deal.amount (--list shows all). Groups
    are any columns of clients, or of the same entries: entry.type, entry.month. Sums are
    exact; deviation and variance are those of a sample (n − 1).

    Examples:
        crm stats revenue_365 --by owner
        crm stats entry.amount --by entry.month --where "region = 'north'" --since 2026-01-01
        crm stats line.qty --by line.service owner --csv
    """
    from crm.reports.report import Asked
    from crm.reports.stats import stats as described

    session: Session = ctx.obj
    if listed:
        with session.index() as index:
            _list(session, index)
        return
    field, groups = _asked(fields or [], by or [])
    asked = Asked(
        where=where,
        segment=segment,
        tag=tag,
        owner=owner,
        since=day_of(session, "--since", since),
        until=day_of(session, "--until", until),
    )
    with session.index() as index:
        report, answer = described(index, field, groups, asked)
        if not groups and not as_csv and not session.json:
            answer = replace(answer, rows=())  # on a terminal the figures below say the same
        show(session, report, answer, index, as_csv=as_csv)


def _asked(fields: list[str], by: list[str]) -> tuple[str, list[str]]:
    """Return the number and the groups; words after those of --by are groups as well."""
    if not fields:
        raise UsageError("name a number: `crm stats revenue_365`", "`crm stats --list` shows all")
    field, *more = fields
    if more and not by:
        hint = f"to group by {' and '.join(more)}: crm stats {field} --by {' '.join(more)}"
        raise UsageError(f"one number at a time: {field} or {more[0]}", hint)
    groups = [name.strip() for text in (*by, *more) for name in text.split(",") if name.strip()]
    return field, list(dict.fromkeys(groups))


def _list(session: Session, index: Index) -> None:
    from crm.index.columns import Unit
    from crm.reports.stats import SOURCES

    words = {Unit.TEXT: "group", Unit.DATE: "group"}
    rows = [(one.name, words.get(one.unit, "number"), one.meaning) for one in index.columns()]
    for name, source in SOURCES.items():
        rows += [(f"{name}.{key}", "group", "") for key in source.groups]
        rows += [(f"{name}.{key}", "number", "") for key in source.numbers]
    if session.json:
        heads = ("name", "use", "meaning")
        print_rows(session, (dict(zip(heads, row, strict=True)) for row in rows))
        return
    for line in table(rows):
        say(line)
