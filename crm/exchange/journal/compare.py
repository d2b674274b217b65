"""Owns the comparison of a table's entries with those of a client: which are there, which are new.

Equal entries exist as often as the side that has more of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from crm.exchange.journal.entry import Entry, Facts


@dataclass(slots=True)
class Compared:
    """The entries that are there already, those that are new, and those told apart by a number."""

    there: list[Entry] = field(default_factory=list)
    new: list[Entry] = field(default_factory=list)
    differing: list[tuple[Entry, Facts]] = field(default_factory=list)


def compare(entries: Sequence[Entry], known: Sequence[Facts], number: str = "") -> Compared:
    """Return which entries a client has; each of the client's answers for one.

    First those that say exactly the same, then those of which the base knows more. An entry whose
    `number` (the key that identifies it) the base has with other values is neither: it is told.
    """
    done = Compared()
    free: dict[object, list[Facts]] = defaultdict(list)
    for facts in known:
        free[_frozen(facts)].append(facts)
    waiting: list[Entry] = []
    for entry in entries:
        exact = free[_frozen(entry.facts)]
        if exact:
            exact.pop()
            done.there.append(entry)
        else:
            waiting.append(entry)
    rest = [facts for kept in free.values() for facts in kept]
    for entry in sorted(waiting, key=lambda entry: sorted(map(repr, entry.facts.items()))):
        wider = next((facts for facts in rest if _holds(facts, entry.facts)), None)
        if wider is not None:
            rest.remove(wider)
            done.there.append(entry)
            continue
        other = _of_number(known, entry.facts, number)
        if other is not None:
            done.differing.append((entry, other))
        else:
            done.new.append(entry)
    return done


def _frozen(facts: Facts) -> frozenset[tuple[str, object]]:
    return frozenset(facts.items())


def _holds(facts: Facts, less: Facts) -> bool:
    """Tell whether the base's entry says all that a row says, and perhaps more."""
    return all(facts.get(path) == value for path, value in less.items())


def _of_number(known: Sequence[Facts], facts: Facts, number: str) -> Facts | None:
    if number not in facts:
        return None
    return next((one for one in known if one.get(number) == facts[number]), None)


def difference(facts: Facts, other: Facts) -> str:
    """Return the keys in which two entries differ, for messages."""
    return ", ".join(
        path for path in sorted({*facts, *other}) if facts.get(path) != other.get(path)
    )
