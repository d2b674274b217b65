"""Owns the interface's words in the language of a page."""

from __future__ import annotations

import gettext
from collections.abc import Callable, Mapping
from string import Formatter
from typing import TypeAlias

from markupsafe import Markup, escape


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
        self._parsed: dict[str, _Parts] = {}

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
        known = self._parsed.get(msgid)
        if known is None:
            known = self._parsed[msgid] = _parts(self._catalogue.gettext(msgid))
        return _joined(known, values)

    def markup_plural(self, one: str, many: str, n: int, /, **values: object) -> Markup:
        """Return the form that goes with the number for a template."""
        found = self._catalogue.ngettext(one, many, n)
        known = self._parsed.get(found)
        if known is None:
            known = self._parsed[found] = _parts(found)
        return _joined(known, {"n": self._number(n), **values})


_Parts: TypeAlias = tuple[tuple[Markup, str], ...]


def _parts(text: str) -> _Parts:
    """Return a text with places as pieces: what stands before each place, and its name."""
    return tuple((escape(literal), name or "") for literal, name, _, _ in Formatter().parse(text))


def _joined(parts: _Parts, values: Mapping[str, object]) -> Markup:
    if len(parts) == 1 and not parts[0][1]:
        return parts[0][0]
    return Markup().join(
        literal + escape(values[name]) if name else literal for literal, name in parts
    )
