"""Owns `crm log`: one entry more in a client's journal."""

# Annotations are not postponed here: to evaluate forty of them later would cost 4 ms a start.
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from crm.base import client_id
from crm.cli.clients import find
from crm.cli.console import say
from crm.cli.session import Session

_WHO, _DEAL, _MONEY = "Who and how", "Deals and outcomes", "Orders and money"
_VOICE, _MORE = "What clients think", "More"


def _text(panel: str, about: str, metavar: str = "TEXT", word: str = "") -> Any:
    names = [word] if word else []
    return typer.Option(*names, help=about, metavar=metavar, rich_help_panel=panel)


def log(
    ctx: typer.Context,
    client: Annotated[str, typer.Argument(metavar="CLIENT", help="Whose journal.")],
    type_: Annotated[str, typer.Argument(metavar="TYPE", help="What happened: call, order, …")],
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TEXT]...", help="In short; - reads it from input."),
    ] = None,
    date: Annotated[
        str, _text(_WHO, "When, if not today: yesterday, -3d, 2026-11-20 14:30.", "DATE")
    ] = "",
    by: Annotated[str, _text(_WHO, "Who of the team; else CRM_MEMBER.", "MEMBER")] = "",
    direction: Annotated[str, _text(_WHO, "They to us, or we to them.", "in|out")] = "",
    contact: Annotated[str, _text(_WHO, "With whom; a part of the name will do.", "NAME")] = "",
    duration: Annotated[str, _text(_WHO, "How long: 15m, 1h30.")] = "",
    purpose: Annotated[str, _text(_WHO, "What for.")] = "",
    campaign: Annotated[str, _text(_WHO, "The campaign it belongs to.", "ID")] = "",
    outcome: Annotated[
        str, _text(_DEAL, "agreed, refused, asked, no-answer, later or your own.", "WORD")
    ] = "",
    deal: Annotated[str, _text(_DEAL, "The deal it belongs to.", "ID")] = "",
    stage: Annotated[str, _text(_DEAL, "Move the deal to this stage.", "STAGE")] = "",
    reason: Annotated[str, _text(_DEAL, "Why it was refused or lost.")] = "",
    objection: Annotated[str, _text(_DEAL, "What speaks against buying.")] = "",
    question: Annotated[str, _text(_DEAL, "What the client wanted to know.")] = "",
    competitor: Annotated[
        str, _text(_DEAL, "Whom the client chose or compares with.", "NAME")
    ] = "",
    item: Annotated[
        list[str] | None,
        _text(_MONEY, 'A line of an order: "beans-1kg x 10 @ 25 -5%"; once for each.', "LINE"),
    ] = None,
    amount: Annotated[
        str, _text(_MONEY, "Of an order the sum of its lines if not said.", "MONEY")
    ] = "",
    number: Annotated[
        str, _text(_MONEY, "Number of the order; a payment with it settles that one.")
    ] = "",
    due: Annotated[str, _text(_MONEY, "On credit until this day.", "DATE")] = "",
    promo: Annotated[str, _text(_MONEY, "The offer it was bought under.")] = "",
    what: Annotated[str, _text(_MONEY, "What was paid or spent for.")] = "",
    cost: Annotated[str, _text(_MONEY, "What this contact cost us.", "MONEY")] = "",
    points: Annotated[str, _text(_MONEY, "Bonus points, negative when spent.", "NUMBER")] = "",
    score: Annotated[str, _text(_VOICE, "Of a survey: would they recommend us?", "0-10")] = "",
    resolved: Annotated[
        str, _text(_VOICE, "Of a complaint: the day it was put right.", "DATE")
    ] = "",
    rating: Annotated[str, _text(_VOICE, "Of a review: stars.", "1-5")] = "",
    url: Annotated[str, _text(_VOICE, "Of a review: where it is.", "URL")] = "",
    next_: Annotated[
        tuple[str, str] | None,
        typer.Option(
            "--next", metavar="DATE TEXT", help="Add a task as well.", rich_help_panel=_MORE
        ),
    ] = None,
    file: Annotated[
        list[str] | None, _text(_MORE, "An attachment in files/CLIENT/, or an address.", "PATH")
    ] = None,
    private: Annotated[
        bool, typer.Option("--private", help="Never publish it.", rich_help_panel=_MORE)
    ] = False,
    more: Annotated[
        list[str] | None, _text(_MORE, "Any other key: delivery.due=+3d.", "KEY=VALUE", "--set")
    ] = None,
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
    typed = dict(locals())
    session: Session = ctx.obj
    typed |= {"type": type_, "summary": _summary(words or []), "by": by or session.member}
    typed |= {"items": item, "files": file, "private": "yes" if private else ""}
    typed["date"] = date or session.today.isoformat()
    for name in ("ctx", "client", "type_", "words", "item", "file", "next_", "more"):
        del typed[name]
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
) -> str:
    """Write the entry, and the task with it; return where the entry stands."""
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
    written = write(session, file, *changes, command=f"log {client_id(path)} {made['type']}")
    return f"{written.path}:{written.line}"
