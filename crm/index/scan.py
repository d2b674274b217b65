"""Owns the listing of client files and what their times say: which could have changed."""

from __future__ import annotations

import marshal
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, TypeAlias

from crm.base import Base, is_client_name, refuse_unlisted
from crm.digests import blake2b
from crm.record import positional

# The coarsest clock of a file system in use (FAT): within it a second write leaves no trace.
_TICK = 2_000_000_000
# Files marked together. Where one of them differs, all of them are compared one by one.
PART = 100


class Stamp(NamedTuple):
    """What the system says of a file without reading it."""

    size: int = -1
    mtime: int = -1
    ctime: int = -1
    inode: int = -1

    def racy(self, now: int) -> bool:
        """Tell whether the file could still be written without a change of its times."""
        return max(self.mtime, self.ctime) > now - _TICK


@positional
class Asked:
    """A file to read, with what the listing says of it."""

    path: str
    stamp: Stamp
    racy: bool


def clock() -> int:
    """Return the time in nanoseconds; it decides only what is read again, never what it says."""
    return time.time_ns()


# A file as it is listed: its path within the base, then what its Stamp holds.
Listed: TypeAlias = tuple[str, int, int, int, int]


def listing(base: Base) -> list[Listed]:
    """Return every client file with its stamp, in no order; raises CannotRead.

    The same files as `crm.base.client_files`, at a third of the time. Plain tuples, because ten
    thousand of them are made whenever a command asks whether anything has changed.
    """
    found: list[Listed] = []
    _walk(base, str(base.clients), base.clients.name, found)
    return found


def stamp_of(place: Path) -> Stamp | None:
    """Return the stamp of one file; None where there is none, or it is not a plain file."""
    try:
        found = place.stat()
    except OSError:
        return None
    if not stat.S_ISREG(found.st_mode):
        return None
    return Stamp(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)


def marks(listed: list[Listed]) -> str:
    """Return what is equal for equal listings only: their number, then a mark of each part."""
    parts = (listed[start : start + PART] for start in range(0, len(listed), PART))
    return " ".join((str(len(listed)), *map(_mark, parts)))


def _mark(part: list[Listed]) -> str:
    return blake2b(marshal.dumps(part, 2), digest_size=16).hexdigest()


def _walk(base: Base, folder: str, path: str, found: list[Listed]) -> None:
    inner: list[str] = []
    try:
        with _opened(folder) as entries:
            for entry in entries:
                name = entry.name
                if entry.is_dir(follow_symlinks=False):
                    inner.append(name)
                elif is_client_name(name):
                    within = f"{path}/{name}"
                    within = within if within.isascii() else writable(within)
                    found.append((within, *_stamp(entry)))
    except OSError as error:
        refuse_unlisted(base, error)
    for name in inner:
        if not name.startswith("."):
            _walk(base, f"{folder}{os.sep}{name}", f"{path}/{name}", found)


@contextmanager
def _opened(folder: str) -> Iterator[Iterator[os.DirEntry[str]]]:
    """Let the body go through a folder; raises OSError.

    By its number, where the system can: it then finds each file without going down to it.
    """
    if os.scandir not in os.supports_fd:
        with os.scandir(folder) as entries:
            yield entries
        return
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with os.scandir(number) as entries:
            yield entries
    except OSError as error:  # it has the number where others have the name
        raise OSError(error.errno, error.strerror, folder) from error
    finally:
        os.close(number)


def has_many(base: Base, many: int) -> bool:
    """Tell whether there are at least so many files in the folder of clients."""
    count = 0
    for _, _, names in os.walk(base.clients):
        count += len(names)
        if count >= many:
            return True
    return False


def writable(path: str) -> str:
    """Return a path as UTF-8 can hold it; a name that it cannot hold makes no id anyway."""
    return path.encode("utf-8", "backslashreplace").decode("utf-8")


def _stamp(entry: os.DirEntry[str]) -> tuple[int, int, int, int]:
    try:
        # The entry's own stat is cut short on Windows, where it knows no inode.
        found = Path(entry.path).stat() if os.name == "nt" else entry.stat()
    except OSError:  # a link to nowhere: reading it tells what is wrong
        return Stamp()
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def ident(path: str) -> str:
    """Return the id of the client file at a path; what `crm.base.client_id` does, without paths."""
    return path.rpartition("/")[2].removesuffix(".yaml")
