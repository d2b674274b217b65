"""The small parts of the site: page names, links, languages, excerpts, sparklines."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.website.issues import caret
from crm.website.links import mail, messenger, telephone, web
from crm.website.names import page_names
from crm.website.pages.lists import page_name
from crm.website.render import plain, shown
from crm.website.rows import percent, spark_points, sparkline
from crm.website.search import fold
from crm.website.tongue import cyrillic_of, language_of


def test_page_names_of_plain_keys_are_the_keys():
    assert page_names(["horeca", "at_risk", "time-tested", "2026"]) == {
        "horeca": "horeca",
        "at_risk": "at_risk",
        "time-tested": "time-tested",
        "2026": "2026",
    }


def test_page_names_are_safe_and_unique_where_the_disk_ignores_case():
    names = page_names(
        ["Horeca", "horeca", "хорека", "../etc/passwd", "con", "a/b", "a b", "", "<b>", "София"]
    )
    assert names["Horeca"] == "Horeca"
    assert names["horeca"] != "horeca"
    assert names["София"] == "sofiya"
    assert len({name.lower() for name in names.values()}) == len(names)
    assert all(
        set(name.lower()) <= set("abcdefghijklmnopqrstuvwxyz0123456789-_")
        for name in names.values()
    )
    assert names["con"] != "con", "Windows keeps it for a device"


@given(st.lists(st.text(max_size=20), max_size=12))
def test_any_keys_give_safe_and_unique_names(keys):
    names = page_names(keys)
    assert names == page_names(reversed(keys)), "the order does not matter"
    assert set(names) == set(keys)
    assert len({name.casefold() for name in names.values()}) == len(names)
    for name in names.values():
        assert name.isascii()
        assert name
        assert name.replace("-", "").replace("_", "").isalnum()


def test_further_pages_never_meet_the_page_of_another_segment():
    assert page_name("index", 2) == "index-2.html"
    assert page_name("segment-vip", 1) == "segment-vip.html"
    assert page_name("segment-vip", 2) == "segment-vip.2.html", "vip-2 can be a segment"
    assert "." not in page_names(["vip.2"])["vip.2"]


@pytest.mark.parametrize(
    ("text", "href"),
    [
        ("example.org", "https://example.org"),
        ("www.example.org/a?b=c#d", "https://www.example.org/a?b=c#d"),
        ("https://example.org/кафе", "https://example.org/кафе"),
        ("HTTP://example.org", "HTTP://example.org"),
        ("javascript:alert(1)", ""),
        ("JaVaScRiPt://example.org/%0aalert(1)", ""),
        ("java\tscript:alert(1)", ""),
        ("data:text/html,<script>", ""),
        ("file:///etc/passwd", ""),
        ("vbscript:x", ""),
        ("//example.org", ""),
        ("https://", ""),
        ("https://[::1", ""),
        ("example.org/\u202egpj", ""),
        ('example.org" onclick=alert(1)', ""),
        ("hello", ""),
        ("", ""),
    ],
)
def test_web_links_are_http_or_nothing(text, href):
    assert web(text) == href


@pytest.mark.parametrize(
    ("kind", "value", "href"),
    [
        ("whatsapp", "+359 88 000 0101", "https://wa.me/359880000101"),
        ("whatsapp", "0880 000 101", ""),
        ("viber", "+1 202 555 0110", "viber://chat?number=%2B12025550110"),
        ("telegram", "@maria_p", "https://t.me/maria_p"),
        ("telegram", "t.me/maria_p", "https://t.me/maria_p"),
        ("telegram", "+1 202 555 0110", "https://t.me/+12025550110"),
        ("telegram", "../../evil", ""),
        ("skype", "live:maria.p", "skype:live:maria.p?chat"),
        ("skype", "x?call&y", ""),
        ("icq", "123", ""),
    ],
)
def test_messengers_get_links_made_of_checked_parts(kind, value, href):
    assert messenger(kind, value) == href


@pytest.mark.parametrize(
    ("text", "href"),
    [
        ("maria@example.org", "mailto:maria@example.org"),
        ("a+b@example.org", "mailto:a+b@example.org"),
        ("a@example.org?cc=b@example.org", ""),
        ("a@example.org,b@example.org", ""),
        ("a@example.org%0abcc:x@example.org", ""),
        (
            "мария@пример.бг",
            "mailto:%D0%BC%D0%B0%D1%80%D0%B8%D1%8F@%D0%BF%D1%80%D0%B8%D0%BC%D0%B5%D1%80.%D0%B1%D0%B3",
        ),
        ("not mail", ""),
    ],
)
def test_mail_goes_to_one_address_with_nothing_else(text, href):
    assert mail(text) == href


def test_telephones_are_linked_where_they_are_valid():
    assert telephone("+12025550110") == "tel:+12025550110"
    assert telephone(None) == ""
    assert telephone("+1;ext=2") == ""


@pytest.mark.parametrize(
    ("text", "page", "language"),
    [
        ("Hotel Ardenza", "en", ""),
        ("Кафе Орбита", "en", "bg"),
        ("Ресторан «Сто ступеней»", "en", "bg"),  # nothing gives it away
        ("Рыба", "en", "ru"),
        ("Подъезд", "en", "bg"),  # ъ before е is Russian, so the base decides
        ("Щърбан Ъглов", "en", "bg"),
        ("Нұрлан", "en", "kk"),
        ("Кафе Орбита", "bg", ""),
        ("Рыба", "bg", "ru"),
        ("Hotel Ardenza", "bg", "en"),
        ("Café Müller", "bg", ""),
        ("Café Орбита и приятели", "en", "bg"),
        ("1042", "bg", ""),
        ("", "en", ""),
    ],
)
def test_the_language_of_a_name_follows_from_its_letters(text, page, language):
    assert language_of(text, page, "bg") == language


def test_cyrillic_is_bulgarian_or_russian_by_the_base():
    assert cyrillic_of("en", "Europe/Sofia") == "bg"
    assert cyrillic_of("en", "Asia/Almaty") == "ru"
    assert cyrillic_of("ru", "Europe/Sofia") == "ru"


def test_texts_with_a_direction_of_their_own_are_kept_apart():
    assert shown("Кафе <b>") == "Кафе &lt;b&gt;"
    assert shown("מסעדה") == "<bdi>מסעדה</bdi>"
    assert shown("a\u202eb") == "<bdi>a\u202eb</bdi>"
    assert shown("bell\x07") == "bell\ufffd"
    assert plain("tab\tand\nline") == "tab\tand\nline"


def test_the_caret_stands_under_its_place_behind_tabs_too():
    assert caret("  stage: wonn", 10, 4) == "         ^^^^"
    assert caret("\t- date", 2, 1) == "\t^"
    assert caret("short", 1, 99) == "^^^^^"
    assert caret("", 1, 5) == "^"


def test_sparklines_scale_to_the_best_month():
    assert sparkline([Decimal(0)] * 12) == ""
    assert sparkline([Decimal(-5), Decimal(0)]) == ""
    assert sparkline([Decimal(0), Decimal(50), Decimal(100)]) == "0dq"
    assert spark_points("0dq") == "46.8,15 51.9,8.5 57,2"


@pytest.mark.parametrize(
    ("share", "shown_as"), [(0, 0), (0.5, 50), (0.994, 99), (0.999, 99), (1.0, 100)]
)
def test_only_all_is_a_hundred_per_cent(share, shown_as):
    assert percent(share) == shown_as


def test_search_folds_case_marks_and_spaces():
    assert fold("  Ёлка  И\u0306од ") == fold("елка иод")
    assert fold("CAFÉ") == fold("cafe")
