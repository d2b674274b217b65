"""Lines are added to a list of lines in its own manner, and only those it lacks."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm.base import Base
from crm.store.lines import add_lines, with_lines


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"", b"# why\n/site/\n/.crm/\n"),
        (b"/site/", b"/site/\n# why\n/.crm/\n"),
        (b"x\r\n/site/ \r\n", b"x\r\n/site/ \r\n# why\r\n/.crm/\r\n"),
        (b"\xff\xfe\n# why\n", b"\xff\xfe\n# why\n/site/\n/.crm/\n"),
        (b"/.crm/\n/site/", b"/.crm/\n/site/"),
    ],
)
def test_lines_that_are_lacking(old: bytes, new: bytes) -> None:
    assert with_lines(old, ["# why", "/site/", "/.crm/"]) == new
    assert with_lines(new, ["# why", "/site/", "/.crm/"]) == new


def test_a_file_that_is_not_there_is_made(tmp_path: Path) -> None:
    path = tmp_path / ".gitignore"
    add_lines(Base(tmp_path), path, ["/site/"], command="doctor --fix")
    add_lines(Base(tmp_path), path, ["/site/", "/.crm/"], command="doctor --fix")
    assert path.read_bytes() == b"/site/\n/.crm/\n"
