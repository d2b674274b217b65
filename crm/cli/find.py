"""Owns `crm find`: who a name, number or address belongs to, and where something was said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from crm.cli.console import say
from crm.cli.envelope import print_rows
from crm.cli.session import Session
from crm.cli.width import table
from crm.errors import UnknownClient, UsageError

if TYPE_CHECKING:
    from crm.index.answers import Match
    from crm.index.query import Index

_SHOWN = 40  # texts listed on a screen
_WORDS = "Part of a name, phone, e-mail or text."


def find(
    ctx: typer.Context,
    words: Annotated[list[str], typer.Argument(metavar="TEXT...", help=_WORDS)],
    names_only: Annotated[
        bool, typer.Option("--names-only", help="Do not look into entries and notes.")
    ] = False,
    text_only: Annotated[
        bool, typer.Option("--text-only", help="Only entries and notes, every one of them.")
    ] = False,
) -> None:
    """Find clients by a part of a name, phone, e-mail or text.

    Names of clients and of contacts in either alphabet, with or without accents, even
    typed with the wrong keyboard layout; phones in any spelling, or their last digits.
    Then entries and notes that hold all the words, each client once. A single client
    is shown at once.

    Examples:
        crm find "+359 88 812"
        crm find petrova
        crm find "offer trial" --text-only
    """
    if names_only and text_only:
        raise UsageError("--names-only and --text-only leave nothing to look into")
    session: Session = ctx.obj
    text = " ".join(words)
    with session.index() as index:
        named = [] if text_only else index.search(text)
        told = [] if names_only else _said(index, text, named, every=text_only)
        if not named and not told:
            raise UnknownClient(text)
        if session.json:
            clients = len({match.id for match in (*named, *told)})
            print_rows(session, map(asdict, (*named, *told)), {"clients": clients})
            return
        if len(named) == 1:
            _show(session, index, named[0])
        else:
            _list((match.id, match.name, match.where, match.text) for match in named)
        _list(_told(told[:_SHOWN]))
    if len(told) > _SHOWN:
        say(f"and {len(told) - _SHOWN} more: add a word, or --json for all")


def _said(index: Index, text: str, named: list[Match], *, every: bool) -> list[Match]:
    """Return those of whom it was said, without those who are named so."""
    known = {match.id for match in named}
    return [match for match in index.said(text, every=every) if match.id not in known]


def _show(session: Session, index: Index, match: Match) -> None:
    from crm.cli.portrait import portrait
    from crm.cli.show import file_of, print_portrait

    file = file_of(session, index, session.base.root / match.path)
    print_portrait(portrait(index, file, session.today), file)


def _told(matches: Iterable[Match]) -> Iterator[tuple[str, str, str]]:
    for match in matches:
        more = f"  (and {match.hits - 1} more)" if match.hits > 1 else ""
        yield f"{match.path}:{match.line}", match.name, match.text + more


def _list(rows: Iterable[tuple[str, ...]]) -> None:
    if lines := table(rows):
        say("\n".join(lines))
