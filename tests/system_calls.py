"""Stands between crm and the system: counts its calls, and makes one of them fail or the last."""

from __future__ import annotations

import errno
import fcntl
import io
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any, Self
from unittest import mock

WATCHED: dict[ModuleType, tuple[str, ...]] = {
    os: (
        "chmod", "chown", "close", "fstat", "fsync", "link", "listdir", "lseek", "lstat", "mkdir",
        "open", "readlink", "rename", "replace", "rmdir", "scandir", "stat", "unlink", "write",
    ),
    fcntl: ("flock",),
    io: ("open",),
}  # fmt: skip
# The methods of an open file that reach the system.
_OF_FILES = ("read", "write", "flush", "close")
# These hand out what must be closed: they fail before it is there, never after.
_OPENING = frozenset({"open", "io.open", "scandir"})
# What changes something on the disk, and may say that it failed after it did.
CHANGING = frozenset({"replace", "rename", "link", "unlink", "mkdir", "rmdir", "fsync", "write"})
# What only looks: a process killed after it leaves what it would have left before it.
LOOKING = frozenset(
    {"stat", "lstat", "fstat", "readlink", "listdir", "scandir", "file.read", "flock"}
)
# What needs room on the disk.
GROWING = frozenset({"write", "mkdir", "link", "fsync", "file.write", "file.flush"})


@dataclass
class Trouble:
    """What befalls the call number `at` (from 1): it raises, or the process is killed.

    `after` lets the call be carried out first; `lasting` means that all later calls (those in
    `only`, where given) fail as well. With `name`, `at` counts the calls of that name.
    """

    at: int = 0
    make: Callable[[], BaseException] | None = None
    after: bool = False
    lasting: bool = False
    only: frozenset[str] = frozenset()
    name: str = ""
    calls: list[str] = field(default_factory=list)

    def through(self, name: str, call: Callable[..., Any], *args: Any, **options: Any) -> Any:
        """Carry a call out, or not."""
        self.calls.append(name)
        number = self.calls.count(self.name) if self.name else len(self.calls)
        hit = number == self.at or (self.lasting and 0 < self.at <= number)
        if (self.only and name not in self.only) or (self.name and name != self.name):
            hit = False
        if hit and (name in _OPENING or not (self.after or name.endswith("close"))):
            self._befall()
        try:
            return call(*args, **options)
        finally:
            if hit:
                self._befall()

    def _befall(self) -> None:
        if self.make is None:
            os.kill(os.getpid(), signal.SIGKILL)
        else:
            raise self.make()


class _File:
    """An open file whose calls go through the trouble."""

    def __init__(self, file: Any, trouble: Trouble) -> None:
        self._file, self._trouble = file, trouble

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._file, name)
        if name not in _OF_FILES:
            return found
        return lambda *args: self._trouble.through(f"file.{name}", found, *args)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def refused(code: int) -> Callable[[], BaseException]:
    """Return what makes the system's refusal with this error number."""
    return lambda: OSError(code, os.strerror(code), "/somewhere")


REFUSALS = {
    errno.errorcode[code]: refused(code) for code in (errno.ENOSPC, errno.EIO, errno.EACCES)
}


@contextmanager
def troubled(trouble: Trouble) -> Iterator[Trouble]:
    """Let every watched call go through the trouble."""
    with ExitStack() as stack:
        for module, names in WATCHED.items():
            for name in names:
                stack.enter_context(
                    mock.patch.object(module, name, _wrapped(trouble, name, getattr(module, name)))
                )
        yield trouble


def _wrapped(trouble: Trouble, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
    if name == "open" and call is io.open:
        return lambda *args, **options: _File(
            trouble.through("io.open", call, *args, **options), trouble
        )
    return lambda *args, **options: trouble.through(name, call, *args, **options)
