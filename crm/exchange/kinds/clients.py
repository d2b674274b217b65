"""Owns the import of clients: a row is a client."""

from __future__ import annotations

from crm.exchange.kinds.kind import Kind

CLIENTS = Kind(name="clients", about="a client in each row")
