"""Owns Entry: an interaction as the table tells it, and what makes two of them the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crm.exchange.columns.keys import Key, Place
from crm.exchange.values.value import Value, same
from crm.model import Interaction

Facts = Mapping[str, Hashable]
_ONE = "items.qty"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry to be, from one row or several; `lines` are those of an order."""

    rows: tuple[int, ...]
    values: Mapping[str, Value]
    lines: tuple[Mapping[str, Value], ...] = ()

    @property
    def facts(self) -> Facts:
        """What the entry says, in the form in which entries are compared."""
        return _with_lines(
            {path: value.same for path, value in self.values.items()},
            [{path: value.same for path, value in line.items()} for line in self.lines],
        )


def _with_lines(facts: dict[str, Hashable], lines: Sequence[dict[str, Hashable]]) -> Facts:
    """Return the facts with the lines as a bag: their order says nothing."""
    if lines:
        bag = Counter(frozenset({_ONE: 1, **line}.items()) for line in lines)
        facts["items"] = frozenset(bag.items())
    return facts


def facts_of(entry: Interaction, keys: Mapping[str, Key], currency: str) -> Facts:
    """Return what an entry of the base says under the keys that the table has."""
    facts: dict[str, Hashable] = {}
    line_keys: list[Key] = []
    for path, key in keys.items():
        if key.place is Place.LINE:
            line_keys.append(key)
        elif key.place is Place.ENTRY:
            value = getattr(entry, key.field.name)
            if not _nothing(value):
                facts[path] = same(value, currency)
    if not line_keys:
        return facts
    lines = [
        {
            key.path: same(value, currency)
            for key in line_keys
            if not _nothing(value := getattr(line, key.field.name))
        }
        for line in entry.items
    ]
    return _with_lines(facts, lines)


def _nothing(value: Any) -> bool:
    return value is None or value in ("", ())
