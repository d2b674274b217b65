"""Owns which files of a base pages are made from, and how a change of one is known."""

from __future__ import annotations

import hashlib
import os
import re
import stat
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from crm.base import Base, is_client_name

# Size, time of change, time of change of anything, inode; the digest stands where the times are
# too young to tell a second change in the same moment.
Stamp = tuple[int, int, int, int, bytes]
Listing = dict[str, Stamp]

_THERE: Stamp = (0, 0, 0, 0, b"")
_YOUNG = 2_100_000_000  # ns; the coarsest clock of a file system in use is that of FAT, 2 s
_EDITORS = re.compile(r"(?i)^[.#~]|[~#]$|\.(sw[a-z]|tmp|bak|orig|kate-swp)$|___jb_(tmp|old)___$")


class Sources:
    """The files of a base that pages are made from; `out` is never one of them."""

    def __init__(self, base: Base, out: Path) -> None:
        self.base = base
        self.root = str(base.root)
        self.clients = str(base.clients)
        self.folders = (self.clients, str(base.regions), str(base.templates))
        self._templates = str(base.templates)
        self._out = str(out)

    def is_source(self, path: str) -> bool:
        """Tell whether pages depend on a file at this path, by its name alone."""
        folder, name = os.path.split(path)
        if folder == self.root:
            return is_client_name(name)  # crm.yaml, services.yaml and their like
        for top in self.folders:
            if path.startswith(top + os.sep):
                hidden = f"{os.sep}." in folder[len(top) :]
                return not hidden and not self._is_output(path) and self._fits(top, name)
        return False

    def is_folder(self, path: str) -> bool:
        """Tell whether sources may lie in a folder at this path."""
        return path == self.root or f"{path}{os.sep}".startswith(
            tuple(top + os.sep for top in self.folders)
        )

    def is_client(self, path: str) -> bool:
        """Tell whether a source is a client file."""
        return path.startswith(self.clients + os.sep)

    def listing(self, before: Listing | None = None) -> tuple[Listing, set[str]]:
        """Return all sources that there are, and the paths that differ from `before`."""
        old = before or {}
        now = time.time_ns()
        listed: Listing = {}
        differing = set()
        for entry in self._entries():
            seen = look(entry, old.get(entry.path), now)
            if seen is not None:
                listed[entry.path], differs = seen
                if differs:
                    differing.add(entry.path)
        signs = dict.fromkeys(self._attachments(), _THERE) | self._commit()
        listed |= signs
        differing.update(path for path, stamp in signs.items() if old.get(path) != stamp)
        differing.update(old.keys() - listed.keys())
        return listed, differing

    def look_again(self, paths: Iterable[str], listed: Listing) -> set[str]:
        """Return those of the paths that differ from what is listed, and bring the list in step."""
        now = time.time_ns()
        differing = set()
        for path in paths:
            seen = look(Path(path), listed.get(path), now)
            if seen is None:
                if listed.pop(path, None) is not None:
                    differing.add(path)
                continue
            listed[path], differs = seen
            if differs:
                differing.add(path)
        return differing

    def _entries(self) -> Iterator[os.DirEntry[str]]:
        yield from (e for e in _scan(self.root) if self.is_source(e.path) and not e.is_dir())
        waiting = list(self.folders)
        while waiting:
            top = waiting.pop()
            kind = self._templates if top.startswith(self._templates) else top
            for entry in _scan(top):
                if entry.is_dir(follow_symlinks=False):
                    if not entry.name.startswith(".") and entry.path != self._out:
                        waiting.append(entry.path)
                elif self._fits(kind, entry.name):
                    yield entry

    def _commit(self) -> Listing:
        """Return the stamp of the log of commits: pages tell which commit they were made from."""
        log = str(self.base.root / ".git" / "logs" / "HEAD")
        try:
            facts = os.stat(log)  # noqa: PTH116 - the path is text here
        except OSError:
            return {}
        return {log: (facts.st_size, facts.st_mtime_ns, 0, 0, b"")}

    def _attachments(self) -> Iterator[str]:
        """Yield the paths of attachments: pages tell whether they are there, not what is in them.

        They are found by looking only: a folder a client would be too many for the system to watch.
        """
        waiting = [str(self.base.files)]
        while waiting:
            for entry in _scan(waiting.pop()):
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                else:
                    yield entry.path

    def _fits(self, top: str, name: str) -> bool:
        if top == self._templates:
            return "." in name and not _EDITORS.search(name)
        return is_client_name(name)

    def _is_output(self, path: str) -> bool:
        return path.startswith(self._out + os.sep)


def look(
    place: os.DirEntry[str] | Path, before: Stamp | None, now: int
) -> tuple[Stamp, bool] | None:
    """Return the stamp of a file and whether its content may differ from `before`; None: gone."""
    try:
        # An entry's own stat is cut short on Windows, where it knows no inode.
        facts = Path(place).stat() if os.name == "nt" else place.stat()
    except OSError:
        return None
    if stat.S_ISDIR(facts.st_mode):
        return None
    seen = (facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns, facts.st_ino)
    young = abs(now - facts.st_mtime_ns) < _YOUNG
    same = before is not None and before[:4] == seen
    doubtful = same and before is not None and bool(before[4])
    digest = _digest(place, facts.st_mode) if young or doubtful else b""
    differs = not same or (before is not None and doubtful and before[4] != digest)
    return (*seen, digest if young else b""), differs


def _digest(place: os.DirEntry[str] | Path, mode: int) -> bytes:
    if not stat.S_ISREG(mode):
        return b""
    try:
        return hashlib.blake2b(Path(place).read_bytes(), digest_size=16).digest()
    except OSError:
        return b"?"  # its times are all that is known


def _scan(folder: str) -> list[os.DirEntry[str]]:
    """Return what is in a folder; nothing where there is none or it cannot be read."""
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return []
