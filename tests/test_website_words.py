"""The words of the site: every one is translated, none is left over, and places agree."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

from crm.fields.catalogue import CATALOGUES, catalogue
from crm.index.reasons import TEMPLATES
from crm.problems import RULES
from crm.problems.problem import ALIKE, NEAR
from crm.website.folders import builtin_templates
from crm.website.formats import Formats
from crm.website.words import Words

WEBSITE = CATALOGUES.parent / "website"
CALLS = {"_": None, "marked": None, "text": None, "ngettext": (1, 2), "plural": (1, 2)}


def used_words() -> set[str | tuple[str, str]]:
    """Return every text that templates, builders, problems and reasons show."""
    found: set[str | tuple[str, str]] = set()
    for path in builtin_templates().glob("*.html"):
        with path.open("rb") as file:
            for _, call, message, _ in babel_extract(file, ("_", "ngettext"), (), {}):
                parts = (message,) if isinstance(message, str) else tuple(filter(None, message))
                found.add(parts[0] if call == "_" else (parts[0], parts[1]))
    for path in WEBSITE.rglob("*.py"):
        with path.open("rb") as file:
            for _, message, _, _ in extract("python", file, keywords=CALLS):
                found.add(message if isinstance(message, str) else tuple(message))
    for rule in RULES.values():
        found |= {rule.message, rule.hint}
    return (found | {*TEMPLATES, ALIKE, NEAR}) - {""}


def entries(language: str) -> dict[str | tuple[str, str], tuple[str, ...]]:
    with (CATALOGUES / f"{language}.po").open("rb") as file:
        read = read_po(file, locale=language)
    return {
        message.id if isinstance(message.id, str) else tuple(message.id): (
            (message.string,) if isinstance(message.string, str) else tuple(message.string)
        )
        for message in read
        if message.id and not message.fuzzy
    }


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", ["ru", "bg"])
def test_every_word_is_in_the_catalogue_and_no_other(language):
    used, known = used_words(), entries(language)
    assert sorted(map(str, used - known.keys())) == [], "add these to the catalogue"
    assert sorted(map(str, known.keys() - used)) == [], "nothing shows these any more"


@pytest.mark.parametrize(("language", "forms"), [("ru", 3), ("bg", 2)])
def test_translations_are_complete_and_have_the_same_places(language, forms):
    for message, texts in entries(language).items():
        assert all(texts), f"{message} is not translated"
        assert len(texts) == (1 if isinstance(message, str) else forms), message
        originals = (message,) if isinstance(message, str) else message
        wanted = set().union(*map(places, originals))
        for text in texts:
            assert places(text) == wanted, f"{message} and {text}"
            assert text.count("%n") == originals[-1].count("%n"), message


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ("en", ["1 client", "2 clients", "5 clients", "21 clients"]),
        ("ru", ["1 клиент", "2 клиента", "5 клиентов", "21 клиент"]),
        ("bg", ["1 клиент", "2 клиенти", "5 клиенти", "21 клиенти"]),
    ],
)
def test_plural_forms_follow_the_number(language, texts):
    words = Words(language, catalogue(language))
    assert [words.plural("{n} client", "{n} clients", n) for n in (1, 2, 5, 21)] == texts
    assert [
        str(words.markup_plural("{n} client", "{n} clients", n)) for n in (1, 2, 5, 21)
    ] == texts


def test_markup_escapes_what_is_filled_in_and_the_words():
    words = Words("en", catalogue("en"))
    assert words.markup("<b> {name}", name="<i>") == "&lt;b&gt; &lt;i&gt;"
    assert words.text("{name}", name="{other}") == "{other}"
    assert words.text("") == "", "the empty text is the head of a catalogue"
    assert Words("ru", catalogue("ru")).text("") == ""


DAY = dt.date(2026, 11, 20)


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        (
            "en",
            ("5 Sep", "14 Mar 2022", "14 March 2022", "November 2026", "Friday, 20 November 2026"),
        ),
        (
            "ru",
            (
                "5 сент.",
                "14 мар. 2022",
                "14 марта 2022 г.",
                "Ноябрь 2026",
                "Пятница, 20 ноября 2026 г.",
            ),
        ),
        (
            "bg",
            (
                "5 сеп",
                "14 март 2022",
                "14 март 2022 г.",
                "Ноември 2026",
                "Петък, 20 ноември 2026 г.",
            ),
        ),
    ],
)
def test_dates_are_written_as_the_language_writes_them(language, texts):
    formats = Formats(language, DAY, "EUR")
    early, late = dt.date(2022, 3, 14), dt.date(2026, 9, 5)
    assert formats.short(late) == texts[0]
    assert formats.short(early) == texts[1], "a far date has its year"
    assert formats.long(early) == texts[2]
    assert formats.month(DAY) == texts[3]
    assert formats.full(DAY) == texts[4]


def test_the_pages_find_their_catalogues_in_the_package():
    assert {path.stem for path in Path(CATALOGUES).glob("*.po")} == {"ru", "bg"}
