"""Owns `crm compare`: clients side by side, and prospects beside the best clients."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crm.cli.cells import cell, is_number
from crm.cli.clients import find_all
from crm.cli.console import say
from crm.cli.envelope import print_csv, print_rows
from crm.cli.options import AsCsv, asked, flag, option
from crm.cli.report import show
from crm.cli.session import Session
from crm.cli.width import clip, pad, table, width
from crm.errors import CrmError, UsageError

if TYPE_CHECKING:
    from crm.reports.compare import Line
    from crm.reports.report import Asked

_WIDEST = 34
_CLIENTS = "Two clients or more."
_PROSPECTS = "Prospects by likeness to the best clients."
_WITH = "With --prospects"
_rank = partial(option, panel=_WITH)
_Best = Annotated[
    int | None,
    typer.Option(
        metavar="N", help="How many of them, by rating; 20.", min=1, max=1000, rich_help_panel=_WITH
    ),
]


def compare(
    ctx: typer.Context,
    clients: Annotated[list[str] | None, typer.Argument(metavar="CLIENT…", help=_CLIENTS)] = None,
    columns: Annotated[str, option("Which figures; `crm list --columns help`.", "A,B,…")] = "",
    as_csv: AsCsv = False,
    prospects: Annotated[bool, flag("--prospects", _PROSPECTS)] = False,
    like: Annotated[str, _rank("Who is best; else class A, not inactive.", "CONDITION")] = "",
    best: _Best = None,
    where: Annotated[str, _rank("Only these prospects.", "CONDITION")] = "",
    segment: Annotated[str, _rank("In this segment only.", "ID")] = "",
    tag: Annotated[str, _rank("With this tag only.", "TAG")] = "",
    owner: Annotated[str, _rank("Of this member only.", "MEMBER")] = "",
) -> None:
    """Put clients side by side, or rank prospects by likeness.

    Side by side: figures, classes and own fields that any of them has, then segments.
    With --prospects those without an order come in the order in which they are like the
    best clients, by what is known before a first order: region, industry, size, source,
    tags, own fields (Gower's coefficient; docs/questions.md).

    Examples:
        crm compare vitosha boyana
        crm compare vitosha boyana --columns revenue_365,debt,rating
        crm compare --prospects --owner ana --like "revenue_365 > 10000"
    """
    session: Session = ctx.obj
    chosen = {"where": where, "segment": segment, "tag": tag, "owner": owner}
    if prospects:
        if clients or columns:
            raise UsageError(
                "--prospects compares all prospects: no CLIENT, no --columns",
                "leave one of them out",
            )
        _by_likeness(session, asked(session, chosen), like, best, as_csv=as_csv)
        return
    if like or best or any(chosen.values()):
        raise UsageError(
            "--like, --best, --where, --segment, --tag and --owner belong to --prospects",
            "name the clients to compare, or add --prospects",
        )
    _side_by_side(session, clients or [], columns, as_csv=as_csv)


def _by_likeness(
    session: Session, wanted: Asked, like: str, best: int | None, *, as_csv: bool
) -> None:
    from crm.reports.likeness import BEST, prospects

    with session.index() as index:
        report, answer = prospects(index, wanted, like, best or BEST)
        show(session, report, answer, index, as_csv=as_csv)


def _side_by_side(session: Session, texts: list[str], columns: str, *, as_csv: bool) -> None:
    from crm.base import client_id
    from crm.reports.compare import side_by_side

    ids = [client_id(path) for path in find_all(session, texts)]
    if len(ids) < 2:
        raise UsageError("name two clients or more", "crm compare vitosha boyana")
    names = tuple(name for part in columns.split(",") if (name := part.strip()))
    with session.index() as index:
        known = frozenset(index.ids())
        if absent := [ident for ident in ids if ident not in known]:
            raise CrmError(
                f"{absent[0]} is not known on {session.today.isoformat()}",
                "its first day is later, or its file cannot be read: `crm check`",
            )
        lines = side_by_side(index, ids, names)
    if session.json:
        rows = (_row(line, ids) for line in lines)
        print_rows(session, rows, {"clients": list(ids)})
    elif as_csv:
        print_csv(("figure", *ids), ((line.figure, *line.values) for line in lines))
    else:
        _print(lines, ids)


def _row(line: Line, ids: list[str]) -> dict[str, Any]:
    return {"figure": line.figure, "values": dict(zip(ids, line.values, strict=True))}


def _print(lines: list[Line], ids: list[str]) -> None:
    """Print a line a figure; numbers stand to the right of their column."""
    body = [(line.figure, [clip(cell(value), _WIDEST) for value in line.values]) for line in lines]
    widths = [
        max(map(width, (ids[at], *(cells[at] for _, cells in body)))) for at in range(len(ids))
    ]
    rows = [
        (
            figure,
            *(
                pad(text, widest, right=is_number(value))
                for text, widest, value in zip(cells, widths, line.values, strict=True)
            ),
        )
        for (figure, cells), line in zip(body, lines, strict=True)
    ]
    for text in table([("", *ids), *rows]):
        say(text)
