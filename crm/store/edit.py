"""Owns faithful edits of client files: read under the lock, changed, compared, written."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from crm.base import Base
from crm.errors import AlreadyExists, CannotRead, FileChanged, UnsafeEdit
from crm.record import record
from crm.store import save, transaction
from crm.store.journal import FileChange
from crm.store.lock import locked
from crm.text import read
from crm.text.change import Change, apply
from crm.text.nodes import Mapping, Node
from crm.text.nodes import Sequence as Items
from crm.text.source import Document


@record
class Plan:
    """What is to be changed in one file; `digest` is of the bytes the plan was made for."""

    path: Path
    changes: tuple[Change, ...] = ()
    digest: str = ""


@record
class NewFile:
    """A file to be made."""

    path: Path
    text: str


@record
class Replacement:
    """A file that gets all of its bytes anew; `digest` is of the bytes they were made from."""

    path: Path
    data: bytes
    digest: str = ""


@record
class Removal:
    """A file to be deleted; `digest` is of the bytes it was decided on."""

    path: Path
    digest: str = ""


@record
class Written:
    """A file that was changed, made or deleted, and the line of the last change in it."""

    path: str
    line: int
    document: Document | None = None


Step = Plan | NewFile | Replacement | Removal


def carry_out(
    base: Base, steps: Sequence[Step], *, command: str, dry_run: bool = False
) -> tuple[Written, ...]:
    """Change, make and delete all the files or none, and return what was written.

    With `dry_run` everything is prepared and compared, nothing written. Raises UnsafeEdit,
    FileChanged, CannotWrite, AlreadyExists, LeadsOut; then nothing was written.
    """
    with locked(base):
        transaction.recover(base)
        changes: dict[Path, FileChange] = {}
        written = tuple(_prepare(base, step, changes) for step in steps)
        if not dry_run:
            for folder in {path.parent for path in changes}:
                save.sweep(folder)
            transaction.commit(base, command, list(changes.values()))
    return written


def change(base: Base, path: Path, *changes: Change, command: str, digest: str = "") -> Written:
    """Make changes in one file; see `carry_out` for the errors."""
    plan = Plan(path=path, changes=changes, digest=digest)
    return carry_out(base, [plan], command=command)[0]


def _prepare(base: Base, step: Step, changes: dict[Path, FileChange]) -> Written:
    """Add one step to the changes and return what it will have written.

    A later step on the same file, also through a link, goes on from what the earlier one makes.
    """
    path = save.target(base, step.path)
    label = save.label(base, step.path)
    if isinstance(step, Removal) and path != base.root / label:
        raise UnsafeEdit(label, "it is a link to another file")
    earlier = changes.get(path)
    before = earlier.before if earlier else save.content(base, path)
    now = earlier.after if earlier else before
    after, written = _made(step, label, now, before)
    changes[path] = FileChange(path=path, before=before, after=after)
    return written


def _made(
    step: Step, label: str, now: bytes | None, before: bytes | None
) -> tuple[bytes | None, Written]:
    """Return the bytes of a file after one step, and what is told of it."""
    if isinstance(step, NewFile):
        if now is not None or os.path.lexists(step.path):
            raise AlreadyExists(label)
        return step.text.encode("utf-8"), Written(path=label, line=1)
    if now is None:
        raise CannotRead(label, FileNotFoundError(2, "No such file"))
    if step.digest and save.digest(before or now) != step.digest:
        raise FileChanged(label)
    if isinstance(step, Replacement):
        return step.data, Written(path=label, line=1)
    if isinstance(step, Removal):
        return None, Written(path=label, line=1)
    document = apply(read(label, now), *step.changes)
    line = _line(document, step.changes[-1]) if step.changes else 1
    return document.source.data, Written(path=label, line=line, document=document)


def _line(document: Document, last: Change) -> int:
    """Return the line on which the last change stands in the new text."""
    place: Node | None = document.root
    for step in last.path:
        found = _step(place, step)
        if found is None:
            break
        place = found
    if last.kind in {"append", "extend"} and isinstance(place, Items) and place.items:
        place = place.items[-1]
    return document.source.line(place.start) if place is not None else 1


def _step(place: Node | None, step: str | int) -> Node | None:
    if isinstance(place, Mapping):
        return place.get(str(step))
    if isinstance(place, Items) and isinstance(step, int) and step < len(place.items):
        return place.items[step]
    return None
