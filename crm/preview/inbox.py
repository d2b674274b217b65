"""Owns what the system tells of changes, and the moment when a burst of them has settled."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from watchdog.events import (
    EVENT_TYPE_CLOSED,
    EVENT_TYPE_CREATED,
    EVENT_TYPE_DELETED,
    EVENT_TYPE_MODIFIED,
    EVENT_TYPE_MOVED,
    FileSystemEvent,
    FileSystemEventHandler,
)

from crm.preview.sources import Sources

_FEW = 3  # files that one save of an editor can touch
_CHANGES = (EVENT_TYPE_CREATED, EVENT_TYPE_DELETED, EVENT_TYPE_MODIFIED, EVENT_TYPE_MOVED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How long changes are waited for, in seconds."""

    quick: float = 0.010  # after a save that is complete: a file closed, or moved into its place
    settle: float = 0.050  # after anything else: more is likely to follow
    most: float = 0.500  # under a stream of changes that does not end


@dataclass(frozen=True, slots=True)
class News:
    """What is to be looked at: some files, or `everywhere` since the system lost count."""

    paths: frozenset[str]
    everywhere: bool


class Inbox(FileSystemEventHandler):
    """Collects events from the observer's thread, for the thread that rebuilds."""

    def __init__(
        self,
        sources: Sources,
        pace: Pace | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self._sources = sources
        self._pace = pace or Pace()
        self._clock = clock
        self._condition = threading.Condition()
        self._paths: dict[str, bool] = {}  # whether its last event tells of a complete save
        self._everywhere = False
        self._woken = False
        self._first = self._last = 0.0

    def dispatch(self, event: FileSystemEvent) -> None:
        """Take an event; reading, opening and other people's files count for nothing."""
        kind = event.event_type
        if kind == EVENT_TYPE_CLOSED:
            self._take_file(os.fsdecode(event.src_path), complete=True)
        elif kind not in _CHANGES:
            return
        elif event.is_directory:
            if kind != EVENT_TYPE_MODIFIED:
                self._take_folder(event)
        else:
            self._take_file(os.fsdecode(event.src_path), complete=False)
            if event.dest_path:
                self._take_file(os.fsdecode(event.dest_path), complete=True)

    def ask_everywhere(self) -> None:
        """Note that something may have changed anywhere."""
        with self._condition:
            self._touch()
            self._everywhere = True
            self._condition.notify_all()

    def wake(self) -> None:
        """Let `wait` return at once."""
        with self._condition:
            self._woken = True
            self._condition.notify_all()

    def wait(self, seconds: float) -> News | None:
        """Return what has changed once it has settled; None after so long, or when woken."""
        end = self._clock() + seconds
        with self._condition:
            while True:
                now, due = self._clock(), self.due()
                if due is not None and due <= now:
                    return self._emptied()
                if self._woken or (due is None and end <= now):
                    self._woken = False
                    return None
                self._condition.wait((end if due is None else due) - now)

    def due(self) -> float | None:
        """Return the moment when what has come in is settled; None when nothing has."""
        if not self._paths and not self._everywhere:
            return None
        complete = not self._everywhere and len(self._paths) <= _FEW and all(self._paths.values())
        pause = self._pace.quick if complete else self._pace.settle
        return min(self._last + pause, self._first + self._pace.most)

    def _emptied(self) -> News:
        news = News(frozenset(self._paths), self._everywhere)
        self._paths = {}
        self._everywhere = False
        return news

    def _take_file(self, path: str, *, complete: bool) -> None:
        if self._sources.is_source(path):
            with self._condition:
                first = self._touch()
                self._paths[path] = complete
                if first or (complete and len(self._paths) <= _FEW):
                    self._condition.notify_all()

    def _take_folder(self, event: FileSystemEvent) -> None:
        named = (os.fsdecode(event.src_path), os.fsdecode(event.dest_path))
        if any(path and self._sources.is_folder(path) for path in named):
            self.ask_everywhere()

    def _touch(self) -> bool:
        """Note the moment, return whether this change is the first; the condition is held."""
        self._last = self._clock()
        first = not self._paths and not self._everywhere
        if first:
            self._first = self._last
        return first
