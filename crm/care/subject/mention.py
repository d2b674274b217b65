"""Owns what a mention of a client elsewhere in the base is, and what becomes of it."""

from __future__ import annotations

from enum import StrEnum

from crm.record import ordered
from crm.text.places import Path as Place


class Fate(StrEnum):
    """What forgetting does with a mention."""

    REMOVE = "remove"  # the value, entry or contact goes
    REPLACE = "replace"  # a word stands in its place, the rest of the text stays
    LOOK = "look"  # a person has to decide: it may mean somebody else


@ordered
class Mention:
    """A place in another file that speaks of the client; `what` names it, `text` is its line."""

    path: str
    line: int
    what: str
    fate: Fate
    text: str
    place: Place = ()


def said_of(place: Place) -> str:
    """Return a place as people read it: interactions[2].summary, counted from 1."""
    text = ""
    for step in place:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if text else str(step)
    return text
