"""Owns what a merge gives back: the bytes, and the conflicts that are left in them."""

from __future__ import annotations

from enum import StrEnum

from crm.record import record
from crm.text import Plain


class Prefer(StrEnum):
    """The side whose text stands where both changed the same thing."""

    OURS = "ours"
    THEIRS = "theirs"


@record
class Conflict:
    """A place that both sides changed differently; None stands for what is not there."""

    place: str
    ours: Plain | None = None
    theirs: Plain | None = None


@record
class Merged:
    """The merged file. With conflicts the data hold markers, unless there are no lines to mark."""

    data: bytes
    conflicts: tuple[Conflict, ...] = ()
