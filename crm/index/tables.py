"""Owns which tables hold the rows of a client."""

from __future__ import annotations

from typing import Any, TypeAlias

Row: TypeAlias = tuple[Any, ...]

# The tables that hold a client's rows, each with the column that names the client.
TABLES: dict[str, str] = {
    "client": "id",
    "contact": "client",
    "phone": "client",
    "email": "client",
    "tag": "client",
    "interaction": "client",
    "said": "client",
    "money": "client",
    "detail": "client",
    "answer": "client",
    "order_line": "client",
    "deal": "client",
    "task": "client",
    "consent": "client",
    "contract": "client",
    "mention": "client",
    "value_missing": "client",
    "own": "id",
}
