"""Owns how a repository is told to merge client files by their entries."""

from __future__ import annotations

from crm.base import Base
from crm.errors import NoGit
from crm.history import repository
from crm.history.hook import install_hook
from crm.history.merge.driver import NAME, driver_config
from crm.store.lines import add_lines, with_lines

# The base's own folder may lie below the repository's: patterns start where .gitattributes lies.
ATTRIBUTES = (
    f"/clients/**/*.yaml merge={NAME}",
    f"/regions/*.yaml merge={NAME}",
    f"/*.yaml merge={NAME}",
)
_FILE = ".gitattributes"


def lacking(base: Base) -> list[str]:
    """Return in words what keeps git from merging client files by their entries."""
    if not repository.is_inside(base.root):
        return []
    found = []
    try:
        if _settings_lacking(base):
            found.append("this clone does not know the merge driver")
    except NoGit:
        return []
    if _lines_lacking(base):
        found.append(".gitattributes does not name the merge driver")
    return found


def install(base: Base) -> list[str]:
    """Make driver and hook known to the repository around a base; return what was written.

    Also in a linked worktree, whose settings are those of its repository. Raises NoGit,
    GitRefused, CannotWrite.
    """
    if not repository.is_inside(base.root):
        return []
    written = []
    for name, value in _settings_lacking(base):
        repository.run(base.root, "config", "--local", "--replace-all", name, value)
        written.append(f"git config {name}")
    if _lines_lacking(base):
        add_lines(base, base.root / _FILE, ATTRIBUTES, command="doctor --fix")
        written.append(_FILE)
    if install_hook(base):
        written.append("hook pre-commit")
    return written


def _settings_lacking(base: Base) -> list[tuple[str, str]]:
    return [
        (name, value)
        for name, value in driver_config()
        if repository.setting(base.root, name) != value
    ]


def _lines_lacking(base: Base) -> bool:
    path = base.root / _FILE
    old = path.read_bytes() if path.is_file() else b""
    return with_lines(old, ATTRIBUTES) != old
