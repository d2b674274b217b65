"""Owns the import of payments: a row is money that came in."""

from __future__ import annotations

from crm.exchange.columns.journal_headers import PAYMENT
from crm.exchange.kinds.kind import Kind

PAYMENTS = Kind(
    name="payments",
    about="a payment in each row",
    entry_type="payment",
    headers=PAYMENT,
    required=(("date",), ("amount",)),
)
