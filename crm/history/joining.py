"""Owns how the work of others is joined with one's own: by merge or rebase, gone on with."""

from __future__ import annotations

from crm.base import Base
from crm.errors import SyncStopped
from crm.history import troubles
from crm.history.calls import Ran, git
from crm.history.committing import CHECKED, reason
from crm.history.resolving import carry_through, prepare
from crm.history.state import Touched, place_of, touched
from crm.history.unmerged import is_one_side, mark_resolved, unmerged
from crm.store.lock import locked

MESSAGE = "sync: what others did"
_STEPS = 500  # commits that a rebase is helped over
# Short files of two clients are half alike: git's usual 50 % would take the one that was made for
# the other one that was deleted, and put a call of the first into the second.
_RENAMES = "--strategy-option=find-renames=90%"


def join(base: Base, theirs: str, *, rebase: bool) -> None:
    """Join the commit that others have with one's own.

    Raises SyncStopped; then a merge or rebase waits to be gone on with, or nothing was done.
    """
    if rebase:
        ran = _alone(base, "rebase", "--quiet", _RENAMES, theirs)
    else:
        words = ("--quiet", "--no-edit", "--ff", "--commit", "--no-squash", _RENAMES)
        ran = _alone(base, "merge", *words, f"--message={MESSAGE}", theirs)
    if ran.done:
        return
    if not place_of(base).unfinished:
        raise _refused(ran)
    go_on(base, waited=False)


def go_on(base: Base, *, waited: bool = True) -> None:
    """Go on with a merge or rebase; raises SyncStopped where something is undecided.

    While it `waited` a person could settle files; in one that just began nobody did.
    """
    for step in range(_STEPS):
        place = place_of(base)
        if not place.unfinished:
            return
        if place.unfinished not in {"merge", "rebase"}:
            raise troubles.unfinished(place.unfinished)
        if waited and not step:
            _take_settled(base)
        _settle(base)
        if place.unfinished == "merge":
            ran = _git(base, "commit", "--quiet", "--no-edit")
        else:
            ran = _alone(base, "rebase", "--continue")
        if not ran.done and not any(one.is_unmerged for one in _touched(base)):
            raise troubles.not_ended(place.unfinished, reason(ran.said, ran.last))
    raise troubles.not_ended("rebase", f"it did not end in {_STEPS} steps")


def _take_settled(base: Base) -> None:
    """Tell git of files that somebody settled in an editor: no marker, and neither side's text."""
    for path, versions in unmerged(base).items():
        data = path.read_bytes() if path.is_file() else b""
        both = versions.ours is not None and versions.theirs is not None
        if both and b"<<<<<<<" not in data and not is_one_side(base, versions):
            mark_resolved(base, path)


def _settle(base: Base) -> None:
    """Unite what git could not; raises SyncStopped with what is left to a person."""
    resolution = prepare(base, list(unmerged(base)))
    carry_through(base, resolution)
    left = [
        f"{one.path}: {one.note or ', '.join(conflict.place for conflict in one.conflicts)}"
        for one in resolution.outcomes
        if not one.is_done
    ]
    known = {one.path for one in resolution.outcomes}
    left += [
        f"{one.path}: `git add` keeps it as it is now, `git rm` deletes it"
        for one in _touched(base)
        if one.is_unmerged and one.path not in known
    ]
    if left:
        raise troubles.undecided(left)


def _touched(base: Base) -> list[Touched]:
    return touched(base, place_of(base))


def abort(base: Base) -> str:
    """Give up a merge or rebase that waits, and return which it was, "" when there was none."""
    unfinished = place_of(base).unfinished
    if unfinished:
        ran = _alone(base, unfinished, "--abort")
        if not ran.done:
            raise troubles.not_given_up(unfinished, ran.last)
    return unfinished


def _alone(base: Base, *words: str) -> Ran:
    """Run a git that writes client files while no command of ours does; raises Locked."""
    with locked(base):
        return _git(base, *words)


def _git(base: Base, *words: str) -> Ran:
    return git(base.root, *words, asks=True, more={CHECKED: "1"})


def _refused(ran: Ran) -> SyncStopped:
    said = ran.said + ran.text
    lines = [line.strip() for line in said.splitlines() if line.startswith(("\t", "  "))]
    if "would be overwritten" in said:
        return troubles.in_the_way(lines)
    if "unstaged changes" in said or "uncommitted changes" in said:
        return troubles.not_clean()
    if "unrelated histories" in said:
        return troubles.unrelated()
    return troubles.not_joined(reason(ran.said, ran.last))
