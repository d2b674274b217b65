"""Owns the folder of the built site: pages are staged, moved in one short phase, and pruned."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from crm.errors import CannotWrite, NotOurSite

MANIFEST = ".crm-pages"
_HEAD = "# The pages that `crm build` wrote here, and may replace or remove.\n"
_STAGE_MARK = "# The next build sweeps this folder.\n*\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What a build did to the folder of the site."""

    pages_written: int
    pages_unchanged: int
    removed: int


class Stage:
    """Pages that wait, beside the site, for the moment they are moved into it."""

    def __init__(self, out: Path, folder: Path) -> None:
        self._out = out
        self._folder = folder
        self._old = _manifest(out)
        self._names: set[str] = set()
        self._changed: list[str] = []

    def put(self, name: str, data: bytes) -> None:
        """Take a page; it is staged only where it differs from what the site holds."""
        self._names.add(name)
        if _same(self._out / name, data):
            return
        place = self._folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
        self._changed.append(name)

    def publish(self) -> Built:
        """Move the changed pages into the site and remove the pages that are no more."""
        self._refuse_foreign()
        gone = sorted(self._old - self._names)
        with _uninterrupted():
            if self._old != self._names:
                self._write_manifest(self._old | self._names)
            for name in self._changed:
                target = self._out / name
                target.parent.mkdir(parents=True, exist_ok=True)
                (self._folder / name).replace(target)
            removed = sum(self._remove(name) for name in gone)
            if gone:
                self._write_manifest(self._names)
        return Built(
            pages_written=len(self._changed),
            pages_unchanged=len(self._names) - len(self._changed),
            removed=removed,
        )

    def _refuse_foreign(self) -> None:
        """Raise where a page would take the place of what the builder did not write."""
        for name in self._changed:
            target = self._out / name
            if name not in self._old and os.path.lexists(target):
                raise NotOurSite(str(target))
            if target.parent.is_symlink() and target.parent != self._out:
                raise NotOurSite(str(target.parent))

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
        lock = _locked(folder)
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
        lines = (out / MANIFEST).read_text("utf-8", "replace").split("\n")
    except FileNotFoundError:
        return set()
    return {line for line in lines if line and not line.startswith("#") and _is_inside(line)}


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    odd = path.is_absolute() or ".." in path.parts or str(path) != name
    return not odd and not set(name) & set("\\:\0")


def _same(place: Path, data: bytes) -> bool:
    try:
        return place.stat().st_size == len(data) and place.read_bytes() == data
    except OSError:
        return False


def _locked(folder: Path) -> IO[str]:
    """Return the lock of a staging folder that is empty but for it; waits for another build."""
    while True:
        folder.parent.mkdir(parents=True, exist_ok=True)
        mark = folder / ".gitignore"
        if folder.is_dir() and any(folder.iterdir()) and not mark.is_file():
            raise NotOurSite(str(folder))
        folder.mkdir(exist_ok=True)
        with suppress(FileNotFoundError):
            lock = mark.open("a+", encoding="utf-8")
            _lock(lock)
            with suppress(FileNotFoundError):
                if os.path.samestat(os.fstat(lock.fileno()), mark.stat()):
                    _sweep(folder, mark)
                    lock.write(_STAGE_MARK)
                    lock.flush()
                    return lock
            lock.close()


def _sweep(folder: Path, mark: Path) -> None:
    for entry in folder.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        elif entry != mark:
            entry.unlink()


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[str]) -> None:
        file.seek(0)
        while True:
            with suppress(OSError):
                msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
                return

else:
    import fcntl

    def _lock(file: IO[str]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX)


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
