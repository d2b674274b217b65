"""Owns the folder in which pages wait: one build at a time has it, and finds it empty."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO

from crm.errors import NotOurSite

_MARK = "# The next build sweeps this folder.\n*\n"


def locked(folder: Path) -> IO[str]:
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
                    lock.write(_MARK)
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
