"""Telephone numbers: typed as people like, known by their E.164 form."""

from __future__ import annotations

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.fields.badvalue import BadValue
from crm.fields.phones import parse_phone, read_phone
from crm.model import Phone


@pytest.mark.parametrize(
    ("text", "country", "e164"),
    [
        ("+1 202 555 0101", "", "+12025550101"),
        ("+1 (202) 555-0101", "", "+12025550101"),
        ("+1.202.555.0101", "", "+12025550101"),
        ("+12025550101", "BG", "+12025550101"),
        ("202 555 0101", "US", "+12025550101"),
        ("+44 (0)20 7946 0018", "", "+442079460018"),
        ("+39 06 1234 5678", "", "+390612345678"),
        ("088 000 0101", "BG", "+359880000101"),
        ("00359 88 000 0101", "BG", "+359880000101"),
        ("8 (495) 123-45-67", "RU", "+74951234567"),
        ("+1 202 555 0101 ext. 12", "", "+12025550101"),
        ("8 495 123-45-67 доб. 12", "RU", "+74951234567"),
        ("+359 88 000 0101 вътр. 12", "", "+359880000101"),
        ("+7 495 123-45-67 (внутр. 12)", "", "+74951234567"),
    ],
)
def test_phone(text, country, e164):
    assert read_phone(text, country) == Phone(text, e164)


@pytest.mark.parametrize(
    ("text", "country", "code", "e164"),
    [
        ("202 555 0101", "", "phone-not-international", None),
        ("8 (495) 123-45-67", "", "phone-not-international", None),
        ("+1 202 555", "", "phone-invalid", None),
        ("+1 202 555 0101 1234", "", "phone-invalid", None),
        ("+999 555 0101", "", "phone-invalid", None),
        ("+1 202 555 0101 / +1 202 555 0102", "", "phone-invalid", None),
        ("ask Maria", "BG", "phone-invalid", None),
        ("+", "", "phone-invalid", None),
        ("+1 999 555 0101", "", "phone-unlikely", "+19995550101"),
    ],
)
def test_what_is_wrong_is_told_and_the_number_kept(text, country, code, e164):
    with pytest.raises(BadValue) as caught:
        read_phone(text, country)
    assert (caught.value.code, caught.value.kept) == (code, Phone(text, e164))
    assert parse_phone(text, country) == Phone(text, e164)


@given(st.text("+0123456789 ()-./xext.доб", max_size=25), st.sampled_from(["", "BG", "US", "RU"]))
def test_no_text_breaks_the_reading_and_a_form_is_a_number(text, country):
    e164 = parse_phone(text, country).e164
    if e164 is not None:
        assert phonenumbers.is_possible_number(phonenumbers.parse(e164))
        assert parse_phone(e164).e164 == e164
