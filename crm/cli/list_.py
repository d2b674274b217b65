"""Owns `crm list`: clients as a table, CSV or JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crm.cli.cells import cell, is_number
from crm.cli.console import say, tell
from crm.cli.envelope import print_csv, print_rows
from crm.cli.options import AsCsv, option
from crm.cli.session import Session
from crm.cli.width import clip, table
from crm.errors import UsageError

if TYPE_CHECKING:
    from crm.index.query import Index

DEFAULT = ("id", "name", "owner", "lifecycle", "revenue_365", "last_contact")
_WIDEST = 40  # columns of the terminal that one cell may take


def list_(
    ctx: typer.Context,
    where: Annotated[str, option("An SQL condition over the columns.", "CONDITION")] = "",
    segment: Annotated[str, option("Those in this segment.", "ID")] = "",
    tag: Annotated[str, option("Those with this tag.", "TAG")] = "",
    owner: Annotated[str, option("Those of this member.", "MEMBER")] = "",
    sort: Annotated[str, option("By this column; -COLUMN: descending.", "COLUMN")] = "name",
    columns: Annotated[str, option("Which columns; `help` explains them all.", "A,B,…")] = "",
    as_csv: AsCsv = False,
) -> None:
    """List clients, all or those a condition chooses.

    Conditions are SQL over the columns that `crm list --columns help` explains.
    What --where, --segment, --tag and --owner ask must all hold.
    --json and --csv print exact values, --json all columns unless you choose.

    Examples:
        crm list --segment active --sort -late_days
        crm list --where "revenue_365 > 5000 AND debt > 0" --columns id,name,debt
        crm list --tag horeca --csv > horeca.csv
    """
    session: Session = ctx.obj
    with session.index() as index:
        if columns == "help":
            _explain(session, index)
            return
        names = _names(index, columns) or (_all(index) if session.json else DEFAULT)
        rows = index.table(names, where=where, segment=segment, tag=tag, owner=owner, sort=sort)
    if session.json:
        print_rows(session, (dict(zip(names, row, strict=True)) for row in rows), _count(rows))
    elif as_csv:
        print_csv(names, rows)
    else:
        _print(names, rows)


def _all(index: Index) -> tuple[str, ...]:
    return tuple(column.name for column in index.columns())


def _names(index: Index, text: str) -> tuple[str, ...]:
    from crm.fields.near import closest

    names = tuple(name for part in text.split(",") if (name := part.strip()))
    known = _all(index)
    for name in names:
        if name not in known:
            near = closest(name, known)
            meant = near.get("near") or near.get("alike")
            hint = f"did you mean {meant}?" if meant else "`crm list --columns help` lists all"
            raise UsageError(f"there is no column {name!r}", hint)
    return names


def _count(rows: Sequence[Any]) -> dict[str, int]:
    return {"clients": len(rows)}


def _print(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    if not rows:
        tell("no client meets this")
        return
    right = frozenset(at for at in range(len(names)) if any(is_number(row[at]) for row in rows))
    body = ([clip(cell(value), _WIDEST) for value in row] for row in rows)
    for line in table([names, *body], right):
        say(line)


def _explain(session: Session, index: Index) -> None:
    rows = [(column.name, str(column.unit), column.meaning) for column in index.columns()]
    if session.json:
        heads = ("name", "unit", "meaning")
        print_rows(session, (dict(zip(heads, row, strict=True)) for row in rows))
        return
    for line in table(rows):
        say(line)
