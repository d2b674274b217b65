"""Owns the options that several commands share, and the question that filters add up to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from crm.cli.session import Session, named_day

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from crm.reports.report import Asked, Given


def option(about: str, metavar: str = "TEXT", word: str = "", panel: str | None = None) -> Any:
    """Return an option with a value; `word` is its name if not that of the parameter."""
    names = (word,) if word else ()
    return typer.Option(*names, help=about, metavar=metavar, rich_help_panel=panel)


def flag(word: str, about: str, panel: str | None = None) -> Any:
    """Return an option that is there or not."""
    return typer.Option(word, help=about, rich_help_panel=panel)


AsCsv = Annotated[bool, flag("--csv", "Print CSV with a header.")]
OutDir = Annotated[str, option("Where to; site/ in the base if not said.", "DIR")]
When = Annotated[str, option("When, if not today.", "DATE")]

# Which clients a figure is computed among.
Where = Annotated[str, option("Clients that meet an SQL condition.", "CONDITION")]
Segment = Annotated[str, option("Clients in this segment.", "ID")]
Tag = Annotated[str, option("Clients with this tag.", "TAG")]
Owner = Annotated[str, option("Clients of this member.", "MEMBER")]

# Which rows of a list are wanted.
OfClient = Annotated[str, typer.Argument(metavar="[CLIENT]", help="Of this client only.")]
OfMember = Annotated[str, option("Of this member only.", "MEMBER")]


def asked(
    session: Session,
    clients: Mapping[str, str],
    since: str = "",
    until: str = "",
    **options: Given | None,
) -> Asked:
    """Return what is asked of a report; raises UsageError for what is not a day.

    `clients` tells which: where, segment, tag, owner. An option that is None was not said.
    """
    from crm.reports.report import Asked

    return Asked(
        **clients,
        since=day_of(session, "--since", since),
        until=day_of(session, "--until", until),
        options={name: value for name, value in options.items() if value is not None},
    )


def day_of(session: Session, name: str, typed: str) -> dt.date | None:
    """Return the date that an option gives, None where it gives none; raises UsageError.

    What a period begins or ends with is past: a day of the week is the last one.
    """
    return named_day(name, typed, session.today, past=True) if typed else None
