"""Owns the lock of a base: one command writes at a time, whatever happens to `.crm`."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from crm.base import Base
from crm.errors import CannotWrite, Locked

LOCK_NAME = ".crm.lock"
_PAUSE = 0.01  # seconds between two tries
PATIENCE = 30.0  # seconds after which a command gives up waiting


@contextmanager
def locked(base: Base, patience: float = PATIENCE) -> Iterator[None]:
    """Hold the base's lock; raises Locked when another command does not let go in time.

    The lock is the system's own on the base's folder (on a lock file where folders cannot be
    locked), so it ends with the process that holds it, even one that was killed.
    """
    try:
        handle = _open(base)
    except OSError as error:
        raise CannotWrite(str(base.root), error) from error
    try:
        _wait(handle, patience)
        yield
    finally:
        _release(handle)
        os.close(handle)


def _wait(handle: int, patience: float) -> None:
    deadline = time.monotonic() + patience
    while not _try(handle):
        if time.monotonic() > deadline:
            raise Locked(patience)
        time.sleep(_PAUSE)


if sys.platform == "win32":
    import msvcrt

    def _open(base: Base) -> int:
        return os.open(base.root / LOCK_NAME, os.O_RDWR | os.O_CREAT)

    def _try(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _release(handle: int) -> None:
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import errno
    import fcntl

    def _open(base: Base) -> int:
        handle = os.open(base.root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        if _can_lock(handle):
            return handle
        os.close(handle)
        return os.open(base.root / LOCK_NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)

    def _can_lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError as error:
            return error.errno in {errno.EWOULDBLOCK, errno.EACCES}
        fcntl.flock(handle, fcntl.LOCK_UN)
        return True

    def _try(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in {errno.EWOULDBLOCK, errno.EACCES}:
                return False
            raise
        return True

    def _release(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)
