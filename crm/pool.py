"""Owns the processes that share a long piece of work: how many, and how they are started."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from typing import Any


def cores() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def processes(start: Callable[..., None], *arguments: Any) -> ProcessPoolExecutor:
    """Return a pool with a process for each core; each calls `start` with the arguments first.

    On Linux a process with one thread is copied, which takes a few milliseconds; everywhere else
    new ones are started, which takes some tenths of a second.
    """
    copied = sys.platform == "linux" and threading.active_count() == 1
    context = multiprocessing.get_context("fork" if copied else "spawn")
    return ProcessPoolExecutor(cores(), mp_context=context, initializer=start, initargs=arguments)
