"""A base being watched by a thread, with a rebuild that only notes what it has seen."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from crm.base import Base, client_files
from crm.preview.sources import Sources
from crm.preview.turn import Notice, Outcome, Turn
from crm.preview.watch import Watch


def make_base(folder: Path, clients: int = 0) -> Base:
    base = Base(folder)
    for part in (base.clients, base.regions, base.templates):
        part.mkdir(parents=True)
    base.settings_file.write_text("name: Example Roasters\n", "utf-8")
    for number in range(clients):
        (base.clients / f"client-{number}.yaml").write_text(f"name: Client {number}\n", "utf-8")
    return base


def until(true: Callable[[], Any], seconds: float = 10.0) -> None:
    """Wait until something is so; fail when it takes too long."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"not so within {seconds} s"
        time.sleep(0.002)


class Watched:
    """What a watch has done: its rebuilds, turns and notices, and the files as last seen."""

    def __init__(self, base: Base, **settings: Any) -> None:
        self.base = base
        self.builds: list[frozenset[Path] | None] = []
        self.started: list[float] = []
        self.turns: list[Turn] = []
        self.notices: list[Notice] = []
        self.seen: dict[str, bytes] = {}
        self.before_build: Callable[[], None] = lambda: None
        self.after_reading: Callable[[], None] = lambda: None
        self.watch = Watch(Sources(base, base.site), self._rebuild, self._take, **settings)

    def files(self) -> dict[str, bytes]:
        """What a rebuild should have seen in the end."""
        return {self.base.relative(path): path.read_bytes() for path in self._paths()}

    def _paths(self) -> list[Path]:
        base = self.base
        named = [path for path in (base.settings_file,) if path.exists()]
        return [*client_files(base), *named, *sorted(base.templates.rglob("*.html"))]

    def settled(self) -> bool:
        """Whether the last rebuild has seen what there is."""
        return len(self.turns) == len(self.builds) and self.seen == self.files()

    def _rebuild(self, changed: frozenset[Path] | None) -> Outcome:
        self.started.append(time.perf_counter())
        self.builds.append(changed)
        self.before_build()
        # Only what it is told of: a change that is not told must not be seen by chance.
        for path in self._paths() if changed is None else changed:
            name = self.base.relative(path)
            try:
                self.seen[name] = path.read_bytes()
            except FileNotFoundError:
                self.seen.pop(name, None)
        if changed is None:
            self.seen = {name: self.seen[name] for name in self.files() if name in self.seen}
        self.after_reading()
        return Outcome(written=1)

    def _take(self, event: Turn | Notice) -> None:
        (self.turns if isinstance(event, Turn) else self.notices).append(event)


@contextmanager
def watching(base: Base, **settings: Any) -> Iterator[Watched]:
    """Yield a watch that has made its first turn; ends it."""
    watched = Watched(base, **settings)
    faults: list[BaseException] = []

    def run() -> None:
        try:
            watched.watch.run()
        except BaseException as fault:  # noqa: BLE001 - handed to the test
            faults.append(fault)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        until(lambda: watched.watch.listening.is_set() or faults)
        yield watched
    finally:
        watched.watch.stop()
        thread.join(10)
        assert not thread.is_alive()
    assert not faults
