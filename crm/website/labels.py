"""Owns the words that the table of fields has for keys and choices, in the language of a page."""

from __future__ import annotations

from functools import cache

from babel import Locale

from crm.fields.table import SECTIONS
from crm.fields.words import say


@cache
def label(section: str, key: str, language: str) -> str:
    """Return the label of a key."""
    return say(SECTIONS[section].fields[key].label, language)


@cache
def choice(section: str, key: str, value: str, language: str) -> str:
    """Return the word for a choice; a word of the user's own stays as it is."""
    words = SECTIONS[section].fields[key].choices.get(value)
    return say(words, language) if words else value


@cache
def path_label(path: str, language: str) -> str:
    """Return the label of a dotted key such as `address.city`, or the key as it is."""
    section, labels = "client", []
    for key in path.split("."):
        found = SECTIONS[section].fields.get(key) if section else None
        if found is None:
            return path
        labels.append(say(found.label, language))
        section = found.nested
    return " · ".join(labels)


@cache
def country(code: str, language: str) -> str:
    """Return the name of a country, or its code where there is none."""
    return str(Locale.parse(language).territories.get(code.upper(), code))


@cache
def language_name(code: str, language: str) -> str:
    """Return the name of a language, or what was typed where it is no code."""
    return str(Locale.parse(language).languages.get(code.lower(), code))
