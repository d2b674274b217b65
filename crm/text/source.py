"""Owns the text of one file: its offsets as lines and columns, and problems that show a place."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from crm.problems import Location, Problem, problem
from crm.record import positional
from crm.regex import regex
from crm.text.nodes import Mapping, Node

# Line ends as editors show them. U+0085, U+2028 and U+2029 end a line for YAML 1.1 and for
# str.splitlines, but in no editor.
LINE_END = regex(r"\r\n|\n|\r")
_CONTEXT = 1  # lines shown before the one with the problem
_WIDTH = 160  # characters kept of a line after the place


class Source:
    """The text of a file without its byte order mark; offsets count characters of it."""

    __slots__ = ("_starts", "bom", "data", "path", "text")

    def __init__(self, path: str, data: bytes, text: str, *, bom: bool) -> None:
        self.path = path
        self.data = data
        self.text = text
        self.bom = bom
        self._starts: list[int] | None = None

    @property
    def newline(self) -> str:
        """The line end that the first line of the file has; LF for a file of one line."""
        found = LINE_END.search(self.text)
        return found.group() if found else "\n"

    @property
    def starts(self) -> list[int]:
        """Offsets at which the lines begin."""
        if self._starts is None:
            self._starts = _starts(self.text)
        return self._starts

    def line(self, offset: int) -> int:
        """Return the line of an offset, from 1."""
        return bisect_right(self.starts, offset)

    def position(self, offset: int) -> tuple[int, int]:
        """Return line and column of an offset, both from 1."""
        line = self.line(offset)
        return line, offset - self.starts[line - 1] + 1

    def line_text(self, line: int) -> str:
        """Return a line without its end."""
        return self.rest_of_line(self.starts[line - 1])

    def rest_of_line(self, offset: int) -> str:
        """Return the text from an offset to the end of its line."""
        found = LINE_END.search(self.text, offset)
        return self.text[offset : found.start() if found else len(self.text)]

    def location(self, place: Node | tuple[int, int]) -> Location:
        """Return where a node or a span of offsets stands; the length stays on its first line."""
        start, end = place if isinstance(place, tuple) else (place.start, place.end)
        line, column = self.position(start)
        rest = len(self.line_text(line)) - (column - 1)
        return Location(self.path, line, column, max(1, min(end - start, rest)))

    def problem(self, code: str, place: Node | tuple[int, int], **values: object) -> Problem:
        """Return a problem at a node or span, with the lines around it as its excerpt."""
        location = self.location(place)
        first = max(1, location.line - _CONTEXT)
        excerpt = tuple(
            (line, self.line_text(line)[: location.column + _WIDTH])
            for line in range(first, location.line + 1)
        )
        return problem(code, location, excerpt, **values)


def _starts(text: str) -> list[int]:
    if "\r" in text:
        return [0, *(found.end() for found in LINE_END.finditer(text))]
    lengths = map(len, text.split("\n"))
    return list(accumulate(map((1).__add__, lengths), initial=0))[:-1]


@positional
class Document:
    """A file that was read: its root mapping, or None and the errors that say why not."""

    source: Source
    root: Mapping | None
    problems: tuple[Problem, ...] = ()
