"""Undo, and what the next command does about one that was killed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from scenes import (
    CALL,
    append_call,
    append_to_other,
    change_several,
    cut_off,
    litter,
    make_base,
    snapshot,
)

from crm.base import Base
from crm.errors import CannotWrite, ChangedSince, NothingToUndo, NotTakenBack
from crm.store import journal, save
from crm.store.edit import NewFile, carry_out
from crm.store.transaction import undo

needs_fork = pytest.mark.skipif(os.name == "nt", reason="fork")
pytestmark = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")


@pytest.fixture
def base(tmp_path: Path) -> Base:
    return make_base(tmp_path / "base")


def make_one(base: Base) -> None:
    new = NewFile(path=base.clients / "new" / "sofia.yaml", text="name: София\n")
    carry_out(base, [new], command="new")


@pytest.mark.parametrize("act", [append_call, change_several, make_one])
def test_undo_restores_every_byte(base: Base, act: object) -> None:
    """An append, a change of several files, a new file."""
    before = snapshot(base)
    act(base)
    after = snapshot(base)
    assert after != before
    undone = undo(base)
    assert snapshot(base) == before
    assert {kept.path for kept in undone.files} == {
        path for path in {*before, *after} if after.get(path) != before.get(path)
    }
    assert litter(base) == []


def test_undo_names_the_command(base: Base) -> None:
    append_call(base)
    assert undo(base).command == "log vitosha"


def test_undo_twice_takes_back_two_commands(base: Base) -> None:
    states = [snapshot(base)]
    for act in (append_call, change_several, append_call, make_one):
        act(base)
        states.append(snapshot(base))
    for state in reversed(states[:-1]):
        undo(base)
        assert snapshot(base) == state
    with pytest.raises(NothingToUndo, match="there is nothing to undo"):
        undo(base)
    append_call(base)
    undo(base)
    assert snapshot(base) == states[0]


def test_nothing_to_undo_in_a_new_base(base: Base) -> None:
    with pytest.raises(NothingToUndo):
        undo(base)


def test_undo_refuses_when_files_changed_since(base: Base) -> None:
    """It lists them and does nothing, though other files of the command did not change."""
    change_several(base)
    (base.clients / "pirin.yaml").write_bytes(b"name: edited by hand\n")
    (base.clients / "south" / "rila.yaml").unlink()
    now = snapshot(base)
    with pytest.raises(ChangedSince) as caught:
        undo(base)
    assert str(caught.value) == (
        "changed since, so not taken back:\n  clients/pirin.yaml\n  clients/south/rila.yaml"
    )
    assert snapshot(base) == now


def test_undo_of_a_new_file_that_was_edited(base: Base) -> None:
    make_one(base)
    path = base.clients / "new" / "sofia.yaml"
    path.write_bytes(b"name: edited by hand\n")
    with pytest.raises(ChangedSince):
        undo(base)
    assert path.read_bytes() == b"name: edited by hand\n"


def test_undo_refuses_when_the_file_changes_at_the_last_moment(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    append_call(base)
    path = base.clients / "vitosha.yaml"
    stage = save.stage

    def meanwhile(*args: object) -> Path:
        path.write_bytes(b"name: theirs\n")
        return stage(*args)

    monkeypatch.setattr(save, "stage", meanwhile)
    with pytest.raises(Exception, match="another program changed this file meanwhile"):
        undo(base)
    assert path.read_bytes() == b"name: theirs\n"


def test_undo_after_the_work_folder_was_deleted(base: Base) -> None:
    import shutil

    append_call(base)
    shutil.rmtree(base.work)
    with pytest.raises(NothingToUndo):
        undo(base)


# What a killed command left


@needs_fork
def test_next_command_rolls_back(base: Base) -> None:
    """Two of four files hold the new text: they get the old."""
    before = snapshot(base)
    cut_off(base)
    assert snapshot(base) != before
    assert litter(base) != []
    append_to_other(base)
    undo(base)
    assert snapshot(base) == before
    assert litter(base) == []


@needs_fork
def test_undo_rolls_back_too(base: Base) -> None:
    """What was cut off never happened: undo takes back the command before it."""
    before = snapshot(base)
    append_to_other(base)
    cut_off(base)
    undo(base)
    assert snapshot(base) == before


@needs_fork
def test_file_that_was_edited_after_the_kill_stays(base: Base) -> None:
    """Neither old nor new: the user's own text, which no roll-back may touch."""
    before = snapshot(base)
    cut_off(base)
    vitosha = base.clients / "vitosha.yaml"
    assert vitosha.read_bytes() != before["clients/vitosha.yaml"]
    vitosha.write_bytes(b"name: by hand\n")
    append_to_other(base)
    undo(base)
    assert snapshot(base) == {**before, "clients/vitosha.yaml": b"name: by hand\n"}


def test_killed_between_the_last_rename_and_the_end(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All was done: it stays, and can be taken back."""
    before = snapshot(base)
    with monkeypatch.context() as patch:
        patch.setattr(journal, "close", lambda _: None)
        change_several(base)
    after = snapshot(base)
    assert litter(base) == ["000001.open"]
    append_to_other(base)
    undo(base)
    assert snapshot(base) == after
    undo(base)
    assert snapshot(base) == before


def test_done_work_is_not_taken_back_because_a_file_was_edited(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No file holds its old text, so the command had ended when it was killed."""
    with monkeypatch.context() as patch:
        patch.setattr(journal, "close", lambda _: None)
        change_several(base)
    (base.clients / "pirin.yaml").write_bytes(b"name: by hand\n")
    now = snapshot(base)
    append_to_other(base)
    undo(base)
    assert snapshot(base) == now


def test_killed_while_undoing(base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    """The files are back, the journal does not say so yet: to undo again is no redo."""
    states = [snapshot(base)]
    append_call(base)
    states.append(snapshot(base))
    append_call(base)
    with monkeypatch.context() as patch:
        patch.setattr(journal, "close", lambda _: None)
        undo(base)
    assert snapshot(base) == states[1]
    undo(base)
    assert snapshot(base) == states[0]


def test_roll_back_that_fails_is_told_and_made_up_for(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk fills up: neither the third file nor the old text of the first finds room."""
    before = snapshot(base)
    real, calls = save.put_in_place, []

    def refusing(*args: object, **options: object) -> None:
        calls.append(args)
        if len(calls) > 2:
            raise CannotWrite("clients/somewhere", OSError(28, "No space left on device"))
        real(*args, **options)

    with monkeypatch.context() as patch:
        patch.setattr(save, "put_in_place", refusing)
        with pytest.raises(NotTakenBack) as caught:
            change_several(base)
    assert str(caught.value) == (
        "`set` failed half way (clients/somewhere: cannot be written: No space left on device);"
        " not taken back yet:\n  clients/vitosha.yaml\n  clients/pirin.yaml"
    )
    assert "the next command that writes takes the change back" in caught.value.hint
    append_to_other(base)
    undo(base)
    assert snapshot(base) == before


@pytest.mark.parametrize("folder", ["000001", "000001.open"])
@pytest.mark.parametrize("way", ["../victim", "clients/../../victim", "link/victim"])
def test_journal_that_came_with_the_base_writes_nothing_outside(
    base: Base, tmp_path: Path, folder: str, way: str
) -> None:
    """A base from somebody else may hold a made-up journal; no path of it may leave the base."""
    import json

    if way.startswith("link"):
        (base.root / "link").symlink_to(tmp_path)
    entry = base.work / "undo" / folder
    entry.mkdir(parents=True)
    (entry / "old").write_bytes(b"evil")
    rows = [
        {"path": way, "before": save.digest(b"evil"), "after": "", "at": [0, 4]},
        {"path": "clients/pirin.yaml", "before": "", "after": "x", "at": [4, 0]},
    ]
    manifest = {"command": "log", "undoes": "", "files": rows}
    (entry / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    append_to_other(base)
    undo(base)
    with pytest.raises(NothingToUndo):
        undo(base)
    assert not (tmp_path / "victim").exists()


def test_entries_are_distinct(base: Base) -> None:
    """Two equal entries of one day are two entries."""
    append_call(base)
    append_call(base)
    text = (base.clients / "vitosha.yaml").read_text("utf-8")
    assert text.count(CALL["summary"]) == 2
    undo(base)
    assert (base.clients / "vitosha.yaml").read_text("utf-8").count(CALL["summary"]) == 1
