"""Owns the folders of a base and the ids that file names give."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

from crm.errors import CannotRead, NotABase
from crm.record import positional

SETTINGS_NAME = "crm.yaml"


@positional
class Base:
    """A base: the folder a user keeps under version control (absolute path)."""

    root: Path

    @property
    def settings_file(self) -> Path:
        """Path of crm.yaml, which need not exist."""
        return self.root / SETTINGS_NAME

    @property
    def services_file(self) -> Path:
        """Path of the price list, which need not exist."""
        return self.root / "services.yaml"

    @property
    def clients(self) -> Path:
        """Folder of the client files."""
        return self.root / "clients"

    @property
    def regions(self) -> Path:
        """Folder of the region notes."""
        return self.root / "regions"

    @property
    def files(self) -> Path:
        """Folder of the attachments."""
        return self.root / "files"

    @property
    def templates(self) -> Path:
        """Folder of the base's own templates."""
        return self.root / "templates"

    @property
    def site(self) -> Path:
        """Folder of the built site."""
        return self.root / "site"

    @property
    def work(self) -> Path:
        """Folder of what is derived or temporary; safe to delete."""
        return self.root / ".crm"

    def relative(self, path: Path) -> str:
        """Return the path from the base's root with forward slashes, for messages and the index."""
        full, root = os.path.abspath(path), f"{self.root}{os.sep}"
        if full.startswith(root):  # a fifth of the time that paths take for it
            return full[len(root) :].replace(os.sep, "/")
        return Path(full).relative_to(self.root).as_posix()


def find_base(start: Path) -> Base:
    """Return the base that `start` is or lies in; raises NotABase."""
    start = Path(os.path.abspath(start))
    for folder in (start, *start.parents):
        if (folder / SETTINGS_NAME).is_file() or (
            folder == start and (folder / "clients").is_dir()
        ):
            return Base(folder)
    raise NotABase(str(start))


def client_files(base: Base) -> list[Path]:
    """Return the client files in the order of their paths; hidden and backup files are no clients.

    Links that lead out of the base are left out by the loader, with a problem. Raises CannotRead.
    """
    found: list[tuple[str, Path]] = []
    for folder, folders, names in os.walk(base.clients, onerror=partial(refuse_unlisted, base)):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found.extend(
            (f"{folder}{os.sep}{name}", Path(folder, name))
            for name in names
            if is_client_name(name)
        )
    found.sort()
    return [path for _, path in found]


def refuse_unlisted(base: Base, error: OSError) -> None:
    """Raise CannotRead for a folder that cannot be listed: its clients are not gone."""
    if not isinstance(error, FileNotFoundError | NotADirectoryError):
        raise CannotRead(base.relative(Path(error.filename or base.clients)), error) from error


def is_client_name(name: str) -> bool:
    """Tell whether a file of this name under `clients/` is a client file."""
    return name.endswith(".yaml") and not name.startswith((".", "#", "~"))


def client_id(path: Path) -> str:
    """Return the id that a client file's name gives."""
    return path.stem
