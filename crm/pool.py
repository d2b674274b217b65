"""Owns the processes that share a long piece of work: how many, how they start, how they answer."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

_Answer = TypeVar("_Answer")


def cores() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Lost(Exception):
    """A process of the crew ended without an answer: the system took its memory, or killed it."""


class Crew:
    """A process for each core; each calls `start` first, and keeps what it holds between two tasks.

    On Linux a process with one thread is copied, which takes a few milliseconds; everywhere else
    new ones are started, which takes some tenths of a second, and what they are given is pickled.
    They end when the crew is closed, or the process that made it is no more.
    """

    def __init__(self, start: Callable[..., None], *arguments: Any) -> None:
        import multiprocessing  # noqa: PLC0415 - 5 ms that only large work has to pay

        copied = sys.platform == "linux" and threading.active_count() == 1
        context: Any = multiprocessing.get_context("fork" if copied else "spawn")
        self._ours: list[Connection] = []
        self._processes: list[BaseProcess] = []
        for _ in range(cores()):
            ours, theirs = context.Pipe()
            self._ours.append(ours)
            others = tuple(self._ours) if copied else ()
            process = context.Process(
                target=_work, args=(theirs, others, start, arguments), daemon=True
            )
            process.start()
            theirs.close()
            self._processes.append(process)

    def __len__(self) -> int:
        return len(self._ours)

    def each(
        self, work: Callable[[Any], _Answer], shares: Sequence[Sequence[Any]]
    ) -> Iterator[_Answer]:
        """Let each process work on its share; yield the answers in turn, one of each process.

        What a task raises is raised here. Raises Lost.
        """
        for ours, share in zip(self._ours, shares, strict=True):
            self._send(ours, (work, tuple(share)))
        for turn in range(max(map(len, shares), default=0)):
            for ours, share in zip(self._ours, shares, strict=True):
                if turn < len(share):
                    yield self._answer(ours)

    def close(self) -> None:
        """Let the processes go; they answer nothing more."""
        for ours in self._ours:
            ours.close()
        for process in self._processes:
            process.terminate()
            process.join()

    def _send(self, ours: Connection, order: object) -> None:
        try:
            ours.send(order)
        except OSError as error:
            raise Lost from error

    def _answer(self, ours: Connection) -> Any:
        try:
            good, answer = ours.recv()
        except (EOFError, OSError) as error:
            raise Lost from error
        if not good:
            raise answer
        return answer


def _work(
    theirs: Connection,
    others: Sequence[Connection],
    start: Callable[..., None],
    arguments: Sequence[Any],
) -> None:
    """Be one of the crew: do what comes through the connection until it is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that made this one decides
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # and whatever it does then is not for this one
    for other in others:
        other.close()  # else it would not be noticed that the process that made this one is gone
    try:
        start(*arguments)
        while True:
            work, share = theirs.recv()
            for task in share:
                theirs.send(_done(work, task))
    except (EOFError, OSError):
        return


def _done(work: Callable[[Any], Any], task: Any) -> tuple[bool, Any]:
    try:
        return True, work(task)
    except Exception as error:  # noqa: BLE001 - it is raised where the answer is awaited
        return False, error
