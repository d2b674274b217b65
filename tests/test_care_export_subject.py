"""Everything held on a person: complete, with places, and safe to open."""

from __future__ import annotations

import json
import os
import stat

import forgetting
import pytest
import yaml
from transcript import crm

from crm.care.subject.printing import spoken
from crm.settings import Settings


@pytest.fixture
def base(tmp_path):
    return forgetting.make(tmp_path / "base", with_git=False)


def test_all_that_is_held_is_there_with_its_place(base):
    ran = crm("-C", base, "export-subject", "ivan-canaryov", "--json")
    told = json.loads(ran.out)
    lines = {}
    for row in told["rows"]:
        path, _, line = row["origin"].partition(":")
        lines.setdefault(path, set()).add(int(line or 0))
        if line:
            text = (base / path).read_text().splitlines()[int(line) - 1]
            words = row["value"].split()
            assert all(word.strip("…'") in text for word in words[1:2]), row
    held = set(forgetting.CANARY.findall(ran.out.encode()))
    everything = (forgetting.PERSON + forgetting.FIRM + "canarylog19").encode()
    assert set(forgetting.CANARY.findall(everything)) <= held
    assert lines["clients/perunika.yaml"] == {3, 7, 10, 12, 13, 16, 20, 21}
    assert lines["regions/sofia.yaml"] == {2}
    assert told["summary"]["attachment"] == 2
    assert any(row["where"] == "lifecycle" for row in told["rows"])


def test_yaml_and_json_hold_the_same(base, tmp_path):
    as_yaml = yaml.load(crm("-C", base, "export-subject", "ivan-canaryov").out, yaml.BaseLoader)  # noqa: S506
    out = tmp_path / "x.json"
    assert crm("-C", base, "export-subject", "ivan-canaryov", "--out", out).code == 0
    rows = json.loads(out.read_text())["rows"]
    assert rows == [
        {"section": section, **one}
        for section in as_yaml
        if section not in {"subject", "made"}
        for one in as_yaml[section]
    ]
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


@pytest.mark.parametrize("language", ["en", "ru", "bg"])
def test_the_page_runs_nothing_and_loads_nothing(base, tmp_path, language):
    bad = "<script>alert(1)</script>\u202e {{ 7*7 }}"
    path = base / "clients" / "sub" / "ivan-canaryov.yaml"
    path.write_text(forgetting.PERSON.replace("canarynotes06", json.dumps(bad)))
    (base / "crm.yaml").write_text(f"{forgetting.SETTINGS}language: {language}\n")
    out = tmp_path / "x.html"
    ran = crm("-C", base, "export-subject", "ivan-canaryov", "--out", out)
    assert ran.code == 0, ran.err
    page = out.read_text()
    assert "default-src 'none'" in page
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "{{ 7*7 }}" in page
    assert not any(word in page for word in ("src=", "href=", "url(", "@import"))
    assert f'<html lang="{language}">' in page
    assert "canaryhint07" in page


def test_places_are_told_in_the_words_of_a_language():
    settings = Settings(language="bg")
    assert spoken("interactions[2].items[1].qty", settings) == "Дневник 2 › Редове 1 › Количество"
    assert spoken("name", Settings()) == "Name"
    assert spoken("unknown.key", settings) == "unknown › key"


def test_it_is_not_written_into_the_base(base):
    link = base.with_name("link")
    link.symlink_to(base)
    for place in (base, link):
        ran = crm("-C", base, "export-subject", "ivan-canaryov", "--out", place / "x.html")
        assert (ran.code, "lies in the base" in ran.err) == (2, True)


def test_only_a_file_is_replaced(base):
    """A device, or a folder, would have to be deleted to make place."""
    pipe = base.with_name("pipe")
    os.mkfifo(pipe)
    ran = crm("-C", base, "export-subject", "ivan-canaryov", "--out", pipe)
    assert (ran.code, "is not a file" in ran.err, pipe.is_fifo()) == (2, True, True)
    assert crm("-C", base, "export-subject", "ivan-canaryov", "--format", "pdf").code == 2
