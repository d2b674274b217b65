"""The site in a real browser, opened from the disk: search, facets, sort, keys, and who cannot see."""

from __future__ import annotations

import json
import re
import shutil
from itertools import product

import pytest
from browsing import Reader
from selenium.webdriver.common.keys import Keys
from sites import ORLOVA, VITOSHA, build, make_base

pytestmark = pytest.mark.browser

ELKA = """\
name: Ёлка и ко
owner: boris
tags: [retail]
phone: +359 2 555 0130
interactions: [{date: 2026-11-01, type: order, amount: 300}]
tasks: [{due: 2026-11-20 09:30, what: звонок}]
"""
CAFE = "name: Café Ärmel\ntags: [horeca]\nowner: ana\nclosed: {date: 2026-01-01, reason: sold}\n"
RTL = "name: מסעדה טובה\ntags: [retail]\nsince: 2026-11-19\n"
CLIENTS = {
    "vitosha": VITOSHA,
    "orlova": ORLOVA,
    "elka": ELKA,
    "cafe": CAFE,
    "rtl": RTL,
    "broken": "name: [unclosed\n",
    "odd": "name: Odd\nsince: 2026-13-01\nphone: 12\n",
    **{f"c{n:03}": f"name: Client {n}\nowner: ana\ntags: [many]\n" for n in range(160)},
}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    root = make_base(tmp_path_factory.mktemp("base"), CLIENTS)
    build(root)
    return root / "site"


@pytest.fixture
def reader(browser, site):
    found = Reader(browser, site)
    found.screen()
    yield found
    assert found.complaints() == []


def test_the_script_builds_the_rows_that_the_templates_render(reader, site, tmp_path):
    """All rows of the static pages, against what the script makes of data.js alone."""
    tidy = "[...document.querySelectorAll('#clients tbody tr')].map(r => (r.classList.length || r.removeAttribute('class'), r.outerHTML.replace(/\\s+/g, ' ').replace(/> </g, '><')))"
    static = []
    reader.screen(scripts=False)
    for name in ("index.html", "index-2.html"):
        reader.open(name)
        static += reader.ask(tidy)
    copy = shutil.copytree(site, tmp_path / "site")
    html = (copy / "index.html").read_text()
    html = re.sub(r"<tbody>.*</tbody>", "<tbody></tbody>", html, flags=re.DOTALL).replace(
        'data-page="50"', 'data-page="500"'
    )
    (copy / "index.html").write_text(html)
    reader.screen()
    bare = Reader(reader.driver, copy)
    bare.open("index.html")
    built = bare.ask(tidy)
    assert len(built) == 166
    for one, other in zip(static, built, strict=True):
        assert one == other


def test_all_clients_are_there_however_many_stand_on_the_page(reader):
    reader.open("index.html")
    assert reader.status() == "166 of 166 clients"
    assert len(reader.names()) == 50
    assert reader.names()[:3] == ["Кафе «Витоша»", "Ёлка и ко", "Café Ärmel"]
    reader.click(".pager button[value='4']")
    assert len(reader.names()) == 16
    assert "151–166 / 166" in reader.text("[data-range]")
    reader.open("index-2.html")
    assert "151–166 / 166" in reader.text("[data-range]"), "a static page opens at its own rows"


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("витоша", "Кафе «Витоша»"),
        ("ВИТОША кафе", "Кафе «Витоша»"),
        ("vitosha", "Кафе «Витоша»"),
        ("мария", "Кафе «Витоша»"),
        ("mariya petrova", "Кафе «Витоша»"),
        ("BG000000101", "Кафе «Витоша»"),
        ("back door", "Кафе «Витоша»"),
        ("vitosha@example.org", "Кафе «Витоша»"),
        ("202 555 0101", "Кафе «Витоша»"),
        ("+1 (202) 555-0102", "Кафе «Витоша»"),
        ("+12025550101", "Кафе «Витоша»"),
        ("елка", "Ёлка и ко"),
        ("ёлка", "Ёлка и ко"),
        ("02 555 0130", "Ёлка и ко"),
        ("звонок", "Ёлка и ко"),
        ("armel", "Café Ärmel"),
        ("cafe\u0301 a\u0308rmel", "Café Ärmel"),
        ("вера", "Vera Orlova-Tan"),
        ("טובה", "מסעדה טובה"),
    ],
)
def test_search_finds_a_client_in_any_spelling(reader, words, name):
    reader.open("index.html")
    reader.ask(
        "(box => { box.value = arguments[0]; box.dispatchEvent(new Event('input')); })(document.getElementById('q'))",
        words,
    )
    assert reader.names() == [name]
    assert reader.status() == "1 of 166 clients"


def test_a_search_without_a_match_offers_a_way_back(reader):
    reader.open("index.html")
    reader.search("no such client")
    assert reader.names() == []
    assert reader.ask("!document.getElementById('none').hidden")
    assert reader.query() == "?q=no+such+client"
    reader.click("#none a")
    assert reader.status() == "166 of 166 clients"


def test_choices_add_up_within_a_facet_and_narrow_across(reader):
    reader.open("index.html")
    reader.click("a[data-query='tag=retail']")
    assert sorted(reader.names()) == ["Ёлка и ко", "מסעדה טובה"]
    reader.click("a[data-query='tag=horeca']")
    assert len(reader.names()) == 4
    reader.click("a[data-query='owner=ana']")
    assert sorted(reader.names()) == ["Café Ärmel", "Кафе «Витоша»"]
    assert reader.query() == "?tag=retail&tag=horeca&owner=ana"
    assert (
        reader.ask("document.querySelectorAll('[data-facets=all] a[aria-current=true]').length")
        == 3
    )
    reader.driver.refresh()
    assert sorted(reader.names()) == ["Café Ärmel", "Кафе «Витоша»"], "the address keeps the choice"
    reader.click("a[data-query='tag=horeca']")
    assert reader.names() == []
    reader.click("[data-facets=view] a[data-query='']")
    assert reader.status() == "166 of 166 clients"
    assert reader.query() == ""


def test_views_and_figures_choose_clients(reader):
    reader.open("index.html")
    reader.click("[data-facets=view] a[data-query='flag=overdue&flag=today']")
    assert reader.names() == ["Кафе «Витоша»", "Ёлка и ко"]
    reader.click(".figures a[data-query='flag=debt']")
    assert reader.names() == ["Кафе «Витоша»"]
    reader.open("index.html?flag=new")
    assert reader.names() == ["מסעדה טובה"], "a link can carry a query"


def test_columns_sort_both_ways_and_the_address_keeps_it(reader):
    reader.open("index.html")
    heads = "[...document.querySelectorAll('#clients th[aria-sort]')].map(h => h.dataset.sort + ' ' + h.getAttribute('aria-sort'))"
    assert reader.ask(heads) == ["next ascending"]
    reader.click("th[data-sort=revenue] button")
    assert reader.names()[:2] == ["Кафе «Витоша»", "Ёлка и ко"]
    assert reader.ask(heads) == ["revenue descending"]
    reader.click("th[data-sort=revenue] button")
    assert reader.ask(heads) == ["revenue ascending"]
    reader.click("th[data-sort=name] button")
    assert reader.names()[:4] == ["Café Ärmel", "Client 0", "Client 1", "Client 2"], (
        "numbers in names count"
    )
    reader.driver.refresh()
    assert reader.ask(heads) == ["name ascending"]
    assert reader.names()[1] == "Client 0"


def test_keys_search_move_open_and_help(reader):
    reader.open("index.html")
    reader.press("j")
    reader.press("j")
    assert reader.ask("document.activeElement.textContent") == "Ёлка и ко"
    reader.press("k")
    assert reader.ask("document.activeElement.textContent") == "Кафе «Витоша»"
    reader.press("/")
    assert reader.ask("document.activeElement.id") == "q"
    reader.press("elka")
    reader.press(Keys.ESCAPE)
    reader.press("?")
    assert reader.ask("document.getElementById('help').open")
    reader.press(Keys.ESCAPE)
    reader.until("!document.getElementById('help').open")  # the browser closes it in its own time
    reader.press("j")
    assert reader.ask("document.activeElement.textContent") == "Ёлка и ко"
    reader.press(Keys.ENTER)
    reader.arrive("clients/elka.html")


def test_keys_can_be_turned_off(reader):
    reader.open("index.html")
    reader.ask("localStorage.setItem('nokeys', '1')")
    reader.driver.refresh()
    reader.press("/")
    assert reader.ask("document.activeElement.id") != "q"
    reader.ask("localStorage.clear()")


def test_a_segment_page_stays_in_its_segment(reader):
    reader.open("segment-vip.html")
    assert reader.names() == ["Кафе «Витоша»"]
    assert reader.status() == "1 of 1 client"
    reader.search("elka")
    assert reader.names() == []
    reader.open("segment-vip.html")
    reader.click("a[data-query='segment=regular']")
    reader.arrive("segment-regular.html")  # another segment is another page
    reader.open("tag-many.2.html")
    assert reader.status() == "160 of 160 clients"


def test_the_search_of_a_card_leads_to_the_index(reader):
    reader.open("clients/vitosha.html")
    reader.search("elka" + Keys.ENTER)
    reader.arrive("/site/index.html")
    assert reader.names() == ["Ёлка и ко"]


def test_a_card_gets_the_facts_of_the_base_from_the_script(reader):
    reader.open("clients/vitosha.html")
    assert reader.text("[data-nav=problems]").split() == ["Problems", "2", "errors"]
    assert reader.text("[data-fact=asof]") == "As of 20 Nov 2026"


def test_the_timeline_shows_one_kind_of_entry(reader):
    reader.open("clients/vitosha.html")
    assert reader.status() == "5 of 5 entries"
    reader.click("a[data-query='type=order']")
    assert reader.status() == "3 of 5 entries"
    assert (
        reader.ask("[...document.querySelectorAll('[data-group]')].filter(g => !g.hidden).length")
        == 3
    )


def test_problems_show_one_level(reader):
    reader.open("problems.html")
    shown = "[...document.querySelectorAll('.issue')].filter(i => i.offsetParent).map(i => i.dataset.flag)"
    reader.click("a[data-query='flag=error']")
    assert set(reader.ask(shown)) == {"error"}


def test_a_command_can_be_copied(reader):
    reader.open("clients/vitosha.html")
    reader.ask(
        "void Object.defineProperty(navigator, 'clipboard', {value: {writeText: t => (window.copied = t, Promise.resolve())}})"
    )
    reader.click("#timeline button.copy")
    assert reader.ask("window.copied") == 'crm log vitosha call "what was said"'


def test_without_scripts_all_is_there_and_nothing_pretends(reader):
    reader.screen(scripts=False)
    reader.open("index.html")
    assert len(reader.names()) == 150
    assert reader.ask(
        "[...document.querySelectorAll('.scripted, .copy, .keys button')].every(e => !e.offsetParent)"
    )
    assert reader.ask(
        "[...document.querySelectorAll('.pager a')].map(a => a.getAttribute('href'))"
    ) == ["index.html", "index-2.html"]
    reader.click("a[data-query='tag=retail']")
    reader.arrive("tag-retail.html")
    assert len(reader.names()) == 2


def test_every_icon_that_is_used_is_in_the_page(reader, site):
    missing = "[...document.querySelectorAll('use')].map(u => u.getAttribute('href')).filter(h => !document.querySelector(h))"
    for path in [
        *site.glob("*.html"),
        site / "clients/vitosha.html",
        site / "clients/orlova.html",
        site / "clients/odd.html",
    ]:
        reader.open(path.relative_to(site).as_posix())
        assert reader.ask(missing) == [], path.name


@pytest.mark.parametrize("width", [1280, 390])
def test_no_page_is_wider_than_the_screen(reader, width):
    reader.screen(width)
    for page in (
        "index.html",
        "segment-vip.html",
        "clients/vitosha.html",
        "clients/odd.html",
        "problems.html",
        "changes.html",
        "about.html",
    ):
        reader.open(page)
        assert reader.ask("document.documentElement.scrollWidth") <= width, page


# Every pair of width, colours and scripts; the other combinations are slow.
_PAIRS = {(1280, False, False), (1280, True, True), (390, False, True), (390, True, False)}
_VIEWS = [
    pytest.param(
        *view,
        id=f"{view[0]}-{'dark' if view[1] else 'light'}-{'scripts' if view[2] else 'plain'}",
        marks=() if view in _PAIRS else pytest.mark.slow,
    )
    for view in product((1280, 390), (False, True), (False, True))
]


@pytest.mark.parametrize(("width", "dark", "scripts"), _VIEWS)
def test_axe_finds_nothing(reader, width, dark, scripts):
    from selenium_axe_python import Axe

    reader.screen(width, dark=dark, scripts=scripts)
    for page in (
        "index.html",
        "segment-vip.html",
        "clients/vitosha.html",
        "clients/orlova.html",
        "clients/odd.html",
        "problems.html",
        "changes.html",
        "about.html",
    ):
        reader.open(page)
        axe = Axe(reader.driver)
        axe.inject()
        found = axe.run(options={"preload": "false"})["violations"]
        told = [
            (
                page,
                one["id"],
                [
                    node["html"][:160] + " | " + node["failureSummary"][:200]
                    for node in one["nodes"][:3]
                ],
            )
            for one in found
        ]
        assert told == [], json.dumps(told, indent=1, ensure_ascii=False)
