"""Owns which client a CLIENT argument means: by the files alone where it is an id."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from crm.base import Base, client_files, client_id, is_client_name
from crm.cli.prompt import choose
from crm.cli.session import Session
from crm.errors import AmbiguousClient, CrmError

_SHOWN = 30  # matches offered as a choice; more than these ask for a longer text


def find(session: Session, text: str) -> Path:
    """Return the file of the client that a CLIENT argument means.

    Raises UnknownClient, or AmbiguousClient where nobody can be asked which one is meant.
    """
    exact = by_id(session.base, text) or by_path(session.base, text)
    if exact is not None:
        return exact
    with session.index() as index:
        try:
            path = index.resolve(text).path
        except AmbiguousClient:
            matches = index.find(text)
            if not session.interactive or len(matches) > _SHOWN:
                raise
            path = matches[_chosen([f"{match.id}  {match.name}" for match in matches])].path
    return session.base.root / path


def find_all(session: Session, texts: Sequence[str]) -> list[Path]:
    """Return the files of several clients, each once, in the order they are named."""
    return list(dict.fromkeys(find(session, text) for text in texts))


def by_id(base: Base, text: str) -> Path | None:
    """Return the file of the client with exactly this id, without looking into any file."""
    if not text or text.startswith(".") or any(char in text for char in "/\\\0"):
        return None
    direct = base.clients / f"{text}.yaml"
    if _is_file(direct) and is_client_name(direct.name):
        return direct
    return next((path for path in client_files(base) if client_id(path) == text), None)


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
