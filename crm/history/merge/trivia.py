"""Owns comments and blank lines between entries, and the shift of lines to another indentation."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container

from crm.history.merge.layout import Child
from crm.text import Mapping, Node, Scalar, places
from crm.text.source import LINE_END

_COMMENT = re.compile(r"(?:^|(?<=[ \t\r\n]))#[^\r\n]*")


def shift(text: str, old: int, new: int, newline: str) -> str:
    """Return text whose first line begins at a column with its other lines moved by as much."""
    first, *others = LINE_END.split(text)
    return newline.join([first, *(_moved(line, new - old) for line in others)])


def shift_lines(text: str, old: int, new: int, newline: str) -> str:
    """Return whole lines moved from one column to another."""
    return newline.join(_moved(line, new - old) for line in LINE_END.split(text))


def _moved(line: str, by: int) -> str:
    if not line or not by:
        return line
    if by > 0:
        return " " * by + line
    indent = len(line) - len(line.lstrip(" "))
    return line[min(-by, indent) :]


def level(text: str, column: int) -> str:
    """Return whole lines, those indented more deeply than a column moved out to it."""
    parts = re.split(f"({LINE_END.pattern})", text)
    return "".join(
        " " * column + bare if len(part) - len(bare := part.lstrip(" ")) > column else part
        for part in parts
    )


def without(text: str, comments: Container[str]) -> str:
    """Return whole lines but those that hold one of the comments."""
    parts = re.split(f"({LINE_END.pattern})", text)
    pairs = zip(parts[::2], [*parts[1::2], ""], strict=True)
    return "".join(line + end for line, end in pairs if line.strip() not in comments)


def same(one: Child | None, other: Child | None) -> bool:
    """Tell whether two entries have the same text, indentation and line ends apart."""
    if one is None or other is None:
        return one is other
    return _level(one) == _level(other)


def _level(child: Child) -> str:
    return shift(child.text, child.column, 0, "\n")


def united(base: str, ours: str, theirs: str, newline: str) -> str:
    """Return the lines between entries, ours with what they added and without what they took away.

    `base` and `theirs` are already moved to our column; nothing here can be a conflict.
    """
    old, here, there = (_stripped(text) for text in (base, ours, theirs))
    if there in (old, here):
        return ours
    if old == here:
        return theirs
    gone = Counter(filter(None, old)) - Counter(filter(None, there))
    kept = []
    for line in LINE_END.split(ours)[:-1]:
        if gone[line.strip()] > 0:
            gone[line.strip()] -= 1
        else:
            kept.append(line)
    new = Counter(there) - Counter(old) - Counter(here)
    added = [line for line in LINE_END.split(theirs)[:-1] if line.strip() and new[line.strip()]]
    return "".join(line + newline for line in (*kept, *added))


def _stripped(text: str) -> list[str]:
    return [line.strip() for line in LINE_END.split(text)[:-1]]


def comments(child: Child) -> list[str]:
    """Return the comments within an entry, those above it left out."""
    text = child.text
    if "#" not in text:
        return []
    if child.end < 0:
        return []
    start = child.end - len(text)
    found: list[str] = []
    for leaf in (*([child.key] if child.key else []), *_leaves(child.node)):
        found += _COMMENT.findall(child.source.text[start : leaf.start])
        start = leaf.end
        if leaf.style in {"|", ">"}:
            header = child.source.rest_of_line(leaf.start)
            found += _COMMENT.findall(header)
            start = places.line_after(child.source, leaf)
    return [
        comment.rstrip()
        for comment in found + _COMMENT.findall(child.source.text[start : child.end])
    ]


def _leaves(node: Node) -> list[Scalar]:
    """Return the scalars of a value, keys included, in the order of the text."""
    if isinstance(node, Scalar):
        return [node]
    if isinstance(node, Mapping):
        return [leaf for key, value in node.entries for leaf in (key, *_leaves(value))]
    return [leaf for item in node.items for leaf in _leaves(item)]
