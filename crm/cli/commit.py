"""Owns the commit behind a command that wrote, where `commit: auto` in crm.yaml asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.cli.console import tell
from crm.errors import CrmError

if TYPE_CHECKING:
    from crm.base import Base
    from crm.cli.session import Session
    from crm.settings import Settings
    from crm.store.written import Noted

_OWN = frozenset({"sync"})  # commands that see to it themselves


def commit_written(session: Session, noted: list[Noted]) -> None:
    """Commit exactly the files that a command changed; what goes wrong is told, never an error.

    The change itself is made, and stands in the files: the next commit takes it along.
    """
    base, command, _ = noted[-1]
    if session.command in _OWN or _settings(session, base).commit != "auto":
        return
    from crm.history.committing import commit, message_of

    paths = {base.relative(path) for where, _, some in noted for path in some if where == base}
    try:
        outcome = commit(base, paths, message_of(command))
    except CrmError as fault:
        tell(f"note: not committed: {fault}")
        return
    if outcome.why:
        tell(f"note: not committed: {outcome.why}")


def _settings(session: Session, base: Base) -> Settings:
    """Return the settings of the base that was written to: `init` makes one of its own."""
    if session.command != "init" and session.base == base:
        return session.settings
    from crm.settings import load_settings

    return load_settings(base).settings
