"""Owns which client a CLIENT argument means: by the files alone where it is an id."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from crm.base import Base, is_client_name, refuse_unlisted
from crm.cli.prompt import choose
from crm.cli.session import Session
from crm.errors import AmbiguousClient, CrmError

_SHOWN = 30  # matches offered as a choice; more than these ask for a longer text


def find(session: Session, text: str) -> Path:
    """Return the file of the client that a CLIENT argument means.

    Raises UnknownClient, or AmbiguousClient where nobody can be asked which one is meant.
    """
    exact = by_id(session.base, text, deep=_is_plain(text)) or by_path(session.base, text)
    if exact is not None:
        return exact
    with session.names(text) as names:
        try:
            return session.base.root / names.resolve(text).path
        except AmbiguousClient:
            matches = names.find(text)
            if not session.interactive or len(matches) > _SHOWN:
                raise
    chosen = matches[_chosen([f"{match.id}  {match.name}" for match in matches])]
    return session.base.root / chosen.path


def find_all(session: Session, texts: Sequence[str]) -> list[Path]:
    """Return the files of several clients, each once, in the order they are named."""
    return list(dict.fromkeys(find(session, text) for text in texts))


def _is_plain(text: str) -> bool:
    """Tell whether a text could be an id as crm gives them.

    Any other one the index finds sooner than it is looked for in all folders.
    """
    return text.isascii() and text.islower() and text.replace("-", "").isalnum()


def by_id(base: Base, text: str, *, deep: bool = True) -> Path | None:
    """Return the file of the client with exactly this id, without looking into any file.

    Unless it is to be looked for `deep`, only one that lies in no folder of its own.
    """
    if not text or text.startswith(".") or any(char in text for char in "/\\\0"):
        return None
    direct = base.clients / f"{text}.yaml"
    if _is_file(direct) and is_client_name(direct.name):
        return direct
    if not deep or not is_client_name(direct.name):
        return None
    return min(
        (path for path in _below(base, base.clients, direct.name) if _is_file(path)), default=None
    )


def _below(base: Base, folder: Path, name: str) -> Iterator[Path]:
    """Yield the places that a client file of this name could have in the folders below."""
    try:
        with os.scandir(folder) as entries:
            inner = [one.name for one in entries if one.is_dir(follow_symlinks=False)]
    except OSError as error:
        refuse_unlisted(base, error)
        return
    for one in inner:
        if not one.startswith("."):
            yield folder / one / name
            yield from _below(base, folder / one, name)


def by_path(base: Base, text: str) -> Path | None:
    """Return the client file at a path, seen from here or from the base."""
    if not text.endswith(".yaml") or "\0" in text:
        return None
    for start in (Path.cwd(), base.root):
        path = Path(start, text)
        inside = path.absolute().is_relative_to(base.clients) and ".." not in path.parts
        if inside and is_client_name(path.name) and _is_file(path):
            return path.absolute()
    return None


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name too long for the system is no file
        return False


def _chosen(options: Sequence[str]) -> int:
    number = choose("Which one?", options)
    if number is None:
        raise CrmError("no client was chosen; nothing was done")
    return number
