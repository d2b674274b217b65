"""Owns the table of what can be imported (`--as`)."""

from __future__ import annotations

from crm.exchange.kinds.clients import CLIENTS
from crm.exchange.kinds.deals import DEALS
from crm.exchange.kinds.interactions import INTERACTIONS
from crm.exchange.kinds.kind import Kind
from crm.exchange.kinds.orders import ORDERS
from crm.exchange.kinds.payments import PAYMENTS

KINDS: dict[str, Kind] = {
    kind.name: kind for kind in (CLIENTS, ORDERS, PAYMENTS, DEALS, INTERACTIONS)
}
