"""Owns Context: what of a base's settings decides how a text is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from crm.record import record


@record
class Context:
    """The base's country, currencies and declared ids; an empty group of ids means any id."""

    country: str = ""
    currency: str = "EUR"
    currencies: frozenset[str] = frozenset({"EUR"})  # the base's and those with a rate
    members: Mapping[str, object] = field(default_factory=dict)
    services: Mapping[str, object] = field(default_factory=dict)
    stages: Mapping[str, object] = field(default_factory=dict)
    types: Mapping[str, object] = field(default_factory=dict)
    campaigns: Mapping[str, object] = field(default_factory=dict)
    exact_phones: bool = True  # False: what looks like a full number passes for one
