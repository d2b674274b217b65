"""Owns what a kind of import is: which entries its rows are, and under which headers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One value of `--as`. With none of `entry_type`, `typed`, `deals` the rows are clients."""

    name: str
    about: str
    entry_type: str = ""  # type of the interactions that the rows are
    typed: bool = False  # a column says the type of each
    deals: bool = False  # the rows are deals; entries of `entry_type` move them
    headers: Mapping[str, str] = field(default_factory=dict)  # key -> synonyms, before the client's
    # Of each group of keys one has to have a column, and a value in every row.
    required: tuple[tuple[str, ...], ...] = ()
    number: str = ""  # the key by which an entry is known; two with one number are the same entry

    @property
    def journal(self) -> bool:
        """Whether the rows are more than clients."""
        return bool(self.entry_type) or self.typed
