"""Owns KEY=VALUE: which place in a client file a dotted key means, and what is to stand there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping as Table
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.cli.values import written
from crm.errors import UsageError
from crm.fields.field import Field, Section, Shape
from crm.fields.near import nearest
from crm.fields.table import SECTIONS, foreign_words
from crm.text import Mapping, Node, Sequence, plain

if TYPE_CHECKING:
    from crm.settings import Settings
    from crm.text.change import Change
    from crm.text.quote import Written

_NAMED_BY = {"contact": "name", "deal": "id", "consent": "purpose", "contract": "number"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """A value for a place; no value takes out what is there."""

    key: str
    steps: tuple[str, ...]
    lists: Table[int, str]  # steps that choose an item, with the section of the items
    value: Written | None
    order: tuple[str, ...]  # keys of the mapping around it, in their usual order

    def change(self, root: Mapping) -> Change | None:
        """Return the change that makes it so in a document; None where it is so already."""
        from crm.text import change

        path = self._path(root)
        there = _at(root, path)
        if self.value is None:
            return None if there is None else change.remove(path)
        if there is not None and plain(there) == _plain(self.value):
            return None
        return change.put(path, self.value, self.order)

    def _path(self, root: Mapping) -> tuple[str | int, ...]:
        path: tuple[str | int, ...] = ()
        for at, step in enumerate(self.steps):
            section = self.lists.get(at)
            path += (_item(root, path, step, section) if section else step,)
        return path


def is_assignment(text: str) -> bool:
    """Tell whether an argument is KEY=VALUE: what stands before = is no client but a key."""
    key, mark, _ = text.partition("=")
    return bool(mark) and key.strip() == key and " " not in key.partition(".")[0] and key != ""


def assignment(text: str, settings: Settings, today: dt.date) -> Assignment:
    """Return what KEY=VALUE asks for; raises UsageError for an unknown key or a bad value."""
    key, _, value = text.partition("=")
    steps = tuple(key.split("."))
    field, lists, section = field_in(SECTIONS["client"], key, steps, settings)
    order = tuple(section.fields)
    if not value.strip():
        return Assignment(key=key, steps=steps, lists=lists, value=None, order=order)
    made = written(field, value, settings.context, today, key)
    return Assignment(key=key, steps=steps, lists=lists, value=made, order=order)


def field_in(
    section: Section, key: str, steps: tuple[str, ...], settings: Settings
) -> tuple[Field, dict[int, str], Section]:
    """Return the field a dotted key means, the steps that choose items, and its section."""
    lists, at = dict[int, str](), 0
    while True:
        field = _known(section, steps[at], key, settings)
        at += 1
        if field.shape is Shape.VALUE:
            if at < len(steps):
                raise UsageError(f"{key}: {'.'.join(steps[:at])} has no keys of its own")
            return field, lists, section
        if at == len(steps):
            raise UsageError(f"{key} is no single value", _which(field, key))
        if field.shape is Shape.OPEN:
            own = settings.own if field.key == "fields" else None
            return (_known(own, steps[at], key, settings) if own else field), lists, section
        section = SECTIONS[field.nested]
        if field.shape in {Shape.LIST, Shape.EACH}:
            if field.shape is Shape.LIST:
                lists[at] = section.name
            at += 1
            if at >= len(steps):
                raise UsageError(f"{key} is no single value", _which(field, key))


def _known(section: Section, name: str, key: str, settings: Settings) -> Field:
    field = section.fields.get(name)
    if field is not None:
        return field
    near = nearest(name, tuple(section.fields), foreign_words(section))
    meant = near.get("near") or near.get("alike")
    own = settings.own.fields if section is SECTIONS["client"] else {}
    if name in own:
        raise UsageError(f"there is no key {key}", f"own fields are set as fields.{name}=…")
    hint = f"did you mean {key.replace(name, meant)}?" if meant else "docs/reference/fields.md"
    raise UsageError(f"there is no key {key}", hint)


def _which(field: Field, key: str) -> str:
    if field.shape is Shape.OPEN:
        return f"name the one that is meant: {key}.WORD=…"
    names = list(SECTIONS[field.nested].fields)
    if field.shape is Shape.LIST:
        chooser = _NAMED_BY.get(field.nested, "number").upper()
        return f"name the item and the key: {key}.{chooser}.{names[0]}=…"
    return f"name one of its keys: {', '.join(f'{field.key}.{name}' for name in names)}"


def _item(root: Mapping, path: tuple[str | int, ...], word: str, section: str) -> int:
    """Return which item of a list a word chooses: by its name, or its number counted from 1."""
    there = _at(root, path)
    items = there.items if isinstance(there, Sequence) else []
    naming = _NAMED_BY.get(section, "")
    names = [plain(named) if (named := _at(item, (naming,))) else "" for item in items]
    if naming and word in names:
        return names.index(word)
    if word.isdecimal() and 1 <= int(word) <= len(items):
        return int(word) - 1
    known = ", ".join(str(name) for name in names if name)
    hint = f"there are {known}" if known else f"there are {len(items)}"
    raise UsageError(f"{path[-1]} has no {word!r}", hint)


def _at(node: Node | None, path: tuple[str | int, ...]) -> Node | None:
    for step in path:
        if isinstance(node, Mapping) and isinstance(step, str):
            node = node.get(step)
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
        else:
            return None
    return node


def _plain(value: Written) -> object:
    return value if isinstance(value, (str, list)) else dict(value)
