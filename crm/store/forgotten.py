"""Owns forgotten.yaml: the ids of forgotten clients, which are never given out again.

An id can hold a name, so the file holds a hash of it: enough to know an id that is wanted again,
and nobody can read from it who was forgotten. Whoever guesses an id can still test the guess.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Mapping as Facts
from pathlib import Path

from crm.base import Base
from crm.digests import blake2b
from crm.errors import UnsafeEdit
from crm.record import record
from crm.store import save
from crm.store.edit import NewFile, Plan, Replacement, Step
from crm.text import Mapping, Scalar, read
from crm.text.change import put
from crm.text.quote import Bare, Written, document

NAME = "forgotten.yaml"
_HEAD = """\
# Clients whose data were removed on request: `crm forget`. Their ids are never given out again.
# An id stands here as a hash, since it can hold a name. Keep this file; it holds no personal data.
"""


@record
class Tombstone:
    """When a client was forgotten, and why (as typed)."""

    date: str = ""
    reason: str = ""


def path_of(base: Base) -> Path:
    """Return the path of forgotten.yaml, which need not exist."""
    return base.root / NAME


def mark(ident: str) -> str:
    """Return the hash that stands for an id; ids that are one file name somewhere have one."""
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFC", ident).casefold())
    whole = plain.encode("utf-8", "replace")
    return blake2b(whole, digest_size=12, person=b"crm id").hexdigest()


def tombstones(base: Base) -> dict[str, Tombstone]:
    """Return the forgotten clients by the hash of their id.

    Raises CannotRead, and UnsafeEdit when the file is there and cannot be understood: then no id
    can be given out, since it could be one of them.
    """
    data = save.content(base, path_of(base))
    if data is None:
        return {}
    found = read(NAME, data)
    if found.root is None:
        if all(problem.code == "file-empty" for problem in found.problems):
            return {}
        first = found.problems[0]
        raise UnsafeEdit(str(first.location), first.message, first.hint)
    return {key.text: _tombstone(value) for key, value in found.root.entries}


def _tombstone(node: object) -> Tombstone:
    facts = node if isinstance(node, Mapping) else None
    values = (facts.get(key) if facts else None for key in ("date", "reason"))
    date, reason = (value.text if isinstance(value, Scalar) else "" for value in values)
    return Tombstone(date=date, reason=reason)


def is_forgotten(stones: Facts[str, Tombstone], ident: str) -> bool:
    """Tell whether an id was a forgotten client's; without any this costs nothing."""
    return bool(stones) and mark(ident) in stones


def burial(base: Base, ident: str, day: dt.date, reason: str) -> Step:
    """Return the step that writes the tombstone of a client; raises CannotRead, UnsafeEdit."""
    path = path_of(base)
    facts: Written = {"date": Bare(day.isoformat()), **({"reason": reason} if reason else {})}
    data = save.content(base, path)
    if data is None:
        return NewFile(path=path, text=_HEAD + document({mark(ident): facts}))
    if read(NAME, data).root is None:
        tombstones(base)  # raises where the file is not just empty
        text = data + document({mark(ident): facts}).encode()
        return Replacement(path=path, data=text, digest=save.digest(data))
    return Plan(path=path, changes=(put((mark(ident),), facts),), digest=save.digest(data))
