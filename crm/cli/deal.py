"""Owns `crm deal`: chances of business and their way through the stages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from crm.cli.cells import cell
from crm.cli.clients import find
from crm.cli.console import say, tell
from crm.cli.envelope import print_rows
from crm.cli.group import Branch
from crm.cli.options import OfClient, OfMember, When, flag, option
from crm.cli.session import Session
from crm.cli.width import clip, table
from crm.errors import UsageError

if TYPE_CHECKING:
    from crm.index.answers import DealRow
    from crm.model import Client, Interaction

deal = Branch(
    """Add, move, list and show deals.

    A deal's stage follows from the journal: moving it adds an entry there.

    Examples:
        crm deal add vitosha espresso-2026 "Espresso machine" --amount 4200
        crm deal move vitosha espresso-2026 offer
    """
)

_CLIENT = typer.Argument(metavar="CLIENT", help="Whose deal.")
_ID = typer.Argument(metavar="ID", help="Id of the deal; a part will do.")
_WIDEST = 36
_HEADS = ("client", "id", "stage", "amount", "title", "owner", "expected")


@deal.command("add")
def add(
    ctx: typer.Context,
    client: Annotated[str, _CLIENT],
    ident: Annotated[str, typer.Argument(metavar="ID", help="Its id, like espresso-2026.")],
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[TITLE]...", help="What it is about.")
    ] = None,
    amount: Annotated[str, option("What it would bring.", "MONEY")] = "",
    service: Annotated[str, option("What is to be sold.", "CODE")] = "",
    opened: Annotated[str, option("When it began, if not today.", "DATE")] = "",
    expected: Annotated[str, option("When it should be won.", "DATE")] = "",
    owner: Annotated[str, option("Who leads it; else the client's owner.", "MEMBER")] = "",
    competitor: Annotated[str, option("Who else is in the race.", "NAME")] = "",
    notes: Annotated[str, option("Anything worth knowing.")] = "",
) -> None:
    """Add a deal to a client.

    Example:
        crm deal add vitosha espresso-2026 "Espresso machine" --amount 4200 --expected +1m
    """
    from crm.cli.values import mapping
    from crm.cli.writing import readable, write
    from crm.fields.table import SECTIONS
    from crm.text import change

    session: Session = ctx.obj
    file, record = readable(session, find(session, client))
    if any(known.id == ident for known in record.deals):
        raise UsageError(f"{file.id} has a deal {ident} already", "choose another id")
    typed = {
        "id": ident, "title": " ".join(words or []), "amount": amount, "service": service,
        "opened": opened or "today", "expected": expected, "owner": owner,
        "competitor": competitor, "notes": notes,
    }  # fmt: skip
    made = mapping(SECTIONS["deal"].fields, typed, session.settings.context, session.today)
    step = change.append(("deals",), made, tuple(SECTIONS["client"].fields))
    written = write(session, file, step, command=f"deal add {file.id} {ident}")
    say(f"{written.path}:{written.line}")


@deal.command("move")
def move(
    ctx: typer.Context,
    client: Annotated[str, _CLIENT],
    ident: Annotated[str, _ID],
    stage: Annotated[str, typer.Argument(metavar="STAGE", help="Where it goes.")],
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[TEXT]...", help="What happened.")
    ] = None,
    type_: Annotated[str, option("Type of the entry.", "TYPE", "--type")] = "note",
    date: When = "",
    by: Annotated[str, option("Who; else CRM_MEMBER.", "MEMBER")] = "",
    reason: Annotated[str, option("Why it was lost.")] = "",
    competitor: Annotated[str, option("Whom the client chose.", "NAME")] = "",
) -> None:
    """Move a deal to a stage, with an entry in the journal.

    Examples:
        crm deal move vitosha espresso-2026 offer "Sent the offer"
        crm deal move vitosha espresso-2026 lost --reason price --competitor "Bean Bros"
    """
    from crm.base import client_id
    from crm.cli.log import add_entry

    session: Session = ctx.obj
    typed = {
        "date": date or session.today.isoformat(), "type": type_, "by": by or session.member,
        "deal": ident, "stage": stage, "summary": " ".join(words or []), "reason": reason,
        "competitor": competitor,
    }  # fmt: skip
    path = find(session, client)
    command = f"deal move {client_id(path)} {ident} {stage}"
    say(add_entry(session, path, typed, command=command))


@deal.command("list")
def list_deals(
    ctx: typer.Context,
    client: OfClient = "",
    stage: Annotated[str, option("In this stage only.", "STAGE")] = "",
    owner: OfMember = "",
    closed_too: Annotated[bool, flag("--all", "Won and lost ones as well.")] = False,
) -> None:
    """List open deals, those furthest along first.

    Examples:
        crm deal list --owner ana
        crm deal list --stage won --all
    """
    from crm.base import client_id

    session: Session = ctx.obj
    ident = client_id(find(session, client)) if client else ""
    with session.index() as index:
        rows = [
            row
            for row in index.deals(ident)
            if (closed_too or stage or not row.result)
            and (not stage or row.stage == stage)
            and (not owner or row.owner == owner)
        ]
    if session.json:
        amount = sum(row.amount or 0 for row in rows)
        print_rows(session, map(_fields, rows), {"deals": len(rows), "amount": amount})
        return
    if not rows:
        tell("there is no such deal")
        return
    for line in table([_HEADS, *map(_cells, rows)], frozenset({3})):
        say(line)


def _fields(row: DealRow) -> dict[str, Any]:
    return {
        "client": row.client, "id": row.id, "title": row.title, "amount": row.amount,
        "service": row.service, "owner": row.owner, "stage": row.stage, "result": row.result,
        "opened": row.opened, "moved": row.moved, "closed": row.closed,
        "expected": row.expected, "competitor": row.competitor, "reason": row.reason,
        "path": row.path, "line": row.line,
    }  # fmt: skip


def _cells(row: DealRow) -> tuple[str, ...]:
    expected = cell(row.expected) if row.expected and not row.result else ""
    title = clip(row.title, _WIDEST)
    return row.client, row.id, row.stage, cell(row.amount), title, row.owner, expected


@deal.command("show")
def show(
    ctx: typer.Context,
    client: Annotated[str, _CLIENT],
    ident: Annotated[str, typer.Argument(metavar="[ID]", help="Which, if there are several.")] = "",
) -> None:
    """Show a deal with its way through the stages.

    Example:
        crm deal show vitosha espresso-2026
    """
    from crm.cli.writing import readable

    session: Session = ctx.obj
    file, record = readable(session, find(session, client))
    with session.index() as index:
        rows = index.deals(file.id)
    row = _only(record, rows, ident)
    entries = [entry for entry in record.interactions if entry.deal == row.id]
    if session.json:
        print_rows(session, [_fields(row) | {"entries": [_entry(entry) for entry in entries]}])
        return
    facts = {name: value for name, value in _fields(row).items() if value not in (None, "")}
    for line in table((name, cell(value)) for name, value in facts.items()):
        say(line)
    for line in table(["", *map(str, _entry(entry).values())] for entry in entries):
        say(line)


def _only(record: Client, rows: list[DealRow], ident: str) -> DealRow:
    found = [row for row in rows if row.id == ident] or [row for row in rows if ident in row.id]
    if len(found) == 1:
        return found[0]
    ids = ", ".join(row.id for row in rows)
    if not rows:
        raise UsageError(f"{record.id} has no deals", "add one with `crm deal add`")
    hint = f"its deals are {ids}"
    if not ident:
        raise UsageError(f"{record.id} has {len(rows)} deals: name one", hint)
    what = f"{len(found)} deals match" if found else "no deal matches"
    raise UsageError(f"{record.id}: {what} {ident!r}", hint)


def _entry(entry: Interaction) -> dict[str, Any]:
    day = entry.date.day if entry.date else ""
    return {"date": day, "type": entry.type, "stage": entry.stage, "summary": entry.summary}
