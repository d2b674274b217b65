"""Owns the spellings under which one text is found: folded, in Latin letters, as it sounds."""

from __future__ import annotations

import unicodedata

from crm.fields.slug import BULGARIAN, RUSSIAN
from crm.regex import regex

_ENDING = regex(r"ия\b")
_TWICE = regex(r"([a-z])\1+")
_QUOTES = dict.fromkeys(map(ord, "«»„“”‚‘’"), '"')
_RULES = ({**RUSSIAN, **_QUOTES}, {**BULGARIAN, **_QUOTES})
# Ways to write one sound in Latin letters.
_SOUNDS = (
    ("shch", "sht"), ("kh", "h"), ("ph", "f"), ("ck", "k"), ("tz", "ts"), ("w", "v"), ("x", "ks"),
    ("j", "y"), ("iy", "i"), ("yi", "i"), ("y", "i"),
)  # fmt: skip


def fold(text: str) -> str:
    """Return a text as it is compared: small letters, composed, ё as е, single spaces."""
    return " ".join(fold_letters(text).split())


def fold_letters(text: str) -> str:
    """Return a text with small, composed letters, ё as е; spaces stay as they are."""
    return text.lower() if text.isascii() else _small(text).replace("ё", "е")


def _small(text: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())


def latin(text: str) -> tuple[str, ...]:
    """Return a text's spellings in Latin letters, by the Russian and by the Bulgarian rules.

    Accents are left out, other scripts are written as they sound; nothing for a text that is
    plain Latin already.
    """
    return () if text.isascii() else _latin(" ".join(_small(text).split()))


def _latin(small: str) -> tuple[str, ...]:
    found = [small.translate(rules) for rules in _RULES]
    if found[0] != found[1] and "ия" in small:
        found.append(_ENDING.sub("ia", small).translate(_RULES[1]))
    elif "ия" in small:
        found[1] = _ENDING.sub("ia", small).translate(_RULES[1])
    return tuple(dict.fromkeys(map(_ascii, found)))


def _ascii(text: str) -> str:
    if text.isascii():
        return text
    # Imported only for names in other scripts: its tables are large.
    from anyascii import anyascii  # noqa: PLC0415

    return " ".join(anyascii(text).lower().split())


def spellings(text: str) -> str:
    """Return all spellings of a name, a line each, the folded one first."""
    if text.isascii():
        return fold(text)
    small = " ".join(_small(text).split())
    return "\n".join((small.replace("ё", "е"), *_latin(small)))


def sound(spelled: str) -> str:
    """Return a Latin spelling with the usual ways to write one sound made equal."""
    for one, other in _SOUNDS:
        spelled = spelled.replace(one, other)
    return _TWICE.sub(r"\1", spelled)
