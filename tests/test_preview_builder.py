from __future__ import annotations

import datetime as dt
import shutil

import pytest
from previewed import make_base

from crm.errors import BrokenTemplate
from crm.preview.builder import Builder
from crm.preview.failures import failure_of
from crm.website.folders import builtin_templates

TODAY = dt.date(2026, 11, 21)


@pytest.fixture
def base(tmp_path):
    base = make_base(tmp_path / "base")
    (base.clients / "vitosha.yaml").write_text("name: Кафе Витоша\n", "utf-8")
    base.settings_file.write_text("name: Example Roasters\nlanguage: bg\n", "utf-8")
    base.templates.rmdir()
    return base


@pytest.fixture
def builder(base):
    return Builder(base, base.site, lambda _: TODAY, keep=False)


def test_builds_and_counts(base, builder):
    outcome = builder.build(None)
    assert outcome.written > 5
    assert (outcome.errors, outcome.failures) == (0, ())
    assert (base.site / "clients" / "vitosha.html").is_file()
    assert builder.build(frozenset()).written == 0
    path = base.clients / "vitosha.yaml"
    path.write_text("name: Витоша\nphnoe: 1\n", "utf-8")
    outcome = builder.build(frozenset({path}))
    assert outcome.written > 0
    assert outcome.warnings == 1
    path.unlink()
    assert builder.build(frozenset({path})).removed == 1


def test_the_day_is_asked_for_with_the_settings(base):
    builder = Builder(base, base.site, lambda settings: dt.date(len(settings.language), 1, 1))
    assert builder.day == dt.date(2, 1, 1)


@pytest.mark.parametrize(
    "broken", ["name: [\n", "name: A\nlanguage: xx\n", "language: bg\n\tx: 1\n"]
)
def test_broken_settings_leave_the_last_good_ones_in_force(base, builder, broken):
    builder.build(None)
    good = (base.site / "index.html").read_bytes()
    base.settings_file.write_text(broken, "utf-8")
    outcome = builder.build(None)
    assert outcome.failures[0].path == "crm.yaml"
    assert outcome.failures[0].line > 0
    assert outcome.failures[0].excerpt
    assert 'lang="bg"' in (base.site / "index.html").read_text("utf-8")
    # Clients are still built meanwhile.
    client = base.clients / "vitosha.yaml"
    client.write_text("name: Нова\n", "utf-8")
    outcome = builder.build(frozenset({client}))
    assert outcome.failures
    assert "Нова" in (base.site / "clients" / "vitosha.html").read_text("utf-8")
    client.write_text("name: Кафе Витоша\n", "utf-8")
    base.settings_file.write_text("name: Example Roasters\nlanguage: bg\n", "utf-8")
    assert builder.build(None).failures == ()
    assert (base.site / "index.html").read_bytes() == good


def test_settings_that_are_broken_from_the_start_are_used_as_far_as_they_go(base, builder):
    base.settings_file.write_text("name: A\nlanguage: xx\n", "utf-8")
    outcome = builder.build(None)
    assert outcome.failures[0].place.startswith("crm.yaml:2:")
    assert outcome.written > 5


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("<p>\n{% if %}\n", 2, "Expected an expression"),
        ("a\nb\nc\n{{ page.nothing }}\n", 4, "nothing"),
        ("a\n{{ nothing_at_all }}\n", 2, "nothing_at_all"),
        ("a\n\n{{ 1 / 0 }}\n", 3, "division by zero"),
        ("{% for a in page.title.x() %}\n{% endfor %}\n", 1, ""),
        ("{% include 'missing.html' %}\n", 1, "missing.html"),
    ],
)
def test_a_broken_template_is_told_with_its_place_and_leaves_the_pages(
    base, builder, text, line, reason
):
    builder.build(None)
    before = {path: path.read_bytes() for path in base.site.rglob("*.html")}
    base.templates.mkdir()
    (base.templates / "client.html").write_text(text, "utf-8")
    with pytest.raises(Exception) as raised:
        builder.build(None)
    failure = failure_of(raised.value, base)
    assert failure.place == f"templates/client.html:{line}"
    assert reason in failure.message
    assert (line, text.split("\n")[line - 1]) in failure.excerpt
    assert {path: path.read_bytes() for path in base.site.rglob("*.html")} == before
    shutil.rmtree(base.templates)
    assert builder.build(None).written == 0


def test_a_broken_template_of_a_subfolder_keeps_its_name(base):
    (base.templates / "documents").mkdir(parents=True)
    (base.templates / "documents" / "offer.html").write_text("one\ntwo\n", "utf-8")
    failure = failure_of(BrokenTemplate("documents/offer.html", 2, "no"), base)
    assert failure.place == "templates/documents/offer.html:2"
    assert failure.excerpt == ((1, "one"), (2, "two"), (3, ""))


def test_templates_are_found():
    assert (builtin_templates() / "client.html").is_file()
