"""Owns the record of what one command wrote, for whoever started it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from crm.base import Base

# Base, words of the command, and the files it changed; a start imports this, so no class is made.
Noted = tuple["Base", str, "tuple[Path, ...]"]
_noted: ContextVar[list[Noted] | None] = ContextVar("noted", default=None)


@contextmanager
def recorded() -> Iterator[list[Noted]]:
    """Yield a list that fills with what is written in the body."""
    found: list[Noted] = []
    token = _noted.set(found)
    try:
        yield found
    finally:
        _noted.reset(token)


def note(base: Base, command: str, paths: tuple[Path, ...]) -> None:
    """Note that a command changed files, where somebody asked for it."""
    found = _noted.get()
    if found is not None:
        found.append((base, command, paths))
