"""A merge driver without a start-up: git starts a tiny client, a thread of the test does the work.

Thousands of histories would take hours with a Python that imports crm for every file.
"""

from __future__ import annotations

import json
import shlex
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from crm.history.merge import merge
from crm.history.merge.driver import driver_config, said

_CLIENT = """
import json, os, socket, sys
line = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
line.sendall(json.dumps([os.getcwd(), *sys.argv[2:]]).encode() + b"\\n")
code, text = json.loads(line.makefile().readline())
print(text, end="")
sys.exit(code)
"""


@dataclass(frozen=True, slots=True)
class Call:
    """One file that git had merged: its versions, the result, and whether it was clean."""

    path: str
    base: bytes
    ours: bytes
    theirs: bytes
    result: bytes
    clean: bool


class Server:
    """Answers the clients, one at a time, and remembers what was asked."""

    def __init__(self, merging: Callable[..., object] = merge) -> None:
        self.calls: list[Call] = []
        self._merge = merging
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._port = self._socket.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def config(self) -> list[tuple[str, str]]:
        client = f"{shlex.quote(sys.executable)} -I -S -c {shlex.quote(_CLIENT)} {self._port}"
        return driver_config(f"{client} %O %A %B %L %P")

    def close(self) -> None:
        self._socket.close()

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self._socket.accept()
            except OSError:
                return
            with line:
                words = json.loads(line.makefile().readline())
                line.sendall(json.dumps(self._answer(*words)).encode() + b"\n")

    def _answer(
        self, folder: str, base: str, ours: str, theirs: str, size: str, path: str
    ) -> tuple[int, str]:
        texts = [(Path(folder) / name).read_bytes() for name in (base, ours, theirs)]
        try:
            merged = self._merge(*texts, path, marker_size=int(size))
        except Exception as fault:  # noqa: BLE001 - a driver that raised: git merges the lines
            self.calls.append(Call(path, *texts, repr(fault).encode(), clean=False))
            return 3, ""
        (Path(folder) / ours).write_bytes(merged.data)
        self.calls.append(Call(path, *texts, merged.data, clean=not merged.conflicts))
        if merged.conflicts:
            return 1, said(path, list(merged.conflicts)) + "\n"
        return 0, ""


@contextmanager
def server() -> Iterator[Server]:
    """Run a server as long as it is needed."""
    made = Server()
    try:
        yield made
    finally:
        made.close()
