"""Owns the history of a base as a build needs it: opened only when something has to be done."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Self

from crm.base import Base
from crm.errors import GitRefused
from crm.history import repository
from crm.history.repository import Head, Lack

if TYPE_CHECKING:
    from crm.history.feed import History


class Past:
    """The history of a base up to a commit; a context manager that closes it.

    A git that does its work no more makes no build fail: `fault` says why there is no history.
    """

    def __init__(self, base: Base, head: Head) -> None:
        self._base = base
        self.head = head
        self.fault = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if "history" in self.__dict__:
            self.history.__exit__()

    @cached_property
    def key(self) -> str:
        """What tells whether the history is still the same, known without opening it."""
        return f"{self.head.hash} {self.head.lack.value} {repository.edge(self._base.root)}"

    @cached_property
    def history(self) -> History:
        """The history, read up to the commit."""
        from crm.history.feed import History, follow  # noqa: PLC0415 - most builds need none

        try:
            return follow(self._base, self.head)
        except GitRefused as fault:
            self.fault = str(fault)
            return History(replace(self.head, lack=Lack.REFUSED), None)


def no_past(base: Base, commit: str = "") -> Past:
    """Return the history of a base that nobody asked git about, at most for the commit's name."""
    return Past(base, Head(short=commit, lack=Lack.NO_REPOSITORY))
