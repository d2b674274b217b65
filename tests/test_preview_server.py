from __future__ import annotations

import json
import os
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

import pytest
from previewed import until
from raw import get, parse, send

from crm.errors import PortTaken
from crm.preview import server as module
from crm.preview.board import Board
from crm.preview.server import Server, open_server
from crm.preview.turn import Failure, Notice, Outcome, Turn

SECRET = b"TOKEN-4711"
PAGE = b"PAGE-0815"
HTML = b"""<!doctype html>
<html><head>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'">
<title>PAGE-0815</title></head><body>\xd0\x9a\xd0\xb0\xd1\x84\xd0\xb5</body></html>
"""


@pytest.fixture
def site(tmp_path):
    """A site with secrets all around it, and links that lead to them."""
    site = tmp_path / "base" / "site"
    (site / "clients").mkdir(parents=True)
    (site / "clients" / "a.html").write_bytes(HTML)
    (site / "index.html").write_bytes(HTML)
    (site / "site.css").write_bytes(b"/* PAGE-0815 */")
    (site / "facts.js").write_bytes(b"// PAGE-0815")
    (site / "100%25.html").write_bytes(HTML)
    for place in (
        tmp_path / "secret.html",
        tmp_path / "base" / "secret.html",
        tmp_path / "base" / "crm.yaml",
        tmp_path / "base" / "site-old.html",
        site / ".crm-pages",
        site / ".hidden.html",
    ):
        place.write_bytes(SECRET)
    (site / ".git").mkdir()
    (site / ".git" / "config").write_bytes(SECRET)
    (tmp_path / "base" / "site2").mkdir()
    (tmp_path / "base" / "site2" / "index.html").write_bytes(SECRET)
    (site / "link.html").symlink_to("../secret.html")
    (site / "away").symlink_to(tmp_path / "base")
    (site / "veiled.html").symlink_to(".hidden.html")
    (site / "loop.html").symlink_to("loop.html")
    (site / "again.html").symlink_to("clients/a.html")
    return site


@pytest.fixture
def board():
    board = Board()
    board.post(Turn(outcome=Outcome(written=1)))
    return board


@pytest.fixture
def server(site, board, monkeypatch):
    monkeypatch.setattr(module, "_HEAD_SECONDS", 0.4)
    server = Server(("127.0.0.1", 0), site, board)
    server.start()
    yield server
    server.close()
    assert server.faults == []


class Naive(BaseHTTPRequestHandler):
    """What one writes in a minute: decode, join, open; any Host will do."""

    def __init__(self, site, *args):
        self.site = site
        super().__init__(*args)

    def do_GET(self):
        name = unquote(self.path.partition("?")[0]).replace("\\", "/").lstrip("/")
        try:
            body = (self.site / name).read_bytes()
        except (OSError, ValueError):
            body = b""
        self.send_response(200 if body else 404)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def climbs():
    """Ways to say `..`, and where they could lead."""
    up = (
        "..",
        "%2e%2e",
        ".%2e",
        "%2E.",
        "%252e%252e",
        "..%00",
        "..;",
        "...",
        "%c0%ae%c0%ae",
        "..%20",
    )
    slash = ("/", "%2f", "%2F", "\\", "%5c", "%255c", "%252f", "//", "/./", "%c0%af")
    for dots in up:
        for step in slash:
            yield f"/{dots}{step}secret.html"
            yield f"/clients/{dots}{step}{dots}{step}secret.html"


def targets(site):
    """Every path that must not lead out of the site or to what is hidden in it."""
    yield from climbs()
    base, folder = site.parent, str(site)
    yield from (
        f"{base}/secret.html",
        f"/{base}/secret.html",
        f"//{base}/secret.html",
        f"/%2f{str(base)[1:]}/secret.html",
        f"file://{base}/secret.html",
        f"/file://{base}/secret.html",
        f"/C:{base}/secret.html",
        "/C:/Windows/win.ini",
        "/c:%5cWindows%5cwin.ini",
        "/%5c%5clocalhost%5cc$%5csecret.html",
        "\\\\localhost\\secret.html",
        "/..",
        "/.",
        "..",
        "../secret.html",
        "secret.html",
        "*",
        "/%",
        "/%2",
        "/%zz",
        "/%00",
        "/index.html%00.js",
        "/index.html%00",
        "/\x00",
        "/%0d%0aX-Evil:%201",
        "/%ff%fe",
        "/%ed%a0%80",
        "/.crm-pages",
        "/%2ecrm-pages",
        "/.hidden.html",
        "/clients/../.hidden.html",
        "/.git/config",
        "/%2egit/config",
        "/link.html",
        "/loop.html",
        "/away/secret.html",
        "/away/crm.yaml",
        "/away/",
        "/veiled.html",
        "/clients",
        "/clients/",
        "/clients/.",
        "/clients/..",
        "/clients//",
        "/index.html/",
        "/index.html/../../secret.html",
        "/index.html.",
        "/index.html%20",
        "/index.html::$DATA",
        "/index.html:stream",
        "/con",
        "/NUL.html",
        "/com1",
        "/aux.txt",
        "/site2/index.html",
        "/../site2/index.html",
        "/..%2fsite2/index.html",
        "/../site-old.html",
        "/~root",
        "/-/../secret.html",
        "/-/",
        "/-/server.py",
        "/-/..%2fserver.py",
        "/-/reload.js/../../secret.html",
        "/-/events/../secret.html",
        "?/../secret.html",
        "/?../secret.html#/../secret.html",
        "http://127.0.0.1/../secret.html",
        f"/{folder}",
        "/" + "../" * 40 + "etc/passwd",
        "/" + "%2e%2e%2f" * 40 + "etc/passwd",
        "/" + "a/" * 2000,
        "/" + "a" * 5000,
    )


def hosts(port):
    """Values of Host that are not ours, each with a reason why one might let it pass."""
    yield from (
        "",
        " ",
        "evil.example",
        f"evil.example:{port}",
        "127.0.0.1",
        "localhost",
        "[::1]",
        f"127.0.0.1:{port + 1}",
        "127.0.0.1:80",
        f"127.0.0.1:0{port}",
        f"127.0.0.1:{port}0",
        f"127.0.0.1:{port}.evil.example",
        f"127.0.0.1.evil.example:{port}",
        f"localhost.evil.example:{port}",
        f"localhost.:{port}",
        f"LOCALHOST:{port}",
        f"evil.example@127.0.0.1:{port}",
        f"127.0.0.1:{port}@evil.example",
        f"127.0.0.1:{port}/",
        f"127.0.0.1:{port}#",
        f"127.0.0.1:{port}, evil.example",
        f"http://127.0.0.1:{port}",
        f"127.1:{port}",
        f"127.0.0.2:{port}",
        f"0.0.0.0:{port}",
        f"0:{port}",
        f"2130706433:{port}",
        f"0x7f.0.0.1:{port}",
        f"[::]:{port}",
        f"[::ffff:127.0.0.1]:{port}",
        f"[::1%25lo]:{port}",
        f"127.0.0.1:{port}\x00",
        f"\xa0127.0.0.1:{port}",
        f"127.0.0.1 :{port}",
        f"127.0.0.1:{port}\r\nHost: evil.example",
        f"evil.example\r\nHost: 127.0.0.1:{port}",
        f"127.0.0.1:{port}\r\n evil.example",
    )


def mangled(port):
    """Bytes that are hardly a request."""
    host = f"Host: 127.0.0.1:{port}\r\n".encode()
    yield from (
        b"",
        b"\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + os.urandom(32) + b"\r\n\r\n",
        os.urandom(500) + b"\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET /\r\n\r\n",
        b"GET / \r\n\r\n",
        b"GET / HTTP\r\n" + host + b"\r\n",
        b"GET / HTTP/9.9\r\n" + host + b"\r\n",
        b"GET / HTTP/1.\r\n" + host + b"\r\n",
        b"GET / HTTP/1.1.1\r\n" + host + b"\r\n",
        b"GET / FTP/1.1\r\n" + host + b"\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost\r\n\r\n",
        b"GET / HTTP/1.1\r\n: x\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 500 + host + b"\r\n",
        b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\n" + host + b"\r\n",
        b"GET / HTTP/1.1\r\nX: " + b"a" * 200_000 + b"\r\n" + host + b"\r\n",
        b"G" * 100_000,
        b"GET / HTTP/1.1\r\n" + host,  # and then nothing
        b"GET /../secret.html HTTP/1.0\r\n" + host + b"\r\n",
        b"GET\t/../secret.html\tHTTP/1.1\r\n" + host + b"\r\n",
        b"GET /../secret.html HTTP/1.1\n" + host.replace(b"\r", b"") + b"\n",
    )


ALLOWED = {200, 400, 403, 404, 405, 414, 431, 501, 505, 0}


def probes(site, port):
    """All requests by which something could be got that is not for everyone."""
    own = f"127.0.0.1:{port}"
    for target in targets(site):
        yield f"GET {target} HTTP/1.1\r\nHost: {own}\r\n\r\n".encode("latin-1")
    for host in hosts(port):
        yield f"GET /.git/../../secret.html HTTP/1.1\r\nHost: {host}\r\n\r\n".encode("latin-1")
        yield f"GET /index.html HTTP/1.1\r\nHost: {host}\r\n\r\n".encode("latin-1")
    yield from mangled(port)


def test_probes_get_nothing_and_break_nothing(site, server):
    port = server.port
    sent = list(probes(site, port))
    assert len(sent) > 350
    with ThreadPoolExecutor(12) as pool:
        replies = list(pool.map(partial(send, port), sent))
    for request, reply in zip(sent, replies, strict=True):
        assert SECRET not in reply.raw, request
        assert b"root:" not in reply.raw, request
        assert reply.status in ALLOWED, (request, reply.raw[:200])
        assert "X-Evil" not in reply.headers, request
    assert get(port, "/index.html").status == 200
    assert server.faults == []


def test_hosts_that_are_not_ours_see_no_page(server):
    port = server.port
    with ThreadPoolExecutor(12) as pool:
        replies = list(pool.map(lambda host: get(port, "/index.html", host=host), hosts(port)))
    for host, reply in zip(hosts(port), replies, strict=True):
        assert PAGE not in reply.raw, host
        assert reply.status in {400, 403}, host


def test_the_probes_find_the_leaks_of_a_naive_server(site):
    """Else they prove nothing."""
    naive = ThreadingHTTPServer(("127.0.0.1", 0), partial(Naive, site))
    thread = threading.Thread(target=naive.serve_forever, args=(0.05,))
    thread.start()
    try:
        port = naive.server_address[1]
        ask = partial(send, port, seconds=1.0)
        leaks = 0
        for target in targets(site):
            leaks += (
                SECRET in ask(f"GET {target} HTTP/1.0\r\nHost: x\r\n\r\n".encode("latin-1")).raw
            )
        strangers = sum(
            PAGE
            in send(port, f"GET /index.html HTTP/1.0\r\nHost: {host}\r\n\r\n".encode("latin-1")).raw
            for host in hosts(port)
        )
    finally:
        naive.shutdown()
        naive.server_close()
        thread.join()
    assert leaks > 40
    assert strangers > 30


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "[::1]"])
def test_our_own_hosts_are_answered(server, name):
    assert get(server.port, "/", host=f"{name}:{server.port}").status == 200


def test_pages_and_their_types(server):
    port = server.port
    for target, kind in (
        ("/", "text/html; charset=utf-8"),
        ("/index.html", "text/html; charset=utf-8"),
        ("/index.html?q=a&segment=vip", "text/html; charset=utf-8"),
        ("/clients/a.html", "text/html; charset=utf-8"),
        ("/clients/%61.html", "text/html; charset=utf-8"),
        ("/again.html", "text/html; charset=utf-8"),
        ("/100%2525.html", "text/html; charset=utf-8"),
        ("/site.css", "text/css; charset=utf-8"),
        ("/facts.js", "text/javascript; charset=utf-8"),
        ("/-/reload.js", "text/javascript; charset=utf-8"),
        ("/-/panel.css", "text/css; charset=utf-8"),
    ):
        reply = get(port, target)
        assert (reply.status, reply.headers["Content-Type"]) == (200, kind), target
        assert reply.headers["Cache-Control"] == "no-store"
        assert reply.headers["X-Content-Type-Options"] == "nosniff"
        assert reply.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert int(reply.headers["Content-Length"]) == len(reply.body)
        assert PAGE in reply.body or target.startswith("/-/")


def test_pages_may_listen_and_files_stay_untouched(server, site, board):
    reply = get(server.port, "/clients/a.html")
    policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'"
    assert reply.headers["Content-Security-Policy"] == f"{policy}; frame-ancestors 'none'"
    assert f'content="{policy}"'.encode() in reply.body
    script = (
        f'<script src="/-/reload.js" data-version="{board.state.version}" defer></script>\n</head>'
    )
    assert script.encode() in reply.body
    assert "Кафе".encode() in reply.body
    assert (site / "clients" / "a.html").read_bytes() == HTML


def test_head_has_no_body(server):
    with_body, without = get(server.port, "/"), get(server.port, "/", method="HEAD")
    assert without.body == b""
    assert without.headers == with_body.headers


@pytest.mark.parametrize(
    "method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "get", "X"]
)
def test_only_reading_is_answered(server, method):
    reply = get(server.port, "/", "Content-Length: 3", method=method)
    assert reply.status == 405
    assert reply.headers["Allow"] == "GET, HEAD"
    assert PAGE not in reply.raw


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        (("Sec-Fetch-Site: same-origin", "Sec-Fetch-Mode: no-cors", "Sec-Fetch-Dest: script"), 200),
        (("Sec-Fetch-Site: none", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document"), 200),
        (
            ("Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document"),
            200,
        ),
        (("Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors", "Sec-Fetch-Dest: script"), 403),
        (("Sec-Fetch-Site: same-site", "Sec-Fetch-Mode: no-cors", "Sec-Fetch-Dest: script"), 403),
        (("Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: iframe"), 403),
        (("Origin: http://evil.example",), 403),
        (("Origin: null",), 403),
        (("Origin: http://127.0.0.1:{port}",), 200),
    ],
)
def test_other_sites_cannot_use_a_browser_to_read_our_data(server, lines, status):
    lines = [line.format(port=server.port) for line in lines]
    assert get(server.port, "/facts.js", *lines).status == status


def test_one_request_a_connection(server):
    one = (
        f"GET /site.css HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nConnection: keep-alive\r\n\r\n"
    )
    reply = send(server.port, (one * 2).encode())
    assert reply.headers["Connection"] == "close"
    assert reply.raw.count(b"HTTP/1.1 ") == 1


def test_a_page_that_is_not_there(site):
    board = Board()
    server = Server(("127.0.0.1", 0), site, board)
    server.start()
    try:
        ask = partial(get, server.port, "/clients/new.html")
        board.post(Turn(failures=(Failure(message="x"),)))
        assert ask().status == 503
        assert b"/-/reload.js" in ask().body
        board.post(Turn(outcome=Outcome()))
        assert ask().status == 404
        assert b"No such page" in ask().body
        (site / "clients" / "new.html").write_bytes(HTML)
        assert ask().status == 200
    finally:
        server.close()


class Tab:
    """An open page: listens to events as the reload script does."""

    def __init__(self, port, seen):
        self.connection = socket.create_connection(("127.0.0.1", port), 5)
        self.connection.settimeout(5)
        head = f"GET /-/events?seen={seen} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n"
        self.connection.sendall(head.encode())
        self._buffer = b""
        self.head = parse(self._read_to(b"\r\n\r\n"))

    def event(self):
        """Return the next event and its data; None at the end."""
        text = self._read_to(b"\n\n").decode()
        if text.startswith("event: "):
            kind, data = text.strip().split("\n")
            return kind.removeprefix("event: "), data.removeprefix("data: ")
        return text.strip() or None

    def _read_to(self, mark):
        while mark not in self._buffer:
            piece = self.connection.recv(4096)
            if not piece:
                return b""
            self._buffer += piece
        text, _, self._buffer = self._buffer.partition(mark)
        return text + mark

    def close(self):
        self.connection.close()


def test_events_tell_problems_and_reloads(server, board):
    tab = Tab(server.port, board.state.version)
    assert tab.head.headers["Content-Type"] == "text/event-stream; charset=utf-8"
    assert tab.head.headers["Cache-Control"] == "no-store"
    assert tab.event() == ("problem", '{"errors": 0, "warnings": 0, "failures": []}')
    failure = Failure(
        message="unexpected '}'",
        hint="close it",
        path="templates/client.html",
        line=3,
        excerpt=((3, "{{ <b> }"),),
    )
    board.post(Turn(failures=(failure,)))
    kind, data = tab.event()
    assert kind == "problem"
    assert json.loads(data)["failures"] == [
        {
            "place": "templates/client.html:3",
            "line": 3,
            "message": "unexpected '}'",
            "hint": "close it",
            "excerpt": [[3, "{{ <b> }"]],
        }
    ]
    board.post(Turn(outcome=Outcome(written=0, errors=2, warnings=1)))
    assert tab.event() == ("problem", '{"errors": 2, "warnings": 1, "failures": []}')
    board.post(Turn(outcome=Outcome(written=3, errors=2, warnings=1)))
    assert tab.event()[0] == "problem"
    assert tab.event() == ("reload", board.state.version)
    assert tab.event() is None
    tab.close()


def test_what_is_mended_is_loaded_anew_though_no_page_changed(board):
    """A page that said why it was not there must not go on saying it."""
    before = board.state.version
    board.post(Turn(failures=(Failure(message="x"),)))
    board.post(Turn(outcome=Outcome(), mended=True))
    assert board.state.version != before


def test_a_folder_that_is_gone_is_told_to_pages(server, board):
    tab = Tab(server.port, board.state.version)
    tab.event()
    board.take(Notice(message="/base is gone", grave=True))
    assert json.loads(tab.event()[1])["failures"][0]["message"] == "/base is gone"
    tab.close()


def test_a_page_older_than_the_site_is_told_at_once(server, board):
    tab = Tab(server.port, "another-run-7")
    assert tab.event()[0] == "problem"
    assert tab.event() == ("reload", board.state.version)
    tab.close()


def test_no_page_of_an_earlier_run_is_current():
    assert Board().state.version != Board().state.version


@pytest.mark.parametrize(
    "head", [b"GET /" + b"a" * 20_000, b"GET / HTTP/1.1\r\nX: " + b"a" * 20_000]
)
def test_long_requests_are_refused(server, head):
    host = f"127.0.0.1:{server.port}"
    tail = b" HTTP/1.1" if head.endswith(b"a") and b"X" not in head else b""
    reply = send(server.port, head + tail + f"\r\nHost: {host}\r\n\r\n".encode())
    assert reply.status in {0, 431}  # hung up while we were still sending


def test_a_silent_stream_is_kept_alive(server, board, monkeypatch):
    monkeypatch.setattr(module, "_GLANCE", 0.05)
    monkeypatch.setattr(module, "_KEEP_ALIVE", 0.1)
    tab = Tab(server.port, board.state.version)
    tab.event()
    assert tab.event() == ": still here"
    tab.close()


def test_many_tabs_are_told_at_once(server, board):
    tabs = [Tab(server.port, board.state.version) for _ in range(30)]
    for tab in tabs:
        assert tab.event()[0] == "problem"
    began = time.monotonic()
    board.post(Turn(outcome=Outcome(written=1)))
    for tab in tabs:
        assert tab.event()[0] == "problem"
        assert tab.event()[0] == "reload"
        tab.close()
    assert time.monotonic() - began < 2


def test_streams_are_counted_and_given_back(server, board, monkeypatch):
    monkeypatch.setattr(module, "_GLANCE", 0.05)
    version = board.state.version
    tabs = [Tab(server.port, version) for _ in range(module._STREAMS)]
    assert get(server.port, f"/-/events?seen={version}").status == 503
    assert get(server.port, "/").status == 200, "pages are still served"
    for tab in tabs:
        tab.event()
        tab.close()

    def free():
        tab = Tab(server.port, version)
        tab.close()
        return tab.head.status == 200

    until(free, 5)


def test_a_page_that_never_reads_keeps_nobody_waiting(server, board):
    lazy = Tab(server.port, board.state.version)
    brisk = Tab(server.port, board.state.version)
    brisk.event()
    failure = Failure(message="x" * 200_000)
    began = time.monotonic()
    for number in range(40):
        board.post(Turn(failures=(failure, Failure(message=str(number)))))
    assert time.monotonic() - began < 1
    while True:
        failures = json.loads(brisk.event()[1])["failures"]
        if failures[-1]["message"] == "39":
            break
    lazy.close()
    brisk.close()


def test_too_many_connections_are_hung_up_on_and_the_rest_live(server, monkeypatch):
    monkeypatch.setattr(module, "_HEAD_SECONDS", 3.0)
    idle = [socket.create_connection(("127.0.0.1", server.port), 5) for _ in range(120)]
    time.sleep(0.3)
    over = 0
    for connection in idle:
        connection.setblocking(False)
        try:
            over += connection.recv(1) == b""
        except BlockingIOError:
            pass
        except ConnectionError:
            over += 1
    assert over >= 120 - module._CONNECTIONS
    for connection in idle:
        connection.close()
    until(lambda: get(server.port, "/").status == 200, 5)


def test_a_request_that_drips_is_cut_off(server):
    began = time.monotonic()
    with socket.create_connection(("127.0.0.1", server.port), 5) as connection:
        connection.settimeout(5)
        try:
            for _ in range(100):
                connection.sendall(b"G")
                time.sleep(0.05)
        except ConnectionError:
            pass
    assert time.monotonic() - began < 2


def test_it_listens_on_loopback_only(server):
    assert server.socket.getsockname()[0] == "127.0.0.1"
    name = socket.gethostname()
    assert server.server_name == "127.0.0.1", f"asked for the name of {name}"


@pytest.mark.skipif(not socket.has_ipv6, reason="needs IPv6")
def test_ipv6_when_asked(site, board):
    try:
        server = open_server(site, board, 0, host="::1")
    except PortTaken:
        pytest.skip("no ::1 here")
    server.start()
    try:
        head = f"GET / HTTP/1.1\r\nHost: [::1]:{server.port}\r\n\r\n"
        assert send(server.port, head.encode(), host="::1").status == 200
    finally:
        server.close()


def test_ports_that_are_taken(site, board, monkeypatch):
    first = Server(("127.0.0.1", 0), site, board)
    try:
        monkeypatch.setattr(module, "DEFAULT_PORT", first.port)
        second = open_server(site, board)
        second.server_close()
        assert first.port < second.port <= first.port + 19
        with pytest.raises(PortTaken, match=f"port {first.port} cannot be listened on: address"):
            open_server(site, board, first.port)
        monkeypatch.setattr(module, "_TRIES", 1)
        with pytest.raises(PortTaken):
            open_server(site, board)
    finally:
        first.server_close()


def test_close_ends_streams(site, board):
    server = Server(("127.0.0.1", 0), site, board)
    server.start()
    tab = Tab(server.port, board.state.version)
    tab.event()
    began = time.monotonic()
    server.close()
    assert tab.event() is None
    assert time.monotonic() - began < 3
    tab.close()


def test_a_page_being_replaced_all_the_time_is_always_whole(server, site):
    stop = threading.Event()

    def write():
        number = 0
        while not stop.is_set():
            number += 1
            temporary = site / ".new.html"
            temporary.write_bytes(HTML + b"<p>" * (number % 50))
            temporary.replace(site / "index.html")

    thread = threading.Thread(target=write)
    thread.start()
    try:
        for _ in range(100):
            reply = get(server.port, "/")
            assert reply.status == 200
            assert b"</html>" in reply.body
    finally:
        stop.set()
        thread.join()
