"""Owns `crm serve`: the site in the browser, reloaded whenever it was built again."""

from __future__ import annotations

import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crm.cli.console import say, tell
from crm.cli.session import Session
from crm.cli.watch import ended_by_signal, told, watcher

if TYPE_CHECKING:
    from crm.preview.board import Board
    from crm.preview.server import Server
    from crm.preview.turn import Notice, Turn

_Port = Annotated[
    int | None,
    typer.Option(metavar="N", min=1, max=65535, help="Listen here; a free port if not said."),
]


def serve(
    ctx: typer.Context,
    port: _Port = None,
    ipv6: Annotated[bool, typer.Option("--ipv6", help="Listen on [::1] too.")] = False,
    show: Annotated[bool, typer.Option("--open", help="Open the browser.")] = False,
) -> None:
    """Show the site in the browser, reloaded whenever a file changes.

    Only programs on this computer can reach it. Pages that open from the disk work as well;
    these tell besides what keeps them from being built, with file and line, and how many
    problems there are. Ctrl-C ends.

    Examples:
        crm serve --open
        crm serve --port 8080
    """
    from crm.preview.board import Board

    session: Session = ctx.obj
    site = session.base.site
    board = Board()
    servers = _servers(site, board, port, ipv6=ipv6)
    address = f"http://127.0.0.1:{servers[0].port}/"
    waiting = list(servers)

    def report(event: Turn | Notice) -> None:
        told(event)
        board.take(event)
        if waiting:  # the first build is done: until then browsers wait, and it has all cores
            while waiting:
                waiting.pop().start()
            if show:  # a browser in the terminal would keep rebuilds waiting
                threading.Thread(target=_open, args=(address,), daemon=True).start()

    with ended_by_signal(watcher(session, site, report)) as running:
        try:
            say(address)
            sys.stdout.flush()  # a program that started us may wait for the address
            running.run()
        finally:
            for server in servers:
                server.close()


def _servers(site: Path, board: Board, port: int | None, *, ipv6: bool) -> list[Server]:
    from crm.preview.server import open_server

    first = open_server(site, board, port)
    return [first, open_server(site, board, first.port, host="::1")] if ipv6 else [first]


def _open(address: str) -> None:
    import webbrowser

    if not webbrowser.open(address):
        tell(f"no browser could be started; open {address} yourself")
