"""`crm edit` never loses what was typed: a wrong text, a failing editor, a change meanwhile."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from transcript import Ran, crm

GOOD = "name: Vitosha\n"


@pytest.fixture
def base(tmp_path: Path) -> Path:
    (tmp_path / "clients").mkdir()
    (tmp_path / "clients" / "vitosha.yaml").write_text(GOOD)
    return tmp_path


def editor(base: Path, script: str) -> dict[str, str]:
    """Return an environment whose editor runs a script; `path` is the file, `text` what it holds."""
    program = base / "editor.py"
    program.write_text(
        "import pathlib, sys\n"
        "path = pathlib.Path(sys.argv[-1])\n"
        "text = path.read_text(encoding='utf-8')\n"
        f"real = pathlib.Path({str(base / 'clients' / 'vitosha.yaml')!r})\n" + script
    )
    return {"VISUAL": f'"{sys.executable}" "{program}"', "EDITOR": "not-this-one"}


def edit(base: Path, script: str, typed: str | None = None) -> Ran:
    return crm("-C", base, "edit", "vitosha", typed=typed, env=editor(base, script))


def names(base: Path) -> list[str]:
    return sorted(path.name for path in (base / "clients").iterdir())


def test_what_was_typed_is_saved(base: Path) -> None:
    ran = edit(base, "path.write_text(text + 'owner: ana\\n')")
    assert (ran.out, ran.err, ran.code) == ("clients/vitosha.yaml\n", "", 0)
    assert (base / "clients" / "vitosha.yaml").read_text() == GOOD + "owner: ana\n"
    assert names(base) == ["vitosha.yaml"]


def test_nothing_typed_changes_nothing(base: Path) -> None:
    before = (base / "clients" / "vitosha.yaml").stat()
    ran = edit(base, "")
    assert (ran.out, ran.err, ran.code) == ("", "nothing changed\n", 0)
    assert (base / "clients" / "vitosha.yaml").stat() == before
    assert names(base) == ["vitosha.yaml"]


def test_a_wrong_text_is_told_and_kept(base: Path) -> None:
    ran = edit(base, "path.write_text(text + 'since: 2026-13-01\\n')")
    assert ran.code == 0
    assert 'clients/vitosha.yaml:2:8: error[date-invalid]: "2026-13-01" is not a date' in ran.err
    assert (base / "clients" / "vitosha.yaml").read_text() == GOOD + "since: 2026-13-01\n"


def test_back_to_the_editor(base: Path) -> None:
    """The editor first writes a wrong date, then, seeing it, mends it."""
    script = (
        "path.write_text(text.replace('2026-13-01', '2026-12-01') if '13-01' in text"
        " else text + 'since: 2026-13-01\\n')"
    )
    ran = edit(base, script, typed="\n")
    assert "Back to the editor? [Y/n]" in ran.err
    assert (base / "clients" / "vitosha.yaml").read_text() == GOOD + "since: 2026-12-01\n"


def test_no_is_no(base: Path) -> None:
    ran = edit(base, "path.write_text(text + 'since: 2026-13-01\\n')", typed="n\n")
    assert ran.err.count("error[date-invalid]") == 1
    assert "2026-13-01" in (base / "clients" / "vitosha.yaml").read_text()


def test_a_text_that_cannot_be_read_is_still_kept(base: Path) -> None:
    ran = edit(base, "path.write_bytes(b'name: \\xff\\n')")
    assert "error[encoding-invalid]" in ran.err
    assert (base / "clients" / "vitosha.yaml").read_bytes() == b"name: \xff\n"


def test_a_change_meanwhile_keeps_both(base: Path) -> None:
    ran = edit(base, "path.write_text(text + 'owner: ana\\n'); real.write_text('name: Other\\n')")
    assert ran.code == 1
    assert "clients/vitosha.yaml: another program changed this file; both are kept" in ran.err
    assert (base / "clients" / "vitosha.yaml").read_text() == "name: Other\n"
    (draft,) = (base / "clients").glob(".vitosha.*.draft.yaml")
    assert draft.read_text() == GOOD + "owner: ana\n"
    again = edit(base, "path.write_text('lost')")
    assert again.code == 1
    assert draft.read_text() == GOOD + "owner: ana\n"


def test_a_failing_editor_keeps_the_draft(base: Path) -> None:
    ran = edit(base, "path.write_text(text + 'owner: ana\\n'); sys.exit(3)")
    assert ran.code == 1
    assert ran.err.startswith("crm: the editor ended with code 3\nhint: your text is kept in ")
    assert (base / "clients" / "vitosha.yaml").read_text() == GOOD
    ran = edit(base, "path.write_text(text + 'source: fair\\n')")
    assert ran.err.startswith("going on with the draft left from last time: clients/.vitosha.")
    assert (base / "clients" / "vitosha.yaml").read_text() == GOOD + "owner: ana\nsource: fair\n"
    assert names(base) == ["vitosha.yaml"]


def test_a_draft_is_no_client(base: Path) -> None:
    edit(base, "sys.exit(1)")
    from crm.base import Base, client_files

    assert [path.name for path in client_files(Base(base))] == ["vitosha.yaml"]


@pytest.mark.parametrize(
    ("env", "message"),
    [
        (
            {"VISUAL": "", "EDITOR": ""},
            (
                "crm: no editor is known: neither VISUAL nor EDITOR is set\n"
                "hint: set EDITOR to its command, or open clients/vitosha.yaml in any editor\n"
            ),
        ),
        (
            {"VISUAL": "no-such-editor --wait"},
            (
                "crm: the editor 'no-such-editor' is not installed\n"
                "hint: VISUAL or EDITOR names it\n"
            ),
        ),
    ],
)
def test_without_an_editor(base: Path, env: dict[str, str], message: str) -> None:
    ran = crm("-C", base, "edit", "vitosha", env=env)
    assert (ran.out, ran.err, ran.code) == ("", message, 1)
    assert names(base) == ["vitosha.yaml"]
