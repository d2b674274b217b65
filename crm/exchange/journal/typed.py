"""Owns what the type of an entry allows: keys of other types are told and left out."""

from __future__ import annotations

from dataclasses import replace

from crm.exchange.findings import Finding, finding
from crm.exchange.values.reading import Draft
from crm.fields.table import SECTIONS

_FIELDS = SECTIONS["interaction"].fields
_MONEY = frozenset({"order", "payment", "refund", "expense"})


def unfit(draft: Draft, entry_type: str) -> Finding | None:
    """Return what keeps a row from being an entry of its type: `entry_type`, or its own."""
    kind = entry_type or draft.entry["type"].text
    amount = draft.entry.get("amount")
    if not entry_type and kind in _MONEY and amount is None:
        return finding("row-incomplete", draft.row, key="amount")
    if kind in _MONEY - {"order"} and amount is not None and amount.text.startswith("-"):
        return finding("amount-below-zero", draft.row, key="amount")
    return None


def fitting(draft: Draft) -> tuple[Draft, list[Finding]]:
    """Return a row without what entries of its type do not have, and what is told of that."""
    kind = draft.entry["type"].text
    foreign = [path for path in draft.entry if not _has(kind, path)]
    if not foreign:
        return draft, []
    kept = {path: value for path, value in draft.entry.items() if path not in foreign}
    told = [finding("key-of-other-type", draft.row, type=kind, key=path) for path in foreign]
    return replace(draft, entry=kept), told


def _has(kind: str, path: str) -> bool:
    field = _FIELDS.get(path.partition(".")[0])
    return field is None or not field.only or kind in field.only
