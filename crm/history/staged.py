"""Owns the check of what is about to be committed or sent: the errors it brings, not older ones."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from crm.base import Base
from crm.checks import read_client
from crm.errors import GitRefused
from crm.history.calls import git
from crm.history.versions import Versions
from crm.history.walk import SETTINGS, counts
from crm.problems import Level, Problem
from crm.record import record
from crm.settings import Settings
from crm.settings.load import read_settings
from crm.text import read

# What is missing rather than wrong: it is told elsewhere, and may be committed.
GAPS = frozenset({"required-missing", "stage-requires", "price-missing", "rate-missing"})
_RAW = ("--raw", "-z", "--no-renames", "--no-abbrev", "--relative")


@record
class Pair:
    """A file in two versions; None where it was not, or is no more."""

    path: str
    old: bytes | None
    new: bytes | None


def staged(base: Base) -> tuple[list[Pair], Settings]:
    """Return the files that are staged, byte for byte as they are, and the settings as staged.

    Raises NoGit, GitRefused.
    """
    rows = _rows(base, "diff-index", "--cached", *_RAW, _head(base), "--", ".")
    listed = _asked(base, "ls-files", "--stage", "-z", "--", *SETTINGS)
    blobs = {}
    for row in listed.split(b"\0")[:-1]:
        about, _, name = row.partition(b"\t")
        blobs[os.fsdecode(name)] = about.split(b" ")[1].decode()
    with Versions(base, own_index()) as versions:
        pairs = list(_pairs(versions, rows))
        texts = versions.texts(blobs.values())
    main, services, campaigns = (texts.get(blobs.get(name, ""), b"") for name in SETTINGS)
    return pairs, read_settings(main, services, campaigns).settings


def between(base: Base, old: str, new: str) -> list[Pair]:
    """Return the files that two commits (hashes) have otherwise; raises NoGit, GitRefused."""
    rows = _rows(base, "diff-tree", "-r", *_RAW, old, new, "--", ".")
    with Versions(base) as versions:
        return list(_pairs(versions, rows))


def unstaged(base: Base, paths: Iterable[str]) -> list[Pair]:
    """Return files as they are on the disk, and as they were committed last."""
    wanted = {path for path in paths if counts(path)}
    listed = _rows(base, "diff-index", *_RAW, _head(base), "--", ".")
    before = {path: old for path, old, _ in listed if path in wanted}
    with Versions(base) as versions:
        texts = versions.texts(before.values())
    return [
        Pair(path=path, old=texts.get(before.get(path, "")), new=_on_disk(base, path))
        for path in sorted(wanted)
    ]


def _on_disk(base: Base, path: str) -> bytes | None:
    try:
        return (base.root / path).read_bytes()
    except OSError:
        return None


def new_errors(pairs: Iterable[Pair], settings: Settings) -> list[Problem]:
    """Return the errors that the new versions have and the old ones had not, sorted."""
    found: list[Problem] = []
    for pair in pairs:
        if pair.new is None or not counts(pair.path):
            continue
        before = Counter(_sign(one) for one in _errors(pair.path, pair.old or b"", settings))
        for one in _errors(pair.path, pair.new, settings):
            if before[_sign(one)]:
                before[_sign(one)] -= 1
            else:
                found.append(one)
    return sorted(found)


def _sign(problem: Problem) -> tuple[str, object]:
    return problem.code, problem.values


def _errors(path: str, data: bytes, settings: Settings) -> Iterator[Problem]:
    if path in SETTINGS:
        texts = (data if name == path else b"" for name in SETTINGS)
        problems: Iterable[Problem] = read_settings(*texts).problems
    else:
        document = read(path, data)
        checked = read_client(document, settings, PurePosixPath(path).stem)
        problems = (*document.problems, *checked.problems)
    for problem in problems:
        if problem.level is Level.ERROR and problem.code not in GAPS:
            yield problem


def _head(base: Base) -> str:
    """Return the commit that is checked out; before the first one, the tree that holds nothing."""
    found = git(base.root, "rev-parse", "--verify", "--quiet", "HEAD", more=own_index())
    if found.done:
        return found.text
    return git(base.root, "hash-object", "-t", "tree", "--stdin", typed=b"").text


def own_index() -> dict[str, str]:
    """Return where git put the index, for commands in other folders: hooks get a relative path.

    Where git is told only its own folder, the files are those of the folder it runs in.
    """
    names = ("GIT_INDEX_FILE", "GIT_DIR", "GIT_WORK_TREE")
    found = {name: os.path.abspath(os.environ[name]) for name in names if os.environ.get(name)}
    return {"GIT_WORK_TREE": str(Path.cwd()), **found} if "GIT_DIR" in found else found


def _asked(base: Base, *words: str) -> bytes:
    ran = git(base.root, *words, more=own_index())
    if not ran.done:
        raise GitRefused(words[0], ran.last)
    return ran.out


def _rows(base: Base, *words: str) -> list[tuple[str, str, str]]:
    """Return path, old blob and new blob of what `--raw` lists; "" where there is none."""
    parts = _asked(base, *words).split(b"\0")[:-1]
    found = []
    for about, name in zip(parts[::2], parts[1::2], strict=True):
        fields = about.lstrip(b":").split(b" ")
        old, new = (
            blob.decode() if mode.startswith(b"10") and blob.strip(b"0") else ""
            for mode, blob in zip(fields[:2], fields[2:4], strict=True)
        )
        found.append((os.fsdecode(name), old, new))
    return found


def _pairs(versions: Versions, rows: Iterable[tuple[str, str, str]]) -> Iterator[Pair]:
    for path, old, new in rows:
        if counts(path):
            texts = versions.texts([old, new])
            yield Pair(path=path, old=texts.get(old), new=texts.get(new))
