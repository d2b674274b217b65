"""Owns `crm tag`: words that group clients."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Protocol

import typer

from crm.cli.clients import find
from crm.cli.console import say, tell
from crm.cli.group import Branch
from crm.cli.session import Session

if TYPE_CHECKING:
    from crm.store.load import ClientFile
    from crm.text.change import Change


class Changes(Protocol):
    """Says what to change, given the tags there are."""

    def __call__(self, old: list[str], *, single: bool) -> list[Change]:
        """Return the changes; `single` tells that one tag stands there without a list."""


tag = Branch(
    """Add tags to clients, or remove them.

    Examples:
        crm tag add vitosha horeca
        crm tag remove vitosha prospect
    """
)

_CLIENT = typer.Argument(metavar="CLIENT", help="Whose tags.")
_TAGS = typer.Argument(metavar="TAG...", help="One tag or several.")


@tag.command("add")
def add(
    ctx: typer.Context, client: Annotated[str, _CLIENT], tags: Annotated[list[str], _TAGS]
) -> None:
    """Add tags to a client.

    Example:
        crm tag add vitosha horeca sofia
    """
    from crm.cli.values import one
    from crm.fields.table import SECTIONS
    from crm.text import change

    session: Session = ctx.obj
    section = SECTIONS["client"].fields
    new = [one(section["tags"], text, session.settings.context, session.today) for text in tags]

    def changes(old: list[str], *, single: bool) -> list[Change]:
        wanted = [text for text in dict.fromkeys(new) if text not in old]
        if single and wanted:
            return [change.put(("tags",), [*old, *wanted])]
        return [change.append(("tags",), text, tuple(section)) for text in wanted]

    _change(session, client, changes, "add", tags)


@tag.command("remove")
def remove(
    ctx: typer.Context, client: Annotated[str, _CLIENT], tags: Annotated[list[str], _TAGS]
) -> None:
    """Remove tags from a client.

    Example:
        crm tag remove vitosha prospect
    """
    from crm.text import change

    def changes(old: list[str], *, single: bool) -> list[Change]:
        gone = [at for at, text in enumerate(old) if text in tags]
        if gone and (single or len(gone) == len(old)):
            return [change.remove(("tags",))]
        return [change.remove(("tags", at)) for at in reversed(gone)]

    _change(ctx.obj, client, changes, "remove", tags)


def _change(session: Session, client: str, changes: Changes, verb: str, tags: list[str]) -> None:
    from crm.cli.writing import readable, write

    file, _ = readable(session, find(session, client))
    old, single = _tags(file)
    steps = changes(old, single=single)
    if not steps:
        tell(f"nothing to do: {file.id} has {', '.join(old) or 'no tags'}")
        return
    written = write(session, file, *steps, command=f"tag {verb} {file.id} {' '.join(tags)}")
    say(f"{written.path}:{written.line}")


def _tags(file: ClientFile) -> tuple[list[str], bool]:
    """Return the tags as they stand in the file, and whether one stands there without a list."""
    from crm.text import plain

    root = file.document.root if file.document else None
    node = root.get("tags") if root else None
    if node is None or node.empty:
        return [], False
    there = plain(node)
    return [str(tag) for tag in there] if isinstance(there, list) else [str(there)], (
        not isinstance(there, list)
    )
