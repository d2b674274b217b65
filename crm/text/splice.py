"""Owns edits of a text by position: what is inserted or replaced, and where; all else stays."""

from __future__ import annotations

from collections.abc import Sequence as Order

from crm.record import positional
from crm.text import places, quote
from crm.text.nodes import Mapping, Node, Scalar, Sequence
from crm.text.places import Path
from crm.text.quote import Written
from crm.text.source import Document, Source


@positional
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
    return extend(document, path, [item], order)


def extend(document: Document, path: Path, items: Order[Written], order: Order[str] = ()) -> Splice:
    """Return the splice that adds items to the list at `path`, made where it is missing."""
    parent, node = places.find(document, path)
    source = document.source
    if node is None:
        return put(document, path, list(items), order)
    if isinstance(node, Sequence) and node.items:
        return _append_flow(node, items) if node.flow else _append_block(source, node, items)
    if isinstance(node, Sequence) or node.empty:
        return _fill(source, parent, path, node, list(items))
    raise places.unsafe(source, node, f"{path[-1]} is not a list")


def put(document: Document, path: Path, value: Written, order: Order[str] = ()) -> Splice:
    """Return the splice that sets the value at `path`; missing mappings on the way are made.

    `order` lists the keys of the parent in their usual order, so that a new key finds its place.
    """
    parent, node = places.find(document, path, make=True)
    source = document.source
    if node is not None:
        return _replace(source, parent, path, node, value)
    depth = places.depth_of(document, path)
    holder = places.at(document, path[:depth])
    for name in reversed(path[depth + 1 :]):
        if not isinstance(name, str):
            raise places.unsafe(source, holder, f"there is no item {name}")
        value = {name: value}
    name = path[depth]
    if not isinstance(name, str):
        raise places.unsafe(source, holder, f"there is no item {name}")
    if isinstance(holder, Mapping):
        return _insert_key(source, holder, name, value, order)
    if holder.empty:
        above = places.at(document, path[: depth - 1])
        return _fill(source, above, path[:depth], holder, {name: value})
    raise places.unsafe(source, holder, f"{path[depth - 1]} is not a mapping")


# Appending


def _append_flow(node: Sequence, items: Order[Written]) -> Splice:
    end = node.items[-1].end
    return Splice(end, end, "".join(", " + quote.flow(item) for item in items))


def _append_block(source: Source, node: Sequence, items: Order[Written]) -> Splice:
    last = node.items[-1]
    dash = places.dash_of(source, node, last)
    indent = places.column(source, dash)
    on_same_line = source.line(dash) == source.line(last.start) and last.start > dash
    gap = places.column(source, last.start) - indent - 1 if on_same_line else 1
    lines: list[str] = []
    for item in items:
        if isinstance(last, Mapping) and last.flow and _is_short(item):
            lines.append(f"{' ' * indent}- {quote.flow(item)}")
        else:
            lines += quote.item(item, indent, max(gap, 1))
    return _insert_lines(source, places.line_after(source, last), lines)


def _is_short(item: Written) -> bool:
    width = 100
    return isinstance(item, dict) and len(quote.flow(item)) <= width


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
    name = places.key_of(parent, source, path[-1])
    lines = quote.entry(str(path[-1]), value, places.column(source, name.start))
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
    newline = places.line_end_of(source, node.end)
    colon = source.text.index(":", name.end)
    first = _without_key(lines[0], name.text)
    rest = source.rest_of_line(node.end)
    body = "".join(newline + line for line in lines[1:])
    return Splice(colon + 1, node.end + len(rest), first + rest + body)


def _without_key(line: str, name: str) -> str:
    """Return what follows `key:` on the first line of an entry."""
    return line.lstrip(" ")[len(quote.key(name)) + 1 :]


# Setting


def _replace(
    source: Source, parent: Mapping | Sequence | None, path: Path, node: Node, value: Written
) -> Splice:
    if isinstance(parent, Mapping | Sequence) and parent.flow:
        return Splice(node.start, node.end, _spaced(source, node, quote.flow(value)))
    if _fits_in_place(node, value):
        flat = quote.scalar(value) if isinstance(value, str) else quote.flow(value)
        return Splice(node.start, node.end, _spaced(source, node, flat))
    if isinstance(parent, Sequence):
        return _replace_item(source, parent, node, value)
    name = places.key_of(parent, source, path[-1])
    lines = quote.entry(name.text, value, places.column(source, name.start))
    if isinstance(node, Scalar) and node.style not in {"|", ">"}:
        return _put_below(source, name, node, lines)
    start, end = source.text.index(":", name.end) + 1, places.line_after(source, node)
    newline = places.newline_before(source, end)
    tail = newline if places.ends_line(source.text[:end]) else ""
    head = _without_key(lines[0], name.text)
    return Splice(start, end, newline.join([head, *lines[1:]]) + tail)


def _fits_in_place(node: Node, value: Written) -> bool:
    """Tell whether the value can stand on one line just where the old one stands."""
    one_line = not isinstance(value, str) or "\n" not in value
    if isinstance(node, Scalar):
        return isinstance(value, str) and one_line and node.style not in {"|", ">"}
    return node.flow and one_line


def _replace_item(source: Source, parent: Sequence, node: Node, value: Written) -> Splice:
    dash = places.dash_of(source, parent, node)
    start = source.starts[source.line(dash) - 1]
    if source.text[start:dash].strip():
        raise places.unsafe(source, node, "this item shares its line with another")
    end = places.line_after(source, node)
    newline = places.newline_before(source, end)
    tail = newline if places.ends_line(source.text[:end]) else ""
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
    indent = places.column(source, holder.entries[0][0].start)
    if before is None:
        first = holder.entries[0][0].start
        lines = quote.entry(name, value, indent)
        newline = places.line_end_of(source, first)
        head = lines[0].lstrip(" ")
        text = newline.join([head, *lines[1:]]) + newline + " " * indent
        return Splice(first, first, text)
    return _insert_lines(
        source, places.line_after(source, before), quote.entry(name, value, indent)
    )


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
    follows = False
    for key, value in holder.entries:  # keys that have no usual place stay behind the one before
        follows = key.text in earlier or (follows and key.text not in order)
        if follows:
            found = value
    if found is None and not any(key.text in order for key, _ in holder.entries):
        return holder.entries[-1][1]
    return found


def _insert_lines(source: Source, at: int, lines: list[str]) -> Splice:
    newline = places.newline_before(source, at)
    if at == len(source.text) and not places.ends_line(source.text):
        return Splice(at, at, "".join(newline + line for line in lines))
    return Splice(at, at, "".join(line + newline for line in lines))
