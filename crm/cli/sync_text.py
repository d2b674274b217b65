"""Owns what `crm sync` tells of changes: one's own before they are committed, and what came in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.cli.console import tell

if TYPE_CHECKING:
    from crm.base import Base
    from crm.history.staged import Pair
    from crm.history.state import Touched

_LINES = 20  # changes that are told one by one
_NAMED = 3  # files that a proposed message names


def told(pair: Pair) -> list[str]:
    """Return what was changed in a file, a line each."""
    from crm.cli.change_text import sentence
    from crm.history.differences import differences
    from crm.text import read

    if pair.old is None or pair.new is None:
        return ["new" if pair.old is None else "deleted"]
    old, new = (read(pair.path, data).root for data in (pair.old, pair.new))
    return [sentence(one) for one in differences(old, new)]


def proposed(files: list[Touched]) -> str:
    """Return a message for changed files."""
    names = [one.path.rpartition("/")[2].removesuffix(".yaml") for one in files]
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f"sync: {', '.join(names[:_NAMED])}{more}"


def tell_news(base: Base, theirs: str, mine: str, count: int) -> None:
    """Tell what the commits of others changed."""
    from crm.cli.change_text import sentence
    from crm.history.feed import between

    lines = [
        f"  {made.author}, {made.time[:16].replace('T', ' ')}: "
        f"{change.client or change.path}: {sentence(change)}"
        for made in between(base, theirs, mine)
        for change in made.changes
    ]
    tell(f"came in: {many(count, 'commit')}{':' if lines else ''}")
    show(lines)


def show(lines: list[str]) -> None:
    """Tell lines, not more than a screen."""
    for line in lines[:_LINES]:
        tell(line)
    if len(lines) > _LINES:
        tell(f"  and {len(lines) - _LINES} more: `crm history` shows all")


def many(number: int, what: str) -> str:
    """Return a number with its word."""
    return f"{number} {what}{'' if number == 1 else 's'}"
