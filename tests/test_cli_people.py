"""What a person on a terminal is asked, and what happens where nobody can be asked."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from made_base import make_base
from transcript import crm, folder

from crm.cli.clients import by_id


@pytest.fixture
def base(tmp_path: Path) -> Path:
    (tmp_path / "clients").mkdir()
    for name in ("Rila Hotel", "Rila Bar", "Vitosha"):
        ident = name.lower().replace(" ", "-")
        (tmp_path / "clients" / f"{ident}.yaml").write_text(f"name: {name}\n")
    return tmp_path


def test_several_matches_are_a_numbered_choice(base: Path) -> None:
    ran = crm("-C", base, "set", "rila", "source=fair", typed="9\n2\n")
    assert ran.out == "clients/rila-hotel.yaml:2\n"
    assert "  1  rila-bar  Rila Bar\n  2  rila-hotel  Rila Hotel\n" in ran.err
    assert "type one of the numbers" in ran.err


def test_no_choice_does_nothing(base: Path) -> None:
    ran = crm("-C", base, "set", "rila", "source=fair", typed="\n")
    assert (ran.out, ran.code) == ("", 1)
    assert "no client was chosen; nothing was done" in ran.err


def test_the_end_of_input_is_an_interrupt(base: Path) -> None:
    assert crm("-C", base, "set", "rila", "source=fair", typed="").code == 130


@pytest.mark.parametrize("words", [["--no-input"], []])
def test_nobody_is_asked_without_a_terminal(base: Path, words: list[str]) -> None:
    ran = crm("-C", base, "set", "rila", "a=b", *words, typed="1\n" if words else None)
    assert ran.code == 1
    assert "'rila' matches 2 clients" in ran.err


def test_new_asks_for_what_is_required(base: Path) -> None:
    (base / "crm.yaml").write_text(
        "fields: {seats: {type: number, label: Seats}}\n"
        "required: {person: [name, phone, fields.seats], organisation: [name]}\n"
    )
    typed = "not a phone\n+359 88 812 3456\n\n"
    ran = crm("-C", base, "new", "Ivan", "kind=person", typed=typed)
    assert ran.err.count("Phone (phone): ") == 2
    assert '"not a phone" is not a telephone number' in ran.err
    assert "Seats (fields.seats): " in ran.err
    text = (base / "clients" / "ivan.yaml").read_text()
    assert "phone: +359 88 812 3456\n" in text
    assert "seats" not in text


def test_text_from_standard_input(base: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        from transcript import Stream

        patch.setattr(
            "transcript.Stream", lambda _text="", terminal=False: terminal or Stream("a\nb: c\n")
        )
        assert crm("-C", base, "log", "vitosha", "note", "-").code == 0
    assert "summary: |-\n      a\n      b: c\n" in (base / "clients" / "vitosha.yaml").read_text()


@pytest.mark.skipif(getattr(os, "geteuid", int)() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written(base: Path) -> None:
    (base / "clients").chmod(0o555)
    try:
        ran = crm("-C", base, "log", "vitosha", "note", "x")
    finally:
        (base / "clients").chmod(0o755)
    assert ran.code == 1
    assert "cannot be written: " in ran.err


def test_a_base_on_a_full_disk(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.write", full)
    ran = crm("-C", base, "log", "vitosha", "note", "x")
    assert ran.code == 1
    assert "clients/vitosha.yaml: cannot be written: No space left on device" in ran.err
    assert (base / "clients" / "vitosha.yaml").read_text() == "name: Vitosha\n"


def test_log_by_id_needs_no_index(base: Path) -> None:
    assert crm("-C", base, "log", "vitosha", "call", "x").code == 0
    assert not list((base / ".crm").glob("*.sqlite*")), list((base / ".crm").iterdir())
    assert not list((base / ".crm").glob("index*"))


def test_a_client_in_a_sub_folder_by_its_id(base: Path) -> None:
    (base / "clients" / "north").mkdir()
    (base / "clients" / "north" / "sofia.yaml").write_text("name: S\n")
    assert crm("-C", base, "log", "sofia", "note", "x").out == "clients/north/sofia.yaml:3\n"


def test_an_id_that_crm_would_not_give_is_meant_too(base: Path) -> None:
    """It is looked for in the index, where a file that cannot be read is known as well."""
    (base / "clients" / "north").mkdir()
    for name, text in (("Rila", "kind: person\n"), ("Рила 2", "name: [\n"), ("Bar", "name: B\n")):
        (base / "clients" / "north" / f"{name}.yaml").write_text(text)
    assert crm("-C", base, "log", "Rila", "note", "x").out == "clients/north/Rila.yaml:3\n"
    assert crm("-C", base, "log", "Bar", "note", "x").out == "clients/north/Bar.yaml:3\n"
    assert "clients/north/Рила 2.yaml:" in crm("-C", base, "log", "Рила 2", "note", "x").err


@pytest.mark.parametrize("text", ["../crm", "clients/../../x.yaml", "", ".", "x/y", "\0"])
def test_no_argument_leads_out_of_the_clients(base: Path, text: str) -> None:
    (base.parent / "x.yaml").write_text("name: X\n")
    ran = crm("-C", base, "log", text, "note", "x")
    assert ran.code in {1, 2}
    assert "Traceback" not in ran.err
    assert "internal error" not in ran.err


def test_open_shows_the_page_of_a_client(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", lambda address: opened.append(address) or True)
    ran = crm("-C", base, "open", "vitosha")
    page = base / "site" / "clients" / "vitosha.html"
    assert ran.out == f"{page}\n"
    assert opened == [page.as_uri()]
    assert page.is_file()


def test_open_without_a_browser(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webbrowser.open", lambda _address: False)
    with folder(base):
        ran = crm("open")
    assert ran.out == f"{Path('site', 'index.html')}\n"
    assert "no browser could be started" in ran.err


def test_a_client_without_a_page(base: Path) -> None:
    (base / "clients" / "broken.yaml").write_text("name: [\n")
    ran = crm("-C", base, "open", "broken")
    assert ran.code == 1
    assert "broken has no page" in ran.err


def test_build_tells_of_problems_and_is_strict_on_wish(base: Path) -> None:
    (base / "clients" / "broken.yaml").write_text("name: B\nsince: x\n")
    ran = crm("-C", base, "build")
    assert ran.code == 0
    assert "1 error: `crm check` shows them" in ran.err
    assert crm("-C", base, "build", "--strict").code == 1


@pytest.mark.parametrize("out", [".", "..", "clients", "clients/site", ".git"])
def test_the_site_never_goes_over_the_base(base: Path, out: str) -> None:
    with folder(base):
        ran = crm("build", "--out", out)
    assert ran.code == 2
    assert "holds the base itself" in ran.err


def test_init_with_git(tmp_path: Path) -> None:
    ran = crm("-C", tmp_path, "init", "shop", "--git")
    assert ran.code == 0
    assert (tmp_path / "shop" / ".git").is_dir()
    assert "not under git" not in ran.err


def test_schema_of_the_base(base: Path) -> None:
    import json

    (base / "crm.yaml").write_text("team: {ana: {name: Ana}}\nfields: {seats: {type: number}}\n")
    assert crm("-C", base, "schema").out.splitlines()[0] == ".crm/client.schema.json"
    printed = json.loads(crm("-C", base, "schema", "--print").out)
    assert printed == json.loads((base / ".crm" / "client.schema.json").read_text())
    assert "seats" in json.dumps(printed)
    assert "rila-hotel" in json.dumps(printed)
    assert "timezone" in crm("-C", base, "schema", "--settings").out


def test_an_id_is_found_without_an_index(tmp_path: Path) -> None:
    base = make_base(
        tmp_path,
        acme="name: A",
        sub__other="name: O",
        z__other="name: Z",
        **{".hidden__x": "name: X"},
    )
    assert by_id(base, "acme") == base.clients / "acme.yaml"
    assert by_id(base, "other") == base.clients / "sub" / "other.yaml"
    for text in ("", "nobody", "sub/other", "../crm", ".", "x", "Acme 5"):
        assert by_id(base, text) is None, text
    assert not base.work.exists()
