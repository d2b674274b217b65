"""Who is found by what: alphabets, keyboards, phones, and words of the journal."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_base import from_records, make_base, opened

from crm.base import Base
from crm.errors import UnknownClient
from crm.fields.keyboards import _LAYOUTS, _QWERTY
from crm.fields.spelling import latin
from crm.index.said import around
from crm.model import Client, Contact, Phone

VITOSHA = """\
name: Кафе «Витоша»
phone: "+359 88 812 3456"
tags: [Horeca]
notes: |
  Ключ у портье.
  Просят звонить после обеда.
contacts: [{name: Мария Йовкова, email: maria@example.org}]
interactions:
  - {date: 2026-11-01, type: call, summary: "Обсуждали ёлку и цену"}
  - date: 2026-11-10
    type: call
    summary: "Прислать новый прайс, цену держим до конца года, потом пересмотрим все условия договора"
"""
VIBROSTAR = """\
name: Vibrostar Café
phone: 0888 000 102
interactions:
  - {date: 2026-10-05, type: note, summary: Wants a trial of the filter blend}
"""


@pytest.fixture
def base(tmp_path: Path) -> Base:
    return make_base(tmp_path, cafe_vitosha=VITOSHA, vibrostar=VIBROSTAR, julia="name: Юлия Шахова")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("vitosha", ["cafe-vitosha"]),
        ("Вибростар", ["vibrostar"]),
        ("cafe", ["cafe-vitosha", "vibrostar"]),  # a part of the id first
        ("dbnjif", ["cafe-vitosha"]),  # ЙЦУКЕН on QWERTY
        ("lrjftd", ["cafe-vitosha"]),  # Bulgarian BDS on QWERTY
        ("wito[a", ["cafe-vitosha"]),  # the traditional phonetic layout
        ("vitowa", ["cafe-vitosha"]),  # that of 2006
        (";ckuf,", []),
        ("мшикщыефк", ["vibrostar"]),  # QWERTY on ЙЦУКЕН
        ("мшещырф", ["cafe-vitosha"]),  # transliterated as well
        ("ВИТОША", ["cafe-vitosha"]),
        ("И\u0306овкова".upper(), ["cafe-vitosha"]),
        ("йовкова мария", ["cafe-vitosha"]),
        ("yovkova", ["cafe-vitosha"]),
        ("julija shahova", ["julia"]),
        ("horeca", ["cafe-vitosha"]),
        ("nobody", []),
        ("   ", []),
    ],
)
def test_any_spelling(base: Base, text: str, found: list[str]) -> None:
    with opened(base) as index:
        assert sorted(match.id for match in index.search(text)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("strasse 5", ["Straße 5"]),
        ("STRAßE", ["Straße 5"]),
        ("bar", ["BAR"]),
        ("ÇA", ["Ça"]),
        ("desk@", ["BAR"]),
        ("müller@", ["Ça"]),
        ("example.org", ["BAR", "plain", "Ça"]),
        ("lain", ["plain"]),
    ],
)
def test_letters_that_the_database_does_not_know(
    tmp_path: Path, text: str, found: list[str]
) -> None:
    base = make_base(
        tmp_path,
        **{
            "Straße 5": "kind: person\n",
            "BAR": "name: One\nemail: Desk@Example.ORG\n",
            "Ça": "name: Two\nemail: Müller@example.org\n",
            "plain": "name: Three\nemail: three@example.org\n",
        },
    )
    with opened(base) as index:
        assert sorted(match.id for match in index.search(text)) == found


def test_of_two_respelled_names_the_first_way_is_shown(tmp_path: Path) -> None:
    """Щърба is shchrba by the Russian rules, which come first, and shtarba by the Bulgarian."""
    base = make_base(tmp_path, one="name: Shtarba\ncontacts: [{name: Otar}, {name: Shchrba}]\n")
    with opened(base) as index:
        assert [match.text for match in index.search("щърба")] == ["Shchrba"]
        assert [match.text for match in index.search("Щърба Otar")] == []
        assert [match.text for match in index.search("shtarba")] == ["Shtarba"]


def test_another_spelling_is_a_hint_and_not_an_answer(base: Base) -> None:
    with opened(base) as index:
        for text in ("dbnjif", "vibrostar cafe", "йовкова мариа"):
            with pytest.raises(UnknownClient):
                index.resolve(text)
        with pytest.raises(UnknownClient) as caught:
            index.resolve("dbnjif")
        assert caught.value.hint == "did you mean cafe-vitosha?"


def test_names_before_phones(tmp_path: Path) -> None:
    base = make_base(tmp_path, one='name: One\nphone: "+359 88 812 3456"', two="name: Bar 3456")
    with opened(base) as index:
        assert [match.where for match in index.search("3456")] == ["name", "phone"]


def test_words_of_the_journal(base: Base) -> None:
    with opened(base) as index:
        (match,) = index.said("ЦЕНУ")
        assert (match.id, match.line, match.hits) == ("cafe-vitosha", 10, 2)
        assert (
            match.text
            == "Прислать новый прайс, цену держим до конца года, потом пересмотрим все условия договора"
        )
        assert [one.line for one in index.said("цену", every=True)] == [10, 9]
        assert [one.id for one in index.said("елку")] == ["cafe-vitosha"]
        assert [one.id for one in index.said("blend trial")] == ["vibrostar"]
        assert index.said("blend ёлку") == []
        (note,) = index.said("звонить после")
        assert (note.line, note.text) == (6, "Просят звонить после обеда.")
        assert index.said("на") == []  # too short to mean anything


def test_the_words_around() -> None:
    text = "a " * 40 + "Straße nach Hause " + "b " * 60
    shown = around(text, ["hause"])
    assert shown.startswith("…a ")
    assert "Straße nach Hause b" in shown
    assert shown.endswith("b…")


@pytest.mark.parametrize(
    ("stored", "country"),
    [
        ("+359 88 812 3456", ""),
        ("+359 88 812 3456", "BG"),
        ("088 812 34 56", "BG"),
        ("(088) 812-34-56", ""),
    ],
)
@pytest.mark.parametrize(
    "text",
    [
        "+359888123456", "+359 88 812 3456", "00359 88 812 3456", "0888123456", "088.812.34.56", "(088) 812-34-56",
        "+359 (0)88 812 3456", "888123456", "123456", "8123456", "tel:+359888123456", "+359\u00a088\u2011812\u20113456",
    ],
)  # fmt: skip
def test_any_spelling_of_a_phone(tmp_path: Path, stored: str, country: str, text: str) -> None:
    base = make_base(
        tmp_path,
        f"country: {country}\n" if country else "",
        one=f'name: One\nphone: "{stored}"',
        two='name: Two\nphone: "+359 88 799 9999"',
    )
    with opened(base) as index:
        assert [match.id for match in index.search(text)] == ["one"]


CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъьюя"
NAMES = st.one_of(
    st.text(CYRILLIC, min_size=4, max_size=10),
    st.text(CYRILLIC + "ыэё", min_size=4, max_size=10),
    st.text("abcdefghijklmnopqrstuvwxyz", min_size=4, max_size=10),
    st.text("abcdeéèöñçšž", min_size=4, max_size=10),
).map(str.title)


def pieces(text: str) -> list[str]:
    return [
        text[start:end]
        for start in range(len(text))
        for end in range(start + 4, len(text) + 1)
        if not text[start].isspace() and not text[end - 1].isspace()
    ]


def typed_wrong(piece: str) -> list[str]:
    """Return what comes out when a piece is typed with another layout on."""
    if piece.isascii():
        return [piece.translate(str.maketrans(_QWERTY, layout)) for layout in _LAYOUTS]
    return [
        "".join(_QWERTY[layout.index(letter)] for letter in piece)
        for layout in _LAYOUTS
        if all(letter in layout for letter in piece)
    ]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(NAMES, NAMES), min_size=1, max_size=4), st.data())
def test_every_piece_of_a_name_finds_it(names: list[tuple[str, str]], data: st.DataObject) -> None:
    clients = [
        Client(id=f"c{n}", path=f"clients/c{n}.yaml", name=name, contacts=(Contact(line=3, name=contact),))
        for n, (name, contact) in enumerate(names)
    ]  # fmt: skip
    with from_records(clients) as index:
        for client in clients:
            for name in (client.name, client.contacts[0].name):
                own = data.draw(st.sampled_from(pieces(name)))
                asked = [own, own.upper(), *typed_wrong(own.lower())]
                for spelled in latin(name):
                    asked += pieces(spelled)[:: len(spelled)]
                for text in asked:
                    assert client.id in {match.id for match in index.search(text)}, text


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 99), st.integers(6, 10), st.sampled_from(["", " ", ".", "-", ") "]))
def test_every_end_of_a_number_finds_it(number: int, length: int, sign: str) -> None:
    digits = f"20255501{number:02}"
    phone = Phone(f"+1 202 555 01{number:02}", f"+1{digits}")
    client = Client(id="a", path="clients/a.yaml", name="A", phones=(phone,))
    with from_records([client]) as index:
        end = digits[-length:]
        assert [match.id for match in index.search(f"{end[:3]}{sign}{end[3:]}")] == ["a"]
