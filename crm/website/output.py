"""Owns the folder of the built site: pages are staged, moved in one short phase, and pruned."""

from __future__ import annotations

import os
import re
import shutil
import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from crm.errors import CannotWrite, NotOurSite
from crm.website.waiting import locked

MANIFEST = ".crm-pages"
_HEAD = "# The pages that `crm build` wrote here, and may replace or remove.\n"
# A line that is absolute, has empty or dotted steps, or characters no page name has.
_ODD = re.compile(r"(?:^|/)(?:/|\.{1,2}(?:/|$)|$)|[\\:\0]", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What a build did to the folder of the site."""

    pages_written: int
    pages_unchanged: int
    removed: int


class Sheet(NamedTuple):
    """A page that was taken: its size, its time in nanoseconds, and whether it is a new one."""

    name: str
    size: int
    time: int
    changed: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where pages go: the folder of the site, and the one beside it where they wait."""

    out: str
    folder: str

    def put(self, name: str, data: bytes) -> Sheet:
        """Write a page to the folder where it waits, unless the site holds the very same."""
        stamp = _same(f"{self.out}/{name}", data)
        if stamp is not None:
            return Sheet(name, len(data), stamp, changed=False)
        waiting = f"{self.folder}/{name}"
        try:
            file = open(waiting, "wb")  # noqa: PTH123, SIM115 - a Path costs more than the writing
        except FileNotFoundError:
            Path(waiting).parent.mkdir(parents=True, exist_ok=True)
            file = open(waiting, "wb")  # noqa: PTH123, SIM115 - the same
        with file:
            file.write(data)
            file.flush()
            return Sheet(name, len(data), os.fstat(file.fileno()).st_mtime_ns, changed=True)


class Stage:
    """Pages that wait, beside the site, for the moment they are moved into it."""

    def __init__(self, out: Path, folder: Path) -> None:
        self._written = 0
        self.place = Place(str(out), str(folder))
        self._out = out
        self._folder = folder
        self._old = _manifest(out)
        self._names: set[str] = set()
        self._changed: list[str] = []

    def put(self, name: str, data: bytes) -> Sheet:
        """Take a page; it is staged only where it differs from what the site holds."""
        return self.take(self.place.put(name, data))

    def take(self, sheet: Sheet) -> Sheet:
        """Count in a page that `Place.put` has written, here or in another process."""
        self._names.add(sheet.name)
        if sheet.changed:
            self._changed.append(sheet.name)
        return sheet

    def keep(self, name: str) -> None:
        """Count in a page that the site holds as it has to be."""
        self._names.add(name)

    def found(self) -> dict[str, tuple[int, int]]:
        """Return size and time of every file of the site."""
        return dict(_files(self._out, ""))

    def move(self) -> None:
        """Move the changed pages that were taken so far into the site."""
        self._refuse_foreign()
        with _uninterrupted():
            if not self._names <= self._old:
                self._old |= self._names
                self._write_manifest(self._old)
            self._move()
        self._written += len(self._changed)
        self._changed.clear()

    def publish(self) -> Built:
        """Move the changed pages into the site and remove the pages that are no more."""
        gone = sorted(self._old - self._names)
        with _uninterrupted():
            self.move()
            removed = sum(self._remove(name) for name in gone)
            if gone:
                self._write_manifest(self._names)
        return Built(
            pages_written=self._written,
            pages_unchanged=len(self._names) - self._written,
            removed=removed,
        )

    def _move(self) -> None:
        """Move the changed pages: a folder that the site does not have yet as a whole."""
        folders: dict[str, bool] = {}
        for name in self._changed:
            folder = name.rpartition("/")[0]
            if folder not in folders:
                folders[folder] = bool(folder) and self._move_folder(folder)
            if not folders[folder]:
                os.replace(f"{self._folder}/{name}", f"{self._out}/{name}")  # noqa: PTH105 - of many

    def _move_folder(self, folder: str) -> bool:
        """Move a folder of pages at once where there is none; tell whether that was done."""
        target = self._out / folder
        if os.path.lexists(target):
            return False
        target.parent.mkdir(parents=True, exist_ok=True)
        (self._folder / folder).rename(target)
        return True

    def _refuse_foreign(self) -> None:
        """Raise where a page would take the place of what the builder did not write."""
        folders = {name.rpartition("/")[0] for name in self._changed}
        for folder in sorted(filter(None, folders)):
            if (self._out / folder).is_symlink():
                raise NotOurSite(str(self._out / folder))
        for name in self._changed:
            if name not in self._old and os.path.lexists(f"{self._out}/{name}"):
                raise NotOurSite(str(self._out / name))

    def _remove(self, name: str) -> bool:
        target = self._out / name
        if target.parent.is_symlink() and target.parent != self._out:
            return False
        with suppress(FileNotFoundError, IsADirectoryError, PermissionError):
            target.unlink()
            return True
        return False

    def _write_manifest(self, names: Iterable[str]) -> None:
        self._out.mkdir(parents=True, exist_ok=True)
        place = self._folder / MANIFEST
        lines = "".join(f"{name}\n" for name in sorted(names))
        place.write_bytes((_HEAD + lines).encode())
        place.replace(self._out / MANIFEST)


@contextmanager
def staging(out: Path) -> Iterator[Stage]:
    """Yield a stage for the folder `out`, which is empty, missing or a site built before.

    Raises NotOurSite, CannotWrite. Whatever happens before `publish`, the site stays as it was.
    A second build of the same folder waits until the first has ended.
    """
    out = out.resolve()
    _refuse_unknown(out)
    folder = out.parent / f".{out.name}.new"
    try:
        lock = locked(folder)
        try:
            yield Stage(out, folder)
        finally:
            if sys.platform == "win32":
                lock.close()
            shutil.rmtree(folder, ignore_errors=True)
            lock.close()
    except OSError as cause:
        raise CannotWrite(str(cause.filename or out), cause) from cause


def _refuse_unknown(out: Path) -> None:
    if out.is_dir():
        if any(out.iterdir()) and not (out / MANIFEST).is_file():
            raise NotOurSite(str(out))
    elif os.path.lexists(out):
        raise NotOurSite(str(out))


def _manifest(out: Path) -> set[str]:
    """Return the names in the manifest; a line that no builder writes counts for nothing."""
    try:
        text = (out / MANIFEST).read_text("utf-8", "replace")
    except FileNotFoundError:
        return set()
    lines = text.removeprefix(_HEAD).removesuffix("\n").split("\n")
    if _ODD.search("\n".join(lines)):
        return {line for line in lines if not line.startswith("#") and not _ODD.search(line)}
    return {line for line in lines if not line.startswith("#")}


def _same(place: str, data: bytes) -> int | None:
    """Return the time of the file that holds just these bytes, None when there is no such."""
    try:
        with open(place, "rb") as file:  # noqa: PTH123 - a Path costs more than the reading
            status = os.fstat(file.fileno())
            if status.st_size == len(data) and file.read() == data:
                return status.st_mtime_ns
    except OSError:
        return None
    return None


def _files(folder: Path | str, before: str) -> Iterator[tuple[str, tuple[int, int]]]:
    try:
        entries = os.scandir(folder)
    except OSError:
        return
    with entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _files(entry.path, f"{before}{entry.name}/")
            elif entry.is_file(follow_symlinks=False):
                status = entry.stat(follow_symlinks=False)
                yield before + entry.name, (status.st_size, status.st_mtime_ns)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Hold back the signals that would end the program, and let them come afterwards."""
    if hasattr(signal, "pthread_sigmask"):
        held = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
        before = signal.pthread_sigmask(signal.SIG_BLOCK, held)
        try:
            yield
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
    elif threading.current_thread() is threading.main_thread():
        handler = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, handler)
    else:
        yield
