"""The reference pages are what the tables say, and nothing that exists is left out of them."""

from __future__ import annotations

import fnmatch
import re
import subprocess
import sys
from pathlib import Path

import pytest
from transcript import crm

from crm.cli.commands import COMMANDS
from crm.fields.table import FIELDS
from crm.index.columns import COLUMNS
from crm.problems import RULES
from crm.reports.registry import NAMES as REPORTS
from crm.settings.table import SECTIONS
from crm.website.page_table import PAGES

TOP = Path(__file__).parents[1]
REFERENCE = TOP / "docs" / "reference"


def page(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


def test_the_pages_are_fresh() -> None:
    ran = subprocess.run(
        [sys.executable, str(TOP / "tools" / "reference.py"), "--check"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (ran.stdout, ran.returncode) == ("", 0)


def test_every_command_is_explained() -> None:
    text = page("commands.md")
    assert [entry.name for entry in COMMANDS if f"### `crm {entry.name}`" not in text] == []


def test_every_code_is_explained() -> None:
    text = page("problems.md")
    assert [code for code in RULES if f"### `{code}`" not in text] == []


def test_every_column_is_explained() -> None:
    text = page("columns.md")
    assert [column.name for column in COLUMNS if f"| `{column.name}` |" not in text] == []


def test_every_key_is_explained() -> None:
    text = page("fields.md")
    assert [field.path for field in FIELDS if f"| `{field.key}` |" not in text] == []
    text = page("settings.md")
    keys = [key for section in SECTIONS.values() for key in section.fields]
    assert [key for key in keys if f"| `{key}` |" not in text] == []


def test_every_report_is_explained() -> None:
    text = page("reports.md")
    assert [name for name in REPORTS if f"## `{name}`" not in text] == []


def test_every_page_of_the_site_is_explained(tmp_path: Path) -> None:
    assert crm("-C", TOP, "build", "--out", tmp_path / "site").code == 0
    site = tmp_path / "site"
    made = [path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()]
    kinds = [re.sub("<(id|n)>", "*", kind.name) for kind in PAGES]
    unknown = [name for name in made if not any(fnmatch.fnmatch(name, kind) for kind in kinds)]
    assert [name for name in unknown if not name.startswith(".")] == []
    text = page("pages.md")
    assert [kind.name for kind in PAGES if f"| `{kind.name}` |" not in text] == []


@pytest.mark.parametrize(
    "kind", [kind for kind in PAGES if kind.template], ids=lambda kind: kind.name
)
def test_every_template_of_a_page_is_there(kind) -> None:
    assert (TOP / "templates" / kind.template).is_file()


def test_links_between_the_pages_lead_somewhere() -> None:
    for path in [*REFERENCE.glob("*.md"), TOP / "docs" / "format.md", TOP / "README.md"]:
        text = path.read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
            assert (path.parent / target).exists(), f"{path.name}: {target}"
        for anchor in re.findall(r"\]\(#([^)]+)\)", text):
            heads = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
            known = [re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads]
            assert anchor in known, f"{path.name}: #{anchor}"
