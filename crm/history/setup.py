"""Owns how a repository is told to merge client files by their entries."""

from __future__ import annotations

from crm.base import Base
from crm.errors import NoGit
from crm.history import repository
from crm.history.merge.driver import NAME, driver_config
from crm.store.edit import NewFile, Replacement, carry_out

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
    """Make the driver known to the repository around a base; return what was written.

    Also in a linked worktree, whose settings are those of its repository. Raises NoGit,
    GitRefused, CannotWrite.
    """
    if not repository.is_inside(base.root):
        return []
    written = []
    for name, value in _settings_lacking(base):
        repository.run(base.root, "config", "--local", "--replace-all", name, value)
        written.append(f"git config {name}")
    if lines := _lines_lacking(base):
        _write_lines(base, lines)
        written.append(_FILE)
    return written


def _settings_lacking(base: Base) -> list[tuple[str, str]]:
    return [
        (name, value)
        for name, value in driver_config()
        if repository.setting(base.root, name) != value
    ]


def _lines_lacking(base: Base) -> list[str]:
    path = base.root / _FILE
    present = path.read_text(encoding="utf-8").split("\n") if path.is_file() else []
    known = {line.strip() for line in present}
    return [line for line in ATTRIBUTES if line not in known]


def _write_lines(base: Base, lines: list[str]) -> None:
    path = base.root / _FILE
    if not path.exists():
        text = "".join(f"{line}\n" for line in lines)
        carry_out(base, [NewFile(path=path, text=text)], command="doctor --fix")
        return
    old = path.read_bytes()
    newline = b"\r\n" if b"\r\n" in old else b"\n"
    gap = b"" if not old or old.endswith(b"\n") else newline
    more = b"".join(line.encode() + newline for line in lines)
    carry_out(base, [Replacement(path=path, data=old + gap + more)], command="doctor --fix")
