"""Owns the translation of what the parser and the decoder say into problems a user can mend."""

from __future__ import annotations

import re
from typing import Any

from crm.problems import Problem
from crm.regex import regex
from crm.text.source import Source

_CYRILLIC = frozenset(range(0xC0, 0x100)) | {0xA8, 0xB8}  # letters of cp1251
_KEPT_BY_YAML = frozenset("%@`,]}|>*&!")
_COLON = regex(r":(?:\s|$)")
_DOCUMENT_END = regex(r"^\.\.\.", re.MULTILINE)
_ESCAPE = regex(r"\\.[0-9a-fA-F]*")
_TAB_INDENT = regex(r"[ ]*\t")
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
    """Return the problem behind a message of the parser, told by its words and where it began."""
    if during == "while scanning a simple key":
        return source.problem("colon-missing", _rest(source, context))
    if "mapping values are not allowed" in said:
        return _colon(source, offset)
    if "sequence entries are not allowed" in said:
        return source.problem("dash-in-value", (offset, offset + 1))
    if "quoted scalar" in during or "double-quoted scalar" in during:
        return _in_quotes(source, said, offset, context)
    return (
        _structure(source, said, during, offset, context)
        or _bad_start(source, said, during, offset, context)
        or source.problem("syntax-error", (offset, offset + 1), reason=said or during)
    )


def _rest(source: Source, offset: int) -> tuple[int, int]:
    return offset, offset + len(source.rest_of_line(offset))


def _colon(source: Source, offset: int) -> Problem:
    """Return the problem of a colon that ends no key: in a value, or on a line out of place."""
    line = source.line(offset)
    start = source.starts[line - 1]
    before = source.text[start:offset]
    above = _line_above(source, line)
    if _COLON.search(before) or not above:
        return source.problem("colon-in-value", (offset, offset + 1))
    text = source.line_text(above)
    if not _COLON.search(text) and not text.startswith(" "):
        return source.problem("colon-missing", _rest(source, source.starts[above - 1]))
    return source.problem("indent-wrong", _rest(source, start + len(before) - len(before.lstrip())))


def _line_above(source: Source, line: int) -> int:
    """Return the nearest line above that is neither blank nor a comment, 0 where there is none."""
    lines = range(line - 1, 0, -1)
    return next((n for n in lines if source.line_text(n).strip().split("#")[0]), 0)


def _in_quotes(source: Source, said: str, offset: int, context: int) -> Problem:
    at = source.text.rfind("\\", context, offset + 1)
    if ("escape" in said or "hexdec" in said) and (found := _ESCAPE.match(source.text, at)):
        return source.problem("escape-invalid", found.span(), escape=found.group())
    mark = source.text[context : context + 1]
    return source.problem("quote-unclosed", (context, context + 1), mark=mark)


def _structure(source: Source, said: str, during: str, offset: int, context: int) -> Problem | None:
    """Return the problem of something that stands where its surroundings leave no place for it."""
    before = source.text[source.starts[source.line(offset) - 1] : offset]
    expected = "did not find expected" in said or said.startswith("expected ")
    if expected and before.rstrip().endswith(("'", '"')):
        return source.problem("text-after-quote", _rest(source, offset))
    if during in {"while parsing a flow sequence", "while parsing a flow mapping"}:
        return source.problem("bracket-unclosed", (context, context + 1))
    stands_first = source.text[offset:].strip() and not before.strip()
    if expected and stands_first and "node content" not in said:
        return _out_of_place(source, said, offset)
    return None


def _out_of_place(source: Source, said: str, offset: int) -> Problem:
    """Return the problem of the first thing on a line that fits nowhere."""
    char = source.text[offset]
    if "document start" in said and _DOCUMENT_END.search(source.text, 0, offset):
        return source.problem("several-documents", _rest(source, offset))
    if char == ":":
        return source.problem("key-not-text", (offset, offset + 1), found="nothing")
    if char in _KEPT_BY_YAML:
        return source.problem("value-needs-quotes", (offset, offset + 1), char=char)
    return source.problem("indent-wrong", _rest(source, offset))


def _bad_start(source: Source, said: str, during: str, offset: int, context: int) -> Problem | None:
    """Return the problem of a value that begins with a character YAML keeps for itself."""
    if during in {"while scanning an alias", "while scanning a directive"}:
        offset = context
    elif "cannot start any token" not in said and "expected node content" not in said:
        return None
    char = source.text[offset : offset + 1]
    if not char or char not in _KEPT_BY_YAML:
        return None
    return source.problem("value-needs-quotes", (offset, offset + 1), char=char)
