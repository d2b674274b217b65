"""Owns BadValue: how a type says that a text is not one of its values."""

from __future__ import annotations


class BadValue(ValueError):
    """A text that is no value of its type; `code` and `values` make the problem.

    `kept` is what the record gets all the same (a phone as typed), or None: nothing.
    """

    def __init__(self, code: str, kept: object = None, **values: str) -> None:
        super().__init__(code)
        self.code = code
        self.kept = kept
        self.values = values
