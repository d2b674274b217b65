"""Owns Rule: one problem code, its level, and how it is said."""

from __future__ import annotations

from enum import StrEnum

from crm.record import positional


class Level(StrEnum):
    """How grave a problem is."""

    ERROR = "error"
    WARNING = "warning"


@positional
class Rule:
    """One problem code: its level, its words with places for values, and what the docs say."""

    code: str
    level: Level
    message: str
    hint: str
    about: str


def error(code: str, message: str, hint: str, about: str) -> Rule:
    """Return a rule whose breach makes `crm check` fail."""
    return Rule(code, Level.ERROR, message, hint, about)


def warning(code: str, message: str, hint: str, about: str) -> Rule:
    """Return a rule whose breach is worth a look; `--strict` makes it fail too."""
    return Rule(code, Level.WARNING, message, hint, about)
