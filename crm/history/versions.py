"""Owns the versions of files that git holds, read by one git process and parsed once."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterable
from typing import Self

from crm.base import Base
from crm.errors import GitRefused
from crm.history import repository
from crm.record import positional
from crm.text import Mapping, Scalar, read
from crm.text.nodes import NOTHING

_HELD = 12_000_000  # bytes of text whose nodes are held: most versions are compared twice
_AT_ONCE = 64  # versions asked for before the answers are read; the pipe holds the questions


# A name that needs no reading of the whole: one plain line of letters, followed by another key.
_PLAIN_NAME = re.compile(r"(?:#[^\r\n]*\r?\n)*name: ([^\W\d_][^\r\n#:]*)\r?\n(?:[a-z]|$)")
_LONGEST = 200  # characters of a name


def name_in(data: bytes) -> str:
    """Return the name in a client file, "" where there is none."""
    try:
        if (plain := _PLAIN_NAME.match(data.decode())) and plain[1].strip() not in NOTHING:
            return plain[1].strip()[:_LONGEST]
    except UnicodeDecodeError:
        return ""
    root = read("", data).root
    name = root.get("name") if root is not None else None
    return name.text[:_LONGEST] if isinstance(name, Scalar) and not name.empty else ""


@positional
class Version:
    """A version of a file: its root, None where it cannot be read, and the size of its text."""

    root: Mapping | None
    size: int


class Versions:
    """The versions in a base's repository; a context manager that ends the git process.

    `more` is what git's surroundings hold beside ours.
    """

    def __init__(self, base: Base, more: dict[str, str] | None = None) -> None:
        words = ("cat-file", "--batch")
        self._running = repository.process(base.root, *words, questions=True, more=more)
        self._held: OrderedDict[str, Version] = OrderedDict()
        self._size = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for stream in (self._running.stdin, self._running.stdout, self._running.stderr):
            if stream is not None:
                stream.close()
        self._running.wait()

    def texts(self, blobs: Iterable[str]) -> dict[str, bytes]:
        """Return the bytes of blobs by their hashes; raises GitRefused."""
        wanted = [blob for blob in dict.fromkeys(blobs) if blob]
        found: dict[str, bytes] = {}
        for start in range(0, len(wanted), _AT_ONCE):
            some = wanted[start : start + _AT_ONCE]
            self._ask(some)
            found.update((blob, self._answer(blob)) for blob in some)
        return found

    def roots(self, blobs: Iterable[str]) -> dict[str, Mapping | None]:
        """Return the root mappings of blobs by their hashes; raises GitRefused."""
        wanted = {blob for blob in blobs if blob}
        for blob in wanted & self._held.keys():
            self._held.move_to_end(blob)
        for blob, data in self.texts(sorted(wanted - self._held.keys())).items():
            self._held[blob] = Version(read("", data).root, len(data))
            self._size += len(data)
        found = {blob: self._held[blob].root for blob in wanted}
        while self._size > _HELD:
            self._size -= self._held.popitem(last=False)[1].size
        return found

    def names(self, blobs: Iterable[str]) -> dict[str, str]:
        """Return the client's name in each blob, "" where it has none; raises GitRefused."""
        return {blob: name_in(data) for blob, data in self.texts(blobs).items()}

    def _ask(self, blobs: Iterable[str]) -> None:
        stream = self._running.stdin
        if stream is not None:
            stream.write("".join(f"{blob}\n" for blob in blobs).encode("ascii"))
            stream.flush()

    def _answer(self, blob: str) -> bytes:
        stream = self._running.stdout
        head = stream.readline().split() if stream is not None else []
        if stream is None or len(head) != 3 or head[1] != b"blob":
            raise GitRefused("cat-file", f"the version {blob} is missing")
        data = stream.read(int(head[2]))
        stream.read(1)
        return data
