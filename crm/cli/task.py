"""Owns `crm task`: what is to be done for a client, and by when."""

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

if TYPE_CHECKING:
    from crm.index.answers import TaskRow

task = Branch(
    """Add, finish, move and list tasks.

    A task has a number: its place in the client's file, which never changes by
    finishing others. `crm task list` shows it.

    Examples:
        crm task add vitosha +3d "call about the offer"
        crm task done vitosha 2
    """
)

_CLIENT = typer.Argument(metavar="CLIENT", help="Whose task.")
_NUMBER = typer.Argument(metavar="N", help="Number of the task.")
_DATE = typer.Argument(metavar="DATE", help='By when: tomorrow, +3d, monday, "2026-11-24 10:00".')
_WIDEST = 60
_HEADS = ("due", "client", "n", "what", "owner", "")


@task.command("add")
def add(
    ctx: typer.Context,
    client: Annotated[str, _CLIENT],
    date: Annotated[str, _DATE],
    words: Annotated[list[str], typer.Argument(metavar="TEXT...", help="What is to be done.")],
    owner: Annotated[str, option("Who does it; else the client's owner.", "MEMBER")] = "",
    deal: Annotated[str, option("The deal it serves.", "ID")] = "",
    repeat: Annotated[str, option("How often it comes again: 2w, monthly.", "SPAN")] = "",
) -> None:
    """Add a task to a client.

    Examples:
        crm task add vitosha +3d call about the offer
        crm task add vitosha "monday 10:00" "bring samples" --owner ana
    """
    from crm.cli.tasks import new_task
    from crm.cli.writing import readable, write
    from crm.fields.table import SECTIONS
    from crm.text import change

    session: Session = ctx.obj
    file, record = readable(session, find(session, client))
    what = " ".join(words)
    made = new_task(session, record, date, what, owner=owner, deal=deal, repeat=repeat)
    step = change.append(("tasks",), made, tuple(SECTIONS["client"].fields))
    written = write(session, file, step, command=f"task add {file.id}")
    say(f"{written.path}:{written.line}")


@task.command("done")
def done(
    ctx: typer.Context,
    client: Annotated[str, _CLIENT],
    number: Annotated[int, _NUMBER],
    date: When = "",
) -> None:
    """Note that a task is done.

    One that repeats is added again, for its next day after today.

    Example:
        crm task done vitosha 2
    """
    from crm.cli.tasks import FIELDS, task_at
    from crm.cli.values import one
    from crm.cli.writing import readable, write
    from crm.text import change

    session: Session = ctx.obj
    file, record = readable(session, find(session, client))
    finished = task_at(record, number)
    if finished.done:
        tell(f"task {number} was done on {finished.done} already")
        return
    day = one(FIELDS["done"], date or "today", session.settings.context, session.today, "--date")
    steps = [change.put(("tasks", number - 1, "done"), day, tuple(FIELDS))]
    if finished.repeat and finished.due:
        steps.insert(0, change.append(("tasks",), _again(finished, session), ()))
    written = write(session, file, *steps, command=f"task done {file.id} {number}")
    say(f"{written.path}:{written.line}")


def _again(finished: Any, session: Session) -> dict[str, Any]:
    """Return the mapping of a repeating task's next time, the first one after today."""
    from crm.cli.tasks import FIELDS
    from crm.fields.dates import add_span, parse_span
    from crm.model import Moment
    from crm.text.quote import Bare

    span = parse_span(finished.repeat)
    times = 1
    while add_span(finished.due.day, span, times) <= session.today:
        times += 1
    due = Moment(add_span(finished.due.day, span, times), finished.due.time)
    texts = {
        "due": Bare(FIELDS["due"].write(due)),
        "what": finished.what,
        "owner": finished.owner,
        "repeat": finished.repeat,
        "deal": finished.deal,
    }
    return {key: text for key, text in texts.items() if text}


@task.command("move")
def move(
    ctx: typer.Context,
    client: Annotated[str, _CLIENT],
    number: Annotated[int, _NUMBER],
    date: Annotated[str, _DATE],
) -> None:
    """Put a task off, or bring it forward.

    Example:
        crm task move vitosha 2 +1w
    """
    from crm.cli.tasks import FIELDS, task_at
    from crm.cli.values import one
    from crm.cli.writing import readable, write
    from crm.text import change

    session: Session = ctx.obj
    file, record = readable(session, find(session, client))
    task_at(record, number)
    due = one(FIELDS["due"], date, session.settings.context, session.today, "DATE")
    step = change.put(("tasks", number - 1, "due"), due, tuple(FIELDS))
    written = write(session, file, step, command=f"task move {file.id} {number}")
    say(f"{written.path}:{written.line}")


@task.command("list")
def list_tasks(
    ctx: typer.Context,
    client: OfClient = "",
    owner: OfMember = "",
    overdue: Annotated[bool, flag("--overdue", "Past their day only.")] = False,
    done_too: Annotated[bool, flag("--all", "Those that are done as well.")] = False,
) -> None:
    """List open tasks, the earliest first.

    Examples:
        crm task list --owner ana --overdue
        crm task list vitosha --all
    """
    from crm.base import client_id

    session: Session = ctx.obj
    ident = client_id(find(session, client)) if client else ""
    with session.index() as index:
        rows = [
            row
            for row in index.tasks(ident, done=done_too)
            if (not owner or row.owner == owner) and (not overdue or row.overdue)
        ]
    if session.json:
        summary = {"tasks": len(rows), "overdue": sum(row.overdue > 0 for row in rows)}
        print_rows(session, map(_fields, rows), summary)
        return
    if not rows:
        tell("nothing is to be done here")
        return
    for line in table([_HEADS, *map(_cells, rows)], frozenset({2})):
        say(line)


def _fields(row: TaskRow) -> dict[str, Any]:
    return {
        "client": row.client, "number": row.number, "due": row.due, "time": row.time,
        "what": row.what, "owner": row.owner, "deal": row.deal, "repeat": row.repeat,
        "done": row.done, "overdue": row.overdue, "path": row.path, "line": row.line,
    }  # fmt: skip


def _cells(row: TaskRow) -> tuple[str, ...]:
    time = f" {row.time:%H:%M}" if row.time else ""
    state = f"done {row.done}" if row.done else f"{row.overdue} d overdue" if row.overdue else ""
    what = clip(row.what, _WIDEST)
    return f"{cell(row.due)}{time}", row.client, str(row.number), what, row.owner, state
