"""What the undo journal keeps, for how long, and what it makes of damage."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest
from scenes import (
    VITOSHA,
    append_call,
    append_to_other,
    change_several,
    litter,
    make_base,
    snapshot,
)

from crm.base import Base
from crm.errors import CannotRead, CannotWrite
from crm.store import journal
from crm.store.transaction import undo


@pytest.fixture
def base(tmp_path: Path) -> Base:
    return make_base(tmp_path / "base")


def names(base: Base) -> list[str]:
    return sorted(entry.name for entry in journal.folder_of(base).iterdir())


@pytest.mark.skipif(os.name == "nt", reason="modes are of other systems")
def test_nobody_else_reads_what_was(base: Base) -> None:
    """It holds the old bytes of files that may be readable for their owner only."""
    change_several(base)
    assert stat.S_IMODE(journal.folder_of(base).stat().st_mode) == 0o700


def test_entry_of_a_command(base: Base) -> None:
    """The command's words, the files by their paths from the root, their old bytes."""
    before = snapshot(base)
    change_several(base)
    entry = journal.newest(base)
    assert entry is not None
    assert entry.command == "set"
    assert [(kept.path, kept.before) for kept in entry.files] == [
        (path, before.get(path))
        for path in (
            "clients/vitosha.yaml",
            "clients/pirin.yaml",
            "clients/south/rila.yaml",
            "clients/north/ruse.yaml",
            "clients/gone.yaml",
        )
    ]
    assert names(base) == ["000001"]


def test_last_fifty_commands_are_kept(base: Base) -> None:
    for _ in range(53):
        append_to_other(base)
    assert names(base) == [f"{number:06d}" for number in range(4, 54)]


def test_numbers_go_on_after_an_undo(base: Base) -> None:
    append_call(base)
    append_call(base)
    undo(base)
    append_call(base)
    assert names(base) == ["000001", "000002"]


@pytest.mark.parametrize("damage", ["", "{", "[]", "null", '{"command": "x"}', "\xff"])
def test_entry_that_cannot_be_read_is_passed_over(base: Base, damage: str) -> None:
    """A killed command can leave half a manifest: it had changed no file yet."""
    append_call(base)
    for name in ("000002", "000003.open"):
        folder = journal.folder_of(base) / name
        folder.mkdir()
        (folder / "manifest.json").write_bytes(damage.encode("latin-1"))
    assert undo(base).command == "log vitosha"
    assert litter(base) == []


@pytest.mark.parametrize("damage", ["gone", "cut short"])
def test_old_bytes_that_are_damaged(base: Base, damage: str) -> None:
    """Somebody cleaned up in .crm: that command cannot be taken back, the one before it can."""
    append_to_other(base)
    append_call(base)
    old = journal.folder_of(base) / "000002" / "old"
    if damage == "gone":
        old.unlink()
    else:
        old.write_bytes(old.read_bytes()[:-1])
    assert undo(base).command == "log other"


def test_journal_that_cannot_be_written(base: Base) -> None:
    """Without a way back no file is changed."""
    base.work.write_bytes(b"a file where the folder should be")
    before = snapshot(base)
    with pytest.raises(CannotWrite, match=r"\.crm/undo: cannot be written"):
        append_call(base)
    assert snapshot(base) == before


def test_journal_that_cannot_be_read_just_now(base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    """A passing fault of the disk must not make undo take the wrong command, nor lose one."""
    append_to_other(base)
    append_call(base)
    now = snapshot(base)

    def failing(*_: object, **__: object) -> str:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_text", failing)
        with pytest.raises(CannotRead, match=r"\.crm/undo: cannot be read: Input/output error"):
            undo(base)
    assert snapshot(base) == now
    assert undo(base).command == "log vitosha"


def test_manifest_is_plain_to_read(base: Base) -> None:
    """Somebody in need can do by hand what undo does."""
    append_call(base)
    folder = journal.folder_of(base) / "000001"
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["command"] == "log vitosha"
    assert [row["path"] for row in manifest["files"]] == ["clients/vitosha.yaml"]
    assert [row["at"] for row in manifest["files"]] == [[0, len(VITOSHA.encode())]]
    assert (folder / "old").read_bytes() == VITOSHA.encode()
