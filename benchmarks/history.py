"""Owns the seeded generator of histories: a base whose clients were changed in many commits.

`python -m benchmarks.history DIR CLIENTS COMMITS [--folders 256] [--time]` writes a git repository
by `git fast-import`; with --time it tells how long the first walk takes, and the next one.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.bases import make_base
from crm.base import Base
from crm.history.feed import follow

_START = dt.datetime(2024, 1, 1, 9, tzinfo=dt.UTC)
_PEOPLE = ("Ana Dimova <ana@example.org>", "Борис Илиев <boris@example.org>")


def make_history(folder: Path, clients: int, count: int, *, folders: int = 0) -> None:
    """Write a base of clients and its commits: the first adds all, each other changes one."""
    make_base(folder, clients, folders=folders)
    git = ["git", "-C", str(folder)]
    subprocess.run([*git, "init", "-q", "-b", "main"], check=True)
    stream = b"".join(_stream(folder, count))
    subprocess.run([*git, "fast-import", "--quiet"], input=stream, check=True)
    subprocess.run([*git, "reset", "-q", "--hard", "main"], check=True)


def _stream(folder: Path, count: int) -> Iterator[bytes]:
    rng = random.Random(11)  # noqa: S311 - sample data
    texts = {path: path.read_bytes() for path in sorted(folder.rglob("*.yaml"))}
    yield from _commit(0, "first", folder, texts)
    paths = [path for path in texts if path.parent != folder]
    for number in range(1, count):
        path = rng.choice(paths)
        texts[path] = _edited(rng, number, texts[path])
        yield from _commit(number, f"log: {path.stem} call", folder, {path: texts[path]})


def _edited(rng: random.Random, number: int, data: bytes) -> bytes:
    if rng.random() < 0.2:
        return data.replace(b"source: ", f"source: again {number}, ".encode(), 1)
    day = _START.date() + dt.timedelta(hours=number * 4)
    entry = f"  - date: {day}\n    type: call\n    by: ana\n    summary: Called, number {number}.\n"
    return data + entry.encode()


def _commit(number: int, message: str, folder: Path, files: dict[Path, bytes]) -> Iterator[bytes]:
    when = int((_START + dt.timedelta(hours=number * 4)).timestamp())
    who = f"{_PEOPLE[number % len(_PEOPLE)]} {when} +0200"
    head = (
        f"commit refs/heads/main\nauthor {who}\ncommitter {who}\ndata {len(message)}\n{message}\n"
    )
    yield head.encode()
    for path, data in files.items():
        place = path.relative_to(folder).as_posix()
        yield f"M 100644 inline {place}\ndata {len(data)}\n".encode() + data + b"\n"


def tell_times(folder: Path) -> None:
    """Print how long the history takes from nothing, after one commit, and with none."""
    base = Base(folder.absolute())
    for what in ("first walk", "nothing new", "one commit"):
        if what == "one commit":
            path = next((folder / "clients").rglob("*.yaml"))
            path.write_bytes(_edited(random.Random(1), 1, path.read_bytes()))  # noqa: S311
            git = ["git", "-C", str(folder), "-c", "user.name=A", "-c", "user.email=a@example.org"]
            subprocess.run([*git, "commit", "-qam", "log: one call"], check=True)
        start, used = time.perf_counter(), time.process_time()
        with follow(base) as history:
            seconds, own = time.perf_counter() - start, time.process_time() - used
            print(f"{what}: {seconds:.3f} s, of it {own:.3f} s in crm; {history.moment.tick} steps")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("clients", type=int)
    parser.add_argument("commits", type=int)
    parser.add_argument("--folders", type=int, default=0)
    parser.add_argument("--time", action="store_true")
    options = parser.parse_args()
    make_history(options.folder, options.clients, options.commits, folders=options.folders)
    if options.time:
        tell_times(options.folder)
