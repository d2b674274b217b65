"""Owns ids: what an id may be, and the one a name gives (`Щърбан Ъглов` → `shtarban-aglov`)."""

from __future__ import annotations

import re
import unicodedata

from crm.regex import regex

_SLUG = regex(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")
_LIMIT = 80
# Windows keeps these names for devices, with any ending.
_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))]
)

_COMMON = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i",
    "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
    "т": "t", "у": "u", "ф": "f", "ц": "ts", "ч": "ch", "ш": "sh", "ю": "yu", "я": "ya",
}  # fmt: skip
# Bulgaria's Transliteration Act of 2009; an ending -ия is -ia.
BULGARIAN = str.maketrans(
    {**_COMMON, "х": "h", "щ": "sht", "ъ": "a", "ь": "y", "ѝ": "i", "ы": "y", "э": "e", "ё": "yo"}
)
# Russian passports, with the й, ю, я of road signs (BGN/PCGN), which is how people write them.
RUSSIAN = str.maketrans(
    {**_COMMON, "ё": "e", "х": "kh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e"}
)

_ONLY_RUSSIAN = regex("[ыэё]")
# The vowel ъ stands first or after a consonant, and before one; in Russian е, ё, ю, я follow.
_VOWEL = regex(r"(?:\b|[бвгджзйклмнпрстфхцчшщ])ъ[бвгджзйклмнпрстфхцчшщ]")
_CYRILLIC = regex("[\u0400-\u04ff]")


def is_slug(text: str) -> bool:
    """Tell whether a text can be an id: small Latin letters and digits, parted by - _ or a dot."""
    return (
        _SLUG.fullmatch(text) is not None
        and len(text) <= _LIMIT
        and text.partition(".")[0] not in _DEVICES
    )


def slug(name: str, language: str = "") -> str:
    """Return the id a name gives, always a valid one; `client` where no letter is left.

    Cyrillic is written as in Russian or in Bulgarian as its letters tell (ы э ё; ъ as a vowel),
    else as `language`, the base's, says; Russian where that says neither.
    """
    text = unicodedata.normalize("NFC", name).lower()
    if _CYRILLIC.search(text):
        text = _cyrillic(text, language)
    if not text.isascii():
        text = _latin(text)
    plain = re.sub("['’]", "", text)
    ident = re.sub("[^a-z0-9]+", "-", plain.lower())[:_LIMIT].strip("-")
    if not ident:
        return "client"
    return f"{ident}-1" if ident in _DEVICES else ident


def _cyrillic(text: str, language: str) -> str:
    if _ONLY_RUSSIAN.search(text):
        return text.translate(RUSSIAN)
    if _VOWEL.search(text) or language == "bg":
        return re.sub(r"ия\b", "ia", text).translate(BULGARIAN)
    return text.translate(RUSSIAN)


def _latin(text: str) -> str:
    # Imported only for names in other scripts: its tables are large.
    from anyascii import anyascii  # noqa: PLC0415

    return anyascii(text)
