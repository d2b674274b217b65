"""Owns the import of deals: a row is a deal, or a step of one where rows share an id."""

from __future__ import annotations

from crm.exchange.columns.journal_headers import DEAL
from crm.exchange.kinds.kind import Kind

DEALS = Kind(
    name="deals",
    about="a deal in each row, with the stage it has come to",
    entry_type="note",
    deals=True,
    headers=DEAL,
    required=(("title", "service", "amount", "id"),),
)
