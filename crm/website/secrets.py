"""Owns what of a file is private, so that no excerpt and no message of a problem shows it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from crm.fields.badvalue import BadValue
from crm.fields.readers import flag as read_flag
from crm.fields.table import SECTIONS, Shape
from crm.problems import Problem
from crm.text import Document, Mapping, Node, Scalar, Sequence, Source

_WORD = re.compile(r"private", re.IGNORECASE)
# Keys of an entry whose values are words of the format, not of the client.
_PLAIN_KEYS = frozenset({"date", "type", "by", "direction", "stage", "private", "decision"})
_SHORTEST = 4  # characters from which on a private text is looked for elsewhere


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """The private lines of a file, the texts that stand there, and lines not to be quoted.

    Of the latter are keys that the format does not know: a problem may name them, but what they
    say is published nowhere else.
    """

    lines: Collection[int] = ()
    veiled: Collection[int] = ()
    texts: frozenset[str] = frozenset()

    def touch(self, problem: Problem) -> bool:
        """Tell whether a problem lies in a private part, or its words repeat one."""
        if problem.location.line in self.lines:
            return True
        said = "\n".join(value for _, value in problem.values)
        return any(text in said for text in self.texts)


def secrets_of(document: Document, private_fields: Collection[str]) -> Secrets:
    """Return what is private in a file.

    A file that cannot be read as YAML does not say where its private parts begin and end: where
    it mentions any, all its lines count as private.
    """
    source = document.source
    if document.root is None:
        named = any(name in source.text for name in private_fields)
        count = len(source.starts) + 1 if named or _WORD.search(source.text) else 1
        return Secrets(lines=range(1, count))
    lines: set[int] = set()
    veiled: set[int] = set()
    texts: set[str] = set()
    for start, node in _parts(document.root, private_fields):
        lines.update(_lines(source, start, node))
        texts.update(text for text in _texts(node) if len(text) >= _SHORTEST)
    for start, node in _unknown(document.root):
        veiled.update(_lines(source, start, node))
    for name in _strangers(document.root):
        texts.add(name.text.strip())
        veiled.update(_lines(source, name.start, name))
    return Secrets(lines=lines, veiled=veiled, texts=frozenset(texts))


def _lines(source: Source, start: int, node: Node) -> range:
    """Return the lines of a part; the end of a block lies behind the indent of what follows."""
    end = start + len(source.text[start : node.end].rstrip())
    return range(source.line(start), source.line(max(start, end - 1)) + 1)


def _parts(root: Mapping, private_fields: Collection[str]) -> Iterator[tuple[int, Node]]:
    """Yield each private part with the offset at which it begins."""
    for key, node in root.entries:
        if key.text == "private":
            yield key.start, node
        elif key.text in {"contacts", "interactions"}:
            yield from ((item.start, item) for item in _items(node) if _is_private(item))
        elif key.text == "fields" and isinstance(node, Mapping):
            for own, value in node.entries:
                if own.text in private_fields:
                    yield own.start, value


def _unknown(root: Mapping) -> Iterator[tuple[int, Node]]:
    """Yield each part under a key that the format does not know."""
    for key, node in root.entries:
        field = SECTIONS["client"].fields.get(key.text)
        if field is None:
            yield key.start, node
        elif field.shape is Shape.LIST:
            known = SECTIONS[field.nested].fields
            for item in _items(node):
                yield from (
                    (own.start, value) for own, value in item.entries if own.text not in known
                )


def _strangers(root: Mapping) -> Iterator[Scalar]:
    """Yield, where a client has private contacts, each name in an entry that no other one has."""
    people = _items(root.get("contacts"))
    if not any(_is_private(person) for person in people):
        return
    open_ones = [person.get("name") for person in people if not _is_private(person)]
    names = {name.text.strip() for name in open_ones if isinstance(name, Scalar)}
    for entry in _items(root.get("interactions")):
        name = entry.get("contact")
        if isinstance(name, Scalar) and not name.empty and name.text.strip() not in names:
            yield name


def _items(node: Node | None) -> list[Mapping]:
    items = node.items if isinstance(node, Sequence) else []
    return [item for item in items if isinstance(item, Mapping)]


def _is_private(item: Mapping) -> bool:
    """Tell whether an entry is flagged; whatever is not a plain no counts as a yes."""
    flag = item.get("private")
    if flag is None or flag.empty:
        return False
    try:
        return not isinstance(flag, Scalar) or read_flag(flag.text)
    except BadValue:
        return True


def _texts(node: Node) -> Iterator[str]:
    if isinstance(node, Scalar):
        yield node.text.strip()
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _texts(item)
    else:
        for key, value in node.entries:
            if key.text not in _PLAIN_KEYS:
                yield from _texts(value)
