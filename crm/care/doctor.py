"""Owns the look at how a base is set up: what is wrong with it, and what can be mended."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Callable, Iterator

from crm.base import Base
from crm.care.backup import last
from crm.errors import GitRefused, NoGit
from crm.history import repository, setup
from crm.history.calls import git
from crm.history.hook import hook_of
from crm.history.resolving import waiting
from crm.history.state import place_of
from crm.record import record
from crm.settings import load_settings
from crm.store import journal, save, transaction
from crm.store.lines import add_lines
from crm.store.lock import locked

# What a repository must not hold: all of it is made from the files.
DERIVED = ("/site/", "/.crm/")
BACKUP_DAYS = 30
# Where a repository can be open to everyone; that cannot be seen from here.
HOSTS = ("github.com", "gitlab.com", "bitbucket.org", "codeberg.org", "gitea.com", "sr.ht")


@record
class Finding:
    """One thing that is wrong, what to do, and how to mend it (None: only a person can)."""

    code: str
    message: str
    advice: str
    mend: Callable[[], None] | None = None


def examine(base: Base, today: dt.date) -> list[Finding]:
    """Return everything that is wrong with the set-up of a base; changes nothing."""
    found: list[Finding] = []
    for look in _LOOKS:
        found += look(base)
    found += _backups(base, today)
    return found


def _settings(base: Base) -> Iterator[Finding]:
    if not base.settings_file.is_file():
        yield Finding(
            code="no-settings",
            message="there is no crm.yaml",
            advice="every setting has a default; `crm init .` writes one with each explained",
        )
    errors = [one for one in load_settings(base).problems if one.level == "error"]
    if errors:
        yield Finding(
            code="settings-wrong",
            message=f"crm.yaml or services.yaml has errors: {len(errors)}",
            advice="`crm check` shows them",
        )


def _left_over(base: Base) -> Iterator[Finding]:
    temps = [
        os.path.join(folder, name)  # noqa: PTH118 - a Path for each file of a large base is slow
        for folder, folders, names in os.walk(base.root)
        if not _pass_over(folders)
        for name in names
        if name.endswith(save.TEMP_MARK)
    ]
    if temps or journal.cut_off(base):
        yield Finding(
            code="left-over",
            message="a command was cut off; it left files behind",
            advice="`crm doctor --fix` finishes or takes back what it did",
            mend=lambda: _recover(base, temps),
        )


def _unswept(base: Base) -> Iterator[Finding]:
    if "forget" in journal.commands(base):
        yield Finding(
            code="forgotten-kept",
            message="the undo journal still holds a client that was forgotten",
            advice="`crm forget --sweep` deletes it, and all else that could be undone, for good",
        )


def _pass_over(folders: list[str]) -> bool:
    folders[:] = [name for name in folders if name not in {".git", "site", ".venv"}]
    return False


def _recover(base: Base, temps: list[str]) -> None:
    with locked(base):
        transaction.recover(base)
        for folder in {os.path.dirname(temp) for temp in temps}:  # noqa: PTH120 - as above
            save.sweep(base.root / folder)


def _ignored(base: Base) -> Iterator[Finding]:
    if not repository.is_inside(base.root):
        return
    path = base.root / ".gitignore"
    lines = path.read_text("utf-8", "replace").split("\n") if path.is_file() else []
    known = {line.strip().strip("/") for line in lines}
    missing = [line for line in DERIVED if line.strip("/") not in known]
    if missing:
        yield Finding(
            code="not-ignored",
            message=f".gitignore does not leave out {' and '.join(missing)}",
            advice="`crm doctor --fix` adds the lines",
            mend=lambda: add_lines(base, path, missing, command="doctor --fix"),
        )


def _tracked(base: Base) -> Iterator[Finding]:
    try:
        listed = repository.run(base.root, "ls-files", "-z", "--", ".crm", "site")
    except (NoGit, GitRefused):
        return
    count = len([name for name in listed.split(b"\0") if name])
    if count:
        yield Finding(
            code="derived-tracked",
            message=f"git keeps files that are made from others (.crm, site): {count}",
            advice="`git rm -r --cached -q -- .crm site`, then commit",
        )


def _merging(base: Base) -> Iterator[Finding]:
    lacking = setup.lacking(base)
    if lacking:
        yield Finding(
            code="no-merge-driver",
            message="; ".join(lacking),
            advice="`crm doctor --fix` sets it up; each clone needs it once",
            mend=lambda: _install(base),
        )


def _install(base: Base) -> None:
    setup.install(base)


def _hook(base: Base) -> Iterator[Finding]:
    try:
        hook = hook_of(base)
    except NoGit:
        return
    if hook is None or not hook.lacking:
        return
    if hook.hindrance:
        yield Finding(
            code="no-hook",
            message=f"files are not checked before a commit: {hook.hindrance}",
            advice=f"add this line to {hook.path.name}: {hook.line}",
        )
    else:
        yield Finding(
            code="no-hook",
            message="files are not checked before a commit",
            advice="`crm doctor --fix` adds a pre-commit hook; each clone needs it once",
            mend=lambda: _install(base),
        )


def _unfinished(base: Base) -> Iterator[Finding]:
    try:
        place = place_of(base) if repository.is_inside(base.root) else None
    except (NoGit, GitRefused):
        place = None
    if place is not None and place.unfinished:
        yield Finding(
            code="unfinished",
            message=f"a {place.unfinished} is not finished",
            advice="`crm sync` goes on with it, `crm sync --abort` goes back to before",
        )
    elif place is not None and not place.branch:
        yield Finding(
            code="no-branch",
            message="no branch is checked out: commits made now are easily lost",
            advice="`git switch main` goes back to the branch main; `git branch` lists them",
        )
    if place is not None and (place.folder / "index.lock").exists():
        yield Finding(
            code="git-locked",
            message="a git command is at work, or one was killed",
            advice=f"if none runs, delete {place.folder / 'index.lock'}",
        )
    left = sorted({base.relative(path) for path in waiting(base)})
    if left:
        yield Finding(
            code="conflicts",
            message=f"left of merges or sync services: {', '.join(left[:5])}",
            advice="`crm resolve` unites them",
        )


def _remotes(base: Base) -> Iterator[Finding]:
    if repository.setting(base.root, "crm.private") if _has_git(base) else True:
        return
    ran = git(base.root, "config", "-z", "--get-regexp", r"^remote\..*\.url$")
    for row in os.fsdecode(ran.out).split("\0"):
        key, _, url = row.partition("\n")
        host = next((name for name in HOSTS if name in url.lower()), "")
        if host:
            yield Finding(
                code="remote-hosted",
                message=f"the remote {key[7:-4]} lies on {host}: see that it is not public",
                advice="open its address in a private window of the browser: who sees the files "
                "there reads all clients; `git config crm.private yes` once it is private",
            )


def _has_git(base: Base) -> bool:
    return repository.is_inside(base.root) and repository.is_there()


def _line_ends(base: Base) -> Iterator[Finding]:
    try:
        converts = repository.run(base.root, "config", "--get", "core.autocrlf").strip()
    except (NoGit, GitRefused):
        return
    if converts not in {b"true", b"input"}:
        return
    probe = "clients/x.yaml"
    told = repository.run(base.root, "check-attr", "text", "--", probe).decode()
    if not told.rstrip().endswith("unset"):
        yield Finding(
            code="line-ends",
            message=f"git changes line ends here (core.autocrlf is {converts.decode()})",
            advice="`crm doctor --fix` adds the line `*.yaml -text` to .gitattributes",
            mend=lambda: add_lines(
                base, base.root / ".gitattributes", ["*.yaml -text"], command="doctor --fix"
            ),
        )


def _program(base: Base) -> Iterator[Finding]:
    if repository.is_inside(base.root) and shutil.which("crm") is None:
        yield Finding(
            code="not-on-path",
            message="git cannot call `crm`: it is not on PATH",
            advice="install it with pipx, or add its folder to PATH; until then git merges as text",
        )


def _backups(base: Base, today: dt.date) -> Iterator[Finding]:
    day = last(base)
    if day is None:
        yield Finding(
            code="no-backup",
            message="no backup was made from this copy yet",
            advice="`crm backup FOLDER`, best on another disk",
        )
    elif (today - day).days > BACKUP_DAYS:
        yield Finding(
            code="backup-old",
            message=f"the last backup is {(today - day).days} days old",
            advice="`crm backup FOLDER`",
        )


_LOOKS = (
    *(_settings, _left_over, _unswept, _ignored, _tracked, _merging, _hook, _unfinished, _remotes),
    *(_line_ends, _program),
)
