"""Owns what stops a question of one's own: one class a situation, with what to do next."""

from __future__ import annotations

from crm.errors import UsageError

_LIST = "`crm stats --list` shows all"


def _meant(near: str) -> str:
    return f"did you mean {near}?" if near else _LIST


class UnknownNumber(UsageError):
    """There is no such number to describe."""

    def __init__(self, name: str, near: str = "") -> None:
        super().__init__(f"there is no number {name!r}", _meant(near))


class NotANumber(UsageError):
    """What is to be described is a text or a date."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is no number", f"group by it, `--by {name}`, or choose another")


class UnknownGroup(UsageError):
    """There is no such column to group by."""

    def __init__(self, name: str, near: str = "") -> None:
        super().__init__(f"there is no column {name!r} to group by", _meant(near))


class ForeignGroup(UsageError):
    """A number of one thing cannot be grouped by a column of another."""

    def __init__(self, field: str, name: str, number: str) -> None:
        super().__init__(
            f"{field} cannot be grouped by {name}", f"choose a number of the same: {number}"
        )


class WithoutDays(UsageError):
    """A period is asked for of figures that are of one day."""

    def __init__(self, field: str) -> None:
        super().__init__(
            f"--since and --until: {field} is a figure of the whole time of a client",
            "give --today for another day, or take a number of entries: entry.amount",
        )
