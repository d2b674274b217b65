"""Owns what holds for one run: the base, the day, and what the options everywhere say."""

from __future__ import annotations

import datetime as dt
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from crm.base import Base, find_base
from crm.errors import UsageError

if TYPE_CHECKING:
    from crm.index.names import Names
    from crm.index.query import Index
    from crm.index.reading import Hand
    from crm.settings import Loaded, Settings


class Session:
    """The options that every command takes, and what follows from them and the environment."""

    def __init__(self, directory: str = "", today_text: str = "") -> None:
        self.directory = directory
        self.today_text = today_text
        self.no_input = False
        self.json = False
        self.command = ""  # its words, "task list"
        self._base: Base | None = None
        self._loaded: Loaded | None = None

    @property
    def start(self) -> Path:
        """The folder to look for the base from: `-C`, else CRM_BASE, else where we are."""
        asked = self.directory or os.environ.get("CRM_BASE", "")
        if asked and not Path(asked).is_dir():
            named = "-C" if self.directory else "CRM_BASE"
            raise UsageError(f"{named}: there is no folder {asked}")
        return Path(asked or ".")

    @property
    def base(self) -> Base:
        """The base around the folder asked for; raises NotABase."""
        if self._base is None:
            self._base = find_base(self.start)
        return self._base

    @property
    def loaded(self) -> Loaded:
        """The base's settings with the problems found in them."""
        if self._loaded is None:
            base = self.base
            from crm.settings import load_settings

            self._loaded = load_settings(base)
        return self._loaded

    @property
    def settings(self) -> Settings:
        """The base's settings."""
        return self.loaded.settings

    @property
    def glancing(self) -> Settings:
        """The settings for a look at what is known to be checked: 12 ms less with phones."""
        settings = self.settings
        return replace(settings, context=replace(settings.context, exact_phones=False))

    def index(self, hand: Hand | None = None) -> Index:
        """Return the index, in step with the files, with the numbers of today.

        The records of the files that had to be read are left in `hand`.
        """
        base, settings = self.base, self.settings
        from crm.index.query import open_index

        return open_index(
            base,
            settings,
            self.today,
            keep=self.day_said() is None,
            problems=self.loaded.problems,
            hand=hand,
        )

    def names(self, text: str) -> Names | Index:
        """Return what answers whom a text means: the index, or as much of it as that needs."""
        base, settings = self.base, self.settings
        from crm.index.names import open_names

        return open_names(base, settings, text) or self.index()

    @property
    def today(self) -> dt.date:
        """The day that counts as today: as said, else the calendar's where the base is."""
        return self.day_said() or clock(self.settings.timezone)

    @property
    def today_here(self) -> dt.date:
        """The day that counts as today where there is no base to ask for its timezone."""
        return self.day_said() or clock("")

    def day_said(self) -> dt.date | None:
        """Return the day that `--today`, or else CRM_TODAY, names."""
        if self.today_text:
            return _day("--today", self.today_text)
        text = os.environ.get("CRM_TODAY", "")
        return _day("CRM_TODAY", text) if text else None

    @property
    def member(self) -> str:
        """The id of who is working, from CRM_MEMBER; empty when nobody says."""
        return os.environ.get("CRM_MEMBER", "").strip()

    @property
    def interactive(self) -> bool:
        """Whether a question may be asked: on a terminal, and without --no-input."""
        return not self.no_input and sys.stdin.isatty() and sys.stderr.isatty()


def clock(timezone: str) -> dt.date:
    """Return the calendar's day in a timezone; where none is named, that of this computer."""
    from zoneinfo import ZoneInfo

    now = dt.datetime.now(ZoneInfo(timezone)) if timezone else dt.datetime.now().astimezone()
    return now.date()


def _day(named: str, text: str) -> dt.date:
    """Return the day that counts as today; words other than YYYY-MM-DD are seen from the clock."""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return named_day(named, text, clock(""))
    # Python takes 20260102 and 2026-W01-5 as well, which nobody types on purpose.
    return day if day.isoformat() == text else named_day(named, text, clock(""))


def named_day(named: str, text: str, today: dt.date, *, past: bool = False) -> dt.date:
    """Return the day a text names, seen from `today`; `named` is what it was given to.

    A day of the week is the next one, with `past` the last. Raises UsageError.
    """
    from crm.fields.badvalue import BadValue
    from crm.fields.when import parse_when

    try:
        return parse_when(text, today, past=past).day
    except BadValue:
        hint = "write 2026-11-20, 20.11.2026, yesterday, monday, +3d or -2w"
        raise UsageError(f'{named}: "{text}" is not a day', hint) from None
