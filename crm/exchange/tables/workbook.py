"""Owns the reading of workbooks (XLSX and its kin): cells as text that a person would see."""

from __future__ import annotations

import datetime as dt
import difflib
import io
from decimal import Decimal
from typing import TYPE_CHECKING

from crm.errors import TableUnreadable
from crm.exchange.refusals import BadOption, SeveralSheets
from crm.exchange.tables.cells import EMPTY, Cell, Grid, Kind
from crm.exchange.tables.damage import clean
from crm.exchange.tables.formula_errors import formula_errors

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

_ZIP, _COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DIGITS = 15  # significant digits that spreadsheets keep and show
_Raw = float | str | bool | dt.date | dt.time | dt.datetime | dt.timedelta


def is_workbook(data: bytes) -> bool:
    """Tell whether these bytes begin as a workbook does."""
    return data.startswith((_ZIP, _COMPOUND))


def read_workbook(name: str, data: bytes, sheet: str) -> Grid:
    """Return the rows of one sheet; raises TableUnreadable, UsageError."""
    book = _open(name, data)
    chosen = _choose(name, book, sheet)
    raw = book.get_sheet_by_name(chosen).to_python(skip_empty_area=False)
    faults = formula_errors(data, chosen)
    rows = [
        (number, [_cell(value) for value in values])
        for number, values in enumerate(raw, 1)
        if any(value != "" for value in values) or any(place[0] == number for place in faults)
    ]
    for number, cells in rows:
        _put_faults(number, cells, faults)
    return Grid(rows, [f"sheet {chosen}"])


def _open(name: str, data: bytes) -> CalamineWorkbook:
    try:
        from python_calamine import (  # noqa: PLC0415  an extra, and only workbooks need it
            CalamineError,
            CalamineWorkbook,
            PasswordError,
        )
    except ImportError:
        raise TableUnreadable(
            name,
            "reading a workbook needs a library that is not installed",
            "install it with `pip install 'plaintext-crm[xlsx]'`, or save the sheet as CSV",
        ) from None
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except PasswordError:
        raise TableUnreadable(
            name, "the workbook is protected by a password", "save it without one"
        ) from None
    except CalamineError as error:
        raise TableUnreadable(
            name, f"not a workbook, or a damaged one: {error}", "open and save it anew"
        ) from None


def _choose(name: str, book: CalamineWorkbook, sheet: str) -> str:
    names = book.sheet_names
    if sheet:
        if sheet in names:
            return sheet
        near = difflib.get_close_matches(sheet, names, 1)
        hint = f"did you mean {near[0]}?" if near else f"there are: {', '.join(names)}"
        raise BadOption("--sheet", f"{name} has no sheet {sheet!r}", hint)
    filled = [one for one in names if _is_filled(book, one)]
    if len(filled) > 1:
        raise SeveralSheets(name, filled)
    if not filled:
        raise TableUnreadable(name, "every sheet is empty")
    return filled[0]


def _is_filled(book: CalamineWorkbook, name: str) -> bool:
    return book.get_sheet_by_name(name).height > 0


def _cell(value: _Raw) -> Cell:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, bool):
        return Cell("yes" if value else "no", Kind.BOOLEAN)
    if isinstance(value, float | int):
        return Cell(number_text(value), Kind.NUMBER)
    return _of_time(value)


def number_text(value: float) -> str:
    """Return a number as a spreadsheet shows it: 714466, 78.9, 0.3 (never 0.30000000000000004)."""
    if float(value).is_integer() and abs(value) < 2**53:
        return str(int(value))
    return format(Decimal(f"{value:.{_DIGITS}g}"), "f")


def _of_time(value: dt.date | dt.time | dt.timedelta) -> Cell:
    if isinstance(value, dt.datetime):
        if value.time() == dt.time():
            return Cell(value.date().isoformat(), Kind.DATE)
        return Cell(value.replace(microsecond=0).isoformat(" "), Kind.DATE)
    if isinstance(value, dt.date):
        return Cell(value.isoformat(), Kind.DATE)
    if isinstance(value, dt.timedelta):
        return Cell(str(value))
    return Cell(value.replace(microsecond=0).isoformat())


def _put_faults(number: int, cells: list[Cell], faults: dict[tuple[int, int], str]) -> None:
    for (row, index), text in faults.items():
        if row == number:
            cells.extend([EMPTY] * (index + 1 - len(cells)))
            cells[index] = Cell(text, Kind.FAULT)
