"""What was probably meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.fields.near import closest, nearest
from crm.fields.table import SECTIONS, foreign_words

STAGES = ("lead", "offer", "won", "lost", "Договор")


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("ofer", {"near": "offer"}),
        ("Offer", {"near": "offer"}),
        ("wonn", {"near": "won"}),
        ("договор", {"near": "Договор"}),
        ("Договр", {"near": "Договор"}),
        ("\u043effer", {"alike": "offer", "letter": "U+043E cyrillic small letter o"}),
        ("of\u200bfer", {"alike": "offer", "letter": "U+200B zero width space"}),
        (
            "\u03bffer".replace("\u03bf", "l\u03bfst")[:4],
            {"alike": "lost", "letter": "U+03BF greek small letter omicron"},
        ),
        ("Дoговор", {"alike": "Договор", "letter": "U+006F latin small letter o"}),
        ("zebra", {}),
        ("", {}),
    ],
)
def test_closest(word, found):
    assert closest(word, STAGES) == found


def test_a_key_is_known_by_its_label_in_any_language():
    client = SECTIONS["client"]
    words = foreign_words(client)
    assert nearest("телефон", tuple(client.fields), words) == {"near": "phone"}
    assert nearest("Имейл", tuple(client.fields), words) == {"near": "email"}


@given(st.text(max_size=12), st.lists(st.text(max_size=12), max_size=5).map(tuple))
def test_no_word_breaks_the_search(word, known):
    found = closest(word, known)
    assert not found or {*found} <= {"near", "alike", "letter"}
