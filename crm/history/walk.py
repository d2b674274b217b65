"""Owns the walk through the commits of a base: which versions of which files each one has."""

from __future__ import annotations

import datetime as dt
import subprocess
from collections.abc import Iterator
from typing import IO

from crm.base import Base, is_client_name
from crm.errors import GitRefused
from crm.history import repository
from crm.record import record

# What a change is told of: clients, and the files that say how they are understood.
SETTINGS = ("crm.yaml", "services.yaml", "campaigns.yaml")
PLACES = ("clients", *SETTINGS)
_MARK = b"\x01"  # begins the header of a commit
_HEADER = "%x01%H%x00%P%x00%at%x00%aI%x00%an%x00%ae"
_REST = 5  # parts of the header behind the hash
_BLOCK = 1 << 16
_SANE = (1970, 9000)  # years
_NO_TIME = "1970-01-01T00:00:00+00:00"
_ASK = (
    *("log", "--raw", "-z", "--no-abbrev", "-M", "-c", "--root", "--relative", "--topo-order"),
    *("--reverse", "--full-history", "--sparse", "--no-color", "--no-show-signature"),
    *("--encoding=UTF-8", f"--format={_HEADER}"),
)
_PLAIN = ("-c", "log.follow=false")


@record
class Delta:
    """A file that a commit has otherwise than all its parents; a blob is "" where there is none.

    `befores` are the blobs in the parents, `old_path` what the file was called in the first;
    where that is another name, `score` is how many per cent of it git found again.
    """

    path: str
    old_path: str
    befores: tuple[str, ...]
    after: str
    score: int = 100


@record
class Commit:
    """A commit with what it did to client files and settings."""

    hash: str
    parents: tuple[str, ...]
    epoch: int
    time: str
    author: str
    email: str
    deltas: tuple[Delta, ...]


def commits(base: Base, *revisions: str) -> Iterator[Commit]:
    """Yield the commits of some revisions (hashes), parents before children; raises GitRefused.

    All commits are yielded, also those that touch nothing of the base; one git process does it.
    """
    words = [*_PLAIN, "--literal-pathspecs", *_ASK, *revisions, "--", *PLACES]
    with repository.process(base.root, *words) as running:
        yield from _parsed(_tokens(running.stdout))
        finish(running)


def finish(running: subprocess.Popen[bytes]) -> None:
    """Wait for a git process that was read to its end; raises GitRefused."""
    said = running.stderr.read() if running.stderr else b""
    if running.wait():
        raise GitRefused("log", said.decode(errors="replace").strip())


def _tokens(stream: IO[bytes] | None) -> Iterator[bytes]:
    rest = b""
    while stream is not None and (block := stream.read(_BLOCK)):
        *whole, rest = (rest + block).split(b"\0")
        yield from whole
    if rest:
        yield rest


def _parsed(tokens: Iterator[bytes]) -> Iterator[Commit]:
    header: list[str] = []
    deltas: list[Delta] = []
    for token in tokens:
        word = token.lstrip(b"\n")
        if word.startswith(_MARK):
            if header:
                yield _commit(header, deltas)
            header = [_text(word[1:]), *(_text(next(tokens)) for _ in range(_REST))]
            deltas = []
        elif word.startswith(b":"):
            deltas += _delta(word, tokens)
    if header:
        yield _commit(header, deltas)


def _commit(header: list[str], deltas: list[Delta]) -> Commit:
    name, parents, seconds, time, author, email = header
    epoch, time = _when(seconds, time)
    return Commit(
        hash=name,
        parents=tuple(parents.split()),
        epoch=epoch,
        time=time,
        author=author,
        email=email,
        deltas=tuple(sorted(deltas, key=lambda delta: delta.path)),
    )


def _when(seconds: str, time: str) -> tuple[int, str]:
    """Return a time in seconds and as ISO 8601; a clock that told nonsense, as the start of 1970.

    Other programs write commits with offsets of days and years that no calendar has.
    """
    try:
        moment = dt.datetime.fromisoformat(time)
        epoch = int(seconds)
    except ValueError:
        return 0, _NO_TIME
    sane = _SANE[0] <= moment.year <= _SANE[1] and moment.tzinfo is not None
    return (epoch, time) if sane else (0, _NO_TIME)


def _delta(word: bytes, tokens: Iterator[bytes]) -> Iterator[Delta]:
    """Yield what a line of `--raw` says, if it is of a file that counts."""
    parents = len(word) - len(word.lstrip(b":"))
    fields = word[parents:].split(b" ")
    modes, blobs, status = fields[: parents + 1], fields[parents + 1 : -1], fields[-1]
    found = [
        blob.decode() if mode.startswith(b"10") and blob.strip(b"0") else ""
        for mode, blob in zip(modes, blobs, strict=True)
    ]
    old = path = _text(next(tokens))
    if parents == 1 and status[:1] in {b"R", b"C"}:
        path = _text(next(tokens))
    befores = list(found[:-1])
    if status[:1] == b"C" or not counts(old):
        befores, old = [""] * parents, path
    if counts(path):
        score = int(status[1:] or 100) if old != path else 100
        yield Delta(path=path, old_path=old, befores=tuple(befores), after=found[-1], score=score)
    elif old != path and counts(old):  # it was moved out of where clients are
        yield Delta(path=old, old_path=old, befores=tuple(befores), after="")


def counts(path: str) -> bool:
    """Tell whether a path, from the base's root, is that of a client file or of settings."""
    first, *rest = path.split("/")
    if not rest:
        return path in SETTINGS
    hidden = any(part.startswith(".") for part in rest)
    return first == "clients" and not hidden and is_client_name(rest[-1])


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")
