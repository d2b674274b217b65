"""Owns what is said when `crm sync` cannot go on: what is the matter, and how to go on."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence

from crm.errors import SyncStopped

_LATER = "your changes are committed on this computer; run `crm sync` again later"
_BACK = "`crm sync --abort` goes back to before"


def no_remote() -> SyncStopped:
    """Return what is said where no other repository is known."""
    return SyncStopped(
        "there is nowhere to send the changes to: no remote is known",
        "they are committed here. Make an empty repository on your server or hosting site, "
        "then `git remote add origin ADDRESS` and `crm sync` again",
    )


def several_remotes(names: Sequence[str], branch: str) -> SyncStopped:
    """Return what is said where one of several remotes has to be chosen."""
    return SyncStopped(
        f"there are several remotes ({', '.join(names)}), and none is chosen for {branch}",
        f"`git push --set-upstream REMOTE {branch}` chooses one",
    )


def other_branch(names: Sequence[str], mine: str) -> SyncStopped:
    """Return what is said where the others' branch is called otherwise."""
    hint = "give yours the name of the one that is meant: `git branch -m NAME`"
    if len(names) == 1:
        hint = f"`git branch -m {names[0]}` gives yours the same name, if they are the same base"
    return SyncStopped(f"the remote has the branch {', '.join(names)}, yours is {mine}", hint)


def unreachable(remote: str, words: str) -> SyncStopped:
    """Return what is said where a remote does not answer."""
    return SyncStopped(f"the remote {remote} could not be asked: {words}", _LATER)


def not_taken(words: str) -> SyncStopped:
    """Return what is said where a remote refuses what is sent."""
    return SyncStopped(f"the remote did not take the changes: {words}", _LATER)


def unfinished(what: str) -> SyncStopped:
    """Return what is said of work that git waits with and `crm sync` does not know."""
    return SyncStopped(
        f"a {what} is not finished",
        f"`git {what} --continue` ends it, `git {what} --abort` gives it up",
    )


def not_ended(what: str, words: str) -> SyncStopped:
    """Return what is said where a merge or rebase cannot be ended."""
    hint = f"see to that, then run `crm sync` again; {_BACK}"
    return SyncStopped(f"the {what} could not be ended: {words}", hint)


def not_given_up(what: str, words: str) -> SyncStopped:
    """Return what is said where git does not go back."""
    return SyncStopped(f"the {what} could not be given up: {words}")


def undecided(rows: Iterable[str]) -> SyncStopped:
    """Return what is said of files that two people changed otherwise."""
    return SyncStopped(
        f"two people changed the same, and it is for you to decide:{_rows(rows)}",
        f"settle what is marked in these files, then run `crm sync` again; {_BACK}",
    )


def in_the_way(files: Iterable[str]) -> SyncStopped:
    """Return what is said of files that a merge would overwrite."""
    return SyncStopped(
        f"files that are not committed stand in the way of what came in:{_rows(files)}",
        "nothing was changed; commit them or move them away, then run `crm sync` again",
    )


def not_clean() -> SyncStopped:
    """Return what is said where a rebase finds other changes."""
    return SyncStopped(
        "a rebase needs a folder without other changes",
        "commit them with git, or use `crm sync --merge`",
    )


def unrelated() -> SyncStopped:
    """Return what is said of two repositories that have nothing in common."""
    return SyncStopped(
        "the remote holds another repository: the two have no commit in common",
        "nothing was changed; look at the address with `git remote -v`",
    )


def rewritten(count: int, tracking: str, began: str) -> SyncStopped:
    """Return what is said where commits that this copy has were taken out of the remote."""
    place = shlex.quote(tracking.removeprefix("refs/remotes/"))
    taken = "1 commit was" if count == 1 else f"{count} commits were"
    return SyncStopped(
        f"the remote's history was rewritten: {taken} taken out that this copy still has, "
        "perhaps to forget a client; sending would bring that back",
        f"nothing was sent. Ask who did it. `git rebase --onto {place} {began[:12]}` takes along "
        "only what is your own, or make a new clone; `git merge` brings all of it back on purpose",
    )


def not_joined(words: str) -> SyncStopped:
    """Return what is said where git gives another reason."""
    return SyncStopped(f"git could not join the two: {words}", "nothing was changed")


def _rows(rows: Iterable[str]) -> str:
    return "".join(f"\n  {row}" for row in rows)
