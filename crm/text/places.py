"""Owns places in a document: where a path leads, and where lines and entries begin and end."""

from __future__ import annotations

from typing import TypeAlias

from crm.errors import UnsafeEdit
from crm.text.nodes import Mapping, Node, Scalar, Sequence
from crm.text.source import LINE_END, Document, Source

Path: TypeAlias = tuple[str | int, ...]


def at(document: Document, path: Path) -> Node:
    """Return the node at a path that is known to exist."""
    node: Node | None = document.root
    for step in path:
        node = child(node, step)
    if node is None:
        raise unsafe(document.source, None, "the file cannot be read")
    return node


def child(node: Node | None, step: str | int) -> Node | None:
    """Return what a key or an index leads to, or None."""
    if isinstance(node, Mapping) and isinstance(step, str):
        return node.get(step)
    if isinstance(node, Sequence) and isinstance(step, int) and 0 <= step < len(node.items):
        return node.items[step]
    return None


def find(
    document: Document, path: Path, *, make: bool = False
) -> tuple[Mapping | Sequence | None, Node | None]:
    """Return the parent of the place and what stands there; None where nothing does."""
    if document.root is None:
        raise unsafe(document.source, None, "the file cannot be read")
    parent: Node | None = document.root
    for step in path[:-1]:
        parent = child(parent, step)
    if not isinstance(parent, (Mapping, Sequence)):
        if make or parent is None or parent.empty:
            return None, None
        raise unsafe(document.source, parent, f"{path[-2]} holds no {path[-1]}")
    return parent, child(parent, path[-1])


def depth_of(document: Document, path: Path) -> int:
    """Return how many steps of the path exist."""
    node: Node | None = document.root
    for depth, step in enumerate(path):
        node = child(node, step)
        if node is None:
            return depth
    return len(path)


def starts_of(parent: Mapping | Sequence) -> list[int]:
    """Return where the entries or items of a collection begin (an item at its own start)."""
    if isinstance(parent, Mapping):
        return [key.start for key, _ in parent.entries]
    return [item.start for item in parent.items]


def index_of(parent: Mapping | Sequence, step: str | int) -> int:
    """Return which entry or item of the parent a step names."""
    if isinstance(parent, Mapping):
        return [key.text for key, _ in parent.entries].index(str(step))
    return int(step)


def _last(node: Node) -> Scalar | Mapping | Sequence:
    """Return the last leaf below a node: a scalar or a flow collection."""
    while not isinstance(node, Scalar) and not node.flow:
        node = node.entries[-1][1] if isinstance(node, Mapping) else node.items[-1]
    return node


def key_of(parent: Node | None, source: Source, step: str | int) -> Scalar:
    """Return the node of a key in its mapping."""
    found = parent.key(str(step)) if isinstance(parent, Mapping) else None
    if found is None:
        raise unsafe(source, parent, f"there is no key {step}")
    return found


def line_after(source: Source, node: Node) -> int:
    """Return the offset of the line after the last own line of a node.

    Comments and blank lines that follow belong to nobody and are not passed over.
    """
    leaf = _last(node)
    if isinstance(leaf, Scalar) and leaf.style in {"|", ">"}:
        return _after_block(source, leaf)
    found = LINE_END.search(source.text, leaf.end)
    return found.end() if found else len(source.text)


def _after_block(source: Source, leaf: Scalar) -> int:
    text = source.text
    header = LINE_END.search(text, leaf.start)
    if header is None:
        return len(text)
    if "+" in text[leaf.start : header.start()].split("#")[0]:
        return leaf.end
    end = start = header.end()
    indent: int | None = None
    for found in LINE_END.finditer(text, start, leaf.end):
        line = text[start : found.start()]
        start = found.end()
        blank = not line.strip()
        if indent is None and not blank:
            indent = len(line) - len(line.lstrip(" "))
        if not blank or (indent is not None and len(line) > indent):
            end = start
    return len(text) if text[start : leaf.end].strip() else end


def column(source: Source, offset: int) -> int:
    """Return how many characters stand before an offset on its line."""
    return source.position(offset)[1] - 1


def dash_of(source: Source, node: Sequence, item: Node) -> int:
    """Return the offset of an item's dash: the first dash of the list gives the column."""
    indent = column(source, node.start)
    line = source.line(item.start)
    while line >= 1:
        start = source.starts[line - 1] + indent
        if source.text[start : start + 1] == "-" and start <= item.start:
            return start
        line -= 1
    return node.start


def ends_line(text: str) -> bool:
    """Tell whether the text ends with a line end, or is empty."""
    return not text or text[-1] in "\r\n"


def newline_before(source: Source, at: int) -> str:
    """Return the line end of the line before an offset, else the file's."""
    text = source.text
    if text[at - 2 : at] == "\r\n":
        return "\r\n"
    if at and text[at - 1] in "\r\n":
        return text[at - 1]
    return source.newline


def line_end_of(source: Source, offset: int) -> str:
    """Return the line end after an offset, else the file's."""
    found = LINE_END.search(source.text, offset)
    return found.group() if found else source.newline


def ends_of(parent: Mapping | Sequence) -> list[int]:
    """Return where the entries or items of a collection end."""
    if isinstance(parent, Mapping):
        return [max(key.end, value.end) for key, value in parent.entries]
    return [item.end for item in parent.items]


def unsafe(source: Source, node: Node | None, reason: str) -> UnsafeEdit:
    """Return the error that says why a place cannot be edited."""
    line = source.line(node.start) if node is not None else 1
    return UnsafeEdit(f"{source.path}:{line}", reason)
