"""Owns the forgetting of a client: what goes and where, and its removal, all or nothing."""

from __future__ import annotations

import datetime as dt
import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from crm.base import Base
from crm.care.subject.editing import edited
from crm.care.subject.finding import mentions
from crm.care.subject.identity import Identity, identity_of
from crm.care.subject.mention import Fate, Mention
from crm.care.subject.remaining import earlier_signs
from crm.errors import CannotRead, UnsafeEdit, UsageError
from crm.index.attachments import Found, attachment
from crm.model import Client
from crm.record import record
from crm.settings import Settings
from crm.store import forgotten
from crm.store.contents import file_bytes
from crm.store.edit import Removal, Replacement, Step, carry_out
from crm.store.load import ClientFile, read_file
from crm.store.save import digest
from crm.text import read

# What editors leave beside a file: copies of before, and of what is being typed.
_LEFT_BY_EDITORS = ("{}~", "#{}#", ".{}.swp", ".{}.swo", "{}.orig", "{}.bak", "{}.rej")


class HoldsTheName(UsageError):
    """A reason for forgetting would keep what it is to remove."""

    def __init__(self, text: str) -> None:
        super().__init__(f"the reason names the client: {text}", "say it without a name or number")


@record
class Forgetting:
    """What forgetting a client will do: files that go, mentions, and what stays to be looked at."""

    identity: Identity
    file: ClientFile
    files: tuple[Path, ...]  # the client's own, its attachments, what editors left
    mentions: tuple[Mention, ...]
    steps: tuple[Step, ...]

    @property
    def left(self) -> tuple[Mention, ...]:
        """What a person has to look at."""
        return tuple(one for one in self.mentions if one.fate is Fate.LOOK)

    @property
    def edits(self) -> tuple[Mention, ...]:
        """What is changed in other files."""
        return tuple(one for one in self.mentions if one.fate is not Fate.LOOK)


def prepare(base: Base, settings: Settings, path: Path, day: dt.date, reason: str) -> Forgetting:
    """Return what forgetting the client in a file will do; nothing is written.

    Raises UnsafeEdit, CannotRead, HoldsTheName, GitRefused.
    """
    file = read_file(base, path, settings)
    if file.client is None:
        first = file.problems[0]
        raise UnsafeEdit(str(first.location), first.message, first.hint)
    identity = identity_of(file.client)
    identity = identity.with_signs(earlier_signs(base, settings, identity.id))
    if said := identity.pattern().search(reason):
        raise HoldsTheName(said.group())
    files = (path, *_beside(path), *own_attachments(base, identity.id))
    found, identity = mentions(base, settings, identity, frozenset(files))
    found = (*found, *_elsewhere(base, file.client))
    steps: list[Step] = [Removal(path=one, digest=digest(_bytes(base, one))) for one in files]
    steps += _edits(base, identity, found, settings.language)
    steps.append(forgotten.burial(base, identity.id, day, reason))
    return Forgetting(identity=identity, file=file, files=files, mentions=found, steps=tuple(steps))


def carry_through(base: Base, plan: Forgetting) -> None:
    """Remove and change all files or none; raises what `carry_out` raises."""
    carry_out(base, plan.steps, command="forget")  # a commit or the journal must not name anybody
    for folder in sorted({one.parent for one in plan.files}, reverse=True):
        _remove_empty(folder, base.files)


def _remove_empty(folder: Path, top: Path) -> None:
    """Remove a folder of attachments and those above it that hold nothing any more."""
    while folder.is_relative_to(top) and folder != top:
        try:
            folder.rmdir()
        except OSError:  # something else is in it
            return
        folder = folder.parent


def _beside(path: Path) -> Iterator[Path]:
    for pattern in _LEFT_BY_EDITORS:
        left = path.with_name(pattern.format(path.name))
        if left.is_file():
            yield left


def own_attachments(base: Base, ident: str) -> Iterator[Path]:
    """Yield all that lies in the client's folder of attachments."""
    for folder, folders, names in os.walk(base.files / ident):
        folders.sort()
        yield from (Path(folder, name) for name in sorted(names))


def _elsewhere(base: Base, client: Client) -> Iterator[Mention]:
    """Yield the attachments that lie elsewhere: they may be others' as well."""
    for target in dict.fromkeys(_targets(client)):
        known = attachment(base, client.id, target)
        own = known.path.startswith(f"{base.files.name}/{client.id}/")
        if known.found is Found.FILE and not own:
            yield Mention(known.path, 1, "attachment", Fate.LOOK, f"named in {client.path}")


def _targets(client: Client) -> Iterator[str]:
    yield from client.files
    yield from (one.file for one in client.contracts if one.file)
    for entry in client.interactions:
        yield from entry.files


def _bytes(base: Base, path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CannotRead(base.relative(path), error) from error


def _edits(
    base: Base, identity: Identity, found: tuple[Mention, ...], language: str
) -> Iterator[Step]:
    by_file: dict[str, list[Mention]] = defaultdict(list)
    for one in found:
        if one.fate is not Fate.LOOK:
            by_file[one.path].append(one)
    for path, here in by_file.items():
        data = file_bytes(base, base.root / path)
        after = edited(read(path, data), identity, here, language)
        yield Replacement(path=base.root / path, data=after, digest=digest(data))
