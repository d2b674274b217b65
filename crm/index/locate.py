"""Owns the way from a place in a record back to the characters in its file."""

from __future__ import annotations

from typing import TypeAlias

from crm.problems import Location, Problem, problem
from crm.text import Document, Mapping, Node, Scalar, Sequence

# Keys, and for an item of a list the line it begins on, or its text.
Place: TypeAlias = tuple[str | int, ...]


def problem_at(
    document: Document | None, path: str, place: Place, code: str, values: dict[str, object]
) -> Problem:
    """Return a problem at a place, at the nearest one above it that is still there."""
    if document is None or document.root is None or not document.root.entries:
        return problem(code, Location(path, 1, 1), (), **values)
    return document.source.problem(code, node_at(document, place), **values)


def node_at(document: Document, place: Place) -> Node:
    """Return the node at a place; the first key of the file when nothing of it is there."""
    root = document.root
    assert root is not None  # noqa: S101  # the caller looked
    node: Node = root
    for step in place:
        inner = _step(document, node, step)
        if inner is None:
            break
        node = inner
    return root.entries[0][0] if node is root else node


def _step(document: Document, node: Node, step: str | int) -> Node | None:
    if type(node) is Mapping:
        return node.get(str(step))
    if type(node) is Sequence:
        for item in node.items:
            if step in (document.source.line(item.start), _text(item)):
                return item
    return None


def _text(node: Node) -> str | None:
    return node.text.strip() if type(node) is Scalar else None
