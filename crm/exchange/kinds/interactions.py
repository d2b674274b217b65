"""Owns the import of interactions: a row is an entry of the type that a column says."""

from __future__ import annotations

from crm.exchange.columns.journal_headers import INTERACTION
from crm.exchange.kinds.kind import Kind

INTERACTIONS = Kind(
    name="interactions",
    about="an entry of the journal in each row: a call, a meeting, a note …",
    typed=True,
    headers=INTERACTION,
    required=(("date",), ("type",)),
)
