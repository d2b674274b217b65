"""Owns the wire of `crm serve`: loopback only, short requests, a bounded number of askers."""

from __future__ import annotations

import io
import os
import select
import socket
import threading
import time
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from crm.errors import PortTaken
from crm.preview import pages
from crm.preview.answer import ALWAYS, Answer, content_type, refusal
from crm.preview.board import Board, State
from crm.preview.guard import Request, allowed_hosts, page_name, read_inside, refused

DEFAULT_PORT = 8276  # "crm" on a telephone's keys, after the 8 of web ports
_TRIES = 20
_HEAD = 16_384  # bytes of a request: line and headers
_HEAD_SECONDS = 5.0
_SEND_SECONDS = 20.0
_CONNECTIONS = 64
_STREAMS = 40  # of these, so many may listen for events
_KEEP_ALIVE = 15.0  # seconds between comments in a stream that has nothing to tell
_GLANCE = 1.0  # seconds between looks whether its page is still there
EVENTS = "/-/events"


class Server(ThreadingHTTPServer):
    """Serves the folder of a site on one address; `close` ends it and everyone who listens."""

    daemon_threads = True
    request_queue_size = 64
    allow_reuse_address = os.name == "posix"  # elsewhere it would let another program listen too

    def __init__(self, address: tuple[str, int], site: Path, board: Board) -> None:
        self.address_family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        self.site = site
        self.board = board
        self.faults: list[str] = []  # what went wrong on our side; for tests and the curious
        self._free = threading.BoundedSemaphore(_CONNECTIONS)
        self.streams = threading.BoundedSemaphore(_STREAMS)
        super().__init__(address, Handler)
        self.hosts = allowed_hosts(self.port)
        self._thread = threading.Thread(target=self.serve_forever, args=(0.1,), daemon=True)

    @property
    def port(self) -> int:
        """The port that is listened on."""
        return int(self.server_address[1])

    def server_bind(self) -> None:
        """Bind without asking the network for this computer's name, as the library would."""
        if self.address_family == socket.AF_INET6:
            self.socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = str(self.server_address[0]), self.port

    def start(self) -> None:
        """Begin to answer, in a thread of its own."""
        self._thread.start()

    def close(self) -> None:
        """Stop answering; streams end."""
        self.board.close()
        if self._thread.is_alive():
            self.shutdown()
            self._thread.join()
        self.server_close()

    def process_request(self, request: Any, client_address: Any) -> None:
        """Answer in a thread, unless too many are busy: then hang up at once."""
        if not self._free.acquire(blocking=False):
            self.shutdown_request(request)
            return
        try:
            super().process_request(request, client_address)
        except RuntimeError:  # the system has no thread for it
            self._free.release()
            raise

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Answer, and give the place back."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Keep what went wrong; an asker who hung up is nothing of note."""
        del request, client_address
        import sys  # noqa: PLC0415

        fault = sys.exception() if hasattr(sys, "exception") else sys.exc_info()[1]
        if not isinstance(fault, OSError):
            self.faults.append(f"{type(fault).__name__}: {fault}")


class Handler(BaseHTTPRequestHandler):
    """One request on one connection."""

    server: Server
    protocol_version = "HTTP/1.1"
    server_version = "crm"
    sys_version = ""

    def handle(self) -> None:
        """Read the head of a request, whole and in time, and answer it."""
        head = self._read_head()
        if head is None:
            return
        self.command = self.requestline = ""
        self.connection.settimeout(_SEND_SECONDS)
        self.close_connection = True
        self.rfile = io.BufferedReader(io.BytesIO(head))
        self.raw_requestline = self.rfile.readline()
        if not head.endswith((b"\r\n\r\n", b"\n\n")):
            self._send(refusal(431, "the request is too long"))
        elif self.parse_request():
            self._answer(self._request())

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer a request that could not be read; nothing of it is repeated."""
        del message, explain
        known = code if code in set(HTTPStatus) else 400
        self._send(refusal(known, "the request is not understood"))

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing: the terminal belongs to rebuilds."""

    def _read_head(self) -> bytes | None:
        """Return what came up to the empty line, at most _HEAD bytes; None: it stopped halfway."""
        end = time.monotonic() + _HEAD_SECONDS
        head = b""
        while len(head) < _HEAD and b"\n\r\n" not in head and b"\n\n" not in head:
            left = end - time.monotonic()
            if left <= 0:
                return None
            self.connection.settimeout(left)
            try:
                more = self.connection.recv(_HEAD - len(head))
            except OSError:
                return None
            if not more:
                return None
            head += more
        ends = [head.find(mark) + len(mark) for mark in (b"\n\r\n", b"\n\n") if mark in head]
        return head[: min(ends)] if ends else head

    def _request(self) -> Request:
        return Request(
            method=self.command,
            target=self.path,
            hosts=self.headers.get_all("Host", []),
            origins=self.headers.get_all("Origin", []),
            site=self.headers.get("Sec-Fetch-Site", ""),
            mode=self.headers.get("Sec-Fetch-Mode", ""),
            aim=self.headers.get("Sec-Fetch-Dest", ""),
        )

    def _answer(self, request: Request) -> None:
        no = refused(request, self.server.hosts)
        if no is None and request.path == EVENTS and request.method == "GET":
            self._stream(request)
        else:
            self._send(no or answer(request, self.server.site, self.server.board))

    def _send(self, answer: Answer) -> None:
        self._send_head(answer, {"Content-Length": str(len(answer.body))})
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    def _send_head(self, answer: Answer, more: dict[str, str]) -> None:
        self.request_version = "HTTP/1.1"  # headers are sent whatever was asked
        self.send_response_only(answer.status)
        headers = {**ALWAYS, "Content-Type": answer.kind, **answer.headers, **more}
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def _stream(self, request: Request) -> None:
        if not self.server.streams.acquire(blocking=False):
            self._send(refusal(503, "too many pages are listening"))
            return
        try:
            self._send_head(Answer(kind="text/event-stream; charset=utf-8"), {})
            self._tell(parse_qs(request.query).get("seen", [""])[0])
        finally:
            self.server.streams.release()

    def _tell(self, version: str) -> None:
        """Send events until the page is to be loaded anew, has gone, or the server ends."""
        board = self.server.board
        told: State | None = None
        silent = 0.0
        while not board.closed and not self._hung_up():
            state = board.wait(told, _GLANCE)
            if state is not None:
                self.wfile.write(f"event: problem\ndata: {state.problem()}\n\n".encode())
                if state.version != (version or state.version):
                    self.wfile.write(f"event: reload\ndata: {state.version}\n\n".encode())
                    return
                told, version, silent = state, state.version, 0.0
            elif (silent := silent + _GLANCE) >= _KEEP_ALIVE:
                self.wfile.write(b": still here\n\n")
                silent = 0.0

    def _hung_up(self) -> bool:
        """Tell whether the page has gone; it has nothing more to say while it listens."""
        ready, _, _ = select.select([self.connection], [], [], 0)
        return bool(ready) and not self.connection.recv(64)


def answer(request: Request, site: Path, board: Board) -> Answer:
    """Return the answer to a request that may be answered."""
    own = pages.own_file(request.path)
    if own is not None:
        return own
    state = board.state  # before the file is read: a page may be newer than it says, never older
    name = page_name(request.path)
    data = read_inside(site, name) if name is not None else None
    if name is None or data is None:
        return pages.missing(state)
    if name.endswith(".html"):
        return pages.served(data, state.version)
    return Answer(kind=content_type(name), body=data)


def open_server(
    site: Path, board: Board, port: int | None = None, *, host: str = "127.0.0.1"
) -> Server:
    """Return a server of the site on a port of loopback, not started yet.

    Without a port the first free one of a few is taken. Raises PortTaken.
    """
    tried = range(DEFAULT_PORT, DEFAULT_PORT + _TRIES) if port is None else (port,)
    last: OSError | None = None
    for number in tried:
        try:
            return Server((host, number), site, board)
        except OSError as cause:
            last = cause
    raise PortTaken(tried[0], tried[-1], last) from last
