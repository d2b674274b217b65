"""Owns the undo journal: what each command changed, kept so that it can be taken back.

An entry is a folder `.crm/undo/NNNNNN` with `manifest.json` and, in `old`, the old bytes of all its
files one after the other: a file each would make a change of 10,000 clients much longer. While the
command is at work its name ends in `.open`; an entry still open when the next command begins was
cut off, and is finished or rolled back, so that commands over several files are all or nothing.
"""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from crm.base import Base
from crm.errors import CannotRead, CannotWrite, LeadsOut
from crm.record import record
from crm.store import save

_KEEP = 50  # commands that can be taken back
_OPEN = ".open"
_MANIFEST = "manifest.json"
_OLD = "old"


@record
class FileChange:
    """A file's bytes before and after; None where it was not or is no more."""

    path: Path
    before: bytes | None
    after: bytes | None


@record
class Kept:
    """A file in an entry: its path from the root, its old bytes, the hashes before and after."""

    path: str
    before: bytes | None
    before_digest: str
    after_digest: str


@record
class Entry:
    """One command in the journal; `undoes` is the number of the one that it takes back."""

    folder: Path
    command: str
    files: tuple[Kept, ...]
    undoes: str = ""


def folder_of(base: Base) -> Path:
    """Return the folder that holds the journal."""
    return base.work / "undo"


def begin(base: Base, command: str, changes: Sequence[FileChange], undoes: str = "") -> Entry:
    """Write an open entry for changes about to be made.

    With several files the entry is made safe on the disk first: it is what they are rolled back
    from. Raises CannotWrite.
    """
    home = folder_of(base)
    files = tuple(
        Kept(
            path=base.relative(change.path),
            before=change.before,
            before_digest=_digest(change.before),
            after_digest=_digest(change.after),
        )
        for change in changes
    )
    try:
        base.work.mkdir(exist_ok=True)
        home.mkdir(mode=0o700, exist_ok=True)
        folder = home / f"{_next_number(home):06d}{_OPEN}"
        entry = Entry(folder=folder, command=command, files=files, undoes=undoes)
        folder.mkdir()
        _fill(entry, durable=len(changes) > 1)
    except OSError as error:
        raise CannotWrite(base.relative(home), error) from error
    return entry


def _next_number(home: Path) -> int:
    numbers = [int(path.name[:6]) for path in home.iterdir() if path.name[:6].isdigit()]
    return max(numbers, default=0) + 1


def _fill(entry: Entry, *, durable: bool) -> None:
    rows: list[dict[str, object]] = []
    size = 0
    for kept in entry.files:
        length = len(kept.before or b"")
        rows.append(
            {
                "path": kept.path,
                "before": kept.before_digest,
                "after": kept.after_digest,
                "at": [size, length],
            }
        )
        size += length
    manifest = {"command": entry.command, "undoes": entry.undoes, "files": rows}
    text = json.dumps(manifest, ensure_ascii=False, indent=1)
    (entry.folder / _OLD).write_bytes(b"".join(kept.before or b"" for kept in entry.files))
    (entry.folder / _MANIFEST).write_bytes(text.encode("utf-8", "replace"))
    if durable:
        for name in (_OLD, _MANIFEST, ".", ".."):
            save.sync(entry.folder / name)


def _digest(data: bytes | None) -> str:
    return "" if data is None else save.digest(data)


def close(entry: Entry) -> None:
    """Mark an entry as done, and forget the oldest ones.

    One that takes another back goes together with it. What the system refuses here stays open,
    and the next command that writes closes it: the change itself is made.
    """
    with contextlib.suppress(OSError):
        if entry.undoes:
            _delete(entry.folder.with_name(entry.undoes))
            _delete(entry.folder)
            return
        entry.folder.rename(entry.folder.with_name(entry.folder.name.removesuffix(_OPEN)))
        for old in _closed(entry.folder.parent)[:-_KEEP]:
            _delete(old)


def drop(folder: Path) -> None:
    """Forget an entry; what cannot be deleted now is when the next command writes."""
    with contextlib.suppress(OSError):
        _delete(folder)


def _delete(folder: Path) -> None:
    with contextlib.suppress(FileNotFoundError):
        shutil.rmtree(folder)


def load(base: Base, folder: Path) -> Entry | None:
    """Return an entry; None when it was never finished or is no work of ours; raises CannotRead."""
    with _readable(base):
        try:
            return _load(base, folder)
        except (FileNotFoundError, LeadsOut, ValueError, KeyError, TypeError):
            return None


def _load(base: Base, folder: Path) -> Entry:
    manifest = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
    old = (folder / _OLD).read_bytes()
    files = []
    for row in manifest["files"]:
        save.target(base, base.root / row["path"])
        start, length = row["at"]
        before = old[start : start + length] if row["before"] else None
        if _digest(before) != row["before"]:
            raise ValueError(row["path"])
        kept = Kept(
            path=row["path"],
            before=before,
            before_digest=row["before"],
            after_digest=row["after"],
        )
        files.append(kept)
    return Entry(
        folder=folder,
        command=manifest["command"],
        files=tuple(files),
        undoes=manifest["undoes"],
    )


def cut_off(base: Base) -> list[Path]:
    """Return the folders of entries that were never closed, the newest first."""
    with _readable(base):
        home = folder_of(base)
        folders = sorted(home.iterdir(), reverse=True) if home.is_dir() else []
    return [folder for folder in folders if folder.name.endswith(_OPEN)]


def newest(base: Base) -> Entry | None:
    """Return the entry of the last command that changed files, or None."""
    with _readable(base):
        home = folder_of(base)
        closed = _closed(home) if home.is_dir() else []
    for folder in reversed(closed):
        entry = load(base, folder)
        if entry is not None:
            return entry
    return None


def commands(base: Base) -> tuple[str, ...]:
    """Return the commands that can be taken back, the oldest first; unreadable ones are not."""
    found = []
    with _readable(base):
        home = folder_of(base)
        for folder in _closed(home) if home.is_dir() else ():
            try:
                manifest = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
                found.append(str(manifest["command"]))
            except (FileNotFoundError, ValueError, KeyError, TypeError):
                continue
    return tuple(found)


def _closed(home: Path) -> list[Path]:
    return sorted(path for path in home.iterdir() if path.name.isdigit())


@contextlib.contextmanager
def _readable(base: Base) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise CannotRead(base.relative(folder_of(base)), error) from error
