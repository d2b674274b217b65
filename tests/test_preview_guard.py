from __future__ import annotations

import os

import pytest

from crm.preview.guard import allowed_hosts, page_name, read_inside


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/", "index.html"),
        ("/index.html", "index.html"),
        ("/clients/a.html", "clients/a.html"),
        ("/clients/%61.html", "clients/a.html"),
        ("/clients/caf%C3%A9.html", "clients/café.html"),
        ("/100%25.html", "100%.html"),
        ("/a%2Fb.html", "a/b.html"),
        ("", None),
        ("index.html", None),
        ("*", None),
        ("http://127.0.0.1/index.html", None),
        ("/..", None),
        ("/.", None),
        ("/../a", None),
        ("/a/../b", None),
        ("/a/./b", None),
        ("/a//b", None),
        ("/a/", None),
        ("/%2e%2e/a", None),
        ("/%2e%2e%2fa", None),
        ("/...", None),
        ("/.git/config", None),
        ("/a/.b", None),
        ("/a\\b", None),
        ("/%5ca", None),
        ("/c:/a", None),
        ("/a:stream", None),
        ("/a%00", None),
        ("/a%0a", None),
        ("/a%7f", None),
        ("/a.", None),
        ("/a%20", None),
        ("/a*", None),
        ("/a%3f", None),
        ("/con", None),
        ("/a/NUL.html", None),
        ("/Com1", None),
        ("/lpt9.txt", None),
        ("/console.html", "console.html"),
        ("/%ff", None),
        ("/%c0%ae%c0%ae/a", None),
        ("/%ed%a0%80", None),
    ],
)
def test_what_a_path_means(path, name):
    assert page_name(path) == name


def test_only_plain_files_inside_are_read(tmp_path):
    site = tmp_path / "site"
    (site / "clients").mkdir(parents=True)
    (tmp_path / "secret.html").write_bytes(b"secret")
    (site / "a.html").write_bytes(b"page")
    (site / "out.html").symlink_to("../secret.html")
    (site / "in.html").symlink_to("a.html")
    (site / "loop.html").symlink_to("loop.html")
    assert read_inside(site, "a.html") == b"page"
    assert read_inside(site, "in.html") == b"page"
    for name in ("out.html", "loop.html", "clients", "missing.html", "a.html/b", "../secret.html"):
        assert read_inside(site, name) is None, name
    assert read_inside(tmp_path / "nowhere", "a.html") is None
    if hasattr(os, "mkfifo"):
        os.mkfifo(site / "pipe.html")
        assert read_inside(site, "pipe.html") is None


def test_a_site_that_is_a_link_is_served(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.html").write_bytes(b"page")
    (tmp_path / "site").symlink_to("real")
    assert read_inside(tmp_path / "site", "a.html") == b"page"


def test_hosts_of_the_usual_port_need_no_port():
    assert allowed_hosts(8000) == {"127.0.0.1:8000", "localhost:8000", "[::1]:8000"}
    assert "localhost" in allowed_hosts(80)
