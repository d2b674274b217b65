"""Owns the files an import writes: new clients, changes in old ones, own fields in crm.yaml."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from crm.base import Base, client_files, client_id
from crm.exchange.columns.keys import Key
from crm.exchange.journal.entry import Entry
from crm.exchange.matching.person import Person
from crm.exchange.refusals import TooMuch
from crm.exchange.values.value import Value
from crm.fields.slug import slug
from crm.fields.table import SECTIONS
from crm.settings import Settings
from crm.store.edit import NewFile, Plan, Step
from crm.store.forgotten import is_forgotten, tombstones
from crm.text import change
from crm.text.quote import Bare, Written, document
from crm.text.reader import SIZE_LIMIT

_CLIENT = tuple(SECTIONS["client"].fields)
_ENTRY = tuple(SECTIONS["interaction"].fields)
_DEAL = tuple(SECTIONS["deal"].fields)
_LINE = tuple(SECTIONS["line"].fields)
_HEAD = "# yaml-language-server: $schema=../.crm/client.schema.json\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gains:
    """What a client gets beside its own values: entries, of one type or of their own, and deals."""

    entry_type: str = ""
    entries: Sequence[Entry] = ()
    deals: Sequence[Mapping[str, Value]] = ()


def give_ids(base: Base, settings: Settings, people: Iterable[Person]) -> None:
    """Give every new client an id of its own: its name's, with -2, -3 … where that is taken.

    Which of two new clients of one name gets which does not depend on the order of the rows.
    """
    taken = {client_id(path).casefold() for path in client_files(base)}
    if base.files.is_dir():
        taken |= {folder.name.casefold() for folder in base.files.iterdir()}
    stones = tombstones(base)
    for person in people:
        wanted = ident = slug(person.name, settings.script)
        count = 1
        while ident in taken or is_forgotten(stones, ident):
            count += 1
            ident = f"{wanted}-{count}"
        taken.add(ident)
        person.id = ident


def new_file(base: Base, person: Person, keys: Mapping[str, Key], gains: Gains) -> NewFile:
    """Return the file of a new client."""
    data: dict[str, Written] = {}
    for path, values in person.added.items():
        _put(data, _steps(keys[path]), _written(list(values.values()), keys[path]))
    if gains.deals:
        data["deals"] = [_deal_data(deal) for deal in gains.deals]
    if gains.entries:
        data["interactions"] = [entry_data(gains.entry_type, entry) for entry in gains.entries]
    text = _HEAD + document(_ordered(data, _CLIENT))
    if len(text.encode()) > SIZE_LIMIT:
        raise TooMuch(person.name, len(gains.entries), SIZE_LIMIT)
    return NewFile(path=base.clients / f"{person.id}.yaml", text=text)


def plan(base: Base, person: Person, keys: Mapping[str, Key], gains: Gains) -> Plan | None:
    """Return the changes in the file of a client that is there; None where there are none."""
    assert person.file is not None  # noqa: S101 - new clients get a file of their own
    changes = [
        change.put(_steps(keys[path]), _written(list(values.values()), keys[path]), _order(path))
        for path, values in person.added.items()
    ]
    if gains.deals:
        deals: list[Written] = [_deal_data(deal) for deal in gains.deals]
        changes.append(change.extend(("deals",), deals, _CLIENT))
    if gains.entries:
        data: list[Written] = [entry_data(gains.entry_type, entry) for entry in gains.entries]
        changes.append(change.extend(("interactions",), data, _CLIENT))
    if not changes:
        return None
    path = base.root / person.file.path
    return Plan(path=path, changes=tuple(changes), digest=person.file.digest)


def declarations(base: Base, keys: Iterable[Key]) -> Step | None:
    """Return the change that declares own fields in crm.yaml; None where there are none."""
    rows: dict[str, Written] = {}
    for key in keys:
        row: dict[str, Written] = {"type": key.field.type}
        header = key.field.label.get("", "")
        if header and header != key.field.key:
            row["label"] = header
        rows[key.field.key] = row
    if not rows:
        return None
    if not base.settings_file.exists():
        return NewFile(path=base.settings_file, text=document({"fields": rows}))
    changes = [change.put(("fields", name), row) for name, row in rows.items()]
    return Plan(path=base.settings_file, changes=tuple(changes))


def _deal_data(deal: Mapping[str, Value]) -> dict[str, Written]:
    return _ordered({key: text_of(value) for key, value in deal.items()}, _DEAL)


def entry_data(entry_type: str, entry: Entry) -> dict[str, Written]:
    """Return the mapping of an entry as it stands in a file; its own type comes first."""
    data: dict[str, Written] = {"type": entry_type}
    for path, value in entry.values.items():
        _put(data, tuple(path.split(".")), text_of(value))
    if entry.lines:
        data["items"] = [
            _ordered({path.removeprefix("items."): text_of(v) for path, v in line.items()}, _LINE)
            for line in entry.lines
        ]
    return _ordered(data, _ENTRY)


def text_of(value: Value) -> str:
    """Return a value's text: plain where its type allows, else quoted when it has to be."""
    return Bare(value.text) if value.bare else value.text


def _written(values: Sequence[Value], key: Key) -> Written:
    texts: list[Written] = [text_of(value) for value in values]
    return texts if len(texts) > 1 or key.field.type in {"tag", "list"} else texts[0]


def _steps(key: Key) -> tuple[str, ...]:
    return tuple(key.path.removeprefix("client.").split(".", 1))


def _order(path: str) -> tuple[str, ...]:
    """Return the usual order of the keys of a client, then of the mapping the key stands in."""
    first, _, rest = path.removeprefix("client.").partition(".")
    return (*_CLIENT, *SECTIONS[first].fields) if rest and first in SECTIONS else _CLIENT


def _put(data: dict[str, Written], steps: tuple[str, ...], value: Written) -> None:
    for step in steps[:-1]:
        inner = data.setdefault(step, {})
        assert isinstance(inner, dict)  # noqa: S101 - keys never nest below a text
        data = inner
    data[steps[-1]] = value


def _ordered(data: Mapping[str, Written], order: Sequence[str]) -> dict[str, Written]:
    return {key: data[key] for key in order if key in data}
