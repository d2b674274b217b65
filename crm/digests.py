"""Owns `blake2b`: from where hashlib has it, without the 3 ms in which that loads OpenSSL."""

from __future__ import annotations

try:
    from _blake2 import blake2b
except ImportError:  # a Python that keeps it elsewhere
    from hashlib import blake2b

__all__ = ["blake2b"]
