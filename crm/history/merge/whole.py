"""Owns one version of a file made ready for merging: read, and its last line ended."""

from __future__ import annotations

import re

from crm.history.merge.layout import Child, root_of
from crm.record import record
from crm.text import Document, Mapping, Node, Scalar, Source, plain, read

BOM = b"\xef\xbb\xbf"
_HEADER = re.compile(r"([|>][0-9]?)\+?([0-9]?)(?=[ \t\r\n])")


@record
class Version:
    """A file that can be read; `open_end` tells that its last line had no end."""

    source: Source
    root: Mapping
    open_end: bool = False

    @property
    def child(self) -> Child:
        """The whole file as an entry."""
        return root_of(self.source, self.root)


def nothing(path: str) -> Version:
    """Return the version of a file that is not there yet."""
    return Version(source=Source(path, b"", "", bom=False), root=Mapping(flow=False, start=0))


def version(path: str, data: bytes) -> Version | None:
    """Return a version of a file, None where it cannot be read."""
    document = read(path, data)
    if document.root is None:
        return None
    if document.source.text.endswith(("\n", "\r")):
        return Version(source=document.source, root=document.root)
    ended = _ended(document)
    if ended is None or ended.root is None:
        return None
    return Version(source=ended.source, root=ended.root, open_end=True)


def _ended(document: Document) -> Document | None:
    """Return the document with an end to its last line and the same data.

    A block text that lacks the end of its last line has to say so once the end is there.
    """
    source = document.source
    if document.root is None:
        return None
    texts = [source.text + source.newline]
    leaf = _last_leaf(document.root)
    if leaf.style in {"|", ">"} and (found := _HEADER.match(texts[0], leaf.start)):
        texts.append(texts[0][: leaf.start] + found.expand(r"\1-\2") + texts[0][found.end() :])
    for text in texts:
        ended = read(source.path, (BOM if source.bom else b"") + text.encode())
        if ended.root is not None and plain(ended.root) == plain(document.root):
            return ended
    return None


def _last_leaf(node: Node) -> Scalar:
    while not isinstance(node, Scalar):
        parts = [value for _, value in node.entries] if isinstance(node, Mapping) else node.items
        if not parts:
            return Scalar("", "", node.start, node.end)
        node = parts[-1]
    return node
