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
PATIENCE = 30.0  # seconds after which a command gives up waiting
_PAUSE = 0.001, 0.02  # seconds between two tries, at first and at most


@contextmanager
def locked(base: Base) -> Iterator[None]:
    """Hold the base's lock; raises Locked when another command does not let go in time.

    The lock is the system's own on the base's folder (on a lock file where folders cannot be
    locked), so it ends with the process that holds it, even one that was killed.
    """
    handle = _taken(base)
    try:
        yield
    finally:
        _let_go(handle)


def _taken(base: Base) -> int:
    """Return the open handle that holds the lock; raises Locked, CannotWrite."""
    try:
        handle = _open(base)
        try:
            _wait(handle)
        except BaseException:
            os.close(handle)
            raise
    except OSError as error:
        raise CannotWrite(str(base.root), error) from error
    return handle


def _wait(handle: int) -> None:
    deadline = time.monotonic() + PATIENCE
    pause, longest = _PAUSE
    while not _try(handle):
        if time.monotonic() > deadline:
            raise Locked(PATIENCE)
        time.sleep(pause)
        pause = min(2 * pause, longest)


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

    def _let_go(handle: int) -> None:
        try:
            os.lseek(handle, 0, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)
        finally:
            os.close(handle)

else:
    import contextlib
    import errno
    import fcntl

    _HELD = {errno.EWOULDBLOCK, errno.EACCES}
    # What systems say that do not lock folders (NFS wants a handle to write with).
    _NO_FOLDERS = {errno.EBADF, errno.EINVAL, errno.EISDIR, errno.ENOTSUP, errno.EOPNOTSUPP}

    def _open(base: Base) -> int:
        handle = os.open(base.root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            if _can_lock(handle):
                return handle
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)
        return os.open(base.root / LOCK_NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)

    def _can_lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
            fcntl.flock(handle, fcntl.LOCK_UN)
        except OSError as error:
            if error.errno in _NO_FOLDERS:
                return False
            if error.errno not in _HELD:
                raise
        return True

    def _try(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in _HELD:
                return False
            raise
        return True

    def _let_go(handle: int) -> None:
        with contextlib.suppress(OSError):  # the work is done, and closing ends the lock anyway
            os.close(handle)
