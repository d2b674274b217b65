"""Owns the translation of what the parser and the decoder say into problems a user can mend."""

from __future__ import annotations

import re
from typing import Any

from crm.problems import Problem
from crm.text.source import Source

_CYRILLIC = frozenset(range(0xC0, 0x100)) | {0xA8, 0xB8}  # letters of cp1251
_KEPT_BY_YAML = frozenset("%@`,]}|>*&!")
_TAB_INDENT = re.compile(r"[ ]*\t")
_LIKELY = 0.6  # share of high bytes that must be Cyrillic letters before cp1251 is named
_ENOUGH = 2  # high bytes that must be there before an encoding is named


def not_utf8(
    path: str, data: bytes, body: bytes, error: UnicodeDecodeError
) -> tuple[Source, list[Problem]]:
    """Return a source that can show the place, and the problem of bytes that are not UTF-8."""
    source = Source(path, data, body.decode("utf-8", "replace"), bom=False)
    offset = len(body[: error.start].decode("utf-8", "replace"))
    place = (offset, offset + 1)
    byte = f"0x{body[error.start]:02X}"
    return source, [source.problem("encoding-invalid", place, byte=byte, guess=_guess(body))]


def _guess(body: bytes) -> str:
    high = [byte for byte in body if byte >= 0x80]
    letters = sum(byte in _CYRILLIC for byte in high)
    likely = len(high) >= _ENOUGH and letters >= _LIKELY * len(high)
    return ", looks like cp1251" if likely else ""


def syntax(source: Source, error: Any) -> Problem:
    """Return the problem of a parser error: where it began rather than where it was noticed."""
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        return source.problem("syntax-error", (0, 1), reason=str(error))
    offset = min(mark.index, len(source.text))
    context = error.context_mark.index if error.context_mark else offset
    said, during = error.problem or "", error.context or ""
    return _tab(source, offset) or _known(source, said, during, offset, context)


def _tab(source: Source, offset: int) -> Problem | None:
    line = source.line(offset)
    found = _TAB_INDENT.match(source.line_text(line))
    if not found:
        return None
    start = source.starts[line - 1]
    if offset > start + found.end():
        return None
    return source.problem("tab-indent", (start + found.end() - 1, start + found.end()))


def _known(source: Source, said: str, during: str, offset: int, context: int) -> Problem:
    """Return the problem behind a message of libyaml, told by its words and where it began."""
    if "mapping values are not allowed" in said:
        return source.problem("colon-in-value", (offset, offset + 1))
    if during == "while scanning a quoted scalar":
        mark = source.text[context : context + 1]
        return source.problem("quote-unclosed", (context, context + 1), mark=mark)
    if during in {"while parsing a flow sequence", "while parsing a flow mapping"}:
        return source.problem("bracket-unclosed", (context, context + 1))
    return _bad_start(source, said, during, offset, context) or source.problem(
        "syntax-error", (offset, offset + 1), reason=said or during
    )


def _bad_start(source: Source, said: str, during: str, offset: int, context: int) -> Problem | None:
    """Return the problem of a value that begins with a character YAML keeps for itself."""
    if during in {"while scanning an alias", "while scanning a directive"}:
        offset = context
    elif "cannot start any token" not in said and said != "did not find expected node content":
        return None
    char = source.text[offset : offset + 1]
    if char not in _KEPT_BY_YAML:
        return None
    return source.problem("value-needs-quotes", (offset, offset + 1), char=char)
