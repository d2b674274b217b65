"""Owns `crm log`: one entry more in a client's journal."""

# `crm.cli.options` is not loaded for one short function: that would cost 0.2 ms.
import inspect
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crm.base import client_id
from crm.cli.clients import find
from crm.cli.console import say
from crm.cli.session import Session

if TYPE_CHECKING:
    from crm.model import Client


def _option(panel: str, about: str, metavar: str = "TEXT", word: str = "") -> Any:
    names = (word,) if word else ()
    return typer.Option(*names, help=about, metavar=metavar, rich_help_panel=panel)


_who = partial(_option, "Who and how")
_deal = partial(_option, "Deals and outcomes")
_money = partial(_option, "Orders and money")
_mind = partial(_option, "What clients think")
_more = partial(_option, "More")

# The keys of an entry that have an option of their own, in the order of the help.
_KEYS = {
    "date": _who("When, if not today: yesterday, -3d, 2026-11-20 14:30.", "DATE"),
    "by": _who("Who of the team; else CRM_MEMBER.", "MEMBER"),
    "direction": _who("They to us, or we to them.", "in|out"),
    "contact": _who("With whom; a part of the name will do.", "NAME"),
    "duration": _who("How long: 15m, 1h30."),
    "purpose": _who("What for."),
    "campaign": _who("The campaign it belongs to.", "ID"),
    "outcome": _deal("agreed, refused, asked, no-answer, later or your own.", "WORD"),
    "deal": _deal("The deal it belongs to.", "ID"),
    "stage": _deal("Move the deal to this stage.", "STAGE"),
    "reason": _deal("Why it was refused or lost."),
    "objection": _deal("What speaks against buying."),
    "question": _deal("What the client wanted to know."),
    "competitor": _deal("Whom the client chose or compares with.", "NAME"),
    "items": _money(
        'A line of an order: "beans-1kg x 10 @ 25 -5%"; once for each.', "LINE", "--item"
    ),
    "amount": _money("Of an order the sum of its lines if not said.", "MONEY"),
    "number": _money("Number of the order; a payment with it settles that one."),
    "due": _money("On credit until this day.", "DATE"),
    "promo": _money("The offer it was bought under."),
    "what": _money("What was paid or spent for."),
    "cost": _money("What this contact cost us.", "MONEY"),
    "points": _money("Bonus points, negative when spent.", "NUMBER"),
    "score": _mind("Of a survey: would they recommend us?", "0-10"),
    "resolved": _mind("Of a complaint: the day it was put right.", "DATE"),
    "rating": _mind("Of a review: stars.", "1-5"),
    "url": _mind("Of a review: where it is.", "URL"),
    "files": _more("An attachment in files/CLIENT/, or an address.", "PATH", "--file"),
}
_SEVERAL = frozenset({"items", "files"})  # once for each


def _with_keys(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of `_KEYS` before its own; they reach it as keywords."""
    *given, _ = inspect.signature(command).parameters.values()
    keys = [
        inspect.Parameter(
            key,
            inspect.Parameter.KEYWORD_ONLY,
            default=None if key in _SEVERAL else "",
            annotation=Annotated[list[str] | None if key in _SEVERAL else str, option],
        )
        for key, option in _KEYS.items()
    ]
    first = [one for one in given if one.kind is not inspect.Parameter.KEYWORD_ONLY]
    command.__signature__ = inspect.Signature([*first, *keys, *given[len(first) :]])  # type: ignore[attr-defined]
    return command


@_with_keys
def log(
    ctx: typer.Context,
    client: Annotated[str, typer.Argument(metavar="CLIENT", help="Whose journal.")],
    type_: Annotated[str, typer.Argument(metavar="TYPE", help="What happened: call, order, …")],
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TEXT]...", help="In short; - reads it from input."),
    ] = None,
    *,
    next_: Annotated[
        tuple[str, str] | None, _more("Add a task as well.", "DATE TEXT", "--next")
    ] = None,
    private: Annotated[bool, _more("Never publish it.", word="--private")] = False,
    more: Annotated[
        list[str] | None, _more("Any other key: delivery.due=+3d.", "KEY=VALUE", "--set")
    ] = None,
    **keys: Any,
) -> None:
    """Add an entry to a client's journal.

    TYPE is call, meeting, email, message, visit, note, order, payment, refund,
    expense, survey, complaint, review, referral, mailing, bonus or the base's own.
    One entry is inserted, every other byte of the file stays; the place is printed.
    Days: 2026-11-20, today, yesterday, monday, +3d, -2w; also in Russian, Bulgarian.

    Examples:
        crm log vitosha call "Wants a trial" --outcome asked --next +3d "call back"
        crm log vitosha order --item "beans-1kg x 10" --item "cups x 2 @ 14" --due +14d
        crm log vitosha payment --amount 250 --number 1042 --date yesterday
        crm log vitosha meeting "Agreed" --stage won --by ana
    """
    session: Session = ctx.obj
    typed = {"type": type_, "summary": _summary(words or []), "private": "yes" if private else ""}
    typed |= keys
    typed["by"] = typed["by"] or session.member
    typed["date"] = typed["date"] or session.today.isoformat()
    say(add_entry(session, find(session, client), typed, more or (), next_))


def _summary(words: list[str]) -> str:
    if words == ["-"]:
        return sys.stdin.read().strip()
    return " ".join(words).strip()


def add_entry(
    session: Session,
    path: Path,
    typed: Mapping[str, Any],
    more: Sequence[str] = (),
    follow_up: tuple[str, str] | None = None,
    command: str = "",
) -> str:
    """Write the entry, and the task with it; return where the entry stands.

    `command` is what `crm undo` tells, else `log` with client and type.
    """
    from crm.cli.entry import entry
    from crm.cli.tasks import new_task
    from crm.cli.writing import readable, write
    from crm.fields.table import SECTIONS
    from crm.text import change

    file, client = readable(session, path)
    made = entry(typed, more, session.settings, client, session.today)
    changes = [change.append(("interactions",), made, tuple(SECTIONS["client"].fields))]
    if follow_up is not None:
        task = new_task(session, client, *follow_up, owner=str(made.get("by", "")), label="--next")
        changes.insert(0, change.append(("tasks",), task, tuple(SECTIONS["client"].fields)))
    command = command or f"log {client_id(path)} {made['type']}"
    written = write(session, file, *changes, command=command)
    if "stage" in made:
        _tell_later_move(client, str(made.get("deal", "")), str(made["date"]))
    return f"{written.path}:{written.line}"


def _tell_later_move(client: "Client", deal: str, date: str) -> None:
    """Tell when a move that was written leaves its deal where it is: a later one decides."""
    from crm.checks.deals import last_moves
    from crm.cli.console import tell
    from crm.fields.dates import parse_moment, write_moment

    last, new = last_moves(client).get(deal), parse_moment(date)
    if last is None or last.date is None:
        return
    if (last.date.day, str(last.date.time or "")) > (new.day, str(new.time or "")):
        tell(f"note: {deal} stays at {last.stage}: the move of {write_moment(last.date)} is later")
        if last.date.day == new.day and new.time is None:
            tell("hint: write the time of this one too")
