"""Owns the time from saving a file to its page showing it, while something watches."""

from __future__ import annotations

import random
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

_LOOK = 0.002  # seconds between two looks at the page
_PATIENCE = 300.0  # seconds until the first page, and until any later one
_AGAIN = 10.0  # seconds after which the first edit is made once more: nobody was watching yet


def edit_to_page(
    command: Sequence[str], folder: Path, files: Sequence[tuple[Path, Path]], end: str, edits: int
) -> list[float]:
    """Return the seconds of each edit; `files` are sources with their pages, `end` closes a source.

    A call is added to one file after the other. The pauses between are of random lengths (always
    the same ones), so that the edits meet every phase of the other side's own clock.
    """
    rng = random.Random(11)  # noqa: S311 - sample data
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _first(*files[0], end)
        found = []
        for source, page in files[1 : edits + 1]:
            time.sleep(rng.uniform(0.5, 2.0))
            found.append(_edit(source, page, end, _PATIENCE))
        return found
    finally:
        process.terminate()
        process.wait()


def _first(source: Path, page: Path, end: str) -> None:
    """Edit a file until its page shows it: then the first build is over and all is watched."""
    until = time.perf_counter() + _PATIENCE
    while time.perf_counter() < until:
        try:
            _edit(source, page, end, _AGAIN)
        except TimeoutError:
            continue
        time.sleep(2)
        return
    raise TimeoutError(f"{page} never showed a change")


def _edit(source: Path, page: Path, end: str, patience: float) -> float:
    """Add a call to a file and return the seconds until its page shows it."""
    word = f"Mark{time.time_ns()}"
    text = source.read_text(encoding="utf-8").removesuffix(end)
    entry = f"  - date: 2026-11-20\n    type: call\n    summary: {word}\n"
    start = time.perf_counter()
    source.write_text(text + entry + end, encoding="utf-8")
    while time.perf_counter() < start + patience:
        try:
            if word in page.read_text(encoding="utf-8"):
                return time.perf_counter() - start
        except OSError:  # not there yet, or just being replaced
            pass
        time.sleep(_LOOK)
    raise TimeoutError(f"{page} never showed the change")
