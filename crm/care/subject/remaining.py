"""Owns the honest answer to what still holds a forgotten client's data: git's commits, remotes."""

from __future__ import annotations

import os
import re
from pathlib import Path

from crm.base import Base
from crm.care.subject.identity import Identity, Sign, identity_of
from crm.checks import read_client
from crm.errors import CannotWrite
from crm.history import repository
from crm.history.holding import Holding, Search
from crm.history.objects import Objects
from crm.record import record
from crm.settings import Settings
from crm.text import read

FOLDER = "crm-forget"  # within git's own folder
PATHS, WORDS = "paths.txt", "words.txt"
_WORD = "(forgotten)"


@record
class Remaining:
    """What git still holds, and the words by which the client stands in other files of it."""

    holding: Holding
    words: tuple[str, ...] = ()


def earlier_signs(base: Base, settings: Settings, ident: str) -> tuple[Sign, ...]:
    """Return what a client is surely recognised by in the versions of its file that git has.

    An address it no longer has still stands in texts about it; without git nobody can tell.
    Raises GitRefused.
    """
    if not repository.is_inside(base.root) or not repository.is_there():
        return ()
    signs: dict[str, Sign] = {}
    with Objects(base.root) as objects:
        for data in Search(base.root, objects, ident).own_versions():
            client = read_client(read("", data), settings, ident).client
            for one in identity_of(client).signs if client else ():
                if one.sure:
                    signs.setdefault(one.pattern, one)
    return tuple(signs.values())


def remaining(base: Base, identity: Identity) -> Remaining:
    """Return what git holds of a client: its files in all versions, and what names it surely.

    Raises GitRefused.
    """
    if not repository.is_inside(base.root):
        return Remaining(holding=Holding(is_absent=True))
    if not repository.is_there():
        return Remaining(holding=Holding(is_unknown=True))
    pattern = identity.pattern(one for one in identity.signs if one.sure)
    words: set[str] = set()

    def says(data: bytes) -> bool:
        found = [one.group() for one in pattern.finditer(data.decode("utf-8", "replace"))]
        words.update(found)
        return bool(found)

    with Objects(base.root) as objects:
        search = Search(base.root, objects, identity.id)
        search.find_own()
        return Remaining(holding=search.holding(says), words=tuple(sorted(words)))


def write_lists(base: Base, found: Remaining) -> Path:
    """Write what git filter-repo is to take out, into git's own folder; return where.

    Lists, not a command line: nothing of a client's can be run. Raises CannotWrite, GitRefused.
    """
    told = repository.run(base.root, "rev-parse", "--git-common-dir").decode(errors="replace")
    folder = base.root / told.rstrip("\n") / FOLDER
    paths = "".join(f"literal:{_from_top(base)}{path}\n" for path in found.holding.paths)
    words = "".join(f"{_expression(word)}==>{_WORD}\n" for word in found.words)
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        (folder / PATHS).write_text(paths, "utf-8", "surrogateescape", newline="\n")
        (folder / WORDS).write_text(words, "utf-8", newline="\n")
    except OSError as error:
        raise CannotWrite(str(folder), error) from error
    return Path(os.path.relpath(folder, base.root))


def _from_top(base: Base) -> str:
    return repository.run(base.root, "rev-parse", "--show-prefix").decode().rstrip("\n")


def _expression(word: str) -> str:
    """Return a line of filter-repo's: the word as it is, or with any blanks between its parts."""
    if "\n" not in word and "==>" not in word:
        return f"literal:{word}"
    return "regex:" + r"\s+".join(re.escape(part) for part in re.split(r"\s+", word))
