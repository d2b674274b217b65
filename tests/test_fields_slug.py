"""Ids: what an id may be, and the one a name gives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.fields.slug import is_slug, slug


@pytest.mark.parametrize(
    ("name", "language", "ident"),
    [
        ("Щърбан Ъглов", "", "shtarban-aglov"),
        ("Щърбан Ъглов", "ru", "shtarban-aglov"),
        ("Кафе «Витоша»", "bg", "kafe-vitosha"),
        ("Хижа Щастие", "bg", "hizha-shtastie"),
        ("Хижа Щастие", "ru", "khizha-shchastie"),
        ("Мария", "bg", "maria"),
        ("Мария", "ru", "mariya"),
        ("Съединение", "bg", "saedinenie"),
        ("Подъезд", "ru", "podezd"),
        ("ООО «Рога и копыта»", "bg", "ooo-roga-i-kopyta"),
        ("Семён Эрнст", "bg", "semen-ernst"),
        ("Жёлтый щит, ЗАО", "", "zheltyy-shchit-zao"),
        ("Мария Петрова", "", "mariya-petrova"),
        ("L'Oréal & Co.", "", "loreal-co"),
        ("Größe", "", "grosse"),
        ("Ελλάδα", "", "ellada"),
        ("  -- ", "", "client"),
        ("CON", "", "con-1"),
        ("Кафе\u0301", "bg", "kafe"),
    ],
)
def test_slug(name, language, ident):
    assert slug(name, language) == ident


@pytest.mark.parametrize(
    "text", ["a", "kafe-vitosha", "espresso_2026", "beans-1kg", "v1.2", "0123", "a" * 80]
)
def test_an_id(text):
    assert is_slug(text)


@pytest.mark.parametrize(
    "text",
    ["", "A", "kafe vitosha", "кафе", "-a", "a-", "a--b", "../a", "a/b", "con", "nul.x", "com1",
     "a" * 81, "a\n", ".hidden"],
)  # fmt: skip
def test_no_id(text):
    assert not is_slug(text)


@given(st.text(max_size=120), st.sampled_from(["", "en", "ru", "bg"]))
def test_every_name_gives_an_id(name, language):
    ident = slug(name, language)
    assert is_slug(ident)
    assert slug(ident, language) == ident
