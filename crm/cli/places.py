"""Owns dotted keys: which field `address.city` or `contacts.2.phone` means, and where."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from crm.errors import UsageError
from crm.fields.field import Field, Section, Shape
from crm.fields.near import nearest
from crm.fields.table import SECTIONS, foreign_words
from crm.problems import Location, problem
from crm.record import positional
from crm.text import Mapping, Node, Sequence, plain

if TYPE_CHECKING:
    from crm.settings import Settings

# What an item of these lists is called by; items of the others by their number.
_NAMED_BY = {"contact": "name", "deal": "id", "consent": "purpose", "contract": "number"}


@positional
class Step:
    """One word of a dotted key: a key of a section, one of the user's own, or an item of a list."""

    word: str
    section: Section | None = None  # whose keys stand beside this one
    items: str = ""  # the section of the items of which the word chooses one


@positional
class Place:
    """What a dotted key means."""

    key: str
    steps: tuple[Step, ...]
    field: Field

    def path(self, root: Mapping) -> tuple[str | int, ...]:
        """Return the path in a document; raises UsageError where an item is not there."""
        path: tuple[str | int, ...] = ()
        for step in self.steps:
            path += (_item(root, path, step) if step.items else step.word,)
        return path

    def order(self, root: Mapping) -> tuple[str, ...]:
        """Return the usual order of the keys beside the first step that is not there yet."""
        path = self.path(root)
        missing = (at for at in range(len(path)) if at_path(root, path[: at + 1]) is None)
        section = self.steps[next(missing, -1)].section
        return tuple(section.fields) if section else ()


def place_of(
    key: str, settings: Settings, section: Section | None = None, *, whole: bool = False
) -> Place:
    """Return what a dotted key means, in a client file or another section; raises UsageError.

    With `whole` it may mean a mapping or an item of a list, for taking it out.
    """
    section = section or SECTIONS["client"]
    words = key.split(".")
    steps: list[Step] = []
    while True:
        field = _known(section, words[len(steps)], key, settings)
        steps.append(Step(words[len(steps)], section))
        rest = words[len(steps) :]
        if field.shape is Shape.VALUE and not rest:
            return Place(key, tuple(steps), field)
        if field.shape is Shape.VALUE:
            raise UsageError(f"{key}: {steps[-1].word} has no keys of its own")
        if whole and not rest and field.shape is not Shape.LIST:
            return Place(key, tuple(steps), field)
        if not rest or not all(rest):
            raise UsageError(f"{key} is no single value", _which(field, key.rstrip(".")))
        if field.shape is Shape.OPEN:
            own = settings.own if field.key == "fields" else None
            word = ".".join(rest)
            last = _known(own, word, key, settings) if own else field
            return Place(key, (*steps, Step(word, own)), last)
        section = SECTIONS[field.nested]
        if field.shape in {Shape.LIST, Shape.EACH}:
            steps.append(Step(rest[0], None, section.name if field.shape is Shape.LIST else ""))
            if whole and not rest[1:]:
                return Place(key, tuple(steps), field)
            if not rest[1:]:
                raise UsageError(f"{key} is no single value", _which(field, key))


def _known(section: Section, name: str, key: str, settings: Settings) -> Field:
    field = section.fields.get(name)
    if field is not None:
        return field
    if section is SECTIONS["client"] and name in settings.own.fields:
        raise UsageError(f"there is no key {key}", f"own fields are set as fields.{name}=…")
    code = "own-field-unknown" if section is settings.own else "key-unknown"
    near = nearest(name, tuple(section.fields), foreign_words(section))
    found = problem(code, Location("", 1, 1), (), key=name, **near)
    raise UsageError(found.message, found.hint)


def _which(field: Field, key: str) -> str:
    if field.shape is Shape.OPEN:
        return f"name the one that is meant: {key}.WORD=…"
    names = list(SECTIONS[field.nested].fields)
    if field.shape is Shape.ONE:
        return f"name one of its keys: {', '.join(f'{field.key}.{name}' for name in names)}"
    chooser = _NAMED_BY.get(field.nested, "number").upper()
    return f"name the item and the key: {field.key}.{chooser}.{names[-1]}=…"


def _item(root: Mapping, path: tuple[str | int, ...], step: Step) -> int:
    """Return which item of a list a word chooses: by its name, or its number counted from 1."""
    there = at_path(root, path)
    items = there.items if isinstance(there, Sequence) else []
    names = list(_names(items, _NAMED_BY.get(step.items, "")))
    if step.word in names:
        return names.index(step.word)
    if step.word.isdecimal() and 1 <= int(step.word) <= len(items):
        return int(step.word) - 1
    known = ", ".join(name for name in names if name)
    hint = f"there are {known}" if known else f"there are {len(items)}"
    raise UsageError(f"{path[-1]} has no {step.word!r}", hint)


def _names(items: list[Node], key: str) -> Iterator[str]:
    for item in items:
        name = item.get(key) if isinstance(item, Mapping) else None
        yield "" if name is None else str(plain(name))


def at_path(node: Node | None, path: tuple[str | int, ...]) -> Node | None:
    """Return what stands at a path, or None."""
    for step in path:
        if isinstance(node, Mapping) and isinstance(step, str):
            node = node.get(step)
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
        else:
            return None
    return node
