"""Owns the timing of whole commands: wall time and memory summed over all their processes."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

_PAUSE = 0.02  # seconds between two looks at the memory


@dataclass(frozen=True, slots=True)
class Run:
    """One run: seconds of wall time, of all its processes' work, and their most memory in MB."""

    wall: float
    worked: float
    memory: float


def run(command: Sequence[str], folder: Path, *, watched: bool = False) -> Run:
    """Run a command to its end; raises RuntimeError when it fails."""
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    before, start = _worked(), time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    peak = [0.0]
    watcher = threading.Thread(target=_watch, args=(process, peak)) if watched else None
    if watcher:
        watcher.start()
    _, error = process.communicate()
    wall = time.perf_counter() - start
    if watcher:
        watcher.join()
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)}: {error.decode(errors='replace')[-500:]}")
    return Run(wall, _worked() - before, peak[0])


def _worked() -> float:
    """Return the processor time of all that this process started and that has ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _watch(process: subprocess.Popen[bytes], peak: list[float]) -> None:
    while process.poll() is None:
        peak[0] = max(peak[0], sum(map(_memory, _family(process.pid))))
        time.sleep(_PAUSE)


def _family(pid: int) -> list[int]:
    """Return a process and all below it (Linux)."""
    found = [pid]
    for parent in found:
        for task in Path(f"/proc/{parent}/task").glob("*/children"):
            try:
                found += map(int, task.read_text().split())
            except OSError:  # it has just ended
                continue
    return found


def _memory(pid: int) -> float:
    """Return the proportional memory of a process in MB: what it shares is counted once."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    except OSError:
        return 0.0
    return 0.0


def alternate(runs: int, *work: Callable[[], Run]) -> list[list[Run]]:
    """Run several pieces of work in turn, A B A B …, so that a drift of the machine meets all."""
    found: list[list[Run]] = [[] for _ in work]
    for _ in range(runs):
        for place, one in enumerate(work):
            found[place].append(one())
    return found


def median(runs: Sequence[Run]) -> float:
    """Return the median wall time."""
    return statistics.median(one.wall for one in runs)


def ratio(ours: Sequence[Run], theirs: Sequence[Run], of: str = "wall") -> float:
    """Return the median of the ratios pair by pair: of wall time, or of what was `worked`."""
    pairs = zip(ours, theirs, strict=True)
    return float(statistics.median(getattr(a, of) / getattr(b, of) for a, b in pairs))
