"""Owns the pre-commit hook: it lets no new error in a client file be committed unseen."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

from crm.base import Base
from crm.errors import CannotWrite
from crm.history import repository
from crm.history.calls import git
from crm.history.committing import CHECKED
from crm.record import record

_CALL = "check --staged"
_MARK = "# Made by crm"
_HEAD = f"""\
#!/bin/sh
{_MARK}: checks the client files that are about to be committed, as they are staged.
[ -n "${CHECKED}" ] && exit 0
command -v crm >/dev/null 2>&1 || {{ echo "crm is not on PATH: nothing checked" >&2; exit 0; }}
"""


@record
class Hook:
    """Where git looks for the hook, the line that calls us there, and why we cannot write it."""

    path: Path
    line: str
    lacking: bool
    hindrance: str = ""


def hook_of(base: Base) -> Hook | None:
    """Return the hook of the repository around a base, None where there is none; raises NoGit."""
    if not repository.is_inside(base.root):
        return None
    asked = git(base.root, "rev-parse", "--git-path", "hooks")
    if not asked.done:
        return None
    where = git(base.root, "rev-parse", "--show-prefix", "--git-common-dir")
    prefix, common = os.fsdecode(where.out).split("\n")[:2]
    path = Path(base.root, os.fsdecode(asked.out).rstrip("\n"), "pre-commit")
    line = f"crm --no-input -C {shlex.quote(f'./{prefix}')} {_CALL} || exit 1"
    text = _text(path)
    hindrance = ""
    own = Path(base.root, common).resolve()
    if not path.resolve().is_relative_to(own):
        hindrance = f"hooks of this repository lie in {path.parent}, which may be shared"
    elif text and _MARK not in text:
        hindrance = "there is another pre-commit hook, which stays as it is"
    called = any(row.lstrip().startswith("crm") and _CALL in row for row in text.split("\n"))
    known = line in text if _MARK in text else called
    return Hook(path=path, line=line, lacking=not known, hindrance=hindrance)


def install_hook(base: Base) -> bool:
    """Write the hook, or our line into one of ours; tell whether that was done.

    A hook of somebody else is left as it is. Raises NoGit, CannotWrite.
    """
    hook = hook_of(base)
    if hook is None or not hook.lacking or hook.hindrance:
        return False
    text = _text(hook.path) or _HEAD
    temp = hook.path.with_name("pre-commit.crm-tmp")
    try:
        hook.path.parent.mkdir(exist_ok=True)
        temp.write_text(
            f"{text}{hook.line}\n", encoding="utf-8", newline="\n", errors="surrogateescape"
        )
        temp.chmod(0o755)
        temp.replace(hook.path)
    except OSError as error:
        temp.unlink(missing_ok=True)
        raise CannotWrite(str(hook.path), error) from error
    return True


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""
