"""Owns how the lines of a file belong to its entries: their own lines, and comments around them.

Comments and blank lines before an entry go with it; comments after it that are indented more
deeply than it belong to it, those at the depth of a list's items after its last one to the list.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from crm.errors import CrmError
from crm.text import Mapping, Node, Scalar, Sequence, Source, places, quote
from crm.text.source import LINE_END


class Opaque(CrmError):
    """A text is written in a way that cannot be taken apart by lines."""

    def __init__(self) -> None:
        super().__init__("the text cannot be merged entry by entry")


@dataclass(slots=True, kw_only=True)
class Child:
    """One entry or item as text. `before` + `value` + `rest` is all of it, `lead` stands above.

    All but the first line of it have their indentation, for its first one at `column`.
    """

    source: Source
    node: Node
    key: Scalar | None
    column: int
    lead: str
    before: str
    value: str
    rest: str
    end: int  # offset behind it, -1 where it was written on one line with others

    @property
    def text(self) -> str:
        """The entry without what stands above it."""
        return self.before + self.value + self.rest

    @property
    def is_block(self) -> bool:
        """Whether it holds a collection in block style."""
        return self.end >= 0 and not isinstance(self.node, Scalar) and not self.node.flow


@dataclass(slots=True, kw_only=True)
class Layout:
    """The children of a collection, and the lines behind the last one that belong to it."""

    children: list[Child]
    tail: str
    column: int


def layout(child: Child) -> Layout:
    """Return the parts of a collection in block style; raises Opaque."""
    node, source = child.node, child.source
    if isinstance(node, Scalar) or node.flow:
        raise Opaque
    column = places.column(source, node.start)
    starts = _starts(source, node, column)
    children: list[Child] = []
    above = starts[0]
    for place, (start, (key, value)) in enumerate(zip(starts, _entries(node), strict=True)):
        own = places.line_after(source, value)
        last = place + 1 == len(starts)
        limit = child.end if last else source.starts[source.line(starts[place + 1]) - 1]
        end = _with_deeper(source, own, limit, column)
        line = start if not place else source.starts[source.line(start) - 1]
        children.append(
            _child(source, key, value, lead=source.text[above:line], span=(start, own, end))
        )
        above = end
    return Layout(children=children, tail=source.text[above : child.end], column=column)


def _entries(node: Mapping | Sequence) -> list[tuple[Scalar | None, Node]]:
    if isinstance(node, Mapping):
        return list(node.entries)
    return [(None, item) for item in node.items]


def _starts(source: Source, node: Mapping | Sequence, column: int) -> list[int]:
    """Return where the entries begin: all at one column, all but the first first on their lines."""
    if isinstance(node, Mapping):
        starts = [key.start for key, _ in node.entries]
    else:
        starts = [places.dash_of(source, node, item) for item in node.items]
    lines = [source.line(start) for start in starts]
    apart = all(first < second for first, second in itertools.pairwise(lines))
    level = all(places.column(source, start) == column for start in starts)
    blank = all(
        not source.text[source.starts[line - 1] : start].strip()
        for line, start in zip(lines[1:], starts[1:], strict=True)
    )
    if not (starts and starts[0] == node.start and apart and level and blank):
        raise Opaque
    return starts


def _child(
    source: Source, key: Scalar | None, node: Node, *, lead: str, span: tuple[int, int, int]
) -> Child:
    start, own, end = span
    text = source.text
    value_end = own if isinstance(node, Scalar) and node.style in {"|", ">"} else node.end
    if not isinstance(node, Scalar) and not node.flow:
        value_end = end
    return Child(
        source=source,
        node=node,
        key=key,
        column=places.column(source, start),
        lead=lead,
        before=text[start : node.start],
        value=text[node.start : value_end],
        rest=text[value_end:end],
        end=end,
    )


def _with_deeper(source: Source, start: int, limit: int, column: int) -> int:
    """Return where an entry ends once the comments below it that stand deeper are counted in."""
    end = start
    for found in LINE_END.finditer(source.text, start, limit):
        line = source.text[start : found.start()]
        start = found.end()
        bare = line.lstrip(" ")
        if bare.startswith("#") and len(line) - len(bare) > column:
            end = start
        elif bare.strip():
            break
    return end


def root_of(source: Source, root: Mapping) -> Child:
    """Return a whole file as a child; what stands above its first entry is `before`."""
    text = source.text
    return Child(
        source=source,
        node=root,
        key=None,
        column=places.column(source, root.start),
        lead="",
        before=text[: root.start],
        value=text[root.start : root.end] if root.flow else text[root.start :],
        rest=text[root.end :] if root.flow else "",
        end=len(text),
    )


def loose(source: Source, node: Node, column: int = 0) -> Layout:
    """Return the parts of a collection in flow style, or of a lone value, as lines of their own."""
    entries: list[tuple[Scalar | None, Node]]
    if isinstance(node, Mapping | Sequence):
        entries = _entries(node)
    else:
        entries = [] if node.empty else [(None, node)]
    children = [
        Child(
            source=source,
            node=value,
            key=key,
            column=column,
            lead="",
            before="- " if key is None else f"{quote.key(key.text)}: ",
            value=as_flow(source, value),
            rest="\n",
            end=-1,
        )
        for key, value in entries
    ]
    return Layout(children=children, tail="", column=column)


def as_flow(source: Source, node: Node) -> str:
    """Return a value as it was written where that can stand between others on a line."""
    text = source.text[node.start : node.end]
    if isinstance(node, Scalar):
        one_line = node.style in {"'", '"'} and not LINE_END.search(text)
        return text if one_line else quote.flow(written(node))
    return text if node.flow and not LINE_END.search(text) else quote.flow(written(node))


def written(node: Node) -> quote.Written:
    """Return a value ready to be written; what was written plain stays so where it can."""
    if isinstance(node, Scalar):
        return node.text if node.style else quote.Bare(node.text)
    if isinstance(node, Mapping):
        return {key.text: written(value) for key, value in node.entries}
    return [written(item) for item in node.items]
