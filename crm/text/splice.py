"""Owns edits of a text by position: what is inserted or replaced, and where; all else stays."""

from __future__ import annotations

from collections.abc import Sequence as Order
from dataclasses import dataclass
from typing import TypeAlias

from crm.errors import UnsafeEdit
from crm.text import quote
from crm.text.nodes import Mapping, Node, Scalar, Sequence
from crm.text.quote import Written
from crm.text.source import LINE_END, Document, Source

Path: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Splice:
    """Replace the characters from `start` to `end` by `text`."""

    start: int
    end: int
    text: str

    def apply(self, text: str) -> str:
        """Return the text with this change made."""
        return text[: self.start] + self.text + text[self.end :]


def append(document: Document, path: Path, item: Written, order: Order[str] = ()) -> Splice:
    """Return the splice that adds an item to the list at `path`, made where it is missing."""
    parent, node = _find(document, path)
    source = document.source
    if node is None:
        return put(document, path, [item], order)
    if isinstance(node, Sequence) and node.items:
        return _append_flow(node, item) if node.flow else _append_block(source, node, item)
    if isinstance(node, Sequence) or node.empty:
        return _fill(source, parent, path, node, [item])
    raise _unsafe(source, node, f"{path[-1]} is not a list")


def put(document: Document, path: Path, value: Written, order: Order[str] = ()) -> Splice:
    """Return the splice that sets the value at `path`; missing mappings on the way are made.

    `order` lists the keys of the parent in their usual order, so that a new key finds its place.
    """
    parent, node = _find(document, path, make=True)
    source = document.source
    if node is not None:
        return _replace(source, parent, path, node, value)
    depth = _depth(document, path)
    holder = _at(document, path[:depth])
    for name in reversed(path[depth + 1 :]):
        if not isinstance(name, str):
            raise _unsafe(source, holder, f"there is no item {name}")
        value = {name: value}
    name = path[depth]
    if not isinstance(name, str):
        raise _unsafe(source, holder, f"there is no item {name}")
    if isinstance(holder, Mapping):
        return _insert_key(source, holder, name, value, order)
    if holder.empty:
        above = _at(document, path[: depth - 1])
        return _fill(source, above, path[:depth], holder, {name: value})
    raise _unsafe(source, holder, f"{path[depth - 1]} is not a mapping")


def remove(document: Document, path: Path) -> Splice:
    """Return the splice that takes the entry or item at `path` out."""
    parent, node = _find(document, path)
    source = document.source
    if node is None or parent is None:
        raise _unsafe(source, document.root, f"there is no {path[-1]}")
    starts = _starts(parent)
    index = _index(parent, path[-1])
    if parent.flow:
        return _remove_flow(source, parent, starts, index)
    if len(starts) == 1:
        return _remove_last(source, parent)
    return _remove_block(source, parent, starts, index)


# Finding


def _at(document: Document, path: Path) -> Node:
    node: Node | None = document.root
    for step in path:
        node = _child(node, step)
    if node is None:
        raise _unsafe(document.source, None, "the file cannot be read")
    return node


def _child(node: Node | None, step: str | int) -> Node | None:
    if isinstance(node, Mapping) and isinstance(step, str):
        return node.get(step)
    if isinstance(node, Sequence) and isinstance(step, int) and 0 <= step < len(node.items):
        return node.items[step]
    return None


def _find(
    document: Document, path: Path, *, make: bool = False
) -> tuple[Mapping | Sequence | None, Node | None]:
    """Return the parent of the place and what stands there; None where nothing does."""
    if document.root is None:
        raise _unsafe(document.source, None, "the file cannot be read")
    parent: Node | None = document.root
    for step in path[:-1]:
        parent = _child(parent, step)
    if not isinstance(parent, (Mapping, Sequence)):
        if make or parent is None or parent.empty:
            return None, None
        raise _unsafe(document.source, parent, f"{path[-2]} holds no {path[-1]}")
    return parent, _child(parent, path[-1])


def _depth(document: Document, path: Path) -> int:
    """Return how many steps of the path exist."""
    node: Node | None = document.root
    for depth, step in enumerate(path):
        node = _child(node, step)
        if node is None:
            return depth
    return len(path)


def _starts(parent: Mapping | Sequence) -> list[int]:
    """Return where the entries or items of a collection begin (an item at its own start)."""
    if isinstance(parent, Mapping):
        return [key.start for key, _ in parent.entries]
    return [item.start for item in parent.items]


def _index(parent: Mapping | Sequence, step: str | int) -> int:
    if isinstance(parent, Mapping):
        return [key.text for key, _ in parent.entries].index(str(step))
    return int(step)


def _last(node: Node) -> Scalar | Mapping | Sequence:
    """Return the last leaf below a node: a scalar or a flow collection."""
    while not isinstance(node, Scalar) and not node.flow:
        node = node.entries[-1][1] if isinstance(node, Mapping) else node.items[-1]
    return node


def _after(source: Source, node: Node) -> int:
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
    end = header.end()
    indent: int | None = None
    for line in text[header.end() : leaf.end].splitlines(keepends=True):
        blank = not line.strip()
        if indent is None and not blank:
            indent = len(line) - len(line.lstrip(" "))
        if not blank or (indent is not None and len(line.rstrip("\r\n")) > indent):
            end = source.text.index(line, end) + len(line)
    return end


def _column(source: Source, offset: int) -> int:
    """Return how many characters stand before an offset on its line."""
    return source.position(offset)[1] - 1


# Appending


def _append_flow(node: Sequence, item: Written) -> Splice:
    end = node.items[-1].end
    return Splice(end, end, ", " + quote.flow(item))


def _append_block(source: Source, node: Sequence, item: Written) -> Splice:
    last = node.items[-1]
    dash = _dash(source, node, last)
    indent = _column(source, dash)
    if isinstance(last, Mapping) and last.flow and _is_short(item):
        return _insert_lines(source, _after(source, last), [f"{' ' * indent}- {quote.flow(item)}"])
    on_same_line = source.line(dash) == source.line(last.start) and last.start > dash
    gap = _column(source, last.start) - indent - 1 if on_same_line else 1
    return _insert_lines(source, _after(source, last), quote.item(item, indent, max(gap, 1)))


def _dash(source: Source, node: Sequence, item: Node) -> int:
    """Return the offset of an item's dash: the first dash of the list gives the column."""
    column = _column(source, node.start)
    line = source.line(item.start)
    while line >= 1:
        start = source.starts[line - 1] + column
        if source.text[start : start + 1] == "-" and start <= item.start:
            return start
        line -= 1
    return node.start


def _is_short(item: Written) -> bool:
    width = 100
    return isinstance(item, dict) and len(quote.flow(item)) <= width


def _insert_lines(source: Source, at: int, lines: list[str]) -> Splice:
    newline = _newline_before(source, at)
    if at == len(source.text) and not _ends_line(source.text):
        return Splice(at, at, "".join(newline + line for line in lines))
    return Splice(at, at, "".join(line + newline for line in lines))


def _ends_line(text: str) -> bool:
    return not text or text[-1] in "\r\n"


def _newline_before(source: Source, at: int) -> str:
    """Return the line end of the line before an offset, else the file's."""
    text = source.text
    if text[at - 2 : at] == "\r\n":
        return "\r\n"
    if at and text[at - 1] in "\r\n":
        return text[at - 1]
    return source.newline


def _fill(
    source: Source,
    parent: Mapping | Sequence | Node | None,
    path: Path,
    node: Node,
    value: Written,
) -> Splice:
    """Return the splice that gives a key without a value (``, ~, null, [], {}) its value."""
    in_block = isinstance(parent, Mapping) and not parent.flow
    inside = source.text[node.start + 1 : node.end - 1].strip()
    if not in_block or (not isinstance(node, Scalar) and inside):
        return _fill_flow(node, value)
    assert isinstance(parent, Mapping)
    name = parent.key(str(path[-1]))
    assert name is not None
    lines = quote.entry(str(path[-1]), value, _column(source, name.start))
    return _put_below(source, name, node, lines)


def _fill_flow(node: Node, value: Written) -> Splice:
    if isinstance(node, Scalar):
        gap = " " if node.start == node.end else ""
        return Splice(node.start, node.end, gap + quote.flow(value))
    inner = quote.flow(value)[1:-1]
    return Splice(node.start + 1, node.start + 1, inner)


def _put_below(source: Source, name: Scalar, node: Node, lines: list[str]) -> Splice:
    """Return the splice that replaces a one-line value by the lines of an entry.

    A comment behind the value stays on the line of the key.
    """
    newline = _line_end_of(source, node.end)
    colon = source.text.index(":", name.end)
    first = lines[0].split(":", 1)[1] if name.style else lines[0].strip()[len(quote.key(name.text)) + 1 :]
    rest = source.rest_of_line(node.end)
    body = "".join(newline + line for line in lines[1:])
    return Splice(colon + 1, node.end + len(rest), first + rest + body)


def _line_end_of(source: Source, offset: int) -> str:
    found = LINE_END.search(source.text, offset)
    return found.group() if found else source.newline


# Setting


def _replace(
    source: Source, parent: Mapping | Sequence | None, path: Path, node: Node, value: Written
) -> Splice:
    assert parent is not None
    if parent.flow:
        return Splice(node.start, node.end, _spaced(source, node, quote.flow(value)))
    if _fits_in_place(node, value):
        flat = quote.scalar(value) if isinstance(value, str) else quote.flow(value)
        return Splice(node.start, node.end, _spaced(source, node, flat))
    if isinstance(parent, Sequence):
        return _replace_item(source, parent, node, value)
    name = parent.key(str(path[-1]))
    assert name is not None
    lines = quote.entry(name.text, value, _column(source, name.start))
    if isinstance(node, Scalar) and node.style not in {"|", ">"}:
        return _put_below(source, name, node, lines)
    start, end = source.text.index(":", name.end) + 1, _after(source, node)
    newline = _newline_before(source, end)
    tail = newline if _ends_line(source.text[:end]) else ""
    head = lines[0].strip()[len(quote.key(name.text)) + 1 :]
    return Splice(start, end, newline.join([head, *lines[1:]]) + tail)


def _fits_in_place(node: Node, value: Written) -> bool:
    """Tell whether the value can stand on one line just where the old one stands."""
    one_line = not isinstance(value, str) or "\n" not in value
    if isinstance(node, Scalar):
        return isinstance(value, str) and one_line and node.style not in {"|", ">"}
    return node.flow and one_line


def _replace_item(source: Source, parent: Sequence, node: Node, value: Written) -> Splice:
    dash = _dash(source, parent, node)
    start = source.starts[source.line(dash) - 1]
    if source.text[start:dash].strip():
        raise _unsafe(source, node, "this item shares its line with another")
    end = _after(source, node)
    newline = _newline_before(source, end)
    tail = newline if _ends_line(source.text[:end]) else ""
    return Splice(start, end, newline.join(quote.item(value, dash - start)) + tail)


def _spaced(source: Source, node: Node, text: str) -> str:
    """Return the text with a space before it where a value follows its colon directly."""
    before = source.text[node.start - 1 : node.start]
    return f" {text}" if node.start == node.end and before in {":", "-"} else text


def _insert_key(
    source: Source, holder: Mapping, name: str, value: Written, order: Order[str]
) -> Splice:
    if holder.flow:
        return _insert_flow_key(holder, name, value)
    before = _entry_before(holder, name, order)
    indent = _column(source, holder.entries[0][0].start)
    if before is None:
        first = holder.entries[0][0].start
        lines = quote.entry(name, value, indent)
        newline = _line_end_of(source, first)
        head = lines[0].lstrip(" ")
        text = newline.join([head, *lines[1:]]) + newline + " " * indent
        return Splice(first, first, text)
    return _insert_lines(source, _after(source, before), quote.entry(name, value, indent))


def _insert_flow_key(holder: Mapping, name: str, value: Written) -> Splice:
    pair = f"{quote.key(name, flow=True)}: {quote.flow(value)}"
    if not holder.entries:
        return Splice(holder.start + 1, holder.start + 1, pair)
    key, last = holder.entries[-1]
    end = max(last.end, key.end)
    return Splice(end, end, ", " + pair)


def _entry_before(holder: Mapping, name: str, order: Order[str]) -> Node | None:
    """Return the value after which a new key belongs; None when it belongs before all others."""
    if name not in order:
        return holder.entries[-1][1]
    earlier = set(order[: order.index(name)])
    found: Node | None = None
    for key, value in holder.entries:
        if key.text in earlier:
            found = value
    if found is None and not any(key.text in order for key, _ in holder.entries):
        return holder.entries[-1][1]
    return found


# Removing


def _remove_flow(
    source: Source, parent: Mapping | Sequence, starts: list[int], index: int
) -> Splice:
    ends = _ends(parent)
    if len(starts) == 1:
        return Splice(starts[0], _past_comma(source, ends[0]), "")
    if index + 1 < len(starts):
        return Splice(starts[index], starts[index + 1], "")
    return Splice(ends[index - 1], ends[index], "")


def _past_comma(source: Source, end: int) -> int:
    rest = source.text[end:]
    return end + 1 if rest.startswith(",") else end


def _ends(parent: Mapping | Sequence) -> list[int]:
    if isinstance(parent, Mapping):
        return [max(key.end, value.end) for key, value in parent.entries]
    return [item.end for item in parent.items]


def _remove_last(source: Source, parent: Mapping | Sequence) -> Splice:
    """Return the splice that empties a block collection of one: it becomes {} or []."""
    only = parent.entries[0][1] if isinstance(parent, Mapping) else parent.items[0]
    empty = "{}" if isinstance(parent, Mapping) else "[]"
    end = _after(source, only)
    newline = _newline_before(source, end) if _ends_line(source.text[:end]) else ""
    before = source.text[: parent.start].rstrip()
    if before.endswith(":"):
        return Splice(len(before), end, f" {empty}{newline}")
    return Splice(parent.start, end, empty + newline)


def _remove_block(
    source: Source, parent: Mapping | Sequence, starts: list[int], index: int
) -> Splice:
    value = parent.entries[index][1] if isinstance(parent, Mapping) else parent.items[index]
    start = starts[index]
    if isinstance(parent, Sequence):
        start = _dash(source, parent, value)
    line_start = source.starts[source.line(start) - 1]
    if source.text[line_start:start].strip():  # the first key of an item: `- date: …`
        following = starts[index + 1]
        return Splice(start, following, "")
    end = _after(source, value)
    at_end = end == len(source.text) and not _ends_line(source.text)
    if at_end and line_start:
        before = source.starts[source.line(start) - 2]
        line_start = before + len(source.rest_of_line(before))
    return Splice(line_start, end, "")


def _unsafe(source: Source, node: Node | None, reason: str) -> UnsafeEdit:
    line = source.line(node.start) if node is not None else 1
    return UnsafeEdit(f"{source.path}:{line}", reason)
