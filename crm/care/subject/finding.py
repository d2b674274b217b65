"""Owns the search for a client in the other files of its base."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from crm.base import Base, client_files
from crm.care.subject import in_document
from crm.care.subject.identity import Identity
from crm.care.subject.mention import Fate, Mention
from crm.errors import CannotRead
from crm.settings import Settings
from crm.store import forgotten
from crm.store.contents import file_bytes
from crm.text import read

_LEFT_OUT = frozenset({".git", ".crm", "site", ".venv", "__pycache__", "node_modules"})
_MOST = 20_000_000  # bytes of an attachment that is looked into


def mentions(
    base: Base, settings: Settings, identity: Identity, gone: frozenset[Path]
) -> tuple[tuple[Mention, ...], Identity]:
    """Return where other files speak of a client, in the order of the files.

    `gone` are the client's own files. A name that another client or contact bears as well may
    mean that one: then its places in texts are for a person to look at, and the identity that is
    returned has it for a doubtful sign. Raises CannotRead.
    """
    found = sorted(_all(base, settings, identity, gone))
    doubtful = {
        sign.text
        for sign in identity.signs
        if sign.kind == "name" and sign.sure and any(_bears(one, sign.text) for one in found)
    }
    for name in doubtful:
        identity = identity.without_name(name)
    if doubtful:
        found = sorted(_all(base, settings, identity, gone))
    return tuple(found), identity


def _bears(one: Mention, name: str) -> bool:
    """Tell whether a mention is the name of somebody who stays."""
    named = one.what == "name" or (one.what.startswith("contacts[") and one.what.endswith(".name"))
    return named and one.fate is Fate.LOOK and name.casefold() in one.text.casefold()


def _all(
    base: Base, settings: Settings, identity: Identity, gone: frozenset[Path]
) -> Iterator[Mention]:
    read_as_yaml: set[Path] = set(gone)
    for path in client_files(base):
        if path not in gone:
            read_as_yaml.add(path)
            rules = in_document.ClientRules(settings, identity)
            yield from _in_yaml(base, path, identity, rules)
    others = (
        base.services_file,
        base.root / "campaigns.yaml",
        *sorted(base.regions.glob("*.yaml")),
    )
    for path in others:
        if path.is_file():
            read_as_yaml.add(path)
            yield from _in_yaml(base, path, identity, in_document.TextRules())
    read_as_yaml.add(forgotten.path_of(base))
    for path in _others(base.root):
        if path not in read_as_yaml:
            yield from _in_any(base, path, identity)


def _in_yaml(
    base: Base, path: Path, identity: Identity, rules: in_document.TextRules
) -> Iterator[Mention]:
    place = base.relative(path)
    try:
        data = file_bytes(base, path)
    except OSError as error:
        raise CannotRead(place, error) from error
    text = data.decode("utf-8", "replace")
    if not identity.pattern().search(text) and "\\" not in text:
        return
    document = read(place, data)
    if document.root is None:
        yield from _lines(place, text, identity)
    else:
        yield from in_document.mentions(document, identity, rules)


def _others(root: Path) -> Iterator[Path]:
    """Yield all other files of a base: settings, templates, attachments of others, what is left."""
    for folder, folders, names in os.walk(root):
        top = Path(folder) == root
        folders[:] = sorted(name for name in folders if not (top and name in _LEFT_OUT))
        yield from (Path(folder, name) for name in sorted(names))


def _in_any(base: Base, path: Path, identity: Identity) -> Iterator[Mention]:
    """Yield the lines of a file of any kind that speak of the client; nothing packed is seen."""
    place = base.relative(path)
    pattern = identity.pattern()
    if pattern.search(place):
        yield Mention(place, 1, "the file's name", Fate.LOOK, place)
    try:
        if path.is_symlink() or path.stat().st_size > _MOST:
            return
        data = path.read_bytes()
    except OSError as error:
        raise CannotRead(place, error) from error
    yield from _lines(place, data.decode("utf-8", "replace"), identity)


def _lines(place: str, text: str, identity: Identity) -> Iterator[Mention]:
    pattern = identity.pattern()
    for number, line in enumerate(text.split("\n"), 1) if pattern.search(text) else ():
        if pattern.search(line):
            yield Mention(place, number, "text", Fate.LOOK, in_document.excerpt(line))
