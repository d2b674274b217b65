"""Owns commits of exactly some files, whatever else is staged."""

from __future__ import annotations

import time
from collections.abc import Collection

from crm.base import Base
from crm.history.calls import git
from crm.history.state import Place, Touched, place_of, touched
from crm.record import record

_PAUSES = (0.1, 0.3, 0.6)  # seconds: another git is mostly at work for a moment
_LONGEST = 200  # characters of a message made from a command
_INTENDED = " A"  # what git says of a file that it knows the name of and nothing else
CHECKED = "CRM_CHECKED"  # tells the hook of ours that the files were checked


@record
class Outcome:
    """What became of a commit: how many files, or why there is none."""

    files: int = 0
    why: str = ""


def message_of(command: str) -> str:
    """Return the message for a command: `log: kafe-vitosha call`."""
    word, _, rest = "".join(char if char.isprintable() else " " for char in command).partition(" ")
    return f"{word}: {rest}"[:_LONGEST] if rest else word


def commit(base: Base, paths: Collection[str], message: str) -> Outcome:
    """Commit some files as they are on the disk, and nothing else that is changed or staged.

    Ignored files are left out, and those that are as they were. Hooks run and signatures are
    made as the repository wants. Raises NoGit, GitRefused.
    """
    place = place_of(base)
    why = hindrance(place)
    if why:
        return Outcome(why=why)
    wanted = set(paths)
    return commit_files(base, [one for one in touched(base, place) if one.path in wanted], message)


def hindrance(place: Place) -> str:
    """Return why nothing can be committed here now, "" when it can."""
    if place.unfinished:
        return f"a {place.unfinished} is not finished; `crm sync` goes on with it"
    if not place.branch:
        return "no branch is checked out; `git switch BRANCH` takes one"
    return ""


def commit_files(base: Base, files: Collection[Touched], message: str) -> Outcome:
    """Commit changed files; what git did not know is made known first, and only for good."""
    unmerged = [one.path for one in files if one.is_unmerged]
    if unmerged:
        return Outcome(why=f"not merged yet: {', '.join(unmerged)}; `crm resolve` helps")
    if not files:
        return Outcome()
    fresh = [one.path for one in files if one.is_new]
    if fresh:
        added = _patiently(base, "add", "--intent-to-add", paths=fresh)
        if added:
            return Outcome(why=added)
    words = ("commit", "--quiet", "--only", "--cleanup=whitespace", f"--message={message}")
    why = _patiently(base, *words, paths=[one.path for one in files])
    if not why:
        return Outcome(files=len(files))
    left = {one.path: one.state for one in touched(base, place_of(base))}
    made_known = [path for path in fresh if left.get(path) == _INTENDED]
    if made_known:
        names = b"".join(path.encode("utf-8", "surrogateescape") + b"\0" for path in made_known)
        git(base.root, "update-index", "--force-remove", "-z", "--stdin", typed=names)
    is_done = not any(one.path in left for one in files)  # a command at the same time was quicker
    return Outcome(why="" if is_done else why)


def _patiently(base: Base, *words: str, paths: Collection[str]) -> str:
    """Run git, again when another one is just at work; return what kept it from its work."""
    for pause in (*_PAUSES, 0.0):
        ran = git(base.root, *words, paths=paths, asks=True, more={CHECKED: "1"})
        if ran.done:
            return ""
        if "index.lock" not in ran.said:
            return reason(ran.said or ran.text, ran.last)
        time.sleep(pause)
    return (
        "another git command is at work, or one was killed: if none runs, delete the file "
        "index.lock in the folder .git"
    )


def reason(said: str, last: str) -> str:
    """Return git's complaint in words that help."""
    if "Please tell me who you are" in said or "empty ident" in said:
        return "git does not know you: `git config --global user.name NAME`, user.email likewise"
    if "gpg" in said or "signing" in said:
        return f"it could not be signed: {last}"
    return last
