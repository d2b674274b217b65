"""No text of a client can do anything but be read: it does not run, and is shown as typed."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlencode

import pytest
from browsing import Reader
from sites import build, make_base

from crm.text.quote import document

pytestmark = pytest.mark.browser

LINES = (Path(__file__).parent / "data" / "naughty.txt").read_text("utf-8").split("\n")
NAUGHTY = [line for line in LINES if line and not line.startswith("#")]


def client(text: str) -> str:
    """Return a client file with the text in every field that takes one."""
    return document(
        {
            "name": text,
            "industry": text,
            "tags": [text],
            "site": text,
            "email": text,
            "phone": text,
            "messengers": {"telegram": text, "skype": text, "viber": text, "whatsapp": text},
            "address": {"city": text, "street": text, "line": text, "country": text},
            "region": text,
            "hours": text,
            "best_time": text,
            "timezone": text,
            "language": text,
            "source": text,
            "campaign": text,
            "referred_by": text,
            "gender": text,
            "holidays": {text: text},
            "tax_id": text,
            "head": text,
            "important": text,
            "reference": text,
            "paused": {"reason": text},
            "closed": {"reason": text},
            "notes": text,
            "files": [text],
            "fields": {"machine": text},
            "contacts": [
                {"name": text, "role": text, "notes": text, "email": text, "phone": text},
                {"name": f"{text} again", "do_not_contact": {"reason": text}},
            ],
            "consent": [{"purpose": text, "how": text, "evidence": text, "given": "2026-01-01"}],
            "contracts": [{"number": text, "terms": text, "file": text}],
            "deals": [{"id": "d", "title": text, "competitor": text, "notes": text}],
            "tasks": [{"due": "2026-11-20", "what": text, "deal": "d"}],
            "interactions": [
                {
                    "date": "2026-11-01",
                    "type": "call",
                    "contact": text,
                    "summary": text,
                    "outcome": text,
                    "purpose": text,
                    "objection": text,
                    "question": text,
                    "reason": text,
                    "competitor": text,
                    "deal": "d",
                    "files": [text],
                },
                {"date": "2026-11-02", "type": "order", "number": text, "amount": "5", "promo": text},
                {"date": "2026-11-03", "type": "payment", "amount": "5", "what": text},
                {"date": "2026-11-04", "type": "review", "rating": "5", "url": text},
                {"date": "2026-11-05", "type": "survey", "score": "9", "answers": {text: {"importance": "5"}}},
            ],
            "odd key": text,
        }
    )  # fmt: skip


def settings() -> str:
    text = NAUGHTY[0]
    return document(
        {
            "name": text,
            "team": {"ana": {"name": text}},
            "stages": {"lead": {"label": text}, "won": {"label": text}},
            "fields": {"machine": {"type": "text", "label": text}},
            "segments": {"vip": {"label": text, "when": "revenue >= 0"}},
        }
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    texts = {f"n{number:02}": client(text) for number, text in enumerate(NAUGHTY)}
    root = make_base(tmp_path_factory.mktemp("base"), texts, settings())
    build(root)
    return root / "site"


@pytest.fixture
def reader(browser, site):
    found = Reader(browser, site)
    found.screen()
    found.complaints()
    yield found
    assert found.complaints() == [], "not even an attempt was made"


def shown(text: str) -> str:
    """Return a text as a browser gives it back."""
    return text.replace("\r", "\n")


def test_every_card_shows_what_was_typed_and_runs_nothing(reader):
    for number, text in enumerate(NAUGHTY):
        reader.open(f"clients/n{number:02}.html")
        assert reader.ask("typeof window.pwned") == "undefined", text
        assert reader.text("h1") == shown(text)
        assert reader.text("#notes .pre") == shown(text)
        assert reader.text("#contacts .rows b") == shown(text)
        assert shown(text) in reader.text("#tasks li")
        assert reader.text("#timeline .entries .pre") == shown(text)
        assert reader.ask("document.querySelectorAll('script').length") == 2
        assert (
            reader.ask(
                "document.querySelectorAll('iframe, base, style, img, object, embed, [onclick], [onload]').length"
            )
            == 0
        )


@pytest.mark.parametrize("width", [1280, 390])
def test_long_words_do_not_make_a_page_wider_than_the_screen(reader, width):
    reader.screen(width)
    wide = "[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.code, .roll, .vh, thead, .views .pick')).map(e => e.outerHTML.slice(0, 200))"
    cards = [f"clients/n{number:02}.html" for number in range(len(NAUGHTY) - 3, len(NAUGHTY))]
    for name in (
        "index.html",
        "index.html?q=WWWW",
        "segment-vip.html",
        "about.html",
        "clients/n00.html",
        *cards,
    ):
        reader.open(name)
        assert reader.ask(wide) == [], name


def test_links_have_only_schemes_of_the_list(site):
    for path in site.rglob("*.html"):
        for href in re.findall(r'href="([^"]*)"', path.read_text("utf-8")):
            assert re.match(
                r"(https?://|mailto:|tel:\+|viber://chat|skype:|data:,$|#|(\.\./)?[a-z]+[\w./-]*\.(html|css)(#\w+)?$)",
                href,
            ), href


def test_every_list_shows_what_was_typed_and_runs_nothing(reader, site):
    for name in [
        "index.html",
        "segment-vip.html",
        "problems.html",
        "about.html",
        *(path.name for path in site.glob("tag-*.html")),
    ]:
        reader.open(name)
        assert reader.ask("typeof window.pwned") == "undefined", name
    reader.open("index.html")
    assert reader.driver.title.endswith(NAUGHTY[0])
    reader.click(".pager button[value='2']")
    second = reader.names()
    reader.click(".pager button[value='1']")
    names = {*reader.names(), *second}
    assert names == {shown(text) for text in NAUGHTY}
    assert reader.ask("typeof window.pwned") == "undefined"


def test_every_text_can_be_searched_for(reader):
    reader.open("index.html")
    for text in NAUGHTY:
        reader.ask(
            "void (box => { box.value = arguments[0]; box.dispatchEvent(new Event('input')); })(document.getElementById('q'))",
            text,
        )
        if text.strip("0123456789"):
            assert shown(text) in reader.names(), text
    assert reader.ask("typeof window.pwned") == "undefined"


@pytest.mark.parametrize(
    "texts", [NAUGHTY[::3], pytest.param(NAUGHTY, marks=pytest.mark.slow)], ids=["some", "all"]
)
def test_a_query_in_the_address_does_nothing_but_search(reader, texts):
    keys = ("q", "segment", "tag", "sort", "flag", "__proto__", "constructor")
    for text in texts:
        reader.open(f"index.html?{urlencode(dict.fromkeys(keys, text))}")
        assert reader.ask("typeof window.pwned") == "undefined", text
        assert reader.ask("document.getElementById('q').value") == text


def test_tags_get_safe_file_names(site):
    names = [path.name for path in site.glob("tag-*.html")]
    assert len(names) > 50, "some of the texts are no tags"
    assert all(re.fullmatch(r"tag-[a-z0-9_-]+\.html", name, re.IGNORECASE) for name in names)
    assert len({name.lower() for name in names}) == len(names)
