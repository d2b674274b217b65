"""Owns texts in the languages of a base: English, Russian, Bulgarian."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

LANGUAGES = ("en", "ru", "bg")

Words: TypeAlias = Mapping[str, str]  # language -> text; "" is a text for any language


def words(line: str) -> Words:
    """Return the texts of `English | русский | български`."""
    return dict(zip(LANGUAGES, (part.strip() for part in line.split("|")), strict=True))


def say(texts: Words, language: str) -> str:
    """Return the text in a language, else the one for any, else the English, else the first."""
    for name in (language, "", "en"):
        if name in texts:
            return texts[name]
    return next(iter(texts.values()), "")
