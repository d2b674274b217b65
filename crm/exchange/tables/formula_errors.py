"""Owns the finding of error values (#N/A, #DIV/0!) in an XLSX sheet.

The library that reads workbooks gives them as empty cells, and an order whose amount was a broken
formula would seem to have none.
"""

from __future__ import annotations

import io
import re
import zipfile
from xml.sax.saxutils import unescape

_CELL = re.compile(rb'<c\s[^>]*?\bt="e"[^>]*>(.*?)</c>', re.DOTALL)
_PLACE = re.compile(rb'\br="([A-Z]{1,3})([0-9]+)"')
_VALUE = re.compile(rb"<v>([^<]*)</v>")
_SHEET = re.compile(r"<(?:\w+:)?sheet\s[^>]*>")
_LINK = re.compile(r"<(?:\w+:)?Relationship\s[^>]*>")


def formula_errors(data: bytes, sheet: str) -> dict[tuple[int, int], str]:
    """Return the error values of a sheet by row (from 1) and column (from 0).

    Empty for a workbook that is no XLSX.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            part = _part_of(archive, sheet)
            xml = archive.read(part) if part else b""
    except (zipfile.BadZipFile, KeyError, UnicodeDecodeError):
        return {}
    if b't="e"' not in xml:
        return {}
    found: dict[tuple[int, int], str] = {}
    for match in _CELL.finditer(xml):
        place, value = _PLACE.search(match[0]), _VALUE.search(match[1])
        if place and value:
            found[int(place[2]), _index(place[1].decode())] = value[1].decode()
    return found


def _part_of(archive: zipfile.ZipFile, sheet: str) -> str:
    """Return the name of the archive's member that holds the sheet; empty when there is none."""
    if "xl/workbook.xml" not in archive.namelist():
        return ""
    sheets = _SHEET.findall(archive.read("xl/workbook.xml").decode("utf-8"))
    links = _LINK.findall(archive.read("xl/_rels/workbook.xml.rels").decode("utf-8"))
    targets = {_attribute(link, "Id"): _attribute(link, "Target") for link in links}
    for tag in sheets:
        if _attribute(tag, "name") == sheet:
            target = targets.get(_attribute(tag, "r:id"), "")
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return ""


def _attribute(tag: str, name: str) -> str:
    match = re.search(rf'\s{re.escape(name)}="([^"]*)"', tag)
    return unescape(match[1], {"&quot;": '"', "&apos;": "'"}) if match else ""


def _index(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1
