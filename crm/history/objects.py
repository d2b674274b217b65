"""Owns the reading of git's objects by their ids: through one process, one after the other."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from crm.errors import GitRefused
from crm.history import repository

_HEAD_PARTS = 3  # of what git says before an object: id, type, size


class Entry(NamedTuple):
    """An entry of a tree: its mode, its name, the raw id of what it names."""

    mode: bytes
    name: bytes
    id: bytes


class Objects:
    """All objects of the repository around a folder; a context manager that ends the process."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._running: subprocess.Popen[bytes] | None = None
        name = repository.run(folder, "rev-parse", "--show-object-format").strip()
        length = {b"sha256": 32}.get(name, 20)
        self._length = length
        self._entry = re.compile(rb"(\d+) ([^\0]+)\0(.{%d})" % length, re.DOTALL)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._running is not None:
            self._running.communicate()

    def ids(self) -> Iterator[tuple[str, str]]:
        """Yield id and type of every object, those that nothing leads to any more too."""
        ask = ("cat-file", "--batch-all-objects", "--batch-check=%(objectname) %(objecttype)")
        for line in repository.run(self._folder, *ask).decode().splitlines():
            ident, _, kind = line.partition(" ")
            yield ident, kind

    def data(self, ident: str) -> bytes:
        """Return what an object (a hexadecimal id) holds, nothing where it is not here.

        Raises GitRefused.
        """
        if self._running is None:
            words = ("cat-file", "--batch")
            self._running = repository.process(self._folder, *words, questions=True)
        asked, told = self._running.stdin, self._running.stdout
        if asked is None or told is None:
            raise GitRefused("cat-file", "no answer")
        asked.write(f"{ident}\n".encode())
        asked.flush()
        head = told.readline().split()
        if len(head) != _HEAD_PARTS:
            if head[1:] == [b"missing"]:  # of a shallow or partial clone, or another repository
                return b""
            raise GitRefused("cat-file", b" ".join(head).decode(errors="replace"))
        size = int(head[2])
        data = told.read(size + 1)[:size]
        if len(data) != size:
            raise GitRefused("cat-file", "it ended too early")
        return data

    def entries(self, data: bytes) -> list[Entry]:
        """Return the entries of a tree."""
        return [Entry(*found) for found in self._entry.findall(data)]

    def named(self, data: bytes, names: Iterable[bytes]) -> list[Entry]:
        """Return the files of a tree that bear one of these names, their modes left out."""
        found = []
        for name in names:
            mark = b" " + name + b"\0"
            at = data.find(mark)
            if at >= 0:
                start = at + len(mark)
                found.append(Entry(b"", name, data[start : start + self._length]))
        return found
