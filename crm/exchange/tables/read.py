"""Owns the way from a file to a table: whatever it is, a header and rows below it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from crm.errors import TableUnreadable
from crm.exchange.findings import Finding, finding
from crm.exchange.refusals import BadOption
from crm.exchange.tables.cells import EMPTY, Cell, Column, Grid, Row, Table, letters
from crm.exchange.tables.separated import read_text
from crm.exchange.tables.workbook import is_workbook, read_workbook

_LIMIT = 200_000_000  # bytes; beyond, a table is cut up first


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the user said about the file; empty is not said."""

    encoding: str = ""
    separator: str = ""
    sheet: str = ""
    header_row: int = 0


def read_table(path: Path, asked: Asked | None = None) -> Table:
    """Return the table in a file; raises TableUnreadable, UsageError."""
    name = path.name or str(path)
    return table_of(name, _bytes(path), asked or Asked())


def table_of(name: str, data: bytes, asked: Asked) -> Table:
    """Return the table in these bytes; raises TableUnreadable, UsageError."""
    if is_workbook(data):
        _refuse(name, "a workbook", encoding=asked.encoding, separator=asked.separator)
        grid = read_workbook(name, data, asked.sheet)
    else:
        _refuse(name, "no workbook", sheet=asked.sheet)
        _refuse_foreign(name, data)
        grid = read_text(name, data, asked.encoding, asked.separator)
    return _assembled(name, grid, asked.header_row)


def _bytes(path: Path) -> bytes:
    try:
        if path.is_file() and path.stat().st_size > _LIMIT:
            raise TableUnreadable(str(path), "larger than 200 MB", "cut it into several files")
        return path.read_bytes()
    except IsADirectoryError:
        raise TableUnreadable(str(path), "a folder, not a table", "name the file in it") from None
    except FileNotFoundError:
        raise TableUnreadable(str(path), "there is no such file") from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise TableUnreadable(str(path), f"cannot be read: {reason}") from None


def _refuse(name: str, what: str, **options: str) -> None:
    for option, value in options.items():
        if value:
            raise BadOption(f"--{option}", f"{name} is {what}")


def _refuse_foreign(name: str, data: bytes) -> None:
    """Refuse what is neither text nor a workbook."""
    if not data.strip():
        raise TableUnreadable(name, "the file is empty")
    if data.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"Rar!")):
        raise TableUnreadable(name, "not a table", "save it as CSV or XLSX")
    if data.lstrip()[:6].lower() in {b"<html>", b"<!doct", b"<table"}:
        raise TableUnreadable(
            name, "a web page, whatever its name says", "open it in a spreadsheet, save as XLSX"
        )


def _assembled(name: str, grid: Grid, header_row: int) -> Table:
    rows = [(number, cells) for number, cells in grid.rows if any(cell.text for cell in cells)]
    at = next((at for at, row in enumerate(rows) if row[0] == header_row or not header_row), None)
    if not rows:
        raise TableUnreadable(name, "the table is empty")
    if at is None:
        raise BadOption("--header-row", f"row {header_row} of {name} is empty")
    header = rows[at][1]
    columns, findings = _columns(header)
    body: list[Row] = []
    short: list[int] = []
    for number, cells in rows[at + 1 :]:
        if any(cell.text for cell in cells[len(header) :]):
            findings.append(finding("row-ragged", number, cells=len(cells), columns=len(header)))
            continue
        if len(cells) < len(header):
            short.append(number)
        body.append(
            Row(number, tuple(cells[: len(header)]) + (EMPTY,) * (len(header) - len(cells)))
        )
    if short:
        findings.append(finding("rows-short", count=len(short), first=short[0]))
    return Table(
        name=name,
        columns=tuple(_used(columns, header, body)),
        rows=tuple(body),
        findings=tuple(findings),
        told=tuple(grid.told),
    )


def _columns(header: Sequence[Cell]) -> tuple[list[Column], list[Finding]]:
    """Return the columns: a header seen before gets a number, an empty one its letters."""
    taken: set[str] = set()
    columns: list[Column] = []
    findings: list[Finding] = []
    for index, cell in enumerate(header):
        place = letters(index)
        name = called = " ".join(cell.text.split()) or place
        count = 1
        while folded(called) in taken:
            count += 1
            called = f"{name} ({count})"
        if called != name:
            findings.append(finding("header-twice", name=name, letters=place, called=called))
        taken.add(folded(called))
        columns.append(Column(index, called))
    return columns, findings


def _used(columns: list[Column], header: Sequence[Cell], body: list[Row]) -> Iterator[Column]:
    """Yield the columns that have a header or a value."""
    for column, cell in zip(columns, header, strict=True):
        if cell.text or any(row.cells[column.index].text for row in body):
            yield column


def folded(text: str) -> str:
    """Return the form in which headers are compared."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())
