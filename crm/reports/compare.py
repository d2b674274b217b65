"""Owns the comparison of clients side by side: a row a figure or class, a value a client."""

from __future__ import annotations

from collections.abc import Sequence

from crm.index.answers import Value
from crm.index.query import Index
from crm.record import record

# What is compared when nothing is asked for: who they are, what they bring, how they stand.
USUAL = (
    "name", "kind", "owner", "region", "city", "industry", "size", "source", "known", "lifecycle",
    "colour", "stage", "orders", "revenue", "orders_365", "revenue_365", "margin_365",
    "average_order", "first_order", "last_order", "days_since_order", "interval_median",
    "late_days", "touches", "days_since_contact", "debt", "overdue_debt", "promo_share",
    "complaints_open", "nps_last", "referrals", "rfm_segment", "abc", "nine", "bcg", "rating",
    "completeness",
)  # fmt: skip
SEGMENTS = "segments"


@record
class Line:
    """One figure of all the clients, in their order."""

    figure: str
    values: tuple[Value, ...]


def side_by_side(index: Index, ids: Sequence[str], names: Sequence[str] = ()) -> list[Line]:
    """Return the figures of clients known at the horizon; by default those that any of them has.

    The base's own fields come after the usual figures, the segments last. Raises UnknownColumn.
    """
    own = tuple(column.name for column in index.columns() if column.own)
    asked = tuple(names) or (*USUAL, *own)
    columns = [name for name in asked if name != SEGMENTS]
    found = {row[0]: row[1:] for row in index.table(("id", *columns), sort="id") if row[0] in ids}
    lines = [
        Line(figure=name, values=tuple(found[ident][at] for ident in ids))
        for at, name in enumerate(columns)
    ]
    if not names:
        lines = [line for line in lines if any(value is not None for value in line.values)]
    if not names or SEGMENTS in names:
        lines.append(Line(figure=SEGMENTS, values=tuple(_segments(index, one) for one in ids)))
    return lines


def _segments(index: Index, ident: str) -> str | None:
    return ", ".join(one.segment for one in index.membership(ident)) or None
