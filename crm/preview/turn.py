"""Owns what a rebuild came to, as values: for the terminal, and for the pages that are open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """What keeps pages from being made again; `path` is from the base's root, empty if unknown."""

    message: str
    hint: str = ""
    path: str = ""
    line: int = 0
    column: int = 0
    excerpt: tuple[tuple[int, str], ...] = ()

    @property
    def place(self) -> str:
        """The place as people read it: `templates/client.html:3`; may be empty."""
        steps = [self.path, *(str(number) for number in (self.line, self.column) if number)]
        return ":".join(steps) if self.path else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one rebuild did to the site, and the problems there are in the files."""

    written: int = 0
    removed: int = 0
    errors: int = 0
    warnings: int = 0
    failures: tuple[Failure, ...] = ()  # built, but with the last good settings


# Rebuilds the site after these files, and no others, changed (None: everything may have). Raises
# CrmError.
Rebuild = Callable[[frozenset[Path] | None], Outcome]


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One rebuild: why, what came of it, how long it took."""

    reason: str = ""  # in words, when no file changed: the start, a new day
    changed: tuple[str, ...] = ()  # paths from the base's root, sorted
    outcome: Outcome | None = None  # None: it failed and the site is as it was
    failures: tuple[Failure, ...] = ()
    mended: bool = False  # the turn before had failures, this one has none
    milliseconds: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What a person at the terminal should know besides rebuilds."""

    message: str
    hint: str = ""
    grave: bool = False  # nothing can be built until it has passed
