"""Owns KEY=VALUE: a place in a client file, and what is to stand there."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from crm.cli.places import Place, at_path, place_of
from crm.cli.values import written
from crm.record import positional
from crm.text import Mapping, plain
from crm.text.change import Change, put, remove

if TYPE_CHECKING:
    from crm.settings import Settings
    from crm.text.quote import Written


@positional
class Assignment:
    """A value for a place; no value takes out what is there."""

    place: Place
    value: Written | None

    def change(self, root: Mapping) -> Change | None:
        """Return the change that makes it so in a document; None where it is so already."""
        path = self.place.path(root)
        there = at_path(root, path)
        if self.value is None:
            return None if there is None else remove(path)
        if there is not None and plain(there) == self.value:
            return None
        return put(path, self.value, self.place.order(root))


def is_assignment(text: str) -> bool:
    """Tell whether an argument is KEY=VALUE and no CLIENT."""
    key, mark, _ = text.partition("=")
    return bool(mark) and key != "" and " " not in key.partition(".")[0]


def assignment(text: str, settings: Settings, today: dt.date) -> Assignment:
    """Return what KEY=VALUE asks for; raises UsageError for an unknown key or a bad value."""
    key, _, value = text.partition("=")
    if not value.strip():
        return Assignment(place_of(key.strip(), settings, whole=True), None)
    place = place_of(key.strip(), settings)
    return Assignment(place, written(place.field, value, settings.context, today, key))
