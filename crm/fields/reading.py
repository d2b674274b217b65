"""Owns Reader: a mapping of a YAML text, read by the rows of its section into values and problems.

One walk: every scalar is read by its type, every key is known or told of, nested mappings become
their records. A bad value is a problem at its place, and is left out.
"""

from __future__ import annotations

from typing import Any

from crm.fields.badvalue import BadValue
from crm.fields.context import Context
from crm.fields.field import Field, Section, Shape
from crm.fields.near import nearest
from crm.fields.readers import listed
from crm.fields.table import foreign_words
from crm.fields.types import TYPES
from crm.problems import Problem
from crm.text import Mapping, Node, Plain, Scalar, Sequence, Source, plain
from crm.text.nodes import NOTHING

_NOTHING_MORE: dict[str, str] = {}  # one for all records; nobody writes to it


class Reader:
    """Reads the mappings of one file, and collects what is wrong in it."""

    __slots__ = ("context", "more", "nodes", "problems", "sections", "source")

    unknown_key = "key-unknown"
    unknown_own = "own-field-unknown"

    def __init__(self, source: Source, context: Context, sections: dict[str, Section]) -> None:
        self.source = source
        self.context = context
        self.sections = sections
        self.problems: list[Problem] = []
        self.nodes: dict[int, Mapping] = {}  # id of a record -> where it stands
        self.more = _NOTHING_MORE  # unknown keys of the mapping read last

    def report(self, code: str, node: Node, **values: object) -> None:
        """Note a problem at a node."""
        self.problems.append(self.source.problem(code, node, **values))

    def values(self, node: Mapping, section: Section) -> dict[str, Any]:
        """Return the values of a mapping by the names of the record's attributes."""
        rows, context = section.rows, self.context
        found: dict[str, Any] = {}
        unknown: dict[str, str] | None = None
        for key, value in node.entries:
            row = rows.get(key.text)
            if row is None:
                unknown = unknown or {}
                self._unknown(key, value, section, unknown)
                continue
            name, read, field = row
            if read is not None and type(value) is Scalar:
                text = value.text
                if text in NOTHING and not value.style:  # `value.empty`, for every scalar
                    continue
                try:
                    found[name] = read(text, context)
                except BadValue as bad:
                    self._bad(value, bad)
                    if bad.kept is not None:
                        found[name] = bad.kept
            elif not value.empty:
                self._put(field, name, self.shaped(field, value), found)
        self.more = unknown or _NOTHING_MORE
        return found

    def _put(self, field: Field, name: str, made: Any, found: dict[str, Any]) -> None:
        if made is None:
            return
        if field.shape is Shape.ONE and self.sections[field.nested].record is None:
            found.update(made)
        else:
            found[name] = made

    def record(self, node: Mapping, section: Section, **extra: Any) -> Any:
        """Return the record of a mapping; a required key that is not there is a problem."""
        values = self.values(node, section)
        for name, key in section.needed:
            if name not in values and is_nothing(node.get(key)):
                self.report("required-missing", head(node), key=key)
        values.update(extra)
        self.settle(node, section, values)
        made = self.make(section, values)
        self.nodes[id(made)] = node
        return made

    def settle(self, node: Mapping, section: Section, values: dict[str, Any]) -> None:
        """Change the values of a mapping before they become a record; a subclass may."""

    def make(self, section: Section, values: dict[str, Any]) -> Any:
        """Return the record of a section's values; the values themselves where it has none."""
        return section.record(**values) if section.record else values

    def shaped(self, field: Field, node: Node) -> Any:
        """Return what stands behind a key that takes more than a single scalar, or None."""
        shape = field.shape
        if shape is Shape.VALUE:
            return self._many(field, node)
        if shape is Shape.LIST:
            return self._records(field, node)
        if type(node) is not Mapping:
            return self.scalar_for_mapping(field, node)
        if shape is Shape.ONE:
            return self.record(node, self.sections[field.nested])
        if shape is Shape.EACH:
            return tuple(self.each(self.sections[field.nested], node))
        return self.open(field, node)

    def scalar_for_mapping(self, field: Field, node: Node) -> Any:
        """Say that a mapping was expected; a subclass may know a short form."""
        section = self.sections.get(field.nested)
        known = listed(tuple(section.fields)) if section else "…"
        self.report("mapping-needed", node, key=field.key, known=known)

    def _many(self, field: Field, node: Node) -> Any:
        if not field.many:
            code = "list-unexpected" if type(node) is Sequence else "mapping-unexpected"
            self.report(code, node, key=field.key)
            return None
        items = node.items if type(node) is Sequence else [node]
        values = [self.scalar(field, item) for item in items]
        return tuple(value for value in values if value is not None)

    def scalar(self, field: Field, node: Node) -> Any:
        """Return the value of one scalar, or None."""
        if type(node) is not Scalar:
            code = "list-unexpected" if type(node) is Sequence else "mapping-unexpected"
            self.report(code, node, key=field.key)
            return None
        if node.empty:
            return None
        try:
            return field.read(node.text, self.context)
        except BadValue as bad:
            self._bad(node, bad)
            return bad.kept

    def _records(self, field: Field, node: Node) -> Any:
        if type(node) is not Sequence:
            self.report("list-needed", node, key=field.key)
            return None
        section = self.sections[field.nested]
        return tuple(self.items(field, section, node))

    def items(self, field: Field, section: Section, node: Sequence) -> list[Any]:
        """Return the records of a list of mappings."""
        records = []
        for item in node.items:
            if type(item) is Mapping:
                records.append(self.record(item, section, line=self.source.line(item.start)))
            elif item.empty:
                self.report("item-empty", item)
            else:
                known = listed(tuple(section.fields))
                self.report("mapping-needed", item, key=field.key, known=known)
        return records

    def each(self, section: Section, node: Mapping) -> list[Any]:
        """Return the records of a mapping whose keys name them."""
        records = []
        for key, value in node.entries:
            if type(value) is Mapping:
                records.append(self.record(value, section, key=key.text))
            elif value.empty:
                records.append(self.make(section, {"key": key.text}))
            else:
                known = listed(tuple(section.fields))
                self.report("mapping-needed", value, key=key.text, known=known)
        return records

    def open(self, field: Field, node: Mapping) -> Any:
        """Return the values of a mapping whose keys are the user's own, by key."""
        if field.nested:
            return self.values(node, self.sections[field.nested])
        found = {}
        for key, value in node.entries:
            if field.keys and not self._key(field, key):
                continue
            if type(value) is not Scalar and field.type == "text":
                found[key.text] = flat(plain(value))
            elif (read := self.scalar(field, value)) is not None:
                found[key.text] = read
        return found

    def _key(self, field: Field, key: Scalar) -> bool:
        try:
            TYPES[field.keys].read(key.text, self.context)
        except BadValue as bad:
            self._bad(key, bad)
            return False
        return True

    def _bad(self, node: Scalar, bad: BadValue) -> None:
        self.report(bad.code, node, **bad.values)

    def _unknown(self, key: Scalar, value: Node, section: Section, unknown: dict[str, str]) -> None:
        """Warn of a key that the section does not have."""
        if type(value) is Scalar:
            unknown[key.text] = value.text
        near = nearest(key.text, tuple(section.fields), foreign_words(section))
        code = self.unknown_own if section.name == "own" else self.unknown_key
        self.report(code, key, key=key.text, **near)


def is_nothing(node: Node | None) -> bool:
    """Tell whether a key is not there or has no value."""
    return node is None or node.empty


def head(node: Mapping) -> Node:
    """Return the first key of a mapping: a short place to point at."""
    return node.entries[0][0] if node.entries else node


def flat(value: Plain) -> str:
    """Return nested data as one text."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return "; ".join(f"{key}: {flat(item)}" for key, item in value.items())
    return ", ".join(flat(item) for item in value)
