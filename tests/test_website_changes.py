"""The history on the site: a page of the latest changes, and each card with its own."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from commits import commit, git, repository, write
from sites import DAY, files, page, text_of

from crm.base import Base
from crm.history.past import Past
from crm.history.repository import head
from crm.index.query import open_index
from crm.settings import load_settings
from crm.website import Built, build_site

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

SETTINGS = """\
name: Roasters
timezone: Europe/Sofia
team: {ana: {name: Ana Dimova, email: ana@example.org}}
stages: {lead: {}, offer: {label: Offer}, won: {}}
fields: {seats: {type: number, label: Seats}, code: {private: true}}
"""
A = """\
name: Alder
phone: +1 202 555 0101
deals: [{id: espresso}]
interactions:
  - {date: 2026-01-02, type: call, summary: asked}
"""


def build(root: Path, out: Path | None = None, today: dt.date = DAY) -> Built:
    """Build the site as `crm build` does, history included."""
    base = Base(root)
    loaded = load_settings(base)
    with Past(base, head(root)) as past, open_index(base, loaded.settings, today) as index:
        return build_site(index, loaded.settings, out or base.site, today=today, past=past)


def card(root: Path, name: str) -> str:
    """Return what a card says of its history."""
    found = re.search(
        r'<section id="history".*?</section>', page(root, f"clients/{name}.html"), re.DOTALL
    )
    assert found is not None
    return text_of(found[0])


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = repository(tmp_path / "base")
    commit(root, 0, {"crm.yaml": SETTINGS, ".gitignore": "/site/\n/.crm/\n", "clients/a.yaml": A})
    return root


def test_the_page_tells_what_was_changed(root: Path) -> None:
    more = A.replace("0101", "0102").replace("name: Alder", "name: Alder & <b>Co</b>")
    commit(root, 1, {"clients/a.yaml": more + "fields: {seats: 40}\n"})
    entry = "  - {date: 2026-01-03, type: meeting, deal: espresso, stage: offer, summary: tasted}\n"
    commit(
        root, 30, {"clients/a.yaml": more + entry, "clients/b.yaml": "name: Birch\n"}, by="boris"
    )
    build(root)
    said = text_of(page(root, "changes.html"))
    assert "Meeting, 3 Jan 2026 tasted" in said
    assert "deal espresso Offer" in said
    assert "Birch new client" in said
    assert "Name Alder → Alder & <b>Co</b>" in said
    assert "Seats 40" in said
    assert "Friday, 2 January 2026" in said
    assert "Борис Илиев" in said
    assert "0102" not in said, "nobody's telephone stands in the history"
    assert "<b>Co</b>" not in page(root, "changes.html").replace("&lt;b&gt;Co&lt;/b&gt;", "")
    assert "new client" in card(root, "a")
    assert "Birch" not in card(root, "a")


def test_what_is_private_or_was_is_never_told(root: Path) -> None:
    """Fields, entries and people: before they were flagged, while, and after they are gone."""
    secret = A + (
        "  - {date: 2026-02-02, type: note, summary: Canary one}\n"
        "  - {date: 2026-02-05, type: visit}\n"
        "private: {door: Canary two}\nfields: {code: Canary three}\nunknown: Canary four\n"
        "contacts: [{name: Canary Fife, private: yes}, {name: Ivan, notes: Canary six}]\n"
    )
    commit(root, 1, {"clients/a.yaml": secret})
    flagged = secret
    for words in ("Canary one", "notes: Canary six", "type: visit"):
        flagged = flagged.replace(words, f"{words}, private: yes")
    commit(root, 2, {"clients/a.yaml": flagged.replace("2026-02-02", "2026-02-03")})
    met = "  - {date: 2026-03-01, type: call, contact: Canary Fife, summary: met}\n"
    commit(root, 3, {"clients/a.yaml": flagged.replace("private: {door", met + "private: {door")})
    build(root)
    assert "Canary" not in "".join(map(str, files(root / "site").values()))
    commit(root, 4, {"clients/a.yaml": A})
    build(root)
    assert "Canary" not in "".join(map(str, files(root / "site").values()))
    for day in ("2 Feb 2026", "3 Feb 2026", "5 Feb 2026"):
        assert day not in page(root, "changes.html") + card(root, "a"), "not even that it was"
    assert "1 Mar 2026 met" in card(root, "a"), "what was public is told"


def test_a_flag_that_is_not_committed_yet_hides_too(root: Path) -> None:
    commit(root, 1, {"clients/a.yaml": A.replace("asked", "Canary")})
    build(root)
    assert "Canary" in page(root, "changes.html")
    write(root, {"clients/a.yaml": A.replace("summary: asked", "summary: Canary, private: yes")})
    build(root)
    assert "Canary" not in "".join(map(str, files(root / "site").values()))


def test_a_build_after_commits_equals_one_from_nothing(root: Path, tmp_path: Path) -> None:
    steps = (
        {"clients/a.yaml": None, "clients/alder.yaml": A, "clients/b.yaml": "name: Birch\n"},
        {"clients/alder.yaml": A.replace("asked", "asked twice"), "clients/b.yaml": None},
    )
    build(root)
    for hour, step in enumerate(steps, 1):
        write(root, step)
        build(root)
        commit(root, hour, {})
        build(root)
        copy = tmp_path / f"copy-{hour}"
        git(tmp_path, "clone", "-q", str(root), str(copy))
        build(copy)
        here, there = files(root / "site"), files(copy / "site")
        assert here == there, hour
    assert "file renamed a → alder" in card(root, "alder")


def test_one_commit_renders_the_cards_of_its_clients(root: Path) -> None:
    commit(root, 1, {f"clients/c{at}.yaml": f"name: C{at}\n" for at in range(5)})
    build(root)
    assert build(root).pages_written == 0
    git(root, "commit", "-q", "--allow-empty", "-m", "nothing")
    built = build(root)
    assert built.pages_written == 1, "the page about the site, with its commit"
    commit(root, 2, {"clients/c1.yaml": "name: C1\ntags: [x]\n"})
    before = files(root / "site")
    build(root)
    after = files(root / "site")
    changed = {name for name in after if before.get(name) != after[name] and "clients/" in name}
    assert changed == {"clients/c1.html"}


def test_without_history_the_pages_say_why(tmp_path: Path) -> None:
    root = tmp_path / "base"
    write(root, {"crm.yaml": SETTINGS, "clients/a.yaml": A})
    build(root)
    why = "not under version control"
    assert why in page(root, "changes.html")
    assert why in card(root, "a")
    repository(root)
    build(root)
    assert "nothing was committed yet" in card(root, "a")
    commit(root, 0, {".gitignore": "/site/\n/.crm/\n"})
    build(root)
    assert "new client" in card(root, "a")
    write(root, {"clients/b.yaml": "name: B\n"})
    build(root)
    assert "This client was not committed yet." in card(root, "b")


def test_a_broken_repository_breaks_no_build(root: Path) -> None:
    found = git(root, "rev-parse", "HEAD:clients/a.yaml")
    (root / ".git" / "objects" / found[:2] / found[2:]).unlink()
    build(root)
    assert "git could not be asked" in page(root, "changes.html")


@pytest.mark.browser
@pytest.mark.slow
def test_in_the_browser(root: Path, browser: Chrome) -> None:
    """Choices narrow the page, a day of one large commit stays; axe finds nothing, narrow or wide."""
    from browsing import Reader
    from selenium_axe_python import Axe

    commit(root, 1, {"clients/a.yaml": A.replace("name: Alder", "name: Elm")}, by="boris")
    commit(root, 30, {f"clients/c{at}.yaml": f"name: C{at}\n" for at in range(9)})
    entry = "  - {date: 2026-01-03, type: meeting, deal: espresso, stage: offer}\n"
    commit(root, 60, {"clients/a.yaml": A + entry})
    build(root)
    reader = Reader(browser, root / "site")
    shown = "[...document.querySelectorAll('.entries > li')].filter(r => r.offsetParent).length"
    days = "[...document.querySelectorAll('[data-group]')].filter(r => r.offsetParent).length"
    for width in (1280, 390):
        reader.screen(width)
        for name in ("changes.html", "clients/a.html"):
            reader.open(name)
            assert reader.ask("document.documentElement.scrollWidth") <= width
            axe = Axe(browser)
            axe.inject()
            assert [one["id"] for one in axe.run(options={"preload": "false"})["violations"]] == []
    reader.open("changes.html")
    assert (reader.ask(shown), reader.ask(days)) == (3, 3)
    reader.open("changes.html?type=deal")
    assert (reader.ask(shown), reader.ask(days)) == (1, 1)
    reader.open("changes.html?owner=boris-iliev")
    assert (reader.ask(shown), reader.status()) == (1, "1 of 3 changes")
    assert reader.complaints() == []
