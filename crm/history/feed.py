"""Owns the history of a base: kept in step with its commits, asked by client."""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Self

from crm.base import Base
from crm.errors import CannotWrite
from crm.history import repository
from crm.history.reading import Stones, made_of
from crm.history.repository import Head, Lack
from crm.history.versions import Versions
from crm.history.walk import Commit, commits
from crm.index.changes import Change, Changes, Made, Wanted, history_file
from crm.record import record
from crm.store import forgotten

_CHUNK = 200  # commits, or clients, asked about at once


@record
class Since:
    """A state of the history: which count, and how far it is; what came later can be asked for."""

    birth: str = ""
    tick: int = 0


class History:
    """What the commits changed; a context manager that closes it.

    `ids` are the clients there are now: what a file was called before leads to one of them.
    """

    def __init__(self, head: Head, kept: Changes | None) -> None:
        self.head = head
        self._kept = kept

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._kept is not None:
            self._kept.close()

    @property
    def lack(self) -> Lack:
        """Why there is no history, or Lack.NOTHING."""
        if self.head.lack is Lack.NOTHING and self._kept is None:
            return Lack.REFUSED
        if self.head.lack is Lack.NOTHING and self._kept is not None and not self._kept.count():
            return Lack.NO_CHANGE
        return self.head.lack

    @cached_property
    def shallow(self) -> bool:
        """Whether the clone holds only the latest commits."""
        return bool(self._kept and self._kept.state().get("cut"))

    @cached_property
    def moment(self) -> Since:
        """How far the history is."""
        state = self._kept.state() if self._kept else {}
        return Since(birth=state.get("birth", ""), tick=int(state.get("tick", "0")))

    def find(self, wanted: Wanted) -> list[Change]:
        """Return the changes asked for, the latest first."""
        return self._kept.find(wanted) if self._kept else []

    def authors(self) -> list[tuple[str, str]]:
        """Return the name and e-mail of everyone who changed something."""
        return self._kept.authors() if self._kept else []

    def knows(self, ident: str) -> bool:
        """Tell whether something is known under an id, be it of a client that is gone."""
        return bool(self._kept and self._kept.find(Wanted(clients=(ident,), limit=1)))

    def of(self, clients: Collection[str], ids: Collection[str]) -> dict[str, list[Change]]:
        """Return the changes of clients by id, the latest first, under earlier ids too."""
        found: dict[str, list[Change]] = {}
        wanted = sorted(clients)
        for start in range(0, len(wanted), _CHUNK):
            names = self.names(wanted[start : start + _CHUNK], ids)
            owner = {name: ident for ident, known in names.items() for name in known}
            for change in self._kept.of(owner) if self._kept else ():
                found.setdefault(owner[change.client], []).append(change)
        return found

    def names(self, clients: Iterable[str], ids: Collection[str]) -> dict[str, tuple[str, ...]]:
        """Return the ids that clients had, their own first."""
        earlier: dict[str, list[str]] = defaultdict(list)
        for old in self._renames:
            if (now := self.now(old, ids)) is not None and now != old:
                earlier[now].append(old)
        return {ident: (ident, *earlier[ident]) for ident in clients}

    def now(self, ident: str, ids: Collection[str]) -> str | None:
        """Return the id that a client of an earlier time has now, None for one that is gone."""
        waiting, seen = [ident], {ident}
        while waiting:
            name = waiting.pop(0)
            if name in ids:
                return name
            waiting += [one for one in self._renames.get(name, ()) if one not in seen]
            seen.update(waiting)
        return None

    @cached_property
    def _renames(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for old, new in self._kept.renames() if self._kept else ():
            found[old] = (*found.get(old, ()), new)
        return found

    def touched(self, since: Since, ids: Collection[str]) -> set[str] | None:
        """Return the clients that something was read of since; None: that is not known."""
        if since.birth != self.moment.birth:
            return None
        if self._kept is None:
            return set()
        found = (self.now(ident, ids) for ident in self._kept.touched(since.tick))
        return {ident for ident in found if ident is not None}


def reopened(base: Base, head: Head, moment: Since) -> History | None:
    """Return the history in another process; None where it is not, or no longer, the same."""
    kept = Changes(history_file(base), fresh=False) if moment.birth else None
    history = History(head, kept)
    return history if history.moment == moment else None


def follow(base: Base, head: Head | None = None) -> History:
    """Return the history up to the commit that is checked out, reading the commits it lacks.

    Where nothing was committed since, no git process is started but the one that tells so. Raises
    GitRefused.
    """
    head = head or repository.head(base.root)
    if head.lack is not Lack.NOTHING:
        return History(head, None)
    try:
        return _followed(base, head, Changes(history_file(base)))
    except CannotWrite:  # a full disk costs the time of reading, not the history
        return _followed(base, head, Changes(None))


def _followed(base: Base, head: Head, kept: Changes) -> History:
    try:
        _step(base, kept, head)
    except BaseException:
        kept.close()
        raise
    return History(head, kept)


def _step(base: Base, kept: Changes, head: Head) -> None:
    state = kept.state()
    stones = _stones(base)
    edge = _edge(base, state)
    cut = edge.read_text().split() if edge.is_file() else []
    known = {"last": head.hash, "cut": " ".join(cut), "edge": str(edge), "stones": _said(stones)}
    same = all(state.get(key, "") == known[key] for key in ("cut", "stones"))
    last = state.get("last", "")
    if same and last == head.hash:
        return
    if last and not (same and repository.is_ancestor(base.root, last, head.hash)):
        kept.clear()
        last = ""
    revisions = [head.hash, f"^{last}"] if last else [head.hash]
    collects = gc.isenabled()
    gc.disable()  # two thirds of the time it would look through nodes that are all in use
    try:
        with Versions(base) as versions:
            walked = _read(commits(base, *revisions), versions, kept, frozenset(cut), stones)
            kept.add(walked, known, after=last)
    finally:
        if collects:
            gc.enable()
    if stones.marks:
        kept.drop(_gone(kept, stones))


def _stones(base: Base) -> Stones:
    """Return the forgotten clients; git is asked only where there are any."""
    marks = frozenset(forgotten.tombstones(base))
    if not marks:
        return Stones()
    place = base.relative(forgotten.path_of(base))
    changed = repository.run(base.root, "status", "--porcelain", "--", place)
    said = repository.run(base.root, "log", "-1", "--format=%H", "--", place).decode().split()
    if changed or not said:
        return Stones(marks=marks)
    asked = ("rev-list", "--ancestry-path", f"{said[0]}..HEAD")
    since = repository.run(base.root, *asked).decode().split()
    return Stones(marks=marks, since=frozenset(since), last=said[0])


def _said(stones: Stones) -> str:
    return " ".join((stones.last, *sorted(stones.marks))) if stones.marks else ""


def _gone(kept: Changes, stones: Stones) -> set[str]:
    """Return the ids that forgotten clients had before they got their last one."""
    renames = kept.renames()
    gone = {new for _, new in renames if stones.hide(new)}
    while more := {old for old, new in renames if new in gone} - gone:
        gone |= more
    return gone


def _edge(base: Base, state: Mapping[str, str]) -> Path:
    """Return the file in which git notes where a shallow clone ends."""
    if (known := state.get("edge")) and Path(known).parent.is_dir():
        return Path(known)
    said = repository.run(base.root, "rev-parse", "--git-path", "shallow").decode().rstrip("\n")
    return Path(base.root, said)


def _read(
    walked: Iterator[Commit],
    versions: Versions,
    kept: Changes,
    cut: frozenset[str],
    stones: Stones,
) -> Iterator[Made]:
    depths: dict[str, int] = {}
    while some := list(islice(walked, _CHUNK)):
        parents = {parent for commit in some for parent in commit.parents}
        depths |= kept.depths(parents - depths.keys())
        for commit in some:
            above = (depths.get(parent, 0) for parent in commit.parents)
            depths[commit.hash] = max(above, default=0) + 1
            yield made_of(
                commit, depths[commit.hash], versions, cut=commit.hash in cut, stones=stones
            )


def between(base: Base, new: str, old: str) -> Iterator[Made]:
    """Yield the commits that one commit (a hash) has and another has not; raises GitRefused."""
    with Versions(base) as versions:
        for commit in commits(base, new, f"^{old}"):
            yield made_of(commit, 0, versions, cut=False)
