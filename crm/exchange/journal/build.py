"""Owns the way from the rows of one client to its entries; rows that share a number are one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field

from crm.exchange.findings import Finding, finding
from crm.exchange.journal.amounts import (
    DISCOUNT,
    PRICE,
    SERVICE,
    Line,
    order_amount,
    total_of,
)
from crm.exchange.journal.entry import Entry
from crm.exchange.values.reading import Draft
from crm.exchange.values.value import Value

AMOUNT, NUMBER = "amount", "number"


@dataclass(slots=True)
class Built:
    """Entries of one client, and what is told of the rows that make none."""

    entries: list[Entry] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def build(drafts: Sequence[Draft]) -> Built:
    """Return the entries that the rows of one client are; the rows are complete."""
    built = Built()
    by_number: dict[Hashable, list[Draft]] = defaultdict(list)
    for draft in drafts:
        if order_of(draft):
            by_number[draft.entry[NUMBER].same].append(draft)
        else:
            _take(built, [draft])
    for group in by_number.values():
        _take(built, group)
    return built


def order_of(draft: Draft) -> str:
    """Return the number of the order that a row is a line of; empty for a row that stands alone."""
    return draft.entry[NUMBER].text if NUMBER in draft.entry and draft.line else ""


def incomplete(draft: Draft, required: Sequence[Sequence[str]]) -> Finding | None:
    """Return what keeps a row from being an entry."""
    if draft.faulty:
        return finding("row-left-out", draft.row, key=", ".join(sorted(draft.faulty)))
    for group in required:
        if not any(key in draft.entry or key in draft.line for key in group):
            return finding("row-incomplete", draft.row, key=group[0])
    return None


def _take(built: Built, group: Sequence[Draft]) -> None:
    """Make one entry of rows, or tell why not."""
    values: dict[str, Value] = {}
    for draft in group:
        for path, value in draft.entry.items():
            kept = values.setdefault(path, value)
            if path != AMOUNT and kept.same != value.same:
                _refuse(built, group, "order-rows-differ", key=path)
                return
    values.pop(AMOUNT, None)
    lines = [draft.line for draft in group if SERVICE in draft.line]
    amount = order_amount(
        [draft.entry.get(AMOUNT) for draft in group], [draft.line for draft in group]
    )
    if amount.unclear:
        _refuse(built, group, "order-amount-unclear")
        return
    total = amount.value or (None if lines else total_of([draft.line for draft in group]))
    if total is not None:
        values[AMOUNT] = total
    if amount.differs and lines:
        built.findings.append(finding("lines-differ", group[0].row, lines=amount.differs))
        lines = [_unpriced(line) for line in lines]
    rows = tuple(draft.row for draft in group)
    built.entries.append(Entry(rows=rows, values=values, lines=tuple(lines)))


def _unpriced(line: Line) -> Line:
    return {path: value for path, value in line.items() if path not in {PRICE, DISCOUNT}}


def _refuse(built: Built, group: Sequence[Draft], code: str, **values: str) -> None:
    number = group[0].entry[NUMBER].text if NUMBER in group[0].entry else ""
    for draft in group:
        built.findings.append(finding(code, draft.row, "", number=number, **values))
