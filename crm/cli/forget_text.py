"""Owns the words of `crm forget`: what goes, what stays, and what still holds the data."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator
from pathlib import Path

from crm.base import Base
from crm.care.subject.forgetting import Forgetting
from crm.care.subject.mention import Fate, Mention
from crm.care.subject.remaining import PATHS, WORDS
from crm.history.holding import Held, Holding

_SHOWN = 100  # characters of a line
_FATES = {Fate.REMOVE: "deleted", Fate.REPLACE: "replaced by a word"}


def preview(base: Base, plan: Forgetting) -> Iterator[str]:
    """Yield what forgetting a client will do, place by place."""
    yield f"{plan.identity.id}  {plan.identity.name}"
    yield "files that are deleted:"
    for path in plan.files:
        yield f"  {base.relative(path)}"
    if plan.edits:
        yield "mentions in other files that are taken out:"
        yield from (f"{_mention(one)}  [{_FATES[one.fate]}]" for one in plan.edits)
    if plan.left:
        yield "for you to look at, since these may mean somebody else; they stay as they are:"
        yield from map(_mention, plan.left)
    yield "texts that speak of the client in other words (a first name, a nickname) are not found"


def _mention(one: Mention) -> str:
    text = one.text if len(one.text) <= _SHOWN else f"{one.text[: _SHOWN - 1]}…"
    told = one.what.rpartition(".")[2]
    what = "" if text.startswith((f"{told}:", f"- {told}:")) else f"{one.what}: "
    return f"  {one.path}:{one.line}: {what}{text}"


def statement(holding: Holding, folder: Path | None) -> Iterator[str]:
    """Yield what still holds the data; `folder` is where the lists for git filter-repo lie."""
    yield ""
    if holding.is_absent:
        yield "the base is in no git repository of this computer: no old versions are kept here"
    elif holding.is_unknown:
        yield "git is not installed here: which old versions hold the data cannot be told"
    elif not holding.commits and not holding.tags:
        yield "git: no commit of this repository holds the data"
    else:
        yield f"git still holds the data in {count(len(holding.commits), 'commit')}:"
        yield from map(_commit, holding.commits)
        yield from (f"  tag {one}: its message" for one in holding.tags)
    for remote in holding.remotes:
        held = f"had {remote.commits} of them" if remote.commits else "had none of them"
        yield f"remote {remote.name} ({remote.url}) {held} when it was last asked"
    if holding.is_shallow:
        yield "this clone is shallow: older commits, which it does not have, can hold the data too"
    yield "not seen from here, and to be seen to by you:"
    yield from (f"  - {one}" for one in _ELSEWHERE)
    if holding.commits:
        yield ""
        yield "to take the data out of the history as well (every commit gets a new name):"
        yield from _numbered(_steps(holding, folder))


_ELSEWHERE = (
    "other people's clones, forks, and pull requests on a hosting site",
    "backups (`crm backup`, of the disk, of a hosting site)",
    "copies of a file-sync service, and the older versions it keeps",
    "sites built elsewhere (`crm build --out`) or published; build and publish them again",
    "exports, documents and mails that were made from the base",
    "attachments of other clients that are packed (PDF, photographs, archives) or over 20 MB",
)


def _commit(one: Held) -> str:
    where = ", ".join(one.refs) if one.refs else "no branch: only git's own memory"
    return f"  {one.hash} {one.date} {one.subject}  [{where}]"


def count(number: int, noun: str) -> str:
    """Return a number of things: 1 file, 2 files."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _steps(holding: Holding, folder: Path | None) -> Iterator[str]:
    place = shlex.quote((folder or Path(".git/crm-forget")).as_posix())
    yield "Commit what was done here: git add -A, git commit."
    yield "Have everybody send in their work (crm sync), and stop working until the last step."
    yield "Install git-filter-repo: pipx install git-filter-repo"
    if holding.stashes:
        yield "Apply what you need of your stashes, then: git stash clear"
    yield (
        f"Run: git filter-repo --force --invert-paths --paths-from-file {place}/{PATHS}"
        f" --replace-text {place}/{WORDS} --replace-message {place}/{WORDS}"
    )
    yield "Run: git reflog expire --expire=now --all && git gc --prune=now"
    for remote in holding.remotes:
        name = shlex.quote(remote.name)
        url = shlex.quote(remote.url)
        yield f"git-filter-repo forgets remotes. Run: git remote add {name} {url}"
        yield f"Run: git push --force --all {name} && git push --force --tags {name}"
    yield "Ask the hosting site to delete what no branch leads to, its caches, and pull requests."
    yield "Everybody deletes their clone and makes a new one: a push from an old one undoes it all."
    yield f"Delete the folder {place}: it lists what was to go."
    yield "Check: `git log --all` shows none of the commits above any more."
    yield (
        "What was said without a name or number (the notes of a contact elsewhere, a remark) still"
        " stands in old versions of other files. If that must go too, begin a new history:"
        " a copy of the files as they are now, without .git, and git init."
    )


def _numbered(steps: Iterable[str]) -> Iterator[str]:
    return (f"  {number}. {step}" for number, step in enumerate(steps, 1))
