"""HTTP by hand over a socket: what no well-behaved client would send."""

from __future__ import annotations

import socket
from dataclasses import dataclass, field


@dataclass
class Reply:
    """A response as it came; status 0 when the server hung up without one."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    raw: bytes = b""


def send(port: int, data: bytes, seconds: float = 5.0, host: str = "127.0.0.1") -> Reply:
    """Return what a server says to these bytes until it hangs up."""
    with socket.create_connection((host, port), seconds) as connection:
        connection.settimeout(seconds)
        raw = b""
        try:
            connection.sendall(data)
            while piece := connection.recv(65536):
                raw += piece
        except ConnectionError:
            pass  # hung up on what we were still sending; what it said before counts
    return parse(raw)


def get(port: int, target: str, *lines: str, host: str | None = None, method: str = "GET") -> Reply:
    """Return the reply to a request with a right Host, or another one."""
    named = f"127.0.0.1:{port}" if host is None else host
    head = "".join(
        f"{line}\r\n" for line in (f"{method} {target} HTTP/1.1", f"Host: {named}", *lines)
    )
    return send(port, f"{head}\r\n".encode("latin-1"))


def parse(raw: bytes) -> Reply:
    head, _, body = raw.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    if not first.startswith("HTTP/1.1 "):
        return Reply(raw=raw)
    headers = dict(line.split(": ", 1) for line in lines)
    return Reply(int(first.split(" ")[1]), headers, body, raw)
