"""A command loads what it uses and no more: half of the time of a short one is loading."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

# Each takes from 3 to 100 ms to load.
_NEVER = {
    "_hashlib", "babel", "crm.website", "jinja2", "multiprocessing", "phonenumbers", "pydantic",
    "rich", "watchdog",
}  # fmt: skip
_INDEX = {"crm.index", "sqlite3"}


@pytest.mark.parametrize(
    ("words", "never"),
    [
        (["log", "acme", "call", "Asked for a price"], _NEVER | _INDEX),
        (["log", "Ромашка", "call", "Asked for a price"], _NEVER),
        (["list", "--where", "orders = 0"], _NEVER),
        (["find", "ромаш"], _NEVER),
        (["show", "acme"], _NEVER),
    ],
    ids=lambda value: " ".join(value[:2]) if isinstance(value, list) else "",
)
def test_what_is_loaded(tmp_path: Path, words: list[str], never: set[str]) -> None:
    (tmp_path / "clients").mkdir()
    acme = "name: Acme\nphone: +1 202 555 0101\ninteractions: [{date: 2026-01-02, type: call}]\n"
    (tmp_path / "clients" / "acme.yaml").write_text(acme)
    (tmp_path / "clients" / "other.yaml").write_text("name: Ромашка\n", encoding="utf-8")
    crm = [sys.executable, "-X", "importtime", "-m", "crm", "-C", str(tmp_path)]
    crm += ["--today", "2026-11-20"]
    subprocess.run([*crm, "list"], capture_output=True, check=True)  # the index is made once
    ran = subprocess.run([*crm, *words], capture_output=True, check=True, text=True)
    loaded = {line.rpartition("|")[2].strip() for line in ran.stderr.splitlines()}
    assert "typer" in loaded
    assert loaded & never == set()
