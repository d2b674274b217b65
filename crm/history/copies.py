"""Owns the copies that file-sync services leave beside a file two people changed at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from crm.record import record
from crm.text import Mapping, Sequence, plain, read

# What the services write behind a file's stem. The first two leave no doubt; names like those of
# the third are also chosen by people.
_WORD = (
    "conflict|konflikt|conflit|conflito|conflicto|conflitto|конфликт|конфлікт|競合|冲突|衝突|충돌"
)
_SAID = re.compile(
    rf"(?P<stem>.+?) ?\([^()]*(?:{_WORD})[^()]*(?:\([^()]*\))?\)(?: \(\d+\))?", re.IGNORECASE
)
_STAMPED = re.compile(
    r"(?P<stem>.+?)(?:\.sync-conflict-\d{8}-\d{6}(?:-[A-Z0-9]{7})?|_conflict-\d{8}-\d{6})"
)
_NUMBERED = re.compile(r"(?P<stem>.+?)(?: \(\d{1,2}\)| \d{1,2})")
_HALF = 0.5


@record
class Copy:
    """A copy and the file it is of."""

    path: Path
    original: Path


def copies(paths: Iterable[Path]) -> list[Copy]:
    """Return the copies among files that are by their names and contents those of others."""
    return [Copy(path=path, original=found) for path in paths if (found := _original(path))]


def _original(path: Path) -> Path | None:
    for stem, doubtful in _stems(path.stem):
        original = path.with_name(stem + path.suffix)
        if original.is_file() and _is_copy(path, original, doubtful=doubtful):
            return original
    return None


def _stems(stem: str) -> Iterator[tuple[str, bool]]:
    """Yield what the original could be called, and whether the name alone leaves a doubt."""
    for pattern in (_SAID, _STAMPED):
        if found := pattern.fullmatch(stem):
            yield found["stem"], False
    if found := _NUMBERED.fullmatch(stem):
        yield found["stem"], True
    dash = len(stem)
    while (dash := stem.rfind("-", 0, dash)) > 0:  # OneDrive adds the name of the computer
        yield stem[:dash], True


def _is_copy(path: Path, original: Path, *, doubtful: bool) -> bool:
    """Tell whether a file holds what another held: the name, or most of what either has."""
    one, other = (_read(file) for file in (path, original))
    if one is None or other is None:
        return False
    names = {plain(name) if (name := root.get("name")) else "" for root in (one, other)}
    if not doubtful and len(names) == 1 and "" not in names:
        return True
    entries = _shared(_entries(one), _entries(other))
    if doubtful:
        return len(names) == 1 and entries >= _HALF
    return entries >= _HALF or _shared(_facts(one), _facts(other)) >= _HALF


def _read(path: Path) -> Mapping | None:
    try:
        return read(path.name, path.read_bytes()).root
    except OSError:
        return None


def _entries(root: Mapping) -> set[str]:
    found = root.get("interactions")
    return {repr(plain(item)) for item in found.items} if isinstance(found, Sequence) else set()


def _facts(root: Mapping) -> set[str]:
    return {f"{key.text}: {plain(value)!r}" for key, value in root.entries}


def _shared(one: set[str], other: set[str]) -> float:
    """Return how much of the smaller set the other holds, 0 where there is nothing to share."""
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0
