"""Owns the way from bytes to nodes, with every refusal of SPEC section 2."""

from __future__ import annotations

import codecs
import re
from itertools import chain
from typing import Any

from crm.problems import Level, Problem, shown
from crm.regex import regex
from crm.text import faults
from crm.text.doubts import char_name, doubts
from crm.text.nodes import Mapping, Node, Scalar, Sequence, scalars
from crm.text.pyyaml import Parser, events, yaml
from crm.text.source import Document, Source

SIZE_LIMIT = 1_000_000
SIZE_WARNING = 700_000
DEPTH_LIMIT = 50
_ODD_KEYS = frozenset({"", "~", "null", "<<"})  # may be no text at all
_BOMB = 8  # aliases after which a file is not read on

# Characters no YAML text may hold, and the byte order mark where it marks nothing.
_FORBIDDEN = regex("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")
# libyaml takes these for line ends, editors do not; they are masked while it reads.
_FALSE_LINE_ENDS = "\x85\u2028\u2029"
_FALSE_LINE_END = regex(f"[{_FALSE_LINE_ENDS}]")
# More characters than a file of the largest size can use up.
_STAND_INS = (range(0xE000, 0xF8FF), range(0x10000, 0x110000))
_TAG = regex(r"![^\s,\[\]{}]*")
_MARKER = regex(r"^(<{7}|={7}|>{7}|\|{7})(?:[ \t].*)?$", re.MULTILINE)
# Both above and the marks of crm.text.doubts in one pass: most files have none of them.
_SUSPECT = regex(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)


def read(path: str, data: bytes) -> Document:
    """Return the document of a file's bytes; its problems tell why it cannot be read.

    Never raises for what is in the file. `path` is only for messages.
    """
    source, found = _decode(path, data)
    suspect = _SUSPECT.search(source.text) is not None
    problems = [*found, *_before_parsing(source, suspect=suspect)]
    if any(problem.level is Level.ERROR for problem in problems):
        return Document(source, None, tuple(problems))
    reader = _Reader(source, suspect=suspect)
    root = reader.run()
    problems += reader.problems
    if root is not None:
        problems += doubts(source, root, suspect=suspect)
    return Document(source, root, tuple(problems))


def _decode(path: str, data: bytes) -> tuple[Source, list[Problem]]:
    bom = data.startswith(codecs.BOM_UTF8)
    body = data[len(codecs.BOM_UTF8) :] if bom else data
    if len(data) > SIZE_LIMIT:  # the caller may have read no further, so no text is whole
        source = Source(path, data, "", bom=bom)
        return source, [source.problem("file-too-large", (0, 1), limit=SIZE_LIMIT)]
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        source = Source(path, data, "", bom=False)
        return source, [source.problem("encoding-utf16", (0, 1))]
    try:
        return Source(path, data, body.decode("utf-8"), bom=bom), []
    except UnicodeDecodeError as error:
        return faults.not_utf8(path, data, body, error)


def _before_parsing(source: Source, *, suspect: bool) -> list[Problem]:
    problems = []
    size, text = len(source.data), source.text
    if SIZE_WARNING < size <= SIZE_LIMIT:
        problems.append(source.problem("file-large", (0, 1), size=size, limit=SIZE_LIMIT))
    if suspect and (found := _FORBIDDEN.search(text)):
        char = char_name(found.group())
        problems.append(source.problem("character-invalid", found.span(), char=char))
    if ("<<<<<<<" in text or ">>>>>>>" in text) and (found := _conflict(text)):
        marker = found.group().rstrip("\r")
        problems.append(source.problem("conflict-marker", found.span(), marker=marker))
    return problems


def _conflict(text: str) -> re.Match[str] | None:
    """Return the first conflict marker where at least two kinds of them stand."""
    found = list(_MARKER.finditer(text))
    return found[0] if len({match.group(1) for match in found}) > 1 else None


class _Stop(Exception):
    """Nothing after this place can be read."""


class _Frame:
    """An open collection: where its next node goes, and in a mapping the keys so far."""

    __slots__ = ("add", "node", "seen", "waiting")

    def __init__(self, node: Mapping | Sequence | None) -> None:
        self.node: Any = node
        self.add: Any = None  # None outside the root
        self.seen: dict[str, Scalar] | None = None
        self.waiting: Scalar | None = None
        if type(node) is Mapping:
            self.add = node.entries.append
            self.seen = {}
        elif type(node) is Sequence:
            self.add = node.items.append


class _Reader:
    """Builds nodes from the parser's events and collects the refusals."""

    def __init__(self, source: Source, *, suspect: bool) -> None:
        self.source = source
        self._suspect = suspect
        self.problems: list[Problem] = []
        self._unmask: dict[int, str] = {}

    def run(self) -> Mapping | None:
        """Return the root mapping, or None with problems."""
        root: Node | None = None
        try:
            parser = Parser(self._masked())
            root = self._documents(parser)
        except _Stop:
            return None
        except yaml.YAMLError as error:
            self.problems.append(faults.syntax(self.source, error))
        except (ValueError, RecursionError, UnicodeError) as error:
            self.problems.append(
                self.source.problem("syntax-error", (0, 1), reason=str(error) or "nested too deep")
            )
        if self.problems:
            return None
        if root is None or (isinstance(root, Scalar) and root.empty):
            self.problems.append(self.source.problem("file-empty", (0, 1)))
        elif not isinstance(root, Mapping):
            found = "a list" if isinstance(root, Sequence) else "a text"
            self.problems.append(self.source.problem("mapping-expected", root, found=found))
        else:
            if self._unmask:
                for scalar in scalars(root):
                    scalar.text = scalar.text.translate(self._unmask)
            return root
        return None

    def _masked(self) -> str:
        text = self.source.text
        if not self._suspect or not _FALSE_LINE_END.search(text):
            return text
        used = set(text)
        free = (chr(code) for code in chain(*_STAND_INS) if chr(code) not in used)
        mask = {ord(char): next(free) for char in _FALSE_LINE_ENDS}
        self._unmask = {ord(stand_in): chr(code) for code, stand_in in mask.items()}
        return text.translate(mask)

    def _documents(self, parser: Any) -> Node | None:
        get = parser.get_event
        root: Node | None = None
        seen = False
        while (event := get()) is not None:
            kind = type(event)
            if kind is events.StreamEndEvent:
                break
            if kind is events.DocumentStartEvent:
                if seen:
                    self._refuse("several-documents", event)
                    raise _Stop
                seen = True
            elif kind is not events.StreamStartEvent and kind is not events.DocumentEndEvent:
                root = self._tree(event, get)
        return root

    def _tree(self, event: Any, get: Any) -> Node:
        """Return the node that begins with `event`; a loop, so that depth costs no stack.

        This runs for every scalar of every file: it is written for speed.
        """
        above: list[_Frame] = []
        here = _Frame(None)
        while True:
            kind = type(event)
            if kind is events.ScalarEvent:
                if event.anchor is not None or event.tag is not None:
                    self._marks(event)
                start, end = event.start_mark.index, event.end_mark.index
                node: Node = Scalar(event.value, event.style or "", start, end)
            elif kind is events.MappingStartEvent or kind is events.SequenceStartEvent:
                above.append(here)
                here = _Frame(self._open(event, kind, len(above)))
                event = get()
                continue
            elif kind is events.AliasEvent:
                node = self._alias(event)
            else:
                node = here.node
                node.end = event.end_mark.index
                here = above.pop()
            if here.add is None:
                return node
            if here.seen is None:
                here.add(node)
            elif (key := here.waiting) is not None:
                here.add((key, node))
                here.waiting = None
            elif type(node) is Scalar and node.text not in _ODD_KEYS and node.text not in here.seen:
                here.seen[node.text] = here.waiting = node
            else:
                here.waiting = self._odd_key(node, here.seen)
            event = get()

    def _open(self, event: Any, kind: type, depth: int) -> Mapping | Sequence:
        if event.anchor is not None or event.tag is not None:
            self._marks(event)
        if depth > DEPTH_LIMIT:
            self._refuse("too-deep", event, limit=DEPTH_LIMIT)
            raise _Stop
        make = Mapping if kind is events.MappingStartEvent else Sequence
        return make(flow=event.flow_style, start=event.start_mark.index)

    def _marks(self, event: Any) -> None:
        if event.anchor is not None:
            self._refuse("anchor-refused", event, name=f"&{event.anchor}")
        if event.tag is not None:
            typed = self.source.text[event.start_mark.index : event.end_mark.index]
            name = found.group() if (found := _TAG.search(typed)) else event.tag
            self._refuse("tag-refused", event, name=name)

    def _alias(self, event: Any) -> Scalar:
        self._refuse("anchor-refused", event, name=f"*{event.anchor}")
        return Scalar("", "'", event.start_mark.index, event.end_mark.index)

    def _odd_key(self, node: Node, seen: dict[str, Scalar]) -> Scalar:
        """Return a stand-in or the key itself for a key that is no text, odd or there already."""
        if type(node) is not Scalar:
            found = "a list" if type(node) is Sequence else "a mapping"
            self._problem("key-not-text", node, found=found)
            return Scalar("", "'", node.start, node.end)
        if node.empty:
            self._problem("key-not-text", node, found=node.text or "nothing")
        elif node.text == "<<" and not node.style:
            self._problem("merge-key-refused", node)
        elif (first := seen.setdefault(node.text, node)) is not node:
            lines = {"first": self.source.line(first.start), "line": self.source.line(node.start)}
            self._problem(
                "key-duplicate", node, key=shown(node.text.translate(self._unmask), 60), **lines
            )
        return node

    def _problem(self, code: str, node: Node, **values: object) -> None:
        self.problems.append(self.source.problem(code, node, **values))

    def _refuse(self, code: str, event: Any, **values: object) -> None:
        place = (event.start_mark.index, event.end_mark.index)
        self.problems.append(self.source.problem(code, place, **values))
        if code == "anchor-refused" and len(self.problems) >= _BOMB:
            raise _Stop
