"""Owns `crm edit`: a client in the user's editor, on a draft that is never lost."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from crm.base import client_id
from crm.cli import clients, problem_text
from crm.cli.console import coloured, say, tell
from crm.cli.prompt import confirm
from crm.cli.session import Session
from crm.errors import CrmError, FileChanged
from crm.problems import Level, Problem

_MARK = ".draft.yaml"


class DraftKept(CrmError):
    """The client's file is not the one the draft was made from."""

    hint = "take over what you need from the draft, then delete it"

    def __init__(self, place: str, draft: str) -> None:
        super().__init__(
            f"{place}: another program changed this file; both are kept, your text is in {draft}"
        )


def edit(
    ctx: typer.Context,
    client: Annotated[str, typer.Argument(metavar="CLIENT", help="Whose file.")],
) -> None:
    """Open a client in your editor and check it afterwards.

    The editor is what VISUAL or EDITOR names. You work on a draft beside the file;
    when you leave, it is checked, and where something is wrong you can go back.
    If the file was changed meanwhile, both texts are kept.

    Example:
        EDITOR="code --wait" crm edit vitosha
    """
    session: Session = ctx.obj
    path = clients.find(session, client)
    command = _editor(session.base.relative(path))
    draft = _draft(session, path)
    while True:
        _run(command, draft, session.base.relative(draft))
        problems = _problems(session, path, draft)
        for problem in problems:
            tell(problem_text.text(problem, colours=coloured()) + "\n")
        bad = any(problem.level is Level.ERROR for problem in problems)
        if not (bad and session.interactive and confirm("Back to the editor?", default=True)):
            break
    _save(session, path, draft)


def _editor(place: str) -> list[str]:
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    words = shlex.split(named, posix=os.name != "nt")
    if not words:
        hint = f"set EDITOR to its command, or open {place} in any editor"
        raise CrmError("no editor is known: neither VISUAL nor EDITOR is set", hint)
    if shutil.which(words[0].strip('"')) is None:
        raise CrmError(f"the editor {words[0]!r} is not installed", "VISUAL or EDITOR names it")
    return [word.strip('"') for word in words] if os.name == "nt" else words


def _draft(session: Session, path: Path) -> Path:
    """Return the draft to work on: the one left from last time, else a new copy of the file.

    Its name holds the digest of the file it was made from.
    """
    from crm.store.save import digest

    place = session.base.relative(path)
    now = digest(path.read_bytes())[:16]
    for left in _drafts(path):
        if not left.name.endswith(f".{now}{_MARK}"):
            raise DraftKept(place, session.base.relative(left))
        tell(f"going on with the draft left from last time: {session.base.relative(left)}")
        return left
    draft = path.with_name(f".{client_id(path)}.{now}{_MARK}")
    shutil.copy(path, draft)
    return draft


def _drafts(path: Path) -> Iterator[Path]:
    head = f".{client_id(path)}."
    for near in sorted(path.parent.iterdir()):
        if near.name.startswith(head) and near.name.endswith(_MARK):
            yield near


def _run(command: list[str], draft: Path, place: str) -> None:
    ran = subprocess.run([*command, str(draft)], check=False)  # noqa: S603 - the user's own editor
    if ran.returncode:
        hint = f"your text is kept in {place}; `crm edit` goes on with it"
        raise CrmError(f"the editor ended with code {ran.returncode}", hint)


def _problems(session: Session, path: Path, draft: Path) -> list[Problem]:
    """Return the problems of the draft, told as those of the client's file."""
    from crm.checks import read_client
    from crm.text import read

    document = read(session.base.relative(path), draft.read_bytes())
    checked = read_client(document, session.settings, client_id(path))
    return sorted((*document.problems, *checked.problems))


def _save(session: Session, path: Path, draft: Path) -> None:
    from crm.store.edit import Replacement, carry_out
    from crm.store.save import digest

    place, data = session.base.relative(path), draft.read_bytes()
    before = path.read_bytes()
    if data == before:
        draft.unlink()
        tell("nothing changed")
        return
    if not draft.name.endswith(f".{digest(before)[:16]}{_MARK}"):
        raise DraftKept(place, session.base.relative(draft))
    step = Replacement(path=path, data=data, digest=digest(before))
    try:
        carry_out(session.base, [step], command=f"edit {client_id(path)}")
    except FileChanged:
        raise DraftKept(place, session.base.relative(draft)) from None
    draft.unlink()
    say(place)
