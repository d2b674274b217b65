"""Owns the search through everything git holds: which commits still have a client's data.

Every object is looked at, those that nothing leads to any more too (after an amended commit, a
dropped stash, a rebase): git keeps them for weeks, and a push may have copied them.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from crm.history import repository
from crm.history.objects import Objects
from crm.history.renames import SURE, is_rename
from crm.history.versions import name_in
from crm.record import record

_FOLDER = b"40000"
_MANY = 300  # ids up to which each is looked for by itself
_REFS = "%(objectname) %(*objectname) %(refname)"
_ASK_RENAMES = (
    *("log", "--all", "--reflog", "-z", "-M", "--diff-filter=R", "--raw", "--no-abbrev"),
    *("--relative", "--no-show-signature", "--format="),
)
_RENAME = re.compile(rb"\n*:\d+ \d+ (?P<old>[0-9a-f]+) (?P<new>[0-9a-f]+) R(?P<score>\d+)")
_SECRET = re.compile(r"(?<=//)[^/]*@")  # of an address: name and password


@record
class Held:
    """A commit that still has the data, in its files or in its message."""

    hash: str
    date: str
    subject: str
    time: int = 0  # seconds, as git counts them
    refs: tuple[str, ...] = ()  # what leads to it; nothing: only git's own memory


@record
class Remote:
    """Another repository this one knows, and how many of the commits it had when last seen."""

    name: str
    url: str
    commits: int


@record
class Holding:
    """What git holds of the data."""

    commits: tuple[Held, ...] = ()
    remotes: tuple[Remote, ...] = ()
    stashes: int = 0
    tags: tuple[str, ...] = ()  # whose own message has the data
    paths: tuple[str, ...] = ()  # what the client's own files were ever called
    is_shallow: bool = False
    is_unknown: bool = False  # there is a repository, and no git to ask
    is_absent: bool = False  # there is no repository


class Search:
    """A search through the repository around a base's folder; raises NoGit, GitRefused.

    No git command is given what is searched for: objects are read by their ids and looked at here.
    """

    def __init__(self, folder: Path, objects: Objects, ident: str) -> None:
        self._folder, self._objects, self._own = folder, objects, _Own(ident)
        prefix = repository.run(folder, "rev-parse", "--show-prefix")
        self._prefix = prefix.decode(errors="replace").rstrip("\n")
        self._kinds: dict[str, list[str]] = {"commit": [], "tree": [], "blob": [], "tag": []}
        for one, kind in objects.ids():
            self._kinds[kind].append(one)
        self._commits = {one: objects.data(one) for one in self._kinds["commit"]}

    def own_versions(self) -> Iterator[bytes]:
        """Yield every version of the client's own files, also from before they were renamed."""
        for blob in self.find_own():
            yield self._objects.data(blob)

    def find_own(self) -> list[str]:
        """Find what the client's own files were ever called; return their blobs."""
        own, renames = self._own, list(self._renames())
        while more := {old for old, new in renames if own.owns(new) and not own.owns(old)}:
            own.paths |= more
        walk = self._walk(set())
        own.paths = {path for path, _ in walk.own}
        return sorted({blob for _, blob in walk.own})

    def holding(self, says: Callable[[bytes], bool]) -> Holding:
        """Return what has the data: a file of the client's, or one that `says` tells so of."""
        bad = {bytes.fromhex(one) for one in self._kinds["blob"] if says(self._objects.data(one))}
        walk = self._walk(bad)
        found = {one for one, data in self._commits.items() if walk.holds(_tree(data))}
        found |= {one for one, data in self._commits.items() if says(_message(data))}
        tips = self._tips()
        reached = {name: self._reached(tip) & found for name, tip in tips.items()}
        stashed = self._lines("stash", "list", "--format=%H")
        return Holding(
            commits=tuple(sorted((self._held(one, reached) for one in found), key=_newest)),
            remotes=tuple(self._remotes(reached)),
            stashes=sum(one in found for one in stashed),
            tags=tuple(one for one in self._kinds["tag"] if says(self._objects.data(one))),
            paths=tuple(sorted(self._own.paths)),
            is_shallow=self._lines("rev-parse", "--is-shallow-repository") == ["true"],
        )

    def _walk(self, bad: set[bytes]) -> _Walk:
        walk = _Walk(self._objects, self._own, self._prefix, bad)
        for data in self._commits.values():
            walk.holds(_tree(data))
        return walk

    def _renames(self) -> Iterator[tuple[str, str]]:
        """Yield the renames in all commits: old path, new path."""
        words = iter(repository.run(self._folder, *_ASK_RENAMES).split(b"\0"))
        for word in words:
            if found := _RENAME.fullmatch(word):
                old, new = (next(words, b"").decode(errors="surrogateescape") for _ in "ab")
                score = int(found["score"])
                if score >= SURE or is_rename(score, *map(self._name, found.group("old", "new"))):
                    yield old, new

    def _name(self, blob: bytes) -> str:
        return name_in(self._objects.data(blob.decode()))

    def _lines(self, *words: str) -> list[str]:
        return repository.run(self._folder, *words).decode(errors="replace").splitlines()

    def _tips(self) -> dict[str, str]:
        """Return the commit that each name leads to."""
        tips = {}
        for line in self._lines("for-each-ref", f"--format={_REFS}"):
            named, behind, name = line.split(" ", 2)
            commit = behind or named
            if commit in self._commits:
                tips[name] = commit
        head = self._lines("rev-parse", "--verify", "-q", "HEAD") if self._commits else []
        return tips | dict.fromkeys(["HEAD"][: len(head)], head[0] if head else "")

    def _reached(self, tip: str) -> set[str]:
        return set(self._lines("rev-list", tip, "--"))

    def _held(self, commit: str, reached: dict[str, set[str]]) -> Held:
        data = self._commits[commit]
        when = re.search(rb"^committer .*> (\d+) ", data, re.MULTILINE)
        day = dt.datetime.fromtimestamp(int(when[1]), dt.UTC).date().isoformat() if when else ""
        subject = _message(data).decode("utf-8", "replace").strip().partition("\n")[0]
        told = "".join(char if char.isprintable() else " " for char in subject)
        names = (_short(name) for name, commits in sorted(reached.items()) if commit in commits)
        seconds = int(when[1]) if when else 0
        return Held(hash=commit, date=day, subject=told, time=seconds, refs=tuple(names))

    def _remotes(self, reached: dict[str, set[str]]) -> Iterator[Remote]:
        for name in self._lines("remote"):
            url = repository.setting(self._folder, f"remote.{name}.url")
            own = (got for ref, got in reached.items() if ref.startswith(f"refs/remotes/{name}/"))
            yield Remote(name=name, url=_SECRET.sub("", url), commits=len(set().union(*own)))


class _Own:
    """Which paths, as seen from the base's folder, are those of a client and its attachments."""

    def __init__(self, ident: str) -> None:
        self.paths: set[str] = set()  # of other names it had
        self._file = f"{ident}.yaml"
        self._folder = f"files/{ident}/"

    def owns(self, path: str) -> bool:
        """Tell whether a path is the client's."""
        if path in self.paths or path.startswith(self._folder):
            return True
        return path.startswith("clients/") and path.rpartition("/")[2] == self._file

    def within(self, folder: str) -> set[str] | None:
        """Return the names that would be the client's in a folder (it ends in /); None: all."""
        if folder.startswith(self._folder):
            return None
        names = {path.rpartition("/")[2] for path in self.paths if _folder_of(path) == folder}
        return names | {self._file} if folder.startswith("clients/") else names


def _folder_of(path: str) -> str:
    before, slash, _ = path.rpartition("/")
    return before + slash


class _Walk:
    """One walk through trees, each looked at once for every folder it stands for."""

    def __init__(self, objects: Objects, own: _Own, prefix: str, bad: set[bytes]) -> None:
        self.own: set[tuple[str, str]] = set()  # path and blob
        self._objects, self._own, self._prefix, self._bad = objects, own, prefix, bad
        self._known: dict[tuple[str, str], bool] = {}

    def holds(self, tree: str, path: str = "") -> bool:
        """Tell whether a tree, which is the folder `path`, has the data anywhere in it."""
        key = (tree, path)
        if key not in self._known:
            self._known[key] = False
            self._known[key] = self._look(tree, path)
        return self._known[key]

    def _look(self, tree: str, path: str) -> bool:
        """Look at a tree; a flat one of thousands of files is not taken apart."""
        data = self._objects.data(tree)
        names = self._own.within(path[len(self._prefix) :]) if self._is_inside(path) else set()
        if names is None or _FOLDER + b" " in data or len(self._bad) > _MANY:
            entries = self._objects.entries(data)
            found = not self._bad.isdisjoint({entry.id for entry in entries})
        else:
            raw = [name.encode("utf-8", "surrogateescape") for name in names]
            entries = self._objects.named(data, raw)
            found = any(one in data for one in self._bad)
        for entry in entries:
            place = f"{path}{entry.name.decode(errors='surrogateescape')}"
            if entry.mode == _FOLDER:
                found = self.holds(entry.id.hex(), f"{place}/") or found
            elif self._is_inside(place) and self._own.owns(place[len(self._prefix) :]):
                self.own.add((place[len(self._prefix) :], entry.id.hex()))
                found = True
        return found

    def _is_inside(self, path: str) -> bool:
        return path.startswith(self._prefix)


def _tree(commit: bytes) -> str:
    return commit[5 : commit.index(b"\n")].decode() if commit.startswith(b"tree ") else ""


def _message(commit: bytes) -> bytes:
    return commit.partition(b"\n\n")[2]


def _newest(one: Held) -> tuple[int, str]:
    return -one.time, one.hash


def _short(ref: str) -> str:
    for start in ("refs/heads/", "refs/remotes/", "refs/tags/", "refs/"):
        if ref.startswith(start):
            return ref.removeprefix(start)
    return ref
