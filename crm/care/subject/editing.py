"""Owns the edits that take a client out of another file: what the preview says and no more."""

from __future__ import annotations

from collections.abc import Sequence

from crm.care.subject import in_document
from crm.care.subject.identity import Identity
from crm.care.subject.mention import Fate, Mention
from crm.fields.words import say, words
from crm.text import Document, read
from crm.text.change import apply, put, remove
from crm.text.places import Path as Place

# What stands where a client was named; plain YAML may begin with it.
_WORD = words("(forgotten) | (удалено) | (заличено)")


def edited(
    document: Document, identity: Identity, mentions: Sequence[Mention], language: str
) -> bytes:
    """Return a file's bytes without the mentions that are to go; raises UnsafeEdit.

    In texts a word takes the place of what named the client, character by character where that
    can be; the data must then be the old data with that word, and nothing else changed.
    """
    word = say(_WORD, language)
    replaced = {one.place for one in mentions if one.fate is Fate.REPLACE}
    removed = {one.place for one in mentions if one.fate is Fate.REMOVE}
    after = _with_word(document, identity, replaced, word)
    for place in sorted(removed, key=_late, reverse=True):
        after = apply(after, remove(place))
    return after.source.data


def _late(place: Place) -> tuple[tuple[int, str], ...]:
    """Order places so that the items of a list go from its end."""
    return tuple((step, "") if isinstance(step, int) else (-1, step) for step in place)


def _with_word(document: Document, identity: Identity, places: set[Place], word: str) -> Document:
    root, source = document.root, document.source
    if root is None or not places:
        return document
    _, sure = in_document.patterns(identity)
    found = list(in_document.scalars(root))
    spans = [(one.start, one.end) for place, one in found if place in places]
    if () in places:  # comments
        inside = [(one.start, one.end) for _, one in found]
        spans += in_document.outside(source.text, sure, inside)
    text = source.text
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + sure.sub(word, text[start:end]) + text[end:]
    data = (b"\xef\xbb\xbf" if source.bom else b"") + text.encode("utf-8")
    after = read(source.path, data)
    wanted = [sure.sub(word, one.text) if place in places else one.text for place, one in found]
    if after.root is not None and _texts(after) == wanted:
        return after
    changed = [(place, sure.sub(word, one.text)) for place, one in found if place in places]
    return apply(document, *(put(place, value) for place, value in changed))


def _texts(document: Document) -> list[str]:
    return [one.text for _, one in in_document.scalars(document.root)] if document.root else []
