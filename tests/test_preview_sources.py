from __future__ import annotations

import hashlib
import os
import time

import pytest
from previewed import make_base

from crm.preview import sources as module
from crm.preview.sources import Sources, look


@pytest.fixture
def base(tmp_path):
    return make_base(tmp_path / "base", 3)


@pytest.fixture
def sources(base):
    return Sources(base, base.site)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("crm.yaml", True),
        ("services.yaml", True),
        ("campaigns.yaml", True),
        ("README.md", False),
        (".pre-commit-config.yaml", False),
        ("clients/a.yaml", True),
        ("clients/sofia/centre/a.yaml", True),
        ("clients/a.yml", False),
        ("clients/.a.yaml", False),
        ("clients/.a.yaml.swp", False),
        ("clients/.hidden/a.yaml", False),
        ("clients/.#a.yaml", False),
        ("clients/#a.yaml#", False),
        ("clients/a.yaml~", False),
        ("clients/4913", False),
        ("clients/a.yaml___jb_tmp___", False),
        ("clients/a.yaml___jb_old___", False),
        ("regions/sofia.yaml", True),
        ("regions/sofia.yaml~", False),
        ("templates/client.html", True),
        ("templates/documents/offer.html", True),
        ("templates/site.css", True),
        ("templates/client.html~", False),
        ("templates/.client.html.swx", False),
        ("templates/client.html.bak", False),
        ("templates/4913", False),
        ("site/index.html", False),
        (".crm/client.yaml", False),
        (".git/a.yaml", False),
        ("files/a/offer.yaml", False),
        ("clientsx/a.yaml", False),
    ],
)
def test_what_pages_are_made_from(base, sources, path, expected):
    assert sources.is_source(str(base.root / path)) is expected
    place = base.root / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text("x", "utf-8")
    listed, _ = sources.listing()
    # An attachment is listed for its being there, though it is no source.
    assert (str(place) in listed) is (expected or path.startswith("files/"))


def test_the_site_is_no_source_wherever_it_is(base):
    out = base.templates / "public"
    sources = Sources(base, out)
    (out / "clients").mkdir(parents=True)
    for page in (out / "index.html", out / "clients" / "a.html"):
        page.write_text("x", "utf-8")
        assert not sources.is_source(str(page))
    listed, _ = sources.listing()
    assert not [path for path in listed if "public" in path]


def test_listing_tells_what_differs(base, sources):
    listed, differing = sources.listing()
    assert differing == listed.keys()
    assert sources.listing(listed)[1] == set()
    changed, deleted = base.clients / "client-0.yaml", base.clients / "client-1.yaml"
    changed.write_text("name: Other\n", "utf-8")
    deleted.unlink()
    added = base.clients / "new.yaml"
    added.write_text("name: New\n", "utf-8")
    expected = {str(changed), str(deleted), str(added)}
    assert sources.listing(listed)[1] == expected
    assert sources.look_again([*expected, str(base.clients / "client-2.yaml")], listed) == expected
    assert sources.look_again(expected, listed) == set()
    assert sources.listing(listed)[1] == set()


def test_a_folder_named_as_a_client_is_looked_into(base, sources):
    folder = base.clients / "archive.yaml"
    folder.mkdir()
    (folder / "a.yaml").write_text("name: A\n", "utf-8")
    listed, _ = sources.listing()
    assert str(folder) not in listed
    assert str(folder / "a.yaml") in listed
    assert sources.look_again([str(folder)], listed) == set()


def test_a_link_to_nowhere_is_not_there(base, sources):
    (base.clients / "a.yaml").symlink_to("nowhere.yaml")
    assert str(base.clients / "a.yaml") not in sources.listing()[0]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_not_waited_for(base, sources):
    os.mkfifo(base.clients / "pipe.yaml")
    assert str(base.clients / "pipe.yaml") in sources.listing()[0]


def test_a_second_write_that_leaves_no_trace_in_the_times_is_seen(base):
    path = base.clients / "client-0.yaml"
    path.write_bytes(b"name: BBBB\n")
    seen = look(path, None, time.time_ns())
    assert seen is not None
    stamp, _ = seen
    written_before = hashlib.blake2b(b"name: AAAA\n", digest_size=16).digest()
    earlier = (*stamp[:4], written_before)
    assert look(path, earlier, time.time_ns()) == (stamp, True)
    assert look(path, stamp, time.time_ns()) == (stamp, False)
    # Years later the times can be trusted; the doubt of then is settled once more, then dropped.
    later = time.time_ns() + 10**17
    assert look(path, earlier, later) == ((*stamp[:4], b""), True)
    assert look(path, (*stamp[:4], b""), later) == ((*stamp[:4], b""), False)


def test_old_files_are_not_read(base, sources, monkeypatch):
    monkeypatch.setattr(module, "_YOUNG", 0)
    monkeypatch.setattr(module, "_digest", lambda *_: pytest.fail("was read"))
    listed, _ = sources.listing()
    assert sources.listing(listed)[1] == set()
