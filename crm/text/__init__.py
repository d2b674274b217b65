"""Text floor: YAML files as nodes with positions, quoting, and edits by position."""

from crm.text.nodes import Mapping, Node, Plain, Scalar, Sequence, plain
from crm.text.reader import read
from crm.text.source import Document, Source

__all__ = [
    "Document",
    "Mapping",
    "Node",
    "Plain",
    "Scalar",
    "Sequence",
    "Source",
    "plain",
    "read",
]
