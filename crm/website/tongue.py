"""Owns the guess of the language a text is written in, for `lang` attributes."""

from __future__ import annotations

import re
from functools import lru_cache

# Letters that run from right to left, and the marks that change the direction of writing.
TURNING = r"[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc]"

_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
# Letters, or places of letters, that only one of the languages has.
SIGNS = (
    ("kk", "[әғқңұүөһ]"),
    ("uk", "[іїєґ]"),
    ("sr", "[ђјљњћџ]"),
    ("ru", "[ыэё]"),
    ("bg", "ъ(?![еёюя])"),
)
_SIGNS = tuple((name, re.compile(sign, re.IGNORECASE)) for name, sign in SIGNS)


@lru_cache(maxsize=65536)
def language_of(text: str, page: str, cyrillic: str) -> str:
    """Return the language of a text where it differs from the page's, else the empty string.

    site.js guesses the same way, with the same signs.

    `cyrillic` is the language of a Cyrillic text whose letters do not give it away.
    """
    if text.isascii() and page == "en":
        return ""
    counts = len(_CYRILLIC.findall(text)), len(_LATIN.findall(text))
    if not any(counts):
        return ""
    if counts[0] < counts[1]:
        return "" if page == "en" or not text.isascii() else "en"
    found = next((name for name, sign in _SIGNS if sign.search(text)), "")
    if page in {"ru", "bg"} and not found:
        return ""
    return "" if found == page else found or cyrillic


def cyrillic_of(language: str, timezone: str) -> str:
    """Return the language that Cyrillic names of a base are most likely written in."""
    if language in {"ru", "bg"}:
        return language
    return "bg" if timezone == "Europe/Sofia" else "ru"
