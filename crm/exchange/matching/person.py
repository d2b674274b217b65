"""Owns Person: a client as the import sees it, in the base already or to be made."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from crm.exchange.columns.keys import Key
from crm.exchange.values.value import Value, same
from crm.model import Client
from crm.store.load import ClientFile
from crm.text import Mapping as Node
from crm.text import Scalar


@dataclass(slots=True, eq=False)
class Person:
    """What is known of one client; `added` is what the import gives it.

    `file` is None for a client that is to be made.
    """

    file: ClientFile | None = None
    id: str = ""
    values: dict[str, dict[Hashable, str]] = field(default_factory=dict)  # by key: same -> text
    added: dict[str, dict[Hashable, Value]] = field(default_factory=dict)
    rows: list[int] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The client's name, for messages."""
        return next(iter(self.values.get("name", {}).values()), "")

    @property
    def label(self) -> str:
        """What messages call the client: its id, or its name while it has none."""
        return self.id or self.name

    def has(self, path: str) -> Iterable[Hashable]:
        """Return what the values of a key are compared by."""
        return self.values.get(path, {})

    def add(self, path: str, values: Iterable[Value]) -> None:
        """Give the client values for a key."""
        for value in values:
            self.values.setdefault(path, {})[value.same] = value.text
            self.added.setdefault(path, {})[value.same] = value

    def takes(self, key: Key) -> bool:
        """Tell whether a key is free: nothing stands there, not even what cannot be read."""
        if self.file is None:
            return key.many or not self.values.get(key.path)
        return not self.values.get(key.path) and not self._stands(key)

    def _stands(self, key: Key) -> bool:
        document = self.file.document if self.file else None
        node: object = document.root if document else None
        for step in key.path.removeprefix("client.").split("."):
            if not isinstance(node, Node):
                # A text where a mapping belongs: nothing can be put below it.
                return node is not None and not (isinstance(node, Scalar) and node.empty)
            node = node.get(step)
        return node is not None and not (isinstance(node, Scalar) and node.empty)


def person_of(file: ClientFile, keys: Iterable[Key], currency: str) -> Person:
    """Return what a client file says under the keys that the table has."""
    person = Person(file=file, id=file.id)
    if file.client is not None:
        for key in keys:
            found = {
                same(value, currency): key.field.write(value)
                for value in client_values(file.client, key)
            }
            if found:
                person.values[key.path] = found
    return person


def client_values(client: Client, key: Key) -> tuple[Any, ...]:
    """Return the values a client's record has under a key."""
    first, _, rest = key.path.removeprefix("client.").partition(".")
    if first in {"fields", "private"}:
        kept: Mapping[str, Any] = getattr(client, first)
        return _listed(kept.get(rest))
    if not rest:
        return _listed(getattr(client, key.field.name))
    holder: Any = getattr(client, first)
    if isinstance(holder, Mapping):
        return _listed(holder.get(rest))
    return _listed(getattr(holder, key.field.name)) if holder is not None else ()


def _listed(value: Any) -> tuple[Any, ...]:
    if value is None or value == "":
        return ()
    return value if isinstance(value, tuple) else (value,)
