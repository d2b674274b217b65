"""Owns what a text becomes when another keyboard layout was on: `ghbdtn` for «привет»."""

from __future__ import annotations

_QWERTY = "qwertyuiop[]asdfghjkl;'zxcvbnm,./`\\"
_LAYOUTS = (
    "йцукенгшщзхъфывапролджэячсмитьбю.ё\\",  # Russian
    ",уеишщксдзц;ьяаожгтнвмчюйъэфхпрлб(ѝ",  # Bulgarian, BDS 5237
    "явертъуиопшщасдфгхйкл;'зьцжбнм,./чю",  # Bulgarian phonetic, the traditional one
    "чшертъуиопящасдфгхйкл;'зжцвбнм,./юь",  # Bulgarian phonetic of 2006
)
_UNSHIFTED = str.maketrans('{}:"<>?~|', "[];',./`\\")
_TO_CYRILLIC = tuple(str.maketrans(_QWERTY, layout) for layout in _LAYOUTS)
_TO_LATIN = tuple(str.maketrans(layout, _QWERTY) for layout in _LAYOUTS)


def retyped(text: str) -> list[str]:
    """Return what the keys of a text in small letters give in the other layouts, each once."""
    if text.isascii():
        plain = text.translate(_UNSHIFTED)
        found = [plain.translate(table) for table in _TO_CYRILLIC]
    else:
        found = [text.translate(table) for table in _TO_LATIN]
    return [one for one in dict.fromkeys(found) if one != text]
