"""Owns how the site of a base is built again and again: with settings that hold, or held."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from crm.base import Base
from crm.history.past import Past
from crm.history.repository import head
from crm.preview.failures import failure_in_settings
from crm.preview.turn import Outcome
from crm.problems import Level, Problem
from crm.settings import Loaded, Settings, load_settings

if TYPE_CHECKING:
    from crm.website.memory import Recent


class Builder:
    """Builds a base's site; `keep` says that the day is the calendar's, not one that was named."""

    def __init__(
        self, base: Base, out: Path, today: Callable[[Settings], dt.date], *, keep: bool = True
    ) -> None:
        self._base = base
        self._out = out
        self._today = today
        self._keep = keep
        self._read: Loaded | None = None  # as the files are
        self._recent: Recent | None = None  # what the next build need not load
        self._held: Loaded | None = None  # in force: as they last were without errors

    @property
    def day(self) -> dt.date:
        """The day of the pages, where the base is."""
        return self._today(self._settings().settings)

    def build(self, changed: frozenset[Path] | None) -> Outcome:
        """Build what depends on these files (None: on any), the only ones that have changed.

        Cards come before the lists. Raises CrmError.

        With errors in the settings those that were good before stay in force: a half-typed line
        in crm.yaml should not turn every page into another language and currency.
        """
        from crm.index.query import open_index  # noqa: PLC0415 - the terminal is told first
        from crm.index.reading import at_hand  # noqa: PLC0415 - the same
        from crm.website.build import build_site  # noqa: PLC0415 - the same
        from crm.website.memory import Recent  # noqa: PLC0415 - the same

        self._recent = self._recent or Recent()
        if changed is None:
            self._read = None
        loaded = self._settings()
        today = self._today(loaded.settings)
        tip = head(self._base.root)
        problems, keep = loaded.problems, self._keep
        with (
            Past(self._base, tip) as past,
            at_hand(changed) as hand,
            open_index(
                self._base, loaded.settings, today, keep=keep, problems=problems, hand=hand
            ) as index,
        ):
            built = build_site(
                index,
                loaded.settings,
                self._out,
                today=today,
                hand=hand,
                past=past,
                recent=self._recent,
            )
            found = index.problems()
        errors = len(_errors(found))
        return Outcome(
            written=built.pages_written,
            removed=built.removed,
            errors=errors,
            warnings=len(found) - errors,
            failures=tuple(map(failure_in_settings, _errors((self._read or loaded).problems))),
        )

    def _settings(self) -> Loaded:
        """Return the settings in force, reading the files when they may have changed."""
        if self._read is None:
            self._read = load_settings(self._base)
            if self._held is None or not _errors(self._read.problems):
                self._held = self._read
        return self._held or self._read


def _errors(problems: Sequence[Problem]) -> list[Problem]:
    return [problem for problem in problems if problem.level is Level.ERROR]
