"""Every type: what it reads, what it refuses, what it writes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.fields.badvalue import BadValue
from crm.fields.context import Context
from crm.fields.types import OWN_TYPES, TYPES
from crm.problems import RULES

ANYTHING = Context()
BASE = Context(
    currency="EUR",
    currencies=frozenset({"EUR", "BGN"}),
    members={"ana": 1, "boris": 2},
    services={"beans-1kg": 1},
    stages={"lead": 1, "won": 2},
    types={"call": 1},
    campaigns={"spring": 1},
)


@pytest.mark.parametrize(
    ("name", "text", "written"),
    [
        ("text", " a ", "a"),
        ("longtext", "a\nb\n", "a\nb"),
        ("number", "1 500,50", "1500.50"),
        ("money", "€1 500,50", "1500.50 EUR"),
        ("money", "250", "250"),
        ("date", "2026-11-20", "2026-11-20"),
        ("moment", "2026-11-20 14:30", "2026-11-20 14:30"),
        ("birthday", "--03-08", "--03-08"),
        ("duration", "90 min", "1h30"),
        ("span", "2 weeks", "2 weeks"),
        ("flag", "да", "yes"),
        ("flag", "NO", "no"),
        ("phone", "+1 202 555 0101", "+1 202 555 0101"),
        ("email", "ana@example.org", "ana@example.org"),
        ("email", "иван@пример.бг", "иван@пример.бг"),
        ("email", "a.b+c@x-y.example.org", "a.b+c@x-y.example.org"),
        ("url", "example.org", "example.org"),
        ("url", "https://example.org:8080/a?b#c", "https://example.org:8080/a?b#c"),
        ("url", "mailto:ana@example.org", "mailto:ana@example.org"),
        ("url", "кафе.бг/меню", "кафе.бг/меню"),
        ("tag", "two words", "two words"),
        ("id", "espresso-2026", "espresso-2026"),
        ("member", "ana", "ana"),
        ("country", "BG", "BG"),
        ("currency", "лв.", "BGN"),
        ("timezone", "Europe/Sofia", "Europe/Sofia"),
        ("percent", "12,5 %", "12.5"),
        ("share", "10%", "0.1"),
        ("share", "0.25", "0.25"),
        ("score", "10", "10"),
        ("five", "1", "1"),
        ("days", "730", "730"),
    ],
)
def test_read_and_write(name, text, written):
    assert TYPES[name].write(TYPES[name].read(text, BASE)) == written


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("money", "5 USD", "currency-without-rate"),
        ("flag", "maybe", "flag-invalid"),
        ("email", "ana@localhost", "email-invalid"),
        ("email", "ana @example.org", "email-invalid"),
        ("email", "Ana <ana@example.org>", "email-invalid"),
        ("email", "ana@example.org,", "email-invalid"),
        ("email", "a@b@example.org", "email-invalid"),
        ("email", "a..b@example.org", "email-invalid"),
        ("email", "ana@exam\u200bple.org", "email-invalid"),
        ("email", "ana@example.org\nbcc:x@example.org", "email-invalid"),
        ("url", "javascript:alert(1)", "url-invalid"),
        ("url", " JaVaScRiPt:alert(1)", "url-invalid"),
        ("url", "data:text/html,x", "url-invalid"),
        ("url", "file:///etc/passwd", "url-invalid"),
        ("url", "vbscript:x", "url-invalid"),
        ("url", "//example.org", "url-invalid"),
        ("url", "example", "url-invalid"),
        ("url", 'https://example.org/"onclick=', "url-invalid"),
        ("url", "https://user@example.org", "url-invalid"),
        ("url", "tel:", "url-invalid"),
        ("url", "https://example.org/" + "a" * 3000, "url-invalid"),
        ("tag", "a, b", "tag-invalid"),
        ("id", "Espresso 2026", "id-invalid"),
        ("member", "anna", "member-unknown"),
        ("service", "beans", "service-unknown"),
        ("stage", "wonn", "stage-unknown"),
        ("type", "cal", "type-unknown"),
        ("campaign", "sprin", "campaign-unknown"),
        ("country", "Bulgaria", "country-unknown"),
        ("country", "XX", "country-unknown"),
        ("currency", "EURO!", "currency-unknown"),
        ("timezone", "Europe/Vitosha", "timezone-unknown"),
        ("timezone", "../etc/passwd", "timezone-unknown"),
        ("timezone", "", "timezone-unknown"),
        ("percent", "101", "percent-invalid"),
        ("percent", "-1", "percent-invalid"),
        ("percent", "ten", "percent-invalid"),
        ("percent", "1,500", "number-ambiguous"),
        ("share", "1.1", "share-invalid"),
        ("score", "11", "whole-invalid"),
        ("score", "9.5", "whole-invalid"),
        ("five", "0", "whole-invalid"),
        ("scores", "5-4", "scores-invalid"),
        ("scores", "6", "scores-invalid"),
    ],
)
def test_refused(name, text, code):
    with pytest.raises(BadValue) as caught:
        TYPES[name].read(text, BASE)
    assert caught.value.code == code


def test_an_unknown_id_says_what_is_near_and_what_is_known():
    with pytest.raises(BadValue) as caught:
        TYPES["member"].read("anna", BASE)
    assert caught.value.values == {"value": "anna", "known": "ana, boris", "near": "ana"}
    assert caught.value.kept == "anna"


@pytest.mark.parametrize("name", ["member", "service", "stage", "type", "campaign"])
def test_any_id_is_fine_where_none_is_declared(name):
    assert TYPES[name].read("anything", ANYTHING) == "anything"


# What people mistype is mostly near something right.
WORDS = st.one_of(
    st.text(max_size=40),
    st.text("0123456789-.:,/ +€$EURлв%@hm", max_size=20),
    st.sampled_from(["null", "~", "\u200b", "\ud800", "a" * 10_000, "1" * 10_000, "a." * 5_000]),
)


@pytest.mark.parametrize("name", sorted(TYPES))
@given(text=WORDS)
def test_no_type_raises_anything_but_bad_values_that_make_a_whole_sentence(name, text):
    kind = TYPES[name]
    for context in (ANYTHING, BASE):
        try:
            value = kind.read(text, context)
        except BadValue as bad:
            rule = RULES[bad.code]
            said = [words.format_map(bad.values) for words in (rule.message, rule.hint)]
        else:
            said = ["read"]
            assert kind.read(kind.write(value), context) == value
        assert all(said)


def test_own_fields_have_types_that_exist():
    assert set(OWN_TYPES) <= set(TYPES)
