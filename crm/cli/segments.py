"""Owns `crm segments`: the classes of clients, and how many are in each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from crm.cli.console import say
from crm.cli.envelope import print_rows
from crm.cli.session import Session
from crm.cli.width import table
from crm.fields.words import say as said
from crm.fields.words import words
from crm.settings.defaults import SEGMENTS

if TYPE_CHECKING:
    from crm.index.answers import Segment

_HEADS = (
    words("id | код | код"),
    words("label | название | име"),
    words("kind | вид | вид"),
    words("clients | клиенты | клиенти"),
)
_KINDS = {
    "lifecycle": words("lifecycle | жизненный цикл | жизнен цикъл"),
    "standing": words("standing | положение | положение"),
    "own": words("own | свой | собствен"),
}


def segments(ctx: typer.Context) -> None:
    """List the segments with the number of their clients.

    First the lifecycle, of which every client has one class; then the standing
    segments, of which it can have any number; then those crm.yaml declares.

    Examples:
        crm segments
        crm list --segment regular
    """
    session: Session = ctx.obj
    with session.index() as index:
        rows = index.segments()
    if session.json:
        names = ("id", "label", "kind", "count")
        print_rows(session, ({name: getattr(row, name) for name in names} for row in rows))
        return
    language = session.settings.language
    body = [
        (row.id, _label(row, language), said(_KINDS[row.kind], language), str(row.count))
        for row in rows
    ]
    heads = [said(head, language) for head in _HEADS]
    for line in table([heads, *body], frozenset({3})):
        say(line)


def _label(row: Segment, language: str) -> str:
    """Return what crm.yaml calls a segment, else its name in the language of the base."""
    own = row.label != row.id
    return row.label if own else said(SEGMENTS.get(row.id, {}), language) or row.id
