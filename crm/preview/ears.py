"""Owns the system's notices of changes: which folders are listened to, and what if it cannot be."""

from __future__ import annotations

import errno
import logging
import os
import warnings
from typing import TYPE_CHECKING

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
)

from crm.preview.inbox import Inbox
from crm.preview.sources import Sources
from crm.preview.turn import Notice

if TYPE_CHECKING:
    from watchdog.observers.api import BaseObserver, ObservedWatch

# Reading a file is an event too, and a rebuild reads: only what can change content is asked for.
_ASKED = [
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
]
_EXHAUSTED = {errno.ENOSPC, errno.EMFILE, errno.ENFILE}


class Ears:
    """Listens to the folders of a base; `deaf` when the system gives no notices."""

    def __init__(self, sources: Sources, inbox: Inbox) -> None:
        self._sources = sources
        self._inbox = inbox
        self._observer: BaseObserver | None = None
        self._heard: dict[str, tuple[ObservedWatch, tuple[int, int]]] = {}
        self._alarm = Alarm(inbox)
        self.deaf = False

    def listen(self) -> Notice | None:
        """Begin, or bring in step with folders that came, went or were replaced."""
        if self.deaf:
            return None
        try:
            self._start()
            for folder in (self._sources.root, *self._sources.folders):
                self._follow(folder)
        except FileNotFoundError:
            return None  # gone since it was looked at; the next look follows what is there then
        except OSError as cause:
            self.close()
            self.deaf = True
            return _deafness(cause)
        return None

    def renew(self) -> Notice | None:
        """Begin anew, after a change that was not told of: the library's thread may have died."""
        self.close()
        return self.listen()

    def close(self) -> None:
        """Stop listening and wait until no event can come any more."""
        observer, self._observer = self._observer, None
        self._heard = {}
        if observer is not None:
            observer.stop()
            observer.join()
        self._alarm.take_away()

    def _start(self) -> None:
        if self._observer is None:
            from watchdog.observers import Observer  # noqa: PLC0415 - loads the system's interface

            self._alarm.put_up()
            # It registers a folder twice that was made and filled at once, and complains of itself.
            warnings.filterwarnings("ignore", "Callback with id", RuntimeWarning, r"watchdog\.")
            self._observer = Observer()
            self._observer.start()

    def _follow(self, folder: str) -> None:
        """Listen to a folder as it is now: a new one of the same name is another one."""
        now = _identity(folder)
        watch, before = self._heard.get(folder, (None, None))
        if self._observer is None or (now == before and (watch is None or self._hears(watch))):
            return
        if watch is not None:
            del self._heard[folder]
            self._observer.unschedule(watch)
        if now is not None:
            recursive = folder != self._sources.root  # the site and .git lie there
            watch = self._observer.schedule(
                self._inbox, folder, recursive=recursive, event_filter=list(_ASKED)
            )
            self._heard[folder] = (watch, now)

    def _hears(self, watch: ObservedWatch) -> bool:
        """Tell whether a folder is still listened to; one that was deleted is not."""
        emitters = self._observer.emitters if self._observer is not None else ()
        return any(e.watch == watch and e.should_keep_running() for e in emitters)


class Alarm(logging.Handler):
    """Hears the library complain (its queue ran over): then everything has to be looked at."""

    def __init__(self, inbox: Inbox) -> None:
        super().__init__(logging.WARNING)
        self._inbox = inbox
        self._log = logging.getLogger("watchdog")

    def emit(self, record: logging.LogRecord) -> None:
        """Take a complaint."""
        del record
        self._inbox.ask_everywhere()

    def put_up(self) -> None:
        """Begin to listen; the terminal need not show what is taken care of."""
        self._log.addHandler(self)
        self._log.propagate = False

    def take_away(self) -> None:
        """Leave the library's log as it was."""
        self._log.removeHandler(self)
        self._log.propagate = True


def _identity(folder: str) -> tuple[int, int] | None:
    try:
        facts = os.stat(folder)  # noqa: PTH116 - many times a minute
    except OSError:
        return None
    return facts.st_dev, facts.st_ino


def _deafness(cause: OSError) -> Notice:
    instead = "looking at the files twice a second instead"
    if cause.errno in _EXHAUSTED:
        hint = "raise fs.inotify.max_user_watches and max_user_instances to see changes at once"
        return Notice(
            message=f"too many folders are watched on this computer: {instead}", hint=hint
        )
    reason = cause.strerror or str(cause)
    return Notice(message=f"the system does not tell of changes ({reason}): {instead}")
