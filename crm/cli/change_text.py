"""Owns how a change is told in a line."""

from __future__ import annotations

from typing import Protocol

from crm.problems import shown

_WIDEST = 80  # characters of a value
_ONE = {
    "interactions": "entry",
    "tasks": "task",
    "contacts": "contact",
    "deals": "deal",
    "contracts": "contract",
    "consent": "consent",
}


class Told(Protocol):
    """What is told of: a stored change, or a difference just found."""

    @property
    def kind(self) -> str:
        """What was done."""

    @property
    def field(self) -> str:
        """The dotted key."""

    @property
    def item(self) -> str:
        """The entry of a list."""

    @property
    def old(self) -> str:
        """The value before."""

    @property
    def new(self) -> str:
        """The value after."""


def sentence(change: Told) -> str:
    """Return what was changed from what to what, in one line."""
    old, new = _short(change.old), _short(change.new)
    texts = {
        "created": f"new{_tail(new)}",
        "deleted": f"deleted{_tail(old)}",
        "renamed": f"renamed: {old} → {new}",
        "unreadable": "changed, in a way that cannot be read as YAML",
        "added": f"{_thing(change)} added{_tail(new)}",
        "removed": f"{_thing(change)} removed{_tail(old)}",
        "done": f"{_thing(change)} done on {new}",
        "moved": f"deal {_short(change.item)}: {old or 'no stage'} → {new}",
        "changed": f"{_thing(change)}: {change.field.partition('.')[2]} {_from_to(old, new)}",
        "set": f"{change.field}: {_from_to(old, new)}",
    }
    return texts[change.kind]


def _thing(change: Told) -> str:
    """Return what an entry is called: `call of 2026-11-20`, `task 2026-11-24 call back`."""
    top = change.field.partition(".")[0]
    if top == "interactions":
        date, _, kind = change.item.rpartition(" ")
        return f"{kind or 'entry'} of {date}" if date else kind or "entry"
    return f"{_ONE.get(top, top)} {_short(change.item)}".rstrip()


def _tail(text: str) -> str:
    return f": {text}" if text else ""


def _from_to(old: str, new: str) -> str:
    if not old and not new:
        return "changed"
    return f"{old or '–'} → {new or '–'}"


def _short(text: str) -> str:
    line = shown(" ".join(text.split()))
    return line if len(line) <= _WIDEST else f"{line[:_WIDEST]}…"
