"""Owns what a path under `files` stands for: a link, or a file that lies inside the base."""

from __future__ import annotations

import os
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from crm.base import Base
from crm.record import positional
from crm.regex import regex

_LINK = regex(r"[A-Za-z][A-Za-z0-9+.-]+:")
_DRIVE = regex(r"[A-Za-z]:[\\/]")
_PARTS = regex(r"[\\/]")


class Found(StrEnum):
    """What became of an attachment."""

    LINK = "link"  # an address, not a file
    FILE = "file"
    MISSING = "missing"
    OUTSIDE = "outside"  # absolute, with `..`, or through a link that leaves the base


@positional
class Attachment:
    """An attachment as the file names it; `path` is within the base, empty unless it is there."""

    target: str
    found: Found
    path: str = ""


def attachment(base: Base, client: str, target: str) -> Attachment:
    """Return what a target is: looked for under files/<client>/, then from the base's folder."""
    if _DRIVE.match(target) or target.startswith(("/", "\\", "~")):
        return Attachment(target, Found.OUTSIDE)
    if _LINK.match(target):
        return Attachment(target, Found.LINK)
    if ".." in _PARTS.split(target) or "\0" in target:
        return Attachment(target, Found.OUTSIDE)
    for path in (f"{base.files.name}/{client}/{target}", target):
        place = base.root / path
        # Path.exists raises for a name too long to be one.
        if os.path.exists(place):  # noqa: PTH110
            inside = _inside(base.root, place)
            found = Found.FILE if inside else Found.OUTSIDE
            return Attachment(target, found, path if inside else "")
    return Attachment(target, Found.MISSING)


def _inside(root: Path, place: Path) -> bool:
    if not _real(place.parent).is_relative_to(_real(root)):
        return False
    return not place.is_symlink() or _real(place).is_relative_to(_real(root))


@lru_cache(maxsize=4096)
def _real(place: Path) -> Path:
    return Path(os.path.realpath(place))


def forget() -> None:
    """Forget where folders lead to; called before a base is looked at anew."""
    _real.cache_clear()
