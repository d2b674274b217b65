"""Owns `crm export-subject`: everything held on a person, to be handed to them."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crm.cli import clients
from crm.cli.console import say, tell
from crm.cli.envelope import SCHEMA, print_rows
from crm.cli.session import Session
from crm.errors import CannotWrite, UsageError

if TYPE_CHECKING:
    from crm.care.subject.holdings import Holdings

_FORMATS = ("html", "yaml", "json")
_ENDINGS = {".html": "html", ".htm": "html", ".yaml": "yaml", ".yml": "yaml", ".json": "json"}


def export_subject(
    ctx: typer.Context,
    client: Annotated[str, typer.Argument(metavar="CLIENT", help="On whom.")],
    out: Annotated[
        str, typer.Option(metavar="FILE", help="Where to; its ending says the format.")
    ] = "",
    form: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="html, yaml or json; else yaml.")
    ] = "",
) -> None:
    """Show a person everything held on them.

    The client's whole file with what is private, what is computed from it, mentions in
    other files, attachments: each piece with file and line. What may mean somebody else
    stands apart, to be looked at before you hand it over. Only you see it: a file is made
    outside the base, and for you alone to read.

    Examples:
        crm export-subject ivan-petrov --out ~/ivan-petrov.html
        crm export-subject ivan-petrov --format json
    """
    session: Session = ctx.obj
    kind = "json" if session.json else form or _ENDINGS.get(Path(out).suffix.lower(), "yaml")
    if kind not in _FORMATS:
        raise UsageError(f"--format: there is no {kind}", "html, yaml or json")
    target = _target(session, out) if out else None
    held = _held(session, client)
    if kind == "json" and target is None:
        from crm.care.subject.printing import rows

        print_rows(session, rows(held), _summary(held))
        return
    text = _text(session, held, kind)
    if target is None:
        say(text.rstrip("\n"))
        return
    _write(target, text)
    tell(f"{len(held.pieces)} pieces; attachments are listed, copy them yourself")
    say(str(out))


def _held(session: Session, text: str) -> Holdings:
    from crm.care.subject.holdings import holdings

    path = clients.find(session, text)
    with session.index() as index:
        return holdings(session.base, session.settings, index, path)


def _text(session: Session, held: Holdings, kind: str) -> str:
    from crm.care.subject import printing

    if kind == "html":
        return printing.as_html(held, session.settings, session.today)
    if kind == "yaml":
        return printing.as_yaml(held, session.today)
    envelope = {
        "schema": SCHEMA,
        "command": session.command,
        "today": session.today.isoformat(),
        "rows": printing.rows(held),
        "summary": _summary(held),
    }
    return json.dumps(envelope, ensure_ascii=False, indent=1) + "\n"


def _summary(held: Holdings) -> dict[str, object]:
    from crm.care.subject.printing import SECTIONS

    counts = {section: len(held.of(section)) for section in SECTIONS}
    return {"id": held.id, "name": held.name, "path": held.path, **counts}


def _target(session: Session, out: str) -> Path:
    path = Path(os.path.abspath(out))
    if Path(os.path.realpath(path)).is_relative_to(os.path.realpath(session.base.root)):
        hint = "choose a place outside: the base would keep, and share, a second copy"
        raise UsageError(f"--out: {out} lies in the base", hint)  # git would keep it for good
    if path.exists() and not path.is_file():  # a device would be deleted to make place
        raise UsageError(f"--out: {out} is not a file", "name a new file, or one to be replaced")
    return path


def _write(path: Path, text: str) -> None:
    """Write the file, readable for its owner only; raises CannotWrite."""
    try:
        path.unlink(missing_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise CannotWrite(str(path), error) from error
