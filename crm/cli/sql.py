"""Owns `crm sql`: questions of one's own over the index, read only and within a time limit."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crm.cli.cells import is_number
from crm.cli.console import say, tell
from crm.cli.envelope import print_csv, print_rows
from crm.cli.options import AsCsv, flag
from crm.cli.session import Session
from crm.cli.width import clip, table
from crm.errors import BadQuery, UsageError
from crm.problems import shown

if TYPE_CHECKING:
    from crm.index.answers import Table
    from crm.index.described import Relation

_WIDEST = 60
_ROWS = 10_000
_Question = Annotated[
    str, typer.Argument(metavar="[QUESTION]", help="A SELECT; without it, --schema.")
]
_Limit = Annotated[
    int, typer.Option(metavar="N", help="Rows to print at most.", min=1, max=1_000_000)
]
_Schema = Annotated[bool, flag("--schema", "List tables and views; QUESTION: of this one.")]


def sql(
    ctx: typer.Context,
    question: _Question = "",
    as_csv: AsCsv = False,
    limit: _Limit = _ROWS,
    schema: _Schema = False,
) -> None:
    """Answer a question in SQL, read only.

    It may ask all tables and views (--schema); nothing can be written or attached, and
    it may take `query_seconds` of crm.yaml. client_metrics has a row a client with all
    figures, its money in whole units; elsewhere money is in 1/10,000 of one. The answer
    is for your eyes: it can hold what the site never shows.

    Examples:
        crm sql "SELECT region, SUM(revenue_365) FROM client_metrics GROUP BY region"
        crm sql --schema deal_state
        crm sql "SELECT * FROM entry WHERE type = 'complaint'" --csv > complaints.csv
    """
    session: Session = ctx.obj
    if schema or not question.strip():
        _schema(session, question.strip())
        return
    answer = _answer(session, question, limit)
    if session.json:
        names = _distinct(answer.columns)
        rows = (dict(zip(names, map(_plain, row), strict=True)) for row in answer.rows)
        print_rows(session, rows, {"rows": len(answer.rows), "cut": answer.cut})
        return
    if as_csv:
        print_csv(answer.columns, ([_cell(value, "") for value in row] for row in answer.rows))
    else:
        _print(answer)
    if answer.cut:
        tell(f"only the first {limit} rows are shown: give --limit N for more")


def _answer(session: Session, question: str, limit: int) -> Table:
    with session.index() as index:
        try:
            answer = index.sql(question, limit=limit)
        except BadQuery as refused:
            raise _explained(refused, session) from refused
    if not answer.columns:
        raise UsageError("the question is empty", "for example: SELECT id, name FROM client")
    return answer


def _explained(refused: BadQuery, session: Session) -> UsageError:
    """Return a refusal with the name that may have been meant."""
    from crm.index.described import meant

    near = meant(str(refused), session.settings)
    return UsageError(str(refused), f"did you mean {near}?" if near else refused.hint)


def _print(answer: Table) -> None:
    right = frozenset(
        at for at in range(len(answer.columns)) if any(is_number(row[at]) for row in answer.rows)
    )
    body = ([clip(shown(_cell(value, "–")), _WIDEST) for value in row] for row in answer.rows)
    for line in table([answer.columns, *body], right):
        say(line)


def _cell(value: Any, nothing: str) -> str:
    """Return a value as text, exact; bytes as SQL writes them."""
    if value is None:
        return nothing
    return f"x'{value.hex()}'" if isinstance(value, bytes) else str(value)


def _plain(value: Any) -> Any:
    """Return a value as JSON has it; it knows neither bytes nor numbers without end."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return _cell(value, "") if isinstance(value, bytes) else value


def _distinct(names: Sequence[str]) -> list[str]:
    """Return the names of columns; one seen before gets a number."""
    found: list[str] = []
    for name in names:
        called, count = name, 1
        while called in found:
            count += 1
            called = f"{name}_{count}"
        found.append(called)
    return found


def _schema(session: Session, name: str) -> None:
    """Print the tables and views, or one of them with its columns."""
    from crm.index.described import relations

    known = relations(session.settings)
    if name:
        known = tuple(one for one in known if one.name == name) or _unknown(known, name)
    if session.json:
        print_rows(session, map(_row, known))
        return
    for line in _one(known[0]) if name else _all(known):
        say(line)


def _unknown(known: Sequence[Relation], name: str) -> tuple[Relation, ...]:
    from crm.fields.near import closest

    near = closest(name, tuple(one.name for one in known))
    meant = near.get("near") or near.get("alike")
    hint = f"did you mean {meant}?" if meant else "`crm sql --schema` lists all"
    raise UsageError(f"there is no table or view {shown(name, 60)!r}", hint)


def _row(one: Relation) -> dict[str, Any]:
    return {
        "name": one.name,
        "kind": "view" if one.view else "table",
        "about": one.about,
        "columns": [{"name": column, "type": kind} for column, kind in one.columns],
    }


def _all(known: Sequence[Relation]) -> list[str]:
    rows = []
    for one in known:
        about = one.about.partition("\n")[0].removeprefix("Question: ")
        rows.append((one.name, "view" if one.view else "table", about))
    return table(rows)


def _one(relation: Relation) -> Iterator[str]:
    from crm.index.columns import BY_NAME

    yield from relation.about.splitlines()
    yield ""
    meanings = {name: one.meaning for name, one in BY_NAME.items()}
    with_figures = relation.name == "client_metrics"
    yield from table(
        (name, kind, meanings.get(name, "") if with_figures else "")
        for name, kind in relation.columns
    )
