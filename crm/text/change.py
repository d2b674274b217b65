"""Owns changes to a file's data: each is made in the text and, to compare, in the plain data."""

from __future__ import annotations

from collections.abc import Sequence as Order
from typing import Literal

from crm.errors import UnsafeEdit
from crm.record import record
from crm.text import removal, splice
from crm.text.nodes import Plain, plain
from crm.text.places import Path
from crm.text.quote import Written
from crm.text.reader import read
from crm.text.source import Document


@record
class Change:
    """One change: add to a list, put a value at a place, or remove what is there."""

    kind: Literal["append", "extend", "put", "remove"]
    path: Path
    value: Written = ""
    order: Order[str] = ()


def append(path: Path, item: Written, order: Order[str] = ()) -> Change:
    """Return the change that adds an item to the list at `path`."""
    return Change(kind="append", path=path, value=item, order=order)


def extend(path: Path, items: Order[Written], order: Order[str] = ()) -> Change:
    """Return the change that adds items to the list at `path`, in one step however many."""
    return Change(kind="extend", path=path, value=list(items), order=order)


def put(path: Path, value: Written, order: Order[str] = ()) -> Change:
    """Return the change that sets the value at `path`."""
    return Change(kind="put", path=path, value=value, order=order)


def remove(path: Path) -> Change:
    """Return the change that takes out what stands at `path`."""
    return Change(kind="remove", path=path)


def apply(document: Document, *changes: Change) -> Document:
    """Return the document after the changes, re-read from its new text and compared.

    Raises UnsafeEdit unless the new data are exactly the old data plus the changes.
    """
    for change in changes:
        document = _apply_one(document, change)
    return document


def _apply_one(document: Document, change: Change) -> Document:
    source = document.source
    if document.root is None:
        first = document.problems[0]
        raise UnsafeEdit(str(first.location), first.message, first.hint)
    cut = _splice(document, change)
    text = cut.apply(source.text)
    data = (b"\xef\xbb\xbf" if source.bom else b"") + text.encode("utf-8")
    after = read(source.path, data)
    wanted = expected(plain(document.root), change)
    if after.root is None:
        reason = after.problems[0].message
        raise UnsafeEdit(source.path, f"the text after the change could not be read ({reason})")
    if plain(after.root) != wanted:
        raise UnsafeEdit(source.path, "the change would alter something else in the file")
    return after


def _splice(document: Document, change: Change) -> splice.Splice:
    if change.kind == "append":
        return splice.append(document, change.path, change.value, change.order)
    if change.kind == "extend" and isinstance(change.value, list):
        return splice.extend(document, change.path, change.value, change.order)
    if change.kind == "put":
        return splice.put(document, change.path, change.value, change.order)
    return removal.remove(document, change.path)


def expected(data: Plain, change: Change) -> Plain:
    """Return plain data with the change made in it; the data given are used up."""
    *way, last = change.path
    place = data
    for step in way:
        place = _enter(place, step)
    value = _texts(change.value)
    if isinstance(place, list):
        _change_item(place, int(last), change.kind, value)
    elif isinstance(place, dict):
        _change_entry(place, str(last), change.kind, value)
    return data


def _change_entry(place: dict[str, Plain], name: str, kind: str, value: Plain) -> None:
    if kind == "remove":
        del place[name]
        return
    place[name] = value if kind == "put" else _longer(place.get(name), kind, value)


def _change_item(place: list[Plain], index: int, kind: str, value: Plain) -> None:
    if kind == "remove":
        del place[index]
        return
    place[index] = value if kind == "put" else _longer(place[index], kind, value)


def _longer(old: Plain | None, kind: str, value: Plain) -> list[Plain]:
    """Return the list with one item more, or with several."""
    new = value if kind == "extend" and isinstance(value, list) else [value]
    return [*old, *new] if isinstance(old, list) else new


def _enter(place: Plain, step: str | int) -> Plain:
    if isinstance(place, list):
        return place[int(step)]
    if not isinstance(place, dict):
        raise TypeError(place)
    if place.get(str(step), "") in ("", "~", "null"):
        place[str(step)] = {}
    return place[str(step)]


def _texts(value: Written) -> Plain:
    """Return written values as plain data (Bare texts as texts)."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, list):
        return [_texts(part) for part in value]
    return {name: _texts(part) for name, part in value.items()}
