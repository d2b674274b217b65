"""Owns `crm stats`: any number of clients, entries, lines or deals, described by groups."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from crm.cli.console import say
from crm.cli.envelope import print_rows
from crm.cli.options import AsCsv, Owner, Segment, Tag, Where, asked, flag, option
from crm.cli.report import show
from crm.cli.session import Session
from crm.cli.width import table
from crm.errors import UsageError

if TYPE_CHECKING:
    from crm.index.query import Index

_NUMBER = "A number: revenue_365, debt, entry.amount …"


def stats(
    ctx: typer.Context,
    fields: Annotated[list[str] | None, typer.Argument(metavar="FIELD", help=_NUMBER)] = None,
    by: Annotated[list[str] | None, option("What to group by; one or several.", "FIELD…")] = None,
    where: Where = "",
    segment: Segment = "",
    tag: Tag = "",
    owner: Owner = "",
    since: Annotated[str, option("Entries from this day on.", "DATE")] = "",
    until: Annotated[str, option("Entries to this day.", "DATE")] = "",
    as_csv: AsCsv = False,
    listed: Annotated[bool, flag("--list", "List the numbers and groups.")] = False,
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
    from crm.reports.stats import stats as described

    session: Session = ctx.obj
    if listed:
        with session.index() as index:
            _list(session, index)
        return
    field, groups = _figure(fields or [], by or [])
    clients = {"where": where, "segment": segment, "tag": tag, "owner": owner}
    wanted = asked(session, clients, since, until)
    with session.index() as index:
        report, answer = described(index, field, groups, wanted)
        if not groups and not as_csv and not session.json:
            answer = replace(answer, rows=())  # on a terminal the figures below say the same
        show(session, report, answer, index, as_csv=as_csv)


def _figure(fields: list[str], by: list[str]) -> tuple[str, list[str]]:
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
