"""Owns `crm report`: the reports by name, as text, CSV or JSON."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crm.cli.console import say, tell
from crm.cli.envelope import print_csv, print_rows
from crm.cli.options import AsCsv, Owner, Segment, Tag, Where, asked, flag, option
from crm.cli.session import Session
from crm.cli.width import table
from crm.errors import NotABase

if TYPE_CHECKING:
    from crm.index.query import Index
    from crm.reports.report import Asked, Report, Result

_NAME = "Which one; without it all are listed."
_SOME = "Options of some reports"
_some = partial(option, panel=_SOME)


def report(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="[NAME]", help=_NAME)] = "",
    where: Where = "",
    segment: Segment = "",
    tag: Tag = "",
    owner: Owner = "",
    since: Annotated[str, option("First day of the period.", "DATE")] = "",
    until: Annotated[str, option("Last day of the period.", "DATE")] = "",
    as_csv: AsCsv = False,
    about: Annotated[
        bool, flag("--about", "Tell how it is computed and what it is good for.")
    ] = False,
    weeks: Annotated[int | None, _some("How far to look ahead.", "N")] = None,
    by: Annotated[str | None, _some("What to go by; --about tells.", "WORD")] = None,
    min_count: Annotated[int | None, _some("The least that counts.", "N")] = None,
    services: Annotated[bool, flag("--services", "Services in place of clients.", _SOME)] = False,
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
    elif about:
        _explain(session, name)
    else:
        clients = {"where": where, "segment": segment, "tag": tag, "owner": owner}
        given = {"weeks": weeks, "by": by, "min_count": min_count, "services": services or None}
        wanted = asked(session, clients, since, until, **given)
        _answer(session, name, wanted, as_csv=as_csv)


def _answer(session: Session, name: str, wanted: Asked, *, as_csv: bool) -> None:
    from crm.reports import registry

    described = registry.describe(name)
    with session.index() as index:
        show(session, described, registry.compute(name, index, wanted), index, as_csv=as_csv)


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

    print_csv(answer.columns, ([cell(value, language) for value in row] for row in answer.rows))


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


def _explain(session: Session, name: str) -> None:
    from crm.cli.report_text import explanation
    from crm.reports import registry

    for line in explanation(registry.describe(name), _language(session)):
        say(line)
