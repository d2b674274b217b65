from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from previewed import make_base, until
from raw import get

from crm.cli.watch import failure_text, line
from crm.preview.turn import Failure, Outcome, Turn

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")


@pytest.fixture
def base(tmp_path):
    base = make_base(tmp_path / "base", 2)
    base.templates.rmdir()
    return base


class Running:
    """`crm` with some words, and what it has said so far."""

    def __init__(self, words, base):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "crm", "-C", str(base.root), *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONUNBUFFERED": ""},
        )
        self.out, self.err = [], []
        pairs = ((self.process.stdout, self.out), (self.process.stderr, self.err))
        self.threads = [threading.Thread(target=self._read, args=pair) for pair in pairs]
        for thread in self.threads:
            thread.start()

    @staticmethod
    def _read(stream, lines):
        lines.extend(iter(stream.readline, ""))

    def said(self, pattern):
        return any(re.search(pattern, text) for text in [*self.err, *self.out])

    def end(self, number):
        self.process.send_signal(number)
        return self.process.wait(10)


@contextmanager
def running(base, *words) -> Iterator[Running]:
    started = Running(words, base)
    try:
        yield started
    finally:
        if started.process.poll() is None:
            started.process.kill()
        started.process.wait(10)
        for thread in started.threads:
            thread.join(10)
        started.process.stdout.close()
        started.process.stderr.close()


def test_watch_builds_tells_and_ends(base):
    with running(base, "watch") as crm:
        until(lambda: crm.said(r"start: \d+ pages written, \d+ ms"), 20)
        assert crm.out == [f"{base.site / 'index.html'}\n"]
        path = base.clients / "client-1.yaml"
        path.write_text("name: Other\nphnoe: 1\n", "utf-8")
        until(
            lambda: crm.said(
                r"^\d\d:\d\d:\d\d clients/client-1\.yaml: \d+ pages? written, \d+ ms, 1 w"
            )
        )
        assert "Other" in (base.site / "clients" / "client-1.html").read_text("utf-8")
        base.templates.mkdir()
        (base.templates / "client.html").write_text("a\n{% if %}\n", "utf-8")
        until(lambda: crm.said(r"not built, the pages are as they were"))
        until(lambda: crm.said(r"templates/client\.html:2: error: Expected an expression"))
        (base.templates / "client.html").unlink()
        until(lambda: crm.said(r"mended$"))
        assert crm.end(signal.SIGINT) == 130
        assert not crm.said("Traceback")


def test_watch_builds_elsewhere(base, tmp_path):
    with running(base, "watch", "--out", str(tmp_path / "public")) as crm:
        until(lambda: crm.said("start: "), 20)
        assert (tmp_path / "public" / "index.html").is_file()
        assert not base.site.exists()
        assert crm.end(signal.SIGTERM) == 0


def test_serve_serves_and_ends(base):
    with running(base, "serve") as crm:
        until(lambda: crm.out, 20)
        port = int(re.fullmatch(r"http://127\.0\.0\.1:(\d+)/\n", crm.out[0])[1])
        until(lambda: get(port, "/clients/client-1.html").status == 200, 20)
        (base.clients / "client-1.yaml").write_text("name: Served\n", "utf-8")
        until(lambda: b"Served" in get(port, "/clients/client-1.html").body)
        assert crm.end(signal.SIGTERM) == 0
        with pytest.raises(ConnectionError):
            get(port, "/")


def test_serve_says_that_a_port_is_taken(base):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with running(base, "serve", "--port", str(port)) as crm:
            assert crm.process.wait(20) == 1
    assert crm.said(rf"crm: port {port} cannot be listened on: address already in use")
    assert crm.said("hint: leave out `--port` to take a free one")
    assert not base.site.exists()


def test_serve_outside_a_base(tmp_path):
    class Nowhere:
        root = tmp_path

    with running(Nowhere, "serve") as crm:
        assert crm.process.wait(20) == 1
    assert crm.said("is not in a client base")


@pytest.mark.parametrize(
    ("turn", "expected"),
    [
        (
            Turn(
                reason="start", outcome=Outcome(written=80, errors=1, warnings=2), milliseconds=867
            ),
            "start: 80 pages written, 867 ms, 1 error, 2 warnings",
        ),
        (
            Turn(
                changed=("clients/a.yaml",), outcome=Outcome(written=1, removed=2), milliseconds=9
            ),
            "clients/a.yaml: 1 page written, 2 removed, 9 ms",
        ),
        (
            Turn(changed=tuple("abcde"), outcome=Outcome(), milliseconds=9, mended=True),
            "a, b, c, 2 more: 0 pages written, 9 ms, mended",
        ),
        (
            Turn(changed=("crm.yaml",), failures=(Failure(message="x"),), milliseconds=4),
            "crm.yaml: not built, the pages are as they were, 4 ms",
        ),
        (
            Turn(
                changed=("crm.yaml",),
                outcome=Outcome(errors=1, failures=(Failure(message="x"),)),
                failures=(Failure(message="x"),),
                milliseconds=4,
            ),
            "crm.yaml: 0 pages written, 4 ms, 1 error, built with the last good settings",
        ),
    ],
)
def test_one_line_a_rebuild(turn, expected):
    assert line(turn) == expected


def test_a_failure_shows_its_lines():
    failure = Failure(
        message="unexpected '}'",
        hint="close it",
        path="templates/a.html",
        line=10,
        excerpt=((9, "<p>"), (10, "{{ a }"), (11, "")),
    )
    assert failure_text(failure).split("\n") == [
        "templates/a.html:10: error: unexpected '}'",
        "   9 | <p>",
        "> 10 | {{ a }",
        "  11 |",
        "hint: close it",
    ]
