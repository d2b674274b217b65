"""Owns what of the site that was built last still holds: which cards and pages can stay."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from crm import __version__
from crm.history.past import Past
from crm.index.kept import Kept, KeptPage, KeptRow
from crm.index.query import Index
from crm.settings import Settings
from crm.website.folders import builtin_templates

if TYPE_CHECKING:
    from crm.history.feed import History
    from crm.website.gather import Overview

_CODE = Path(__file__).parent


def digest(*parts: object) -> str:
    """Return one digest of several things, by how they are written."""
    text = "\0".join(map(repr, parts)).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(text, digest_size=16).hexdigest()


def given(settings: Settings, today: dt.date, templates: Path) -> str:
    """Return a digest of all that every page is made from, besides the clients."""
    return digest(
        __version__,
        settings.fingerprint,
        today.isoformat(),
        sorted(_contents(builtin_templates())),
        sorted(_contents(templates)),
        sorted(_stamps(_CODE)),
    )


def _contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    if folder.is_dir():
        for path in folder.rglob("*"):
            if path.is_file():
                yield str(path.relative_to(folder)), path.read_bytes()


def _stamps(folder: Path) -> Iterator[tuple[str, int]]:
    """Yield the programme's own files, so that one at work on it sees what they do."""
    for path in folder.rglob("*.py"):
        yield path.name, path.stat().st_mtime_ns


def card_name(page: str) -> str:
    """Return the file of a card."""
    return f"clients/{page}.html"


class Recent:
    """What a process that builds again and again need not load anew: the last build's memory."""

    def __init__(self) -> None:
        self.state: dict[str, str] = {}
        self.pages: dict[str, KeptPage] = {}
        self.rows: dict[str, KeptRow] = {}


class Memory:
    """What the last build of this site left, held against the base and the disk as they are.

    `disk` gives size and time of every file of the site; it is asked once, when that is needed.
    """

    def __init__(
        self,
        kept: Kept,
        index: Index,
        made_from: str,
        past: Past,
        disk: Callable[[], Mapping[str, tuple[int, int]]],
        recent: Recent | None = None,
    ) -> None:
        self._index = index
        self._made_from = made_from
        self._past = past
        self._disk = disk
        self._commit = f"{past.head.short} {past.key}"
        self._moment = index.moment()
        self._state = kept.state()
        self.pages: dict[str, KeptPage] = {}
        self.rows: dict[str, KeptRow] = {}
        if not self._holds():
            pass
        elif recent is not None and recent.state == self._state:
            self.pages, self.rows = recent.pages, recent.rows
        else:
            self.pages, self.rows = kept.pages(), kept.rows()

    @cached_property
    def _lost(self) -> set[str]:
        """The pages that the site does not hold as they were left."""
        disk = self._disk()
        return {
            name for name, page in self.pages.items() if disk.get(name) != (page.size, page.time)
        }

    @property
    def history(self) -> History:
        """The history of the base, read when something has to be done."""
        return self._past.history

    def _holds(self) -> bool:
        moment = self._moment
        return (
            moment is not None
            and self._state.get("birth") == moment.birth
            and self._state.get("given") == self._made_from
        )

    def settled(self) -> bool:
        """Tell whether nothing at all has to be done."""
        moment = self._moment
        return (
            bool(self.pages)
            and moment is not None
            and self._state.get("tick") == str(moment.tick)
            and self._state.get("commit") == self._commit
            and not self._lost
        )

    def stands(self, name: str, made_from: str) -> bool:
        """Tell whether the site holds a page made from just this."""
        page = self.pages.get(name)
        return page is not None and page.made_from == made_from and name not in self._lost

    def stale(self, base: Overview) -> list[str]:
        """Return the clients whose cards a change makes anew, sorted."""
        told = self._told(base)
        if not self.rows or self._tags_moved(base) or told is None:
            self.rows = {}
            return list(base.ids)
        pages = base.site.pages
        moved = {ident for ident, row in self.rows.items() if pages.get(ident) != row.page}
        new = {ident for ident in base.ids if ident not in self.rows}
        stale = self._index.touched(int(self._state["tick"])) | moved | new
        stale |= self._index.mentioning(moved | new) | told
        return [ident for ident in base.ids if ident in stale]

    def without_card(self) -> set[str]:
        """Return the clients whose card is not in the site as it was left."""
        if not self._lost:
            return set()
        return {ident for ident, row in self.rows.items() if card_name(row.page) in self._lost}

    def _told(self, base: Overview) -> set[str] | None:
        """Return the clients that commits since changed; None where that is not known."""
        history = self.history
        if self._state.get("lack") != history.lack.value:
            return None
        from crm.history.feed import Since  # noqa: PLC0415 - a build with nothing to do needs none

        birth, tick = self._state.get("past", ""), int(self._state.get("step", "0"))
        return history.touched(Since(birth=birth, tick=tick), base.site.pages)

    def _tags_moved(self, base: Overview) -> bool:
        """Tell whether a tag that was there has got another page."""
        before, now = json.loads(self._state["tags"]), base.site.tags
        return any(now.get(tag, page) != page for tag, page in before.items())

    def state(self, base: Overview) -> dict[str, str]:
        """Return what the next build has to know of this one."""
        moment, history = self._moment, self.history
        return {
            "given": self._made_from,
            "commit": self._commit,
            "birth": moment.birth if moment else "",
            "tick": str(moment.tick) if moment else "",
            "lack": history.lack.value,
            "past": history.moment.birth,
            "step": str(history.moment.tick),
            "tags": json.dumps(dict(base.site.tags), ensure_ascii=False),
        }
