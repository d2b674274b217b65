"""Owns the reading of tables kept as text: separators, quotes, records."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from crm.errors import TableUnreadable
from crm.exchange.refusals import BadOption
from crm.exchange.tables.cells import Grid
from crm.exchange.tables.damage import clean
from crm.exchange.tables.encoding import decode

SEPARATORS = (";", ",", "\t", "|")
_NAMES = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}
_SHOWN = {"\t": "tab"}
_LOOKED_AT = 200  # records that show which separator it is


def read_text(name: str, data: bytes, encoding: str, separator: str) -> Grid:
    """Return the rows of a table kept as text; raises TableUnreadable, UsageError."""
    reading = decode(data, encoding, name)
    text, found = _declared(reading.text)
    # The module's default would refuse a cell of 128 KB.
    csv.field_size_limit(max(len(text) + 1, csv.field_size_limit()))
    best = max(SEPARATORS, key=lambda mark: _fitness(text, mark))
    chosen = _given(separator) or found or best
    rows = [
        (number, [clean(cell) for cell in record])
        for number, record in _records(name, text, chosen)
    ]
    told = [
        f"encoding {reading.encoding}{'' if encoding else ' (recognised)'}",
        _about_separator(chosen, given=bool(separator), fits=_fitness(text, chosen)[1] > 1),
    ]
    return Grid(rows, told)


def _about_separator(chosen: str, *, given: bool, fits: bool) -> str:
    if not fits and not given:
        return "one column"
    shown = _SHOWN.get(chosen, chosen)
    return f"separator {shown}" if given else f"separator {shown} (recognised)"


def _given(separator: str) -> str:
    chosen = _NAMES.get(separator.casefold(), separator)
    if len(chosen) > 1 or chosen in {'"', "\n", "\r"}:
        raise BadOption(
            "--separator", f"{separator!r} is no single character", "write , or ; or | or tab"
        )
    return chosen


def _declared(text: str) -> tuple[str, str]:
    """Return the text without the line `sep=;` that some programs put first, and that separator."""
    line, end, rest = text.partition("\n")
    line = line.rstrip("\r")
    if end and line[:4].casefold() == "sep=" and len(line) == 5:
        return rest, line[4]
    return text, ""


def _fitness(text: str, mark: str) -> tuple[float, int]:
    """Return how well a separator cuts the first records alike, and into how many cells.

    A table of one column has no separator, so any will do.
    """
    counts: list[int] = []
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=mark):
            if record:
                counts.append(len(record))
            if len(counts) == _LOOKED_AT:
                break
    except csv.Error:
        return (0.0, 0)
    if not counts or counts[0] < 2:
        return (0.0, 0)
    alike = sum(count == counts[0] for count in counts) / len(counts)
    return (round(alike, 1), counts[0])


def _records(name: str, text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the records with their numbers; a line break inside quotes ends no record."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    try:
        for number, record in enumerate(reader, 1):
            if record:
                yield number, record
    except csv.Error as error:
        raise _broken(name, number + 1, str(error)) from None


def _broken(name: str, number: int, reason: str) -> TableUnreadable:
    if "unexpected end" in reason:
        return TableUnreadable(
            name,
            f"row {number}: a quotation mark opens here and is never closed",
            "close it, or write it twice where it is part of the text",
        )
    return TableUnreadable(
        name,
        f"row {number}: a quotation mark stands inside a quoted cell",
        "write it twice there, or save the table as a workbook (.xlsx)",
    )
