"""Owns what the text of a cell may hold: no control characters, no blanks around it."""

from __future__ import annotations

import re

from crm.exchange.tables.cells import EMPTY, Cell, Kind

# What no file of the base can hold; tabs and line breaks are fine.
_DAMAGE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_ERRORS = frozenset(
    {
        "#N/A",
        "#DIV/0!",
        "#REF!",
        "#NAME?",
        "#VALUE!",
        "#NUM!",
        "#NULL!",
        "#Н/Д",
        "#ЗНАЧ!",
        "#ДЕЛ/0!",
    }
)
_BLANKS = " \t\r\n\v\f\u00a0\u200b\u200e\u200f\u2007\u202f\u2060\ufeff"


def clean(text: str) -> Cell:
    """Return the cell of a text; with damage in it, or an error of a spreadsheet, it is a fault."""
    if not text:
        return EMPTY
    text = text.strip(_BLANKS)
    if not text:
        return EMPTY
    if not text.isprintable():
        if _DAMAGE.search(text):
            return Cell(text, Kind.FAULT)
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text[0] == "#" and text in _ERRORS:
        return Cell(text, Kind.FAULT)
    return Cell(text)


def damage(text: str) -> str:
    """Return the first character of a text that no file can hold; empty when there is none."""
    found = _DAMAGE.search(text)
    return found[0] if found else ""
