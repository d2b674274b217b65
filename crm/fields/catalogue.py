"""Owns the catalogues of the programme's sentences: English is the key of every other language."""

from __future__ import annotations

import gettext
import io
from functools import cache
from pathlib import Path

from crm.fields.words import LANGUAGES

CATALOGUES = Path(__file__).parent.parent / "locale"


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """Return the catalogue of a language; English, and a language without one, is its own."""
    path = CATALOGUES / f"{language}.po"
    if language not in LANGUAGES or not path.is_file():
        return gettext.NullTranslations()
    from babel.messages.mofile import write_mo  # noqa: PLC0415 - English needs neither
    from babel.messages.pofile import read_po  # noqa: PLC0415

    compiled = io.BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
