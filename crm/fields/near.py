"""Owns "did you mean": the known word that a mistyped one stands for."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

# Cyrillic and Greek letters that look like Latin ones.
_TWINS = str.maketrans(
    "авекмнорстухіјѕԁһԛԝАВЕКМНОРСТУХІЈЅԚԜαονρΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "abekmhopctyxijsdhqwABEKMHOPCTYXIJSQWaovpABEZHIKMNOPTYX",
)


@lru_cache(maxsize=2048)
def closest(word: str, known: tuple[str, ...]) -> dict[str, str]:
    """Return the values that make a problem say what was probably meant; none when nothing is near.

    `alike` and `letter`: the word looks the same but has a letter of another alphabet or an
    invisible character. `near`: the word is a few letters away.
    """
    bones = _bones(word)
    for candidate in known:
        if bones == _bones(candidate):
            odd = _odd_letter(word, candidate)
            return {"alike": candidate, "letter": odd} if odd else {"near": candidate}
    by_bones = {_bones(candidate): candidate for candidate in reversed(known)}
    matches = difflib.get_close_matches(bones, by_bones, n=1, cutoff=0.7)
    if not matches and len(bones) >= 3:
        matches = [whole for whole in by_bones if whole.startswith(bones)][:1]
    return {"near": by_bones[matches[0]]} if matches else {}


def nearest(word: str, known: tuple[str, ...], also: Mapping[str, str]) -> dict[str, str]:
    """Return the same, where other words (`also`) stand for known ones too."""
    meant = also.get(word.strip().casefold())
    return {"near": meant} if meant and meant != word else closest(word, known)


def _bones(word: str) -> str:
    """Return a word without case, invisible characters and look-alike letters."""
    seen = "".join(char for char in word if unicodedata.category(char) not in {"Cf", "Cc"})
    return unicodedata.normalize("NFKC", seen).translate(_TWINS).casefold().strip()


def _odd_letter(word: str, candidate: str) -> str:
    """Return the first character of the word that only looks like one of the candidate."""
    theirs = {*candidate.casefold(), *candidate}
    for char in word:
        if char not in theirs and char.casefold() not in theirs:
            return f"U+{ord(char):04X} {unicodedata.name(char, 'control character').lower()}"
    return ""
