"""Owns `crm report`: the reports by name, as text, CSV or JSON."""

from __future__ import annotations

import csv
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crm.cli.console import say, tell
from crm.cli.envelope import print_rows
from crm.cli.session import Session
from crm.cli.width import table
from crm.errors import NotABase, UsageError

if TYPE_CHECKING:
    import datetime as dt

    from crm.index.query import Index
    from crm.reports.report import Given, Report, Result

_REPORT = "Options of some reports"


def report(
    ctx: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="[NAME]", help="Which one; without it all are listed.")
    ] = "",
    where: Annotated[
        str, typer.Option(metavar="CONDITION", help="Clients that meet an SQL condition.")
    ] = "",
    segment: Annotated[str, typer.Option(metavar="ID", help="Clients in this segment.")] = "",
    tag: Annotated[str, typer.Option(metavar="TAG", help="Clients with this tag.")] = "",
    owner: Annotated[str, typer.Option(metavar="MEMBER", help="Clients of this member.")] = "",
    since: Annotated[str, typer.Option(metavar="DATE", help="First day of the period.")] = "",
    until: Annotated[str, typer.Option(metavar="DATE", help="Last day of the period.")] = "",
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV with a header.")] = False,
    about: Annotated[
        bool, typer.Option("--about", help="Tell how it is computed and what it is good for.")
    ] = False,
    weeks: Annotated[
        int | None,
        typer.Option(metavar="N", help="How far to look ahead.", rich_help_panel=_REPORT),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option(metavar="WORD", help="What to go by; --about tells.", rich_help_panel=_REPORT),
    ] = None,
    min_count: Annotated[
        int | None,
        typer.Option(metavar="N", help="The least that counts.", rich_help_panel=_REPORT),
    ] = None,
    services: Annotated[
        bool,
        typer.Option("--services", help="Services in place of clients.", rich_help_panel=_REPORT),
    ] = False,
) -> None:
    """Answer one of the questions that every owner of a base has.

    Without NAME the reports are listed. A report is computed among the clients that
    --where, --segment, --tag and --owner choose, as if there were no others.
    --json and --csv print exact values; --about explains a report and its options.

    Examples:
        crm report
        crm report rfm
        crm report abc --services --since 2026-01-01
        crm report expected --weeks 26 --owner ana --csv > expected.csv
    """
    session: Session = ctx.obj
    if not name:
        _list(session)
        return
    from crm.reports import registry
    from crm.reports.report import Asked

    described = registry.describe(name)
    if about:
        _explain(session, described)
        return
    given = {"weeks": weeks, "by": by, "min_count": min_count, "services": services or None}
    options: dict[str, Given] = {key: one for key, one in given.items() if one is not None}
    asked = Asked(
        where=where,
        segment=segment,
        tag=tag,
        owner=owner,
        since=day_of(session, "--since", since),
        until=day_of(session, "--until", until),
        options=options,
    )
    with session.index() as index:
        show(session, described, registry.compute(name, index, asked), index, as_csv=as_csv)


def show(
    session: Session, described: Report, answer: Result, index: Index, *, as_csv: bool
) -> None:
    """Print an answer: as a table, as CSV, or as JSON where that was asked for."""
    if session.json:
        _json(session, answer)
        return
    if as_csv:
        _csv(answer, session.settings.language)
    else:
        _text(session, described, answer, index)
    if answer.note:
        tell(answer.note.text(session.settings.language))


def day_of(session: Session, option: str, text: str) -> dt.date | None:
    """Return the date an option gives, None where it gives none; raises UsageError."""
    if not text:
        return None
    from crm.fields.badvalue import BadValue
    from crm.fields.when import parse_when

    try:
        return parse_when(text, session.today, past=True).day
    except BadValue:
        hint = "write YYYY-MM-DD, or -30d for thirty days ago"
        raise UsageError(f'{option}: "{text}" is not a date', hint) from None


def _json(session: Session, answer: Result) -> None:
    from crm.reports.plain import plain

    language = session.settings.language
    summary: dict[str, Any] = plain(answer.summary, language)
    if answer.note:
        summary["note"] = answer.note.text(language)
    print_rows(session, (plain(row, language) for row in answer.records()), summary)


def _text(session: Session, described: Report, answer: Result, index: Index) -> None:
    from crm.cli.report_text import lines

    known = index.table(("id", "name")) if answer.rows else []
    names = {row[0]: row[1] for row in known}
    for line in lines(described, answer, session.settings, names):
        say(line)


def _csv(answer: Result, language: str) -> None:
    from crm.reports.plain import cell

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(answer.columns)
    writer.writerows([cell(value, language) for value in row] for row in answer.rows)


def _language(session: Session) -> str:
    try:
        return session.settings.language
    except NotABase:
        return "en"


def _list(session: Session) -> None:
    from crm.fields.words import say as said
    from crm.reports import registry

    language = _language(session)
    rows = [
        (one.name, said(one.title, language), said(one.question, language))
        for one in registry.descriptions()
    ]
    if session.json:
        heads = ("name", "title", "question")
        print_rows(session, (dict(zip(heads, row, strict=True)) for row in rows))
        return
    for line in table([(name, question) for name, _, question in rows]):
        say(line)


def _explain(session: Session, described: Report) -> None:
    from crm.cli.report_text import explanation

    for line in explanation(described, _language(session)):
        say(line)
