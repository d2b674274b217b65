"""Owns Problem: what is wrong at one place of the user's files, as a value."""

from __future__ import annotations

import unicodedata

from crm.problems.rule import Level, Rule
from crm.problems.table import RULES
from crm.record import ordered

# Hints that take the place of a rule's own where a known word is close (crm.fields.near).
NEAR = "did you mean {near}?"
ALIKE = "it looks like {alike} but has another character, {letter}: type it anew"


@ordered
class Location:
    """A place in a file of the base; line and column count from 1, columns in characters."""

    path: str
    line: int
    column: int
    length: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@ordered
class Problem:
    """One thing that is wrong at one place; sorts by place, then code."""

    location: Location
    code: str
    values: tuple[tuple[str, str], ...] = ()
    excerpt: tuple[tuple[int, str], ...] = ()

    @property
    def rule(self) -> Rule:
        """The table's row for this code."""
        return RULES[self.code]

    @property
    def level(self) -> Level:
        """How grave it is."""
        return self.rule.level

    @property
    def message(self) -> str:
        """What is wrong, in English."""
        return self.rule.message.format_map(dict(self.values))

    @property
    def hint_template(self) -> str:
        """What to do next, in English with places for the values; may be empty."""
        names = {name for name, _ in self.values}
        if "alike" in names:
            return ALIKE
        return NEAR if "near" in names else self.rule.hint

    @property
    def hint(self) -> str:
        """What to do next, in English; may be empty."""
        return self.hint_template.format_map(dict(self.values))


def problem(
    code: str,
    location: Location,
    excerpt: tuple[tuple[int, str], ...] = (),
    **values: object,
) -> Problem:
    """Return a Problem; values are made visible and short."""
    kept = tuple((name, shown(str(value))) for name, value in values.items())
    return Problem(location, code, kept, excerpt)


# General categories of characters that a reader cannot see: controls, formats, surrogates,
# private use, unassigned, line and paragraph separators.
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def shown(text: str, limit: int = 200) -> str:
    r"""Return the text with invisible characters written as \uXXXX, cut to `limit` characters."""
    seen = "".join(map(_visible, text)) if not text.isprintable() else text
    return seen if len(seen) <= limit else seen[: limit - 1] + "…"


def _visible(char: str) -> str:
    if unicodedata.category(char) not in _INVISIBLE:
        return char
    if char == "\n":
        return "\\n"
    if char == "\t":
        return "\\t"
    code = ord(char)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
