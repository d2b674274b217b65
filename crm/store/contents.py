"""Owns the bytes of a client file: no more than it may have, from nowhere but the base."""

from __future__ import annotations

import os
from pathlib import Path

from crm.base import Base
from crm.regular import read_bytes
from crm.text.reader import SIZE_LIMIT


def file_bytes(base: Base, path: Path) -> bytes:
    """Return the bytes of a client file, at most one past the limit of its size.

    Raises OSError, also for what is no regular file and for a link that leads out of the base.
    """
    if path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(
        os.path.realpath(base.root)
    ):
        raise OSError(0, "the link leads out of the base")
    return read_bytes(path, SIZE_LIMIT + 1)
