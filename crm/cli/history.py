"""Owns `crm history`: who changed what, when, from what to what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from crm.cli.console import say, tell
from crm.cli.envelope import print_csv, print_rows
from crm.cli.options import AsCsv, day_of, option
from crm.cli.session import Session
from crm.cli.width import table
from crm.errors import UnknownClient

if TYPE_CHECKING:
    from crm.history.feed import History
    from crm.index.changes import Change

_FIELDS = (
    *("time", "author", "email", "client", "path", "kind", "field", "item", "old", "new"),
    "private",
    "commit",
)
_LATEST = 100  # changes that are printed unless more are asked for
_WHOSE = "Whose; without it everyone's."
_Limit = Annotated[
    int | None, typer.Option(metavar="N", min=0, help="The latest N, else 100; 0: all.")
]


def history(
    ctx: typer.Context,
    client: Annotated[str, typer.Argument(metavar="[CLIENT]", help=_WHOSE)] = "",
    since: Annotated[str, option("First day.", "DATE")] = "",
    until: Annotated[str, option("Last day.", "DATE")] = "",
    by: Annotated[str, option("A member's id, or part of a name or e-mail.", "WHO")] = "",
    field: Annotated[str, option("One key: phone, address.city, interactions.", "KEY")] = "",
    limit: _Limit = None,
    as_csv: AsCsv = False,
) -> None:
    """Tell who changed what, when, from what to what.

    From the commits of git, the latest first; renamed files are followed. What is not
    committed yet is not told. Private values are shown here, but never on the site.
    --json and --csv print all unless --limit is given.

    Examples:
        crm history vitosha
        crm history --since -7d --by ana
        crm history vitosha --field phone --json
    """
    from crm.history.feed import follow

    session: Session = ctx.obj
    if limit is None:
        limit = 0 if session.json or as_csv else _LATEST
    with follow(session.base) as found:
        wanted = {"client": client, "since": since, "until": until, "by": by, "field": field}
        changes = _find(session, found, wanted, limit)
        _tell_lack(session, found)
        summary = {"lack": found.lack.value, "shallow": found.shallow}
    if session.json:
        print_rows(session, (_row(change) for change in changes), summary)
    elif as_csv:
        print_csv(_FIELDS, ([row[name] for name in _FIELDS] for row in map(_row, changes)))
    else:
        _print(changes, limit, several=not client)


def _find(session: Session, found: History, wanted: dict[str, str], limit: int) -> list[Change]:
    from crm.index.changes import Wanted

    return found.find(
        Wanted(
            clients=_ids(session, found, wanted["client"]),
            since=_day(session, "--since", wanted["since"]),
            until=_day(session, "--until", wanted["until"]),
            authors=_authors(session, found, wanted["by"]),
            field=wanted["field"],
            limit=limit or -1,
        )
    )


def _ids(session: Session, found: History, text: str) -> tuple[str, ...]:
    """Return the ids a client has and had; also of one whose file is gone."""
    from crm.base import client_files, client_id
    from crm.cli.clients import find

    if not text:
        return ()
    try:
        ident = client_id(find(session, text))
    except UnknownClient:
        if not found.knows(text):
            raise
        return (text,)
    ids = {client_id(path) for path in client_files(session.base)}
    return found.names([ident], ids)[ident]


def _day(session: Session, option: str, typed: str) -> str:
    day = day_of(session, option, typed)
    return day.isoformat() if day else ""


def _authors(session: Session, found: History, text: str) -> tuple[tuple[str, str], ...] | None:
    """Return everyone who is meant: the member of this id, else who is called so."""
    if not text:
        return None
    from crm.history.people import is_member

    member = session.settings.team.get(text)
    part = text.casefold()
    return tuple(
        (name, email)
        for name, email in found.authors()
        if (member is not None and is_member(member, name, email))
        or part in name.casefold()
        or part in email.casefold()
    )


def _row(change: Change) -> dict[str, object]:
    row = dict(zip(change._fields, change, strict=True))
    for name in ("was", "epoch", "depth"):
        del row[name]
    return {**row, "private": bool(change.private)}


def _print(changes: list[Change], limit: int, *, several: bool) -> None:
    from crm.cli.change_text import sentence

    rows = [
        (
            change.time[:16].replace("T", " "),
            change.author,
            *((change.client or change.path,) if several else ()),
            sentence(change),
        )
        for change in changes
    ]
    for line in table(rows):
        say(line)
    if limit and len(changes) == limit:
        tell(f"the latest {limit}; `--limit 0` shows all")


def _tell_lack(session: Session, found: History) -> None:
    from crm.history.repository import Lack

    said = {
        Lack.NO_REPOSITORY: "no history: this base is not under git; `crm init . --git` begins one",
        Lack.NO_GIT: "no history: git is not installed; everything else works without it",
        Lack.NO_COMMIT: "no history yet: nothing was committed; `crm sync` does it",
        Lack.NO_CHANGE: "no history yet: no client of this base was committed; `crm sync` does it",
    }
    if (text := said.get(found.lack)) is not None and not session.json:
        tell(text)
    if found.shallow:
        tell("this clone holds only the latest commits; `git fetch --unshallow` brings the rest")
