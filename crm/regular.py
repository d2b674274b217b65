"""Owns the reading of a base's own files: only regular ones, a named pipe would block for ever."""

from __future__ import annotations

import os
import stat
from pathlib import Path


def read_bytes(path: Path, most: int = -1) -> bytes:
    """Return the bytes of a regular file, at most so many; raises OSError."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    handle = os.open(path, flags)
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(0, "not a regular file")
        return file.read(most)
