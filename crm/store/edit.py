"""Owns faithful edits of client files: read under the lock, changed, compared, written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from crm.base import Base
from crm.errors import AlreadyExists, CannotRead, FileChanged
from crm.store import save, transaction
from crm.store.journal import FileChange
from crm.store.lock import locked
from crm.text import read
from crm.text.change import Change, apply
from crm.text.nodes import Mapping, Node
from crm.text.nodes import Sequence as Items
from crm.text.source import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be changed in one file; `digest` is of the bytes the plan was made for."""

    path: Path
    changes: tuple[Change, ...] = ()
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFile:
    """A file to be made."""

    path: Path
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Replacement:
    """A file that gets all of its bytes anew; `digest` is of the bytes they were made from."""

    path: Path
    data: bytes
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A file that was changed or made, and the line of the last change in it."""

    path: str
    line: int
    document: Document | None = None


Step = Plan | NewFile | Replacement


def carry_out(
    base: Base, steps: Sequence[Step], *, command: str, dry_run: bool = False
) -> tuple[Written, ...]:
    """Change and make all the files or none, and return what was written.

    With `dry_run` everything is prepared and compared, nothing written. Raises UnsafeEdit,
    FileChanged, CannotWrite, AlreadyExists, LeadsOut; then nothing was written.
    """
    with locked(base):
        transaction.recover(base)
        prepared = [_prepare(base, step) for step in steps]
        if not dry_run:
            changes = [change for change, _ in prepared]
            for folder in {change.path.parent for change in changes}:
                save.sweep(folder)
            transaction.commit(base, command, changes)
    return tuple(written for _, written in prepared)


def change(base: Base, path: Path, *changes: Change, command: str, digest: str = "") -> Written:
    """Make changes in one file; see `carry_out` for the errors."""
    plan = Plan(path=path, changes=changes, digest=digest)
    return carry_out(base, [plan], command=command)[0]


def _prepare(base: Base, step: Step) -> tuple[FileChange, Written]:
    if isinstance(step, NewFile):
        return _prepare_new(base, step)
    path = save.target(base, step.path)
    label = base.relative(step.path)
    before = save.content(base, path)
    if before is None:
        raise CannotRead(label, FileNotFoundError(2, "No such file"))
    if step.digest and save.digest(before) != step.digest:
        raise FileChanged(label)
    if isinstance(step, Replacement):
        change = FileChange(path=path, before=before, after=step.data)
        return change, Written(path=label, line=1)
    document = apply(read(label, before), *step.changes)
    line = _line(document, step.changes[-1]) if step.changes else 1
    return (
        FileChange(path=path, before=before, after=document.source.data),
        Written(path=label, line=line, document=document),
    )


def _prepare_new(base: Base, step: NewFile) -> tuple[FileChange, Written]:
    path = save.target(base, step.path)
    label = base.relative(step.path)
    if path.exists() or step.path.is_symlink():
        raise AlreadyExists(label)
    data = step.text.encode("utf-8")
    return FileChange(path=path, before=None, after=data), Written(path=label, line=1)


def _line(document: Document, last: Change) -> int:
    """Return the line on which the last change stands in the new text."""
    place: Node | None = document.root
    for step in last.path:
        found = _step(place, step)
        if found is None:
            break
        place = found
    if last.kind == "append" and isinstance(place, Items) and place.items:
        place = place.items[-1]
    return document.source.line(place.start) if place is not None else 1


def _step(place: Node | None, step: str | int) -> Node | None:
    if isinstance(place, Mapping):
        return place.get(str(step))
    if isinstance(place, Items) and isinstance(step, int) and step < len(place.items):
        return place.items[step]
    return None
