"""Owns `crm watch`: the site, built again whenever a file changes."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from crm.cli.build import folder_of
from crm.cli.console import coloured, paint, say, tell
from crm.cli.options import OutDir
from crm.cli.session import Session, clock

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm.preview.turn import Failure, Notice, Turn
    from crm.preview.watch import Watch

_NAMED = 3  # changed files that are named, before they are counted


def watch(
    ctx: typer.Context,
    out: OutDir = "",
) -> None:
    """Build the site whenever a file changes.

    Tells one line a build: what changed, the pages written, the time, the problems there are.
    What cannot be built, such as a broken template, leaves the pages as they were; it is told
    until it is mended. Ctrl-C ends. `crm serve` does the same and shows the pages.

    Examples:
        crm watch
        crm watch --out /srv/www/clients
    """
    session: Session = ctx.obj
    folder = folder_of(session, out)
    say(str(folder / "index.html"))
    sys.stdout.flush()
    with ended_by_signal(watcher(session, folder, told)) as running:
        running.run()


def watcher(session: Session, out: Path, report: Callable[[Turn | Notice], None]) -> Watch:
    """Return the watch of the session's base, not begun yet."""
    from crm.preview.builder import Builder
    from crm.preview.sources import Sources
    from crm.preview.watch import Watch

    said = session.day_said()
    builder = Builder(
        session.base,
        out,
        lambda settings: said or clock(settings.timezone),
        keep=said is None,
    )
    sources = Sources(session.base, out)
    return Watch(sources, builder.build, report, day=lambda: builder.day)


@contextmanager
def ended_by_signal(watch: Watch) -> Iterator[Watch]:
    """Let a request of the system to end (SIGTERM) end the watch in good order."""
    before = signal.signal(signal.SIGTERM, lambda *_: watch.stop())
    try:
        yield watch
    finally:
        signal.signal(signal.SIGTERM, before)


def told(event: Turn | Notice) -> None:
    """Write a rebuild, or what else there is to know, to standard error."""
    from crm.preview.turn import Turn

    if isinstance(event, Turn):
        tell(f"{time.strftime('%H:%M:%S')} {line(event)}")
        for failure in event.failures:
            tell(failure_text(failure))
        return
    tell(f"{time.strftime('%H:%M:%S')} {event.message}")
    if event.hint:
        tell(f"hint: {event.hint}")


def line(turn: Turn) -> str:
    """Return one line on a rebuild: why, what it did, how long it took, what is wrong."""
    names = list(turn.changed[:_NAMED])
    if more := len(turn.changed) - len(names):
        names.append(f"{more} more")
    why = ", ".join(names) or turn.reason
    done = turn.outcome
    if done is None:
        return f"{why}: not built, the pages are as they were, {turn.milliseconds} ms"
    parts = [f"{done.written} pages written" if done.written != 1 else "1 page written"]
    if done.removed:
        parts.append(f"{done.removed} removed")
    parts.append(f"{turn.milliseconds} ms")
    for number, word in ((done.errors, "error"), (done.warnings, "warning")):
        if number:
            parts.append(f"{number} {word}{'' if number == 1 else 's'}")
    if turn.failures:
        parts.append("built with the last good settings")
    if turn.mended:
        parts.append("mended")
    return f"{why}: {', '.join(parts)}"


def failure_text(failure: Failure) -> str:
    """Return what keeps pages from being built: place, message, excerpt, hint."""
    on = coloured(sys.stderr)
    place = f"{paint(failure.place, 'bold', on=on)}: " if failure.place else ""
    lines = [f"{place}{paint('error', 'red', 'bold', on=on)}: {failure.message}"]
    width = len(str(failure.excerpt[-1][0])) if failure.excerpt else 0
    for number, text in failure.excerpt:
        mark = ">" if number == failure.line else " "
        lines.append(f"{mark} {number:>{width}} | {text}".rstrip())
    if failure.hint:
        lines.append(f"{paint('hint:', 'bold', on=on)} {failure.hint}")
    return "\n".join(lines)
