"""Owns what open pages are told: which version of the site is current, what is wrong."""

from __future__ import annotations

import json
import secrets
import threading
from dataclasses import dataclass, replace

from crm.preview.turn import Failure, Notice, Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What there is to tell; two equal states need not be told twice."""

    version: str
    errors: int = 0
    warnings: int = 0
    failures: tuple[Failure, ...] = ()

    def problem(self) -> str:
        """Return the state of the problems as JSON in one line."""
        return json.dumps(
            {
                "errors": self.errors,
                "warnings": self.warnings,
                "failures": [
                    {
                        "place": failure.place,
                        "line": failure.line,
                        "message": failure.message,
                        "hint": failure.hint,
                        "excerpt": failure.excerpt,
                    }
                    for failure in self.failures
                ],
            }
        )


class Board:
    """The current state, and a place to wait for the next; writing to it never waits for anyone."""

    def __init__(self) -> None:
        self._run = secrets.token_hex(4)  # a page of an earlier run of the server is never current
        self._number = 0
        self._changed = threading.Condition()
        self._state = State(version=self._version())
        self._closed = False

    @property
    def state(self) -> State:
        """What is so now."""
        with self._changed:
            return self._state

    @property
    def closed(self) -> bool:
        """Whether nothing will follow any more."""
        with self._changed:
            return self._closed

    def take(self, event: Turn | Notice) -> None:
        """Take what the watch reports."""
        if isinstance(event, Turn):
            self.post(event)
        elif event.grave:
            failure = Failure(message=event.message, hint=event.hint)
            with self._changed:
                self._state = replace(self._state, failures=(failure,))
                self._changed.notify_all()

    def post(self, turn: Turn) -> None:
        """Take what a rebuild came to; the version changes only when pages did."""
        with self._changed:
            state = replace(self._state, failures=turn.failures)
            if turn.outcome is not None:
                done = turn.outcome
                # Mended: what stood in for a page that was not built gives way to it.
                self._number += bool(done.written or done.removed or turn.mended)
                state = replace(state, errors=done.errors, warnings=done.warnings)
            self._state = replace(state, version=self._version())
            self._changed.notify_all()

    def wait(self, seen: State | None, seconds: float) -> State | None:
        """Return a state other than `seen` once there is one; None after so long, or at the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._state != seen, seconds)
            return None if self._closed or self._state == seen else self._state

    def close(self) -> None:
        """Let everyone who waits go."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _version(self) -> str:
        return f"{self._run}-{self._number}"
