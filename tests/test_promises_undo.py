"""Promise of SPEC 7, nothing final: an import, a change of many files and an entry are taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from crm.cli.app import main

ORDERS = Path(__file__).parent / "data" / "rfm_orders" / "rfm_data_orders.csv"

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def crm(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run crm in an empty base; return the exit code and all that was said."""
    (tmp_path / "clients").mkdir()
    (tmp_path / "crm.yaml").write_text("name: Test\n")

    def run(*words: object) -> tuple[int, str]:
        code = main(["-C", str(tmp_path), "--today", "2006-12-31", *map(str, words)])
        said = capsys.readouterr()
        return code, said.out + said.err

    return run


def test_one_command_after_the_other_is_taken_back(tmp_path: Path, crm: Run) -> None:
    """The import of 995 clients, a change of some 500 of them, one call; then all again backwards."""

    def files() -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in tmp_path.rglob("*.yaml")}

    def done(*words: object) -> dict[Path, bytes]:
        assert crm(*words)[0] == 0
        return files()

    begun = files()
    imported = done("import", ORDERS, "--as", "orders")
    ids = sorted(path.stem for path in imported.keys() - begun.keys())
    assert len(ids) == 995
    changed = done("set", "--where", f"id <= '{ids[499]}'", "source=webshop")
    assert sum(changed[path] != imported[path] for path in imported) == 500
    logged = done("log", ids[7], "call", "said hello")
    assert sum(logged[path] != changed[path] for path in changed) == 1
    for before in (changed, imported, begun):
        assert crm("undo")[0] == 0
        assert files() == before


def test_what_changed_since_is_listed_and_nothing_is_done(tmp_path: Path, crm: Run) -> None:
    for name in ("ann", "ben", "cid"):
        (tmp_path / "clients" / f"{name}.yaml").write_text(f"name: {name}\nowner: dana\n")
    assert crm("set", "--where", "owner = 'dana'", "owner=eve")[0] == 0
    mine = tmp_path / "clients" / "ben.yaml"
    mine.write_text("name: ben\nowner: eve\nnotes: typed since\n")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.yaml")}
    code, said = crm("undo")
    assert code == 1
    assert "clients/ben.yaml" in said
    assert "clients/ann.yaml" not in said
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.yaml")} == before
