"""Owns the loop that rebuilds whenever files change, and misses no change."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Callable
from pathlib import Path

from crm.preview.ears import Ears
from crm.preview.failures import failure_of
from crm.preview.inbox import Inbox, News, Pace
from crm.preview.sources import Listing, Sources
from crm.preview.turn import Failure, Notice, Outcome, Rebuild, Turn

_NAP = 0.5  # seconds; a longer wait in one go would keep Ctrl-C waiting on Windows
_LOOK_EVERY = 2.0  # seconds between looks at all files when nothing is told
_LOOK_WHEN_DEAF = 0.5
_RETRY_EVERY = 5.0
_AGAIN = "tried again"
_LOOK_SHARE = 50  # a look may take one part in so many of the time


class Watch:
    """Rebuilds once, then after every change; every turn and notice goes to `report`."""

    def __init__(
        self,
        sources: Sources,
        rebuild: Rebuild,
        report: Callable[[Turn | Notice], None],
        *,
        day: Callable[[], dt.date] | None = None,
        pace: Pace | None = None,
        ears: Callable[[Sources, Inbox], Ears] = Ears,
    ) -> None:
        self._sources = sources
        self._rebuild = rebuild
        self._report = report
        self._day = day
        self._inbox = Inbox(sources, pace)
        self._ears = ears(sources, self._inbox)
        self.listening = threading.Event()  # from here on changes are seen at once
        self._stopped = threading.Event()
        self._listed: Listing = {}
        self._looked = 0.0
        self._look_took = 0.0
        self._gone = self._back = False
        self._failures: tuple[Failure, ...] = ()
        self._turned = 0.0
        self._retry = False  # no file is to blame (a full disk, a lock): it may pass by itself

    def run(self) -> None:
        """Watch until `stop`; the first rebuild takes everything."""
        try:
            self._look(listen=False)  # a build can share its work best before there are threads
            today = self._today()
            self._turn(None, reason="start")
            missed = self._look()
            self.listening.set()
            if missed:
                self._turn(missed)
            while not self._stopped.is_set():
                news = self._inbox.wait(min(_NAP, self._until_look()))
                if self._lost() or self._stopped.is_set():
                    continue
                if (now := self._today()) != today:
                    today = now
                    self._look()
                    self._turn(None, reason=f"it is {now} now")
                elif self._back:
                    self._look()
                    self._turn(None, reason=f"{self._sources.root} is back")
                elif told := self._told(news):
                    self._turn(told, told=True)
                elif found := self._found(news):
                    self._turn(found)
                elif self._retry and time.monotonic() > self._turned + _RETRY_EVERY:
                    self._turn(None, reason=_AGAIN)
        finally:
            self._ears.close()

    def stop(self) -> None:
        """End `run` after the rebuild that may be going on; for another thread."""
        self._stopped.set()
        self._inbox.wake()

    def _today(self) -> dt.date | None:
        return self._day() if self._day is not None else None

    def _until_look(self) -> float:
        every = _LOOK_WHEN_DEAF if self._ears.deaf else _LOOK_EVERY
        return self._looked + max(every, self._look_took * _LOOK_SHARE) - time.monotonic()

    def _told(self, news: News | None) -> set[str]:
        """Return what the system told of and differs from what the last rebuild has seen."""
        if news is None or news.everywhere or self._until_look() <= 0:
            return set()
        return self._sources.look_again(news.paths, self._listed)

    def _found(self, news: News | None) -> set[str]:
        """Return the sources that are found to differ where it is time to look at all of them."""
        if news and news.everywhere:
            return self._look()
        if self._until_look() > 0:
            return set()
        differing = self._look()
        if news is None and any(map(self._sources.is_source, differing)):
            self._listen(anew=True)
            differing |= self._look()
        return differing

    def _look(self, *, listen: bool = True) -> set[str]:
        """Look at all sources: what the system did not tell of is found here."""
        began = time.monotonic()
        if listen:
            self._listen()
        self._listed, differing = self._sources.listing(self._listed)
        self._looked = time.monotonic()
        self._look_took = self._looked - began
        return differing

    def _lost(self) -> bool:
        """Tell whether the base's folder is not there: then nothing in it was deleted."""
        if Path(self._sources.root).is_dir():
            self._back, self._gone = self._gone, False
            return False
        if not self._gone:
            self._gone = True
            hint = "the site stays as it was; watching goes on when the folder is back"
            message = f"{self._sources.root} is gone"
            self._report(Notice(message=message, hint=hint, grave=True))
        self._looked = time.monotonic()
        return True

    def _listen(self, *, anew: bool = False) -> None:
        notice = self._ears.renew() if anew else self._ears.listen()
        if notice is not None:
            self._report(notice)

    def _turn(self, changed: set[str] | None, reason: str = "", *, told: bool = False) -> None:
        """Rebuild and tell; whatever goes wrong, the next change gets its chance.

        Only where the system `told` of all changes, and the rebuild before was without failures,
        nothing but these files is looked at again: what was missed the next look finds.
        """
        sure = told and not self._failures
        few = changed if sure and all(map(self._sources.is_client, changed or ())) else None
        paths = None if few is None else frozenset(map(Path, few))
        began = time.perf_counter()
        outcome: Outcome | None = None
        failures: tuple[Failure, ...]
        try:
            outcome = self._rebuild(paths)
            failures = outcome.failures
        except Exception as error:  # noqa: BLE001 - no fault may end a day's watch; all are told
            failures = (failure_of(error, self._sources.base),)
        turn = Turn(
            reason=reason,
            changed=self._names(changed or ()),
            outcome=outcome,
            failures=failures,
            mended=bool(self._failures) and not failures,
            milliseconds=round((time.perf_counter() - began) * 1000),
        )
        self._retry = outcome is None and not any(failure.path for failure in failures)
        again = reason == _AGAIN and failures == self._failures
        self._failures = failures
        self._turned = time.monotonic()
        if not again:
            self._report(turn)

    def _names(self, paths: set[str] | tuple[()]) -> tuple[str, ...]:
        return tuple(sorted(self._sources.base.relative(Path(path)) for path in paths))
