"""Owns the merge of a file: as data and as text, compared, and never less than git's own."""

from __future__ import annotations

from contextlib import suppress

from crm.errors import UnsafeEdit, Unwritable
from crm.history.merge import lines
from crm.history.merge.conflict import Conflict, Merged, Prefer
from crm.history.merge.flows import Rules
from crm.history.merge.layout import Opaque
from crm.history.merge.markers import sides
from crm.history.merge.uniting import Union
from crm.history.merge.verdict import Values
from crm.history.merge.whole import BOM, Version, nothing, version
from crm.history.merge.writing import Writer
from crm.text import Plain, plain, read

_WHOLE = "the whole file"


class _Differs(Exception):
    """The merged text does not say what the merged data say."""


def merge(base: bytes, ours: bytes, theirs: bytes, path: str, *, marker_size: int = 7) -> Merged:
    """Return three versions of a file united; `base` is empty where both sides made the file.

    What cannot be read as data is merged line by line. Never raises for what the files hold.
    """
    if theirs in (ours, base):
        return Merged(data=ours)
    if ours == base:
        return Merged(data=theirs)
    old = version(path, base) if base.strip() else nothing(path)
    here, there = (version(path, data) for data in (ours, theirs))
    if here and there and not old and (merged := _doubtful(base, ours, theirs, path, marker_size)):
        return merged
    if not (old and here and there):
        return _by_lines(base, ours, theirs, marker_size)
    try:
        return unite(old, here, there, marker_size=marker_size)
    except (Opaque, UnsafeEdit, Unwritable, _Differs):
        return _checked_lines((old, here, there), (base, ours, theirs), marker_size)


def united(base: bytes | None, ours: bytes, theirs: bytes, path: str) -> Merged | None:
    """Return versions of a file united entry by entry, None where that cannot be done.

    Without a base what looks like one thing on both sides is taken for one.
    """
    old = nothing(path) if base is None else version(path, base)
    here, there = (version(path, data) for data in (ours, theirs))
    if not (old and here and there):
        return None
    with suppress(Opaque, UnsafeEdit, Unwritable, _Differs):
        return unite(old, here, there, two_way=base is None)
    return None


def unite(
    base: Version, ours: Version, theirs: Version, *, marker_size: int = 7, two_way: bool = False
) -> Merged:
    """Return three versions united entry by entry; raises Opaque, UnsafeEdit, Unwritable.

    With conflicts the text is written twice, once for each side, both are compared with the data,
    and where they differ markers are put around the lines.
    """
    values = Values()
    texts: list[str] = []
    conflicts: tuple[Conflict, ...] = ()
    for prefer in Prefer:
        rules = Rules(values, prefer, two_way)
        union = Union(values, prefer, two_way=two_way)
        data = union.of((base.root, ours.root, theirs.root))
        conflicts = tuple(union.conflicts)
        texts.append(_written(rules, (base, ours, theirs), data))
        if not conflicts:
            break
    if conflicts:
        hunks = lines.differences(*texts)
        texts[0] = lines.marked(hunks, ours.source.newline, marker_size)
    return Merged(data=_encoded(texts[0], ours), conflicts=conflicts)


def _written(rules: Rules, versions: tuple[Version, Version, Version], data: Plain | None) -> str:
    """Return a text that says the data; raises _Differs."""
    base, ours, theirs = versions
    for level in (False, True):
        writer = Writer(rules, ours.source, level=level)
        text = writer.file(base.child, ours.child, theirs.child)
        with suppress(_Differs):
            return _checked(text, ours, data)
    raise _Differs


def _checked(text: str, ours: Version, data: Plain | None) -> str:
    """Return the text, without the end of its last line where ours has none, if it says the data.

    Raises _Differs.
    """
    newline = ours.source.newline
    for candidate in (text.removesuffix(newline), text) if ours.open_end else (text,):
        document = read(ours.source.path, _encoded(candidate, ours))
        if document.root is not None and plain(document.root) == data:
            return candidate
    raise _Differs


def _encoded(text: str, ours: Version) -> bytes:
    return (BOM if ours.source.bom else b"") + text.encode()


def _checked_lines(
    versions: tuple[Version, Version, Version], texts: tuple[bytes, bytes, bytes], marker_size: int
) -> Merged:
    """Return a merge by lines where that says what the merged data say, else a conflict."""
    base, ours, theirs = versions
    merged = _by_lines(*texts, marker_size)
    if merged.conflicts:
        return merged
    union = Union(Values(), Prefer.OURS)
    data = union.of((base.root, ours.root, theirs.root))
    document = read(ours.source.path, merged.data)
    if document.root is not None and plain(document.root) == data and not union.conflicts:
        return merged
    return _in_full(texts[1], texts[2], marker_size)


def _doubtful(
    base: bytes, ours: bytes, theirs: bytes, path: str, marker_size: int
) -> Merged | None:
    """Return a merge over a base that holds conflicts itself; None where it says too little.

    git makes such a base where histories cross: it merges several ancestors into one. Where both
    sides of its conflicts lead to the same file, the conflicts did not matter; where they lead to
    different ones, that is what has to be decided.
    """
    both = sides(base.decode("latin-1"))
    if both is None:
        return None
    one, other = (
        merge(text.encode("latin-1"), ours, theirs, path, marker_size=marker_size)
        for text in (both.ours, both.theirs)
    )
    if one == other:
        return one
    if one.conflicts or other.conflicts:
        most = max(one, other, key=lambda merged: len(merged.conflicts))
        return most if both.count == 1 else None
    known = set(lines.split(theirs.decode("latin-1"))) - set(lines.split(ours.decode("latin-1")))
    hunks = [
        lines.Hunk(ours=hunk.theirs, theirs=hunk.ours) if known & set(hunk.ours) else hunk
        for hunk in lines.differences(one.data.decode("latin-1"), other.data.decode("latin-1"))
    ]
    return _marked(hunks, ours, marker_size)


def _by_lines(base: bytes, ours: bytes, theirs: bytes, marker_size: int) -> Merged:
    if b"\0" in ours + theirs:
        return Merged(data=ours, conflicts=(Conflict(place=_WHOLE),))
    hunks = lines.three_way(*(data.decode("latin-1") for data in (base, ours, theirs)))
    return _marked(hunks, ours, marker_size)


def _in_full(ours: bytes, theirs: bytes, marker_size: int) -> Merged:
    hunks = lines.differences(ours.decode("latin-1"), theirs.decode("latin-1"))
    return _marked(hunks, ours, marker_size)


def _marked(hunks: list[lines.Hunk], ours: bytes, marker_size: int) -> Merged:
    newline = "\r\n" if b"\r\n" in ours else "\n"
    conflicts = tuple(Conflict(place=_WHOLE) for hunk in hunks if hunk.is_conflict)
    text = lines.marked(hunks, newline, marker_size)
    return Merged(data=text.encode("latin-1"), conflicts=conflicts)
