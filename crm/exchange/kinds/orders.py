"""Owns the import of orders: a row is an order, or a line of one where rows share a number."""

from __future__ import annotations

from crm.exchange.columns.synonyms import ORDER
from crm.exchange.kinds.kind import Kind

ORDERS = Kind(
    name="orders",
    about="an order in each row, or a line of one",
    entry_type="order",
    headers=ORDER,
    required=(("date",), ("amount", "items.service", "items.price")),
    number="number",
)
