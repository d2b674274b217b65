"""Owns the warnings about places that are valid but probably not meant."""

from __future__ import annotations

from crm.problems import Problem
from crm.regex import regex
from crm.text.nodes import Mapping, Scalar, scalars
from crm.text.source import Source

_HASH = regex(r"[ \t]#[^\s#!]")
# Marks that reorder the letters around them (UAX 9).
_BIDI = regex("[\u202a-\u202e\u2066-\u2069]")


def doubts(source: Source, root: Mapping, *, suspect: bool) -> list[Problem]:
    """Return what may be read otherwise than it looks; `suspect` texts have odd characters."""
    text = source.text
    hashes = {found.start() for found in _HASH.finditer(text)} if "#" in text else set()
    problems = [
        _hash_comment(source, scalar)
        for scalar in (scalars(root) if hashes else ())
        if not scalar.style and scalar.end > scalar.start and scalar.end in hashes
    ]
    if suspect and (found := _BIDI.search(text)):
        char = char_name(found.group())
        problems.append(source.problem("text-hidden", found.span(), char=char))
    return problems


def char_name(char: str) -> str:
    """Return how a character is named that may not be seen."""
    return f"U+{ord(char):04X}"


def _hash_comment(source: Source, scalar: Scalar) -> Problem:
    start = scalar.end + 1
    comment = source.rest_of_line(start)
    place = (start, start + len(comment))
    value = f"{scalar.text} {comment}"
    return source.problem("hash-comment", place, comment=comment, value=value)
