"""Owns the seal of the stored index: whether the file is as the last crm that wrote it left it.

SQLite notices damage to its structure, and only where it looks; a changed byte inside a text it
never does. So the size and times of the file are noted beside it. What anything else wrote to is
made anew: that costs seconds, a wrong answer costs more.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from pathlib import Path


def _place(index: Path) -> Path:
    return index.with_name(index.name + "-seal")


def _state(index: Path) -> str:
    try:
        found = index.stat()
    except OSError:
        return ""
    return f"{found.st_size} {found.st_mtime_ns}"


def sealed(index: Path) -> bool:
    """Tell whether the index is as it was sealed."""
    try:
        return _place(index).read_text(encoding="ascii") == _state(index) != ""
    except (OSError, UnicodeDecodeError):
        return False


def trusted(index: Path) -> bool:
    """Tell the same, after a moment's patience with another crm that is about to seal it."""
    for wait in (0.0, 0.02, 0.05, 0.1):
        time.sleep(wait)
        if sealed(index):
            return True
    return False


def seal(index: Path) -> None:
    """Note the state of the index; without a seal it is made anew next time."""
    state = _state(index)
    temp = index.with_name(f"{index.name}-seal.{os.getpid()}")
    with contextlib.suppress(OSError):
        try:
            temp.write_text(state, encoding="ascii")
            temp.replace(_place(index))
        finally:
            temp.unlink(missing_ok=True)  # on a full disk one more would stay each time


def close(connection: sqlite3.Connection, index: Path) -> None:
    """Close a connection to a sealed index: the last one tidies the file up, which changes it."""
    connection.close()
    if index.exists() and not sealed(index):
        seal(index)
