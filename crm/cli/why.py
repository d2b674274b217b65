"""Owns `crm why`: the lines of files that a figure or class of a client adds up from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crm.cli.cells import cell
from crm.cli.clients import find
from crm.cli.console import coloured, paint, say
from crm.cli.envelope import print_rows
from crm.cli.session import Session
from crm.cli.width import clip, table
from crm.errors import CrmError

if TYPE_CHECKING:
    from crm.index.query import Index
    from crm.reports.why.part import Part, Said, Why

_WIDEST = 44


def why(
    ctx: typer.Context,
    client: Annotated[str, typer.Argument(metavar="CLIENT", help="Of whom.")],
    figure: Annotated[
        str,
        typer.Argument(
            metavar="[FIGURE]", help="A column, class, segment or REPORT.COLUMN; without it, all."
        ),
    ] = "",
) -> None:
    """Show the lines of files that a figure or class adds up from.

    FIGURE is any column that `crm list --columns help` explains, a segment, or a
    column in the rows of a report (`rfm.recency`). Every line is named with what it
    adds, and how they make the figure; of a class also why, and the figures it
    follows from. Without FIGURE all figures of the client are listed.

    Examples:
        crm why vitosha debt
        crm why vitosha lifecycle --today 2026-06-30
    """
    from crm.base import client_id

    session: Session = ctx.obj
    ident = client_id(find(session, client))
    with session.index() as index:
        if ident not in index.ids():
            raise CrmError(
                f"{ident} is not known on {session.today.isoformat()}",
                "its first day is later, or its file cannot be read: `crm check`",
            )
        if not figure:
            _list(session, index, ident)
            return
        from crm.reports.why.explain import why as explained

        found = explained(index, ident, figure)
    if session.json:
        print_rows(session, _rows(found, session), _summary(found, session))
        return
    for line in _lines(found, session):
        say(line)


def _list(session: Session, index: Index, ident: str) -> None:
    """Print every figure of a client with its value."""
    values = index.metrics(ident)
    segments = {one.segment for one in index.membership(ident)}
    own = {name: int(name in segments) for name in index.settings.segments}
    rows = [*values.items(), *((name, value) for name, value in own.items() if name not in values)]
    if session.json:
        print_rows(session, ({"figure": name, "value": value} for name, value in rows))
        return
    for line in table([(name, clip(cell(value), _WIDEST)) for name, value in rows]):
        say(line)


def _lines(found: Why, session: Session, indent: str = "") -> Iterator[str]:
    """Yield an explanation: the figure, the reason, a line a part, and what they come to."""
    from crm.fields.words import say as said
    from crm.reports.why.part import HOW

    language = session.settings.language
    head = paint(f"{found.figure} = {cell(found.value)}", "bold", on=coloured())
    reason = sentence(found.reason, language)
    yield f"{indent}{head}{': ' if reason else ''}{reason}"
    rows = [_row(part, language) for part in found.parts]
    for line in table(rows, frozenset({1})):
        yield f"{indent}  {line}"
    if found.parts:
        yield f"{indent}  = {cell(found.total)}, {said(HOW[found.how], language)}"
    for one in found.of:
        yield from _lines(one, session, f"{indent}  ")


def _row(part: Part, language: str) -> tuple[str, ...]:
    from crm.reports.why.part import place

    told = sentence(part.note, language)
    words = " · ".join(filter(None, (clip(part.said, _WIDEST), told)))
    date = part.date.isoformat() if part.date else ""
    return place(part), cell(part.value), date, part.what, words


def sentence(said: Said | None, language: str) -> str:
    """Return a reason in a language, its values as people read them."""
    if said is None:
        return ""
    values = {name: _shown(value) for name, value in said.values}
    from crm.index.reasons import Reason

    if not isinstance(said, Reason):
        from crm.fields.words import say as in_words

        return in_words(said.template, language).format_map(values)
    from crm.fields.catalogue import catalogue

    return catalogue(language).gettext(said.template).format_map(values)


def _shown(value: Any) -> str:
    if isinstance(value, Decimal | dt.date):
        return cell(value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _rows(found: Why, session: Session) -> Iterator[dict[str, Any]]:
    language = session.settings.language
    for part in found.parts:
        yield {
            "figure": found.figure,
            "path": part.path,
            "line": part.line or None,
            "date": part.date,
            "what": part.what,
            "said": part.said,
            "value": part.value,
            "note": sentence(part.note, language),
        }
    for one in found.of:
        yield from _rows(one, session)


def _summary(found: Why, session: Session) -> dict[str, Any]:
    from crm.fields.words import say as said
    from crm.reports.why.part import HOW

    language = session.settings.language
    return {
        "client": found.client,
        "figure": found.figure,
        "value": found.value,
        "how": str(found.how),
        "said": said(HOW[found.how], language),
        "reason": sentence(found.reason, language),
        "of": [_summary(one, session) for one in found.of],
    }
