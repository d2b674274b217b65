"""Owns the merge after the fact: conflicts left in files, in git's index, and beside files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

from crm.base import Base, client_files
from crm.history.copies import Copy, copies
from crm.history.merge import Conflict, Merged
from crm.history.merge.markers import Sides, sides
from crm.history.merge.three_way import united
from crm.history.unmerged import Unmerged, mark_resolved, unmerged
from crm.record import record
from crm.store.edit import NewFile, Removal, Replacement, Step, carry_out
from crm.store.save import digest

_RESOLVED = "resolved"
_COMMAND = "resolve"


@record
class Case:
    """A file in conflict: with markers in it, left over in git's index, or with a copy beside."""

    path: Path
    data: bytes
    staged: Unmerged | None = None
    copy: Copy | None = None


@record
class Outcome:
    """What becomes of a case: what is left to decide, or in `note` why nothing is done."""

    path: str
    copy: str = ""
    conflicts: tuple[Conflict, ...] = ()
    note: str = ""

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to decide."""
        return not self.conflicts and not self.note


@record
class Resolution:
    """What becomes of all cases, the steps that write it, and the files to tell git of."""

    outcomes: tuple[Outcome, ...]
    steps: tuple[Step, ...]
    merged: tuple[Path, ...]


def prepare(base: Base, only: Sequence[Path] = ()) -> Resolution:
    """Return what unites everything in conflict in a base, or what concerns some files."""
    outcomes: list[Outcome] = []
    steps: list[Step] = []
    merged: list[Path] = []
    texts: dict[Path, bytes] = {}
    for case in _cases(base, only, texts):
        outcome, data, more = _of_copy(base, case, case.copy) if case.copy else _of_file(base, case)
        if outcome is None:
            continue
        outcomes.append(outcome)
        texts[case.path] = data
        steps += more
        if case.staged and outcome.is_done:
            merged.append(case.path)
    steps[:0] = [
        Replacement(path=path, data=data, digest=digest(before))
        for path, data in texts.items()
        if path.is_file() and data != (before := path.read_bytes())
    ]
    return Resolution(outcomes=tuple(outcomes), steps=tuple(steps), merged=tuple(merged))


def waiting(base: Base) -> list[Path]:
    """Return the files that something is left to unite in: conflicts, and copies beside them."""
    return [case.copy.path if case.copy else case.path for case in _cases(base, (), {})]


def carry_through(base: Base, resolution: Resolution, *, dry_run: bool = False) -> None:
    """Write all files or none and tell git of those that are merged.

    Raises what `carry_out` raises; then nothing was written.
    """
    if resolution.steps:
        carry_out(base, resolution.steps, command=_COMMAND, dry_run=dry_run)
    for path in () if dry_run else resolution.merged:
        mark_resolved(base, path)


def _cases(base: Base, only: Sequence[Path], texts: dict[Path, bytes]) -> Iterator[Case]:
    """Yield what is in conflict; `texts` are what is planned for files so far."""
    files = list(_files(base))
    staged = unmerged(base)
    for path in dict.fromkeys((*files, *staged)):
        if only and path not in only:
            continue
        data = path.read_bytes() if path.is_file() else b""
        if path in staged or b"<<<<<<<" in data:
            yield Case(path=path, data=data, staged=staged.get(path))
    for copy in copies(files):
        if not only or copy.path in only or copy.original in only:
            data = texts.get(copy.original) or copy.original.read_bytes()
            yield Case(path=copy.original, data=data, copy=copy)


def _files(base: Base) -> Iterator[Path]:
    yield from client_files(base)
    for folder in (base.regions, base.root):
        yield from sorted(path for path in folder.glob("*.yaml") if path.is_file())


# Each of these gives the outcome, the file's new text, and further steps.
_Found: TypeAlias = "tuple[Outcome | None, bytes, list[Step]]"


def _of_file(base: Base, case: Case) -> _Found:
    place = base.relative(case.path)
    merged = _merged(case)
    if merged is None:
        return None, case.data, []
    if isinstance(merged, str):
        return Outcome(path=place, note=merged), case.data, []
    return Outcome(path=place, conflicts=merged.conflicts), merged.data, []


def _merged(case: Case) -> Merged | str | None:
    """Return the merge of a file's versions, why there is none, or None where none is needed."""
    try:
        marked = sides(case.data.decode())
    except UnicodeDecodeError:
        return (
            "not a text that can be united: `git checkout --ours` or `--theirs` with its path takes"
            " one of the two, then `git add` it"
        )
    if marked is not None:
        return _of_markers(marked, case)
    return _of_stages(case.staged, case) if case.staged else None


def _of_markers(marked: Sides, case: Case) -> Merged | str:
    staged = case.staged
    base = marked.base.encode() if marked.base is not None else None
    if staged and staged.ours is not None and staged.theirs is not None:
        base = staged.base if staged.base is not None else base
    elif base is None and marked.gone:
        return "one side deleted what the other changed: choose in an editor"
    return _united(base, marked.ours.encode(), marked.theirs.encode(), case.path.name)


def _of_stages(staged: Unmerged, case: Case) -> Merged | str:
    if staged.ours is None or staged.theirs is None:
        return "deleted on one side, changed on the other: `git add` keeps it, `git rm` deletes it"
    if case.data not in {staged.ours, staged.theirs}:
        return "no conflict marker is left in it: `git add` it when it is as you want it"
    return _united(staged.base, staged.ours, staged.theirs, case.path.name)


def _united(base: bytes | None, ours: bytes, theirs: bytes, name: str) -> Merged | str:
    return united(base, ours, theirs, name) or "the versions cannot be read: mend it in an editor"


def _of_copy(base: Base, case: Case, copy: Copy) -> _Found:
    """Unite a copy with its original and lay it aside; `undo` brings it back."""
    place, beside = base.relative(case.path), base.relative(copy.path)
    data = copy.path.read_bytes()
    merged = _united(None, case.data, data, case.path.name)
    if isinstance(merged, str):
        return Outcome(path=place, copy=beside, note=merged), case.data, []
    steps: list[Step] = [
        NewFile(path=_laid_aside(base, beside), text=data.decode()),
        Removal(path=copy.path, digest=digest(data)),
    ]
    return Outcome(path=place, copy=beside, conflicts=merged.conflicts), merged.data, steps


def _laid_aside(base: Base, place: str) -> Path:
    """Return a free place for a copy: below `.crm/resolved`, as it stood in the base."""
    path = base.work / _RESOLVED / place
    number = 1
    while path.exists():
        number += 1
        path = path.with_name(f"{Path(place).stem}.{number}.yaml")
    return path
