"""Owns the interface's words in the language of a page."""

from __future__ import annotations

import gettext
import io
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from markupsafe import Markup, escape

CATALOGUES = Path(__file__).parent.parent / "locale"
LANGUAGES = ("en", "ru", "bg")


def marked(msgid: str) -> str:
    """Return a text as it is: it is translated where it is shown, and stands in the catalogues."""
    return msgid


class Words:
    """The words of the interface in one language; English is the key of every other.

    `text` and `plural` return plain text, `markup` and `markup_plural` the same for templates,
    where what is filled in may be markup of its own.
    """

    def __init__(
        self,
        language: str,
        catalogue: gettext.NullTranslations,
        number: Callable[[int], str] = str,
    ) -> None:
        self.language = language
        self._catalogue = catalogue
        self._number = number
        self._escaped: dict[str, Markup] = {}

    def text(self, msgid: str, /, **values: object) -> str:
        """Return the text in this language, its places filled in."""
        found = self._catalogue.gettext(msgid) if msgid else ""
        return found.format_map(values) if values else found

    def filled(self, template: str, values: Mapping[str, object]) -> str:
        """Return a template with `{name}` places in this language, filled from a mapping."""
        found = self._catalogue.gettext(template) if template else ""
        return found.format_map(dict(values))

    def plural(self, one: str, many: str, n: int, /, **values: object) -> str:
        """Return the form that goes with the number, which stands at the place `{n}`."""
        found = self._catalogue.ngettext(one, many, n)
        return found.format_map({"n": self._number(n), **values})

    def markup(self, msgid: str, /, **values: object) -> Markup:
        """Return the text for a template; the words and plain values are escaped."""
        known = self._escaped.get(msgid)
        if known is None:
            known = self._escaped[msgid] = escape(self._catalogue.gettext(msgid))
        return known.format(**values) if values else known

    def markup_plural(self, one: str, many: str, n: int, /, **values: object) -> Markup:
        """Return the form that goes with the number for a template."""
        found = escape(self._catalogue.ngettext(one, many, n))
        return found.format(**{"n": self._number(n), **values})


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
