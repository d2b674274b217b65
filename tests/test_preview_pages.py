from __future__ import annotations

import pytest

from crm.preview.answer import POLICY, content_type, refusal
from crm.preview.pages import own_file, served


def page(meta, end="</head>"):
    return f"<html><head>{meta}{end}<body>Кафе</body></html>".encode()


def meta(policy):
    return f'<meta http-equiv="Content-Security-Policy" content="{policy}">'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "default-src 'none'; style-src 'self'; script-src 'self'; base-uri 'none'",
            "default-src 'none'; style-src 'self'; script-src 'self'; base-uri 'none'; connect-src 'self'",
        ),
        (
            "default-src 'self'",
            "default-src 'self'; script-src 'self'; style-src 'self'; connect-src 'self'",
        ),
        (
            "script-src 'none'; style-src https://example.org; connect-src 'self'",
            "script-src 'self'; style-src https://example.org 'self'; connect-src 'self'",
        ),
        (
            "default-src &#39;none&#39;; ; script-src 'self';script-src *",
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'",
        ),
    ],
)
def test_the_policy_lets_the_script_run_and_listen_and_no_more(before, after):
    answer = served(page(meta(before)), "1-1")
    assert meta(after).encode() in answer.body
    assert answer.headers["Content-Security-Policy"] == f"{after}; frame-ancestors 'none'"


def test_a_page_without_a_policy_gets_the_usual_one():
    answer = served(page(""), "1-1")
    assert answer.headers["Content-Security-Policy"] == POLICY


def test_the_script_stands_at_the_end_of_the_head_once():
    answer = served(page("<title>&lt;/head></title>"), "1-1")
    script = b'<script src="/-/reload.js" data-version="1-1" defer></script>\n</head>'
    assert answer.body.count(script) == 1
    assert (
        answer.body.decode().replace(script.decode(), "</head>")
        == page("<title>&lt;/head></title>").decode()
    )


def test_a_page_without_a_head_gets_it_too():
    assert b"/-/reload.js" in served(b"<p>plain", "1-1").body


def test_bytes_that_are_no_utf8_survive():
    assert b"\xff\xfe" in served(b"<head></head>\xff\xfe", "1-1").body


def test_the_script_sets_text_and_never_markup():
    script = own_file("/-/reload.js").body.decode()
    for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
        assert word not in script
    assert own_file("/-/server.py") is None
    assert own_file("/-/../server.py") is None


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.html", "text/html; charset=utf-8"),
        ("a.SVG", "image/svg+xml; charset=utf-8"),
        ("calendar.ics", "text/calendar; charset=utf-8"),
        ("a.png", "image/png"),
        ("a.exe", "application/octet-stream"),
        ("a", "application/octet-stream"),
    ],
)
def test_content_types_do_not_depend_on_the_system(name, kind):
    assert content_type(name) == kind


def test_refusals_say_why():
    assert refusal(403, "no").body == b"403 Forbidden: no\n"
