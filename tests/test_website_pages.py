"""The pages of the site as a reader without scripts finds them."""

from __future__ import annotations

import os
import posixpath
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sites import DAY, ORLOVA, SETTINGS, VITOSHA, attributes, build, files, make_base, page, text_of

from crm.errors import BrokenTemplate
from crm.website.output import MANIFEST

BROKEN = "name: [unclosed\n"


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    root = make_base(
        tmp_path_factory.mktemp("base"),
        {"vitosha": VITOSHA, "sofia/orlova": ORLOVA, "broken": BROKEN},
    )
    build(root)
    return root


def pages_of(root: Path) -> dict[str, str]:
    return {
        name: data.decode() for name, data in files(root / "site").items() if name.endswith(".html")
    }


def test_the_site_has_the_pages_of_the_contract(base):
    assert sorted(files(base / "site")) == sorted(
        [
            MANIFEST, "about.html", "changes.html", "clients/orlova.html", "clients/vitosha.html", "data.js", "facts.js", "index.html",
            "problems.html", "segment-active.html", "segment-big-room.html", "segment-inactive.html",
            "segment-lost.html", "segment-potential.html", "segment-regular.html", "segment-time-tested.html",
            "segment-vip.html", "segment-working.html", "site.css", "site.js", "tag-horeca.html", "tag-sofiya.html",
        ]
    )  # fmt: skip


def test_every_link_leads_somewhere(base):
    pages = pages_of(base)
    for name, html in pages.items():
        for href in attributes(html, "href", "src", "action"):
            if re.match(r"(https?|mailto|tel|viber|skype|data):", href):
                continue
            path, _, anchor = href.partition("#")
            target = posixpath.normpath(Path(name).parent / path) if path else name
            assert (base / "site" / target).is_file(), f"{name} leads to {href}"
            if anchor:
                assert f'id="{anchor}"' in pages[target], f"{name} leads to {href}"


def test_every_page_forbids_what_it_does_not_need(base):
    for name, html in pages_of(base).items():
        assert (
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'"
            in html
        )
        assert "<style" not in html
        assert not re.search(r"<[^>]+\s(on\w+|style)=", html), name
        assert re.findall(r"<script[^>]*>(.*?)</script>", html) == [""] * html.count("<script")


def test_the_index_shows_every_client_that_can_be_read(base):
    text = text_of(page(base, "index.html"))
    assert "Кафе «Витоша»" in text
    assert "Vera Orlova-Tan" in text
    assert "18 Nov call about the offer 2 d late" in text
    assert "owes 600" in text
    assert "do not contact" in text
    assert "1 714" in text, "600 + 1200 BGN in the base's currency + 500, rounded"
    assert "Overdue 1 oldest 2 days" in text
    assert '<a href="clients/vitosha.html" lang="bg">Кафе «Витоша»</a>' in page(base, "index.html")
    assert 'data-segment="regular vip big-room"' in page(base, "index.html")


def test_facets_lead_to_built_pages_and_carry_their_query(base):
    html = page(base, "index.html")
    assert (
        '<a href="segment-vip.html" data-query="segment=vip">VIP <span class="n">1</span></a>'
        in html
    )
    assert (
        '<a href="tag-sofiya.html" data-query="tag=sofiya" lang="bg">София <span class="n">1</span></a>'
        in html
    )
    assert '<a data-query="owner=ana">Ana' in html, "a choice without a page waits for the script"


def test_a_segment_page_lists_its_clients_only(base):
    text = text_of(page(base, "segment-vip.html"))
    assert "VIP 1 client" in text
    assert "Кафе «Витоша»" in text
    assert "Orlova" not in text
    assert "Orlova" not in text_of(page(base, "tag-sofiya.html"))


def test_a_card_says_what_is_known(base):
    text = text_of(page(base, "clients/vitosha.html"))
    for said in (
        "coffee bars · София · owner Ana Dimova · client since 14 March 2024",
        "18 Nov 10:00 : call about the offer",
        "2 days late. 600 is past due.",
        "Revenue, 12 months 1 714",
        "Мария Петрова decides manager +1 202 555 0102 Viber",
        "Kalin Rusev do not contact Since 2 Sep 2026. left",
        "VIP revenue_365 >= 1000",
        "Tax number BG000000101",
        "Seats 40",
        "Espresso machine 4 200 · 45 %",
        "expected 15 Dec",
        "November 2026 · 1",
        "Мария Петрова , 14:30, 6 min, outgoing Sent the offer. Outcome: later · Espresso machine moved to Offer",
        "Order 1002, 1 200 BGN",
        "taste: importance 5, satisfaction 4",
        "Number 2025-018",
        "in 41 days",
        "mailings given 2 Jan 2025",
        "Back door.",
        "clients/vitosha.yaml",
        'crm log vitosha call "what was said"',
    ):
        assert said in text, said


def test_a_card_links_every_way_to_reach_who_may_be_reached(base):
    html = page(base, "clients/vitosha.html")
    links = set(attributes(html, "href"))
    assert {
        "tel:+12025550101",
        "tel:+12025550102",
        "mailto:vitosha@example.org",
        "https://vitosha.example.org",
    } <= links
    assert "viber://chat?number=%2B12025550102" in links
    assert "2025550103" not in html, "the number of who left is not shown"


def test_do_not_contact_is_obeyed(base):
    html = page(base, "clients/orlova.html")
    assert "Do not contact" in text_of(html)
    assert "asked in writing" in html
    assert not re.search(r'href="(tel|mailto|viber|skype|https://(wa|t)\.me)', html)
    assert "555 0120" not in html


def test_problems_have_an_excerpt_with_a_caret_and_a_hint(base):
    html, text = page(base, "problems.html"), text_of(page(base, "problems.html"))
    assert "clients/broken.yaml:1:7" in text
    assert "bracket-unclosed" in text
    assert '<span class="caret">      ^' in html
    assert "service-unknown" not in text, "there is no price list"
    assert '<span class="n late">1<span class="vh"> error</span></span>' in page(base, "index.html")
    assert '"problems":{"count":1,"label":"error","late":true}' in page(base, "facts.js")


def test_a_file_with_problems_is_shown_with_them(tmp_path):
    make_base(tmp_path, {"a": "name: A\nsince: 2026-13-01\nowner: nobody\n"})
    build(tmp_path)
    text = text_of(page(tmp_path, "clients/a.html"))
    assert '"2026-13-01" is not a date' in text
    assert '"nobody" is not in the team' in text
    assert "2 since: 2026-13-01" in text
    assert 'href="clients/a.html"' in page(tmp_path, "problems.html")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "ru",
            [
                "Клиенты",
                "опоздание 2 дн.",
                "Выручка за 12 месяцев",
                "«2026-13-01» — не дата",
                "Ноябрь 2026",
                "1 клиент",
            ],
        ),
        (
            "bg",
            [
                "Клиенти",
                "закъснение 2 д",
                "Приходи за 12 месеца",
                "„2026-13-01“ не е дата",
                "Ноември 2026",
                "1 клиент",
            ],
        ),
    ],
)
def test_the_site_speaks_the_language_of_the_base(tmp_path, language, said):
    make_base(
        tmp_path,
        {"vitosha": VITOSHA, "a": "name: A\nsince: 2026-13-01\n"},
        f"language: {language}\n{SETTINGS}",
    )
    build(tmp_path)
    everything = " ".join(text_of(html) for html in pages_of(tmp_path).values())
    for words in said:
        assert words in everything
    assert f'<html lang="{language}">' in page(tmp_path, "index.html")
    assert not re.search(r"\b(clients|Copy|late|Search)\b", text_of(page(tmp_path, "index.html")))


def test_an_empty_base_tells_how_to_begin(tmp_path):
    make_base(tmp_path, {})
    build(tmp_path)
    assert "No clients yet" in page(tmp_path, "index.html")
    assert "crm new" in page(tmp_path, "index.html")
    assert "All 0 files are in order" in page(tmp_path, "problems.html")


def test_long_lists_stand_on_pages_of_150(tmp_path):
    make_base(tmp_path, {f"c{n:03}": f"name: Client {n}\ntags: [all]\n" for n in range(310)})
    build(tmp_path)
    names = ["index.html", "index-2.html", "index-3.html"]
    rows = [re.findall(r'data-id="(c\d+)"', page(tmp_path, name)) for name in names]
    assert [len(found) for found in rows] == [150, 150, 10]
    assert len({name for found in rows for name in found}) == 310
    for name in names:
        assert {"index.html", "index-2.html", "index-3.html"} <= set(
            attributes(page(tmp_path, name), "href")
        )
    assert "301–310 / 310" in text_of(page(tmp_path, "index-3.html"))
    assert (tmp_path / "site" / "tag-all.3.html").is_file()


def test_only_what_changed_is_written(tmp_path):
    make_base(tmp_path, {"vitosha": VITOSHA, "orlova": ORLOVA})
    first = build(tmp_path)
    assert first.pages_unchanged == 0
    again = build(tmp_path)
    assert (again.pages_written, again.removed) == (0, 0)
    before = files(tmp_path / "site")
    path = tmp_path / "clients" / "vitosha.yaml"
    path.write_text(path.read_text() + "  # one more\n" + "head: Мария\n")
    build(tmp_path)
    after = files(tmp_path / "site")
    assert before["clients/orlova.html"] == after["clients/orlova.html"]
    changed = {name for name in after if before.get(name) != after[name]}
    assert changed == {"clients/vitosha.html"}


def test_a_card_changes_with_its_own_client_only(tmp_path):
    make_base(tmp_path, {"vitosha": VITOSHA, "orlova": ORLOVA})
    build(tmp_path)
    before = files(tmp_path / "site")
    make_base(
        tmp_path,
        {
            "new": "name: New\ntags: [horeca]\nowner: ana\nfields: {seats: 90}\ntasks: [{due: 2026-11-01, what: call}]\n",
            "bad": BROKEN,
        },
    )
    build(tmp_path)
    after = files(tmp_path / "site")
    for name in ("clients/vitosha.html", "clients/orlova.html"):
        assert before[name] == after[name]
    assert before["index.html"] != after["index.html"]


def test_the_page_of_a_deleted_client_goes(tmp_path):
    make_base(tmp_path, {"vitosha": VITOSHA, "orlova": ORLOVA})
    build(tmp_path)
    (tmp_path / "clients" / "orlova.yaml").unlink()
    assert build(tmp_path).removed == 1
    assert "clients/orlova.html" not in files(tmp_path / "site")


def test_the_bytes_depend_on_the_base_and_the_day_alone(tmp_path):
    program = (
        "import sys; from pathlib import Path; from sites import build; build(Path(sys.argv[1]))"
    )
    found = []
    for number, environment in enumerate(
        (
            {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "LANG": "C", "LC_ALL": "C"},
            {
                "PYTHONHASHSEED": "2",
                "TZ": "America/New_York",
                "LANG": "de_DE.UTF-8",
                "LC_ALL": "C.UTF-8",
            },
        )
    ):
        root = make_base(
            tmp_path / "place" / ("deep" * number),
            {"vitosha": VITOSHA, "orlova": ORLOVA, "broken": BROKEN},
        )
        paths = os.pathsep.join([str(Path(__file__).parent), *sys.path])
        subprocess.run(
            [sys.executable, "-c", program, str(root)],
            env={**os.environ, **environment, "PYTHONPATH": paths},
            check=True,
        )
        shutil.rmtree(root / ".crm")
        build(root)
        found.append(files(root / "site"))
    assert found[0] == found[1]


def test_a_base_that_cannot_be_written_to_is_built_all_the_same(tmp_path):
    root = make_base(tmp_path / "base", {"vitosha": VITOSHA})
    (root / ".crm").write_text("in the way")
    build(root, tmp_path / "out")
    (root / ".crm").unlink()
    build(root, tmp_path / "other")
    assert files(tmp_path / "out") == files(tmp_path / "other")


def test_a_template_of_the_base_replaces_the_built_in_one(tmp_path):
    make_base(tmp_path, {"vitosha": VITOSHA})
    own = tmp_path / "templates"
    own.mkdir()
    (own / "_contacts.html").write_text("<p>{{ page.title }} by post only, {{ '<b>' }}</p>")
    (own / "site.css").write_text("/* mine */")
    build(tmp_path)
    assert "<p>Кафе «Витоша» by post only, &lt;b&gt;</p>" in page(tmp_path, "clients/vitosha.html")
    assert page(tmp_path, "site.css") == "/* mine */"


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{% for %}", "_contacts.html:1"),
        ("\n{{ page.no_such_thing }}", r"_contacts.html:2: .*no_such_thing"),
        ("{{ ().__class__.__bases__[0].__subclasses__() }}", "unsafe"),
        ("{{ 1 / 0 }}", "division by zero"),
        ("{% include 'missing.html' %}", "there is no template missing.html$"),
    ],
)
def test_a_broken_template_of_the_base_is_told_and_the_old_site_stays(tmp_path, template, said):
    make_base(tmp_path, {"vitosha": VITOSHA})
    build(tmp_path)
    before = files(tmp_path / "site")
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "_contacts.html").write_text(template)
    with pytest.raises(BrokenTemplate, match=said):
        build(tmp_path)
    assert files(tmp_path / "site") == before


def test_the_commit_is_shown_where_it_is_given(tmp_path):
    make_base(tmp_path, {"vitosha": VITOSHA})
    build(tmp_path, commit="4f1c9e2")
    assert "4f1c9e2" in page(tmp_path, "about.html")
    assert "4f1c9e2" not in page(tmp_path, "clients/vitosha.html")
    assert text_of(page(tmp_path, "about.html")).count("Friday, 20 November 2026") == 1


def test_ids_that_differ_in_case_get_pages_of_their_own(tmp_path):
    make_base(tmp_path, {"a": "name: One\n", "A": "name: Two\n", "x/b": "name: Three\n"})
    build(tmp_path)
    cards = [name for name in files(tmp_path / "site") if name.startswith("clients/")]
    assert len({name.lower() for name in cards}) == 3


def test_what_lies_ahead_is_not_shown(tmp_path):
    make_base(
        tmp_path,
        {
            "a": "name: A\ninteractions:\n  - {date: 2026-11-21, type: call, summary: tomorrow's call}\n  - {date: 2026-11-20, type: call, summary: today's call}\n"
        },
    )
    build(tmp_path, today=DAY)
    html = page(tmp_path, "clients/a.html")
    assert "today&#39;s call" in html
    assert "tomorrow" not in html
