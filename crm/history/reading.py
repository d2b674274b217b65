"""Owns what a commit did in words of the format: its files compared with those of its parents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from crm.history.differences import Difference, differences
from crm.history.renames import SURE, is_rename
from crm.history.versions import Versions
from crm.history.walk import Commit, Delta
from crm.index.changes import Change, Made
from crm.record import record
from crm.store import forgotten
from crm.text import Mapping

_AT_ONCE = 200  # files of one commit held at once: the first commit of a base has all of them


@record
class Stones:
    """The forgotten clients, by the hashes of their ids, and the commits made since.

    Of all others no values are told of anyone: they could be mentions of the forgotten, and the
    commit that took those out tells them as the old values.
    """

    marks: frozenset[str] = frozenset()
    since: frozenset[str] = frozenset()
    last: str = ""  # the commit that forgot, "" while that is not committed

    def hide(self, client: str) -> bool:
        """Tell whether a client was forgotten."""
        return bool(self.marks) and forgotten.mark(client) in self.marks


NO_STONES = Stones()


def made_of(
    commit: Commit, depth: int, versions: Versions, *, cut: bool, stones: Stones = NO_STONES
) -> Made:
    """Return a commit with its changes; raises GitRefused.

    `cut` says that its parents are missing in a shallow clone: what it changed is not known.
    """
    bare = bool(stones.marks) and commit.hash not in stones.since
    changes: list[Change] = []
    renames: list[tuple[str, str]] = []
    deltas = () if cut else tuple(_settled(commit.deltas, versions))
    for start in range(0, len(deltas), _AT_ONCE):
        some = deltas[start : start + _AT_ONCE]
        found = _read(some, versions)
        for delta in some:
            client, old = client_of(delta.path), client_of(delta.old_path)
            if client != old:
                renames.append((old, client))
            if stones.hide(client) or stones.hide(old):
                continue
            for one in of_delta(delta, found):
                told = _bare(one) if bare else one
                changes.append(_change(commit, client, delta.path, told))
    return Made(
        hash=commit.hash,
        depth=depth,
        epoch=commit.epoch,
        time=commit.time,
        author=commit.author,
        email=commit.email,
        changes=tuple(changes),
        renames=tuple(renames),
    )


def _settled(deltas: Iterable[Delta], versions: Versions) -> Iterator[Delta]:
    """Yield deltas, those git took for a rename and are none as what went and what came."""
    for delta in deltas:
        if delta.score < SURE and client_of(delta.path) != client_of(delta.old_path):
            names = versions.names((*delta.befores, delta.after))
            old, new = names.get(delta.befores[0], ""), names.get(delta.after, "")
            if not is_rename(delta.score, old, new):
                yield replace(delta, path=delta.old_path, after="")
                yield replace(delta, old_path=delta.path, befores=("",))
                continue
        yield delta


@record
class Read:
    """What was read for some deltas: roots of versions that are compared, names of the others."""

    roots: dict[str, Mapping | None]
    names: dict[str, str]


def _read(deltas: Iterable[Delta], versions: Versions) -> Read:
    """Return what is needed to tell of deltas: of a file that comes or goes only its name."""
    compared: list[str] = []
    named: list[str] = []
    for delta in deltas:
        for before in delta.befores:
            (compared if before and delta.after else named).extend((before, delta.after))
    return Read(roots=versions.roots(compared), names=versions.names(named))


def client_of(path: str) -> str:
    """Return the id of the client whose file this is, "" for settings."""
    place = PurePosixPath(path)
    return place.stem if len(place.parts) > 1 else ""


def _change(commit: Commit, client: str, path: str, one: Difference) -> Change:
    return Change(
        *(commit.hash, commit.time, commit.author, commit.email),
        *(client, path, one.kind, one.field, one.item, one.was, one.old, one.new),
        int(one.private),
    )


def _bare(one: Difference) -> Difference:
    """Return a difference without values; that of an entry is still known by date and type."""
    item = one.item if one.field.partition(".")[0] == "interactions" else ""
    return Difference(one.kind, one.field, item, "", "", "", one.private)


def of_delta(delta: Delta, found: Read) -> Iterator[Difference]:
    """Yield what happened to a file: in a merge what differs from all that was merged."""
    if delta.old_path != delta.path:
        yield _renamed(delta)
    first, *others = (list(_against(delta, before, found)) for before in delta.befores)
    for other in others:
        there = {one.result for one in other}
        first = [one for one in first if one.result in there]
    yield from first


def _renamed(delta: Delta) -> Difference:
    old, new = client_of(delta.old_path), client_of(delta.path)
    if old == new:
        old, new = delta.old_path, delta.path
    return Difference("renamed", "", "", "", old, new)


def _against(delta: Delta, before: str, found: Read) -> Iterator[Difference]:
    """Yield what differs from the version that one parent has."""
    if not before:
        yield Difference("created", new=found.names.get(delta.after, ""))
        return
    if not delta.after:
        yield Difference("deleted", old=found.names.get(before, ""))
        return
    old, new = found.roots.get(before), found.roots.get(delta.after)
    if before != delta.after and (old is None or new is None):
        yield Difference("unreadable")
    else:
        yield from differences(old, new)
