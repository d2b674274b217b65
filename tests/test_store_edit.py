"""What an edit of client files keeps, refuses and says."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from scenes import CALL, PIRIN, VITOSHA, append_call, litter, make_base, snapshot
from system_calls import Trouble, troubled

from crm.base import Base
from crm.errors import (
    AlreadyExists,
    CannotRead,
    CannotWrite,
    FileChanged,
    LeadsOut,
    UnsafeEdit,
)
from crm.store import edit, save, transaction
from crm.store.edit import NewFile, Plan, Removal, Replacement, carry_out, change
from crm.text import splice
from crm.text.change import append, put

posix = pytest.mark.skipif(os.name == "nt", reason="links and modes of POSIX")
ADDED = '  - date: "2026-11-20"\n    type: call\n    summary: Sent the offer\n'


@pytest.fixture
def base(tmp_path: Path) -> Base:
    return make_base(tmp_path / "base")


def vitosha(base: Base) -> Path:
    return base.clients / "vitosha.yaml"


def add_call(base: Base, path: Path, **options: str) -> edit.Written:
    return change(base, path, append(("interactions",), CALL), command="log", **options)


def test_append_tells_where_it_stands(base: Base) -> None:
    """The entry follows the last one; path and line are what `log` prints."""
    written = add_call(base, vitosha(base))
    assert (written.path, written.line) == ("clients/vitosha.yaml", 6)
    assert vitosha(base).read_text("utf-8") == VITOSHA.replace(
        "    type: call\n", f"    type: call\n{ADDED}"
    )
    assert litter(base) == []


def test_only_the_named_file_changes(base: Base) -> None:
    before = snapshot(base)
    add_call(base, vitosha(base))
    after = snapshot(base)
    assert {path for path in after if after[path] != before[path]} == {"clients/vitosha.yaml"}


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_mark_are_kept(base: Base, newline: str, bom: bytes) -> None:
    old = bom + PIRIN.replace("\n", newline).encode()
    path = base.clients / "pirin.yaml"
    path.write_bytes(old)
    add_call(base, path)
    new = ("interactions:\n" + ADDED).replace("\n", newline).encode()
    assert path.read_bytes() == old + new


@posix
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o444, 0o755])
def test_mode_is_kept(base: Base, mode: int) -> None:
    vitosha(base).chmod(mode)
    add_call(base, vitosha(base))
    assert stat.S_IMODE(vitosha(base).stat().st_mode) == mode


@posix
def test_what_only_the_owner_may_read_is_never_open_to_others(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The temp file has no wider mode than the client file, not even while it is written."""
    vitosha(base).chmod(0o600)
    seen = []
    write = os.write
    monkeypatch.setattr(
        os, "write", lambda handle, data: seen.append(os.fstat(handle)) or write(handle, data)
    )
    add_call(base, vitosha(base))
    assert {stat.S_IMODE(status.st_mode) for status in seen} == {0o600}
    assert stat.S_IMODE((base.work / "undo").stat().st_mode) == 0o700


# Another program


def when_called(
    monkeypatch: pytest.MonkeyPatch, module: Any, name: str, first: Callable[[], object]
) -> None:
    """Do something right before a function of ours runs."""
    call = getattr(module, name)

    def after_it(*args: Any, **options: Any) -> Any:
        first()
        return call(*args, **options)

    monkeypatch.setattr(module, name, after_it)


def test_change_by_another_program_meanwhile(base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    """An editor saves after we read and before we rename: its text stays, ours is not written."""
    theirs = b"name: saved by an editor\n"
    when_called(monkeypatch, save, "stage", lambda: vitosha(base).write_bytes(theirs))
    with pytest.raises(FileChanged) as caught:
        add_call(base, vitosha(base))
    assert str(caught.value) == "clients/vitosha.yaml: another program changed this file meanwhile"
    assert caught.value.hint == "nothing was written; run the command again"
    assert vitosha(base).read_bytes() == theirs
    assert litter(base) == []


def test_deletion_by_another_program_meanwhile(base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    when_called(monkeypatch, save, "stage", vitosha(base).unlink)
    with pytest.raises(FileChanged):
        add_call(base, vitosha(base))
    assert not vitosha(base).exists()


def test_change_since_the_command_read(base: Base) -> None:
    """A digest tells what the command was prepared for."""
    digest = save.digest(vitosha(base).read_bytes())
    vitosha(base).write_bytes(b"name: y\n")
    with pytest.raises(FileChanged):
        add_call(base, vitosha(base), digest=digest)
    assert vitosha(base).read_bytes() == b"name: y\n"
    replaced = Replacement(path=vitosha(base), data=b"name: z\n", digest=digest)
    with pytest.raises(FileChanged):
        carry_out(base, [replaced], command="edit")


def test_edit_that_would_alter_something_else(base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is wrong in how texts are spliced, comparing the data finds it."""
    before = snapshot(base)
    monkeypatch.setattr(splice, "append", lambda *_: splice.Splice(16, 20, "name"))
    with pytest.raises(UnsafeEdit) as caught:
        add_call(base, vitosha(base))
    assert "would alter something else" in str(caught.value)
    monkeypatch.setattr(splice, "append", lambda *_: splice.Splice(0, 3, "\t{"))
    with pytest.raises(UnsafeEdit, match="could not be read"):
        add_call(base, vitosha(base))
    assert snapshot(base) == before


# Links and ways out


@posix
def test_link_inside_the_base_stays_a_link(base: Base) -> None:
    link = base.clients / "alias.yaml"
    link.symlink_to("south/rila.yaml")
    written = add_call(base, link)
    assert written.path == "clients/alias.yaml"
    assert str(link.readlink()) == "south/rila.yaml"
    assert b"Sent the offer" in (base.clients / "south" / "rila.yaml").read_bytes()
    transaction.undo(base)
    assert b"Sent the offer" not in link.read_bytes()
    assert link.is_symlink()


@posix
@pytest.mark.parametrize("kind", ["file", "folder", "dots", "dangling"])
def test_way_out_of_the_base_is_refused(base: Base, tmp_path: Path, kind: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    victim = outside / "victim.yaml"
    victim.write_bytes(b"name: not ours\n")
    path = base.clients / "out.yaml"
    if kind == "file":
        path.symlink_to(victim)
    elif kind == "dangling":
        path.symlink_to(outside / "new.yaml")
    elif kind == "folder":
        (base.clients / "out").symlink_to(outside)
        path = base.clients / "out" / "victim.yaml"
    else:
        path = base.clients / ".." / ".." / "outside" / "victim.yaml"
    with pytest.raises(LeadsOut) as caught:
        add_call(base, path)
    with pytest.raises(LeadsOut):
        carry_out(base, [NewFile(path=path, text="name: x\n")], command="new")
    assert "leads out of the base" in str(caught.value)
    assert [file.name for file in outside.iterdir()] == ["victim.yaml"]
    assert victim.read_bytes() == b"name: not ours\n"


@posix
def test_base_that_is_reached_through_a_link(base: Base, tmp_path: Path) -> None:
    """The folder of temporary files is a link on some systems; paths in messages still begin at the base."""
    (tmp_path / "link").symlink_to(base.root)
    linked = Base(tmp_path / "link")
    written = add_call(linked, vitosha(linked))
    assert written.path == "clients/vitosha.yaml"
    written = add_call(linked, vitosha(base))
    assert vitosha(base).read_text("utf-8").count("Sent the offer") == 2
    transaction.undo(linked)
    assert vitosha(base).read_text("utf-8").count("Sent the offer") == 1


@posix
def test_link_in_a_circle(base: Base) -> None:
    path = base.clients / "circle.yaml"
    path.symlink_to("circle.yaml")
    with pytest.raises(CannotRead, match=r"clients/circle\.yaml: cannot be read"):
        add_call(base, path)


@posix
def test_named_pipe_is_no_client(base: Base) -> None:
    """To read from it would wait for ever."""
    path = base.clients / "pipe.yaml"
    os.mkfifo(path)
    with pytest.raises(CannotRead, match=r"clients/pipe\.yaml: cannot be read: not a regular"):
        add_call(base, path)


def test_missing_file(base: Base) -> None:
    with pytest.raises(CannotRead, match=r"clients/nobody\.yaml: cannot be read: No such file"):
        add_call(base, base.clients / "nobody.yaml")


def test_name_as_long_as_the_system_allows(base: Base) -> None:
    path = base.clients / ("Щ" * 125 + ".yaml")
    path.write_bytes(b"name: x\n")
    add_call(base, path)
    assert litter(base) == []


# The disk


def no_new_files(monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.open

    def refusing(path: Any, flags: int, *args: Any, **options: Any) -> int:
        if flags & os.O_CREAT and Path(path).parent.name == "clients":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return real(path, flags, *args, **options)

    monkeypatch.setattr(os, "open", refusing)


def test_read_only_folder(base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    no_new_files(monkeypatch)
    with pytest.raises(CannotWrite) as caught:
        add_call(base, vitosha(base))
    assert str(caught.value) == "clients/vitosha.yaml: cannot be written: Permission denied"
    assert caught.value.hint == "nothing was written to it"
    assert vitosha(base).read_text("utf-8") == VITOSHA


def test_full_disk(base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is room for some bytes of the new file, then no more."""
    real, calls = os.write, []

    def filling(handle: int, data: bytes) -> int:
        calls.append(data)
        if len(calls) > 2:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(handle, data[:5])

    monkeypatch.setattr(os, "write", filling)
    with pytest.raises(CannotWrite, match="No space left on device"):
        add_call(base, vitosha(base))
    assert vitosha(base).read_text("utf-8") == VITOSHA
    assert litter(base) == []


def test_short_writes(base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system may take fewer bytes than it is given."""
    real = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: real(handle, data[:7]))
    add_call(base, vitosha(base))
    assert vitosha(base).read_text("utf-8").endswith("phone: +359 88 000 0101\n")


def test_temp_file_of_a_killed_command_is_swept(base: Base) -> None:
    left = base.clients / f".pirin.yaml-12345678.99999{save.TEMP_MARK}"
    left.write_bytes(b"name: ha")
    mine = base.clients / f"notes{save.TEMP_MARK}"
    mine.write_bytes(b"a file of the user's")
    add_call(base, vitosha(base))
    assert not left.exists()
    assert mine.exists()


# New files


def test_new_file_in_a_new_folder(base: Base) -> None:
    path = base.clients / "north" / "ruse.yaml"
    written = carry_out(base, [NewFile(path=path, text="name: Русе\n")], command="new")
    assert [row.path for row in written] == ["clients/north/ruse.yaml"]
    assert path.read_text("utf-8") == "name: Русе\n"
    assert litter(base) == []


@pytest.mark.parametrize("kind", ["file", pytest.param("dangling", marks=posix), "folder"])
def test_new_file_never_replaces_one(base: Base, kind: str) -> None:
    path = base.clients / "new.yaml"
    if kind == "file":
        path.write_bytes(b"name: old\n")
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to("nowhere.yaml")
    with pytest.raises((AlreadyExists, CannotRead), match=r"clients/new\.yaml"):
        carry_out(base, [NewFile(path=path, text="name: new\n")], command="new")
    assert not path.is_file() or path.read_bytes() == b"name: old\n"
    assert not (base.clients / "nowhere.yaml").exists()


def test_existing_file_is_told_as_such(base: Base) -> None:
    with pytest.raises(AlreadyExists) as caught:
        carry_out(base, [NewFile(path=vitosha(base), text="name: new\n")], command="new")
    assert str(caught.value) == "clients/vitosha.yaml exists already"
    assert caught.value.hint == "nothing was written; choose another id"


@pytest.mark.parametrize("links", [True, False])
def test_file_made_by_another_program_at_the_last_moment(
    base: Base, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    """Between our last look and the rename; on disks without hard links too."""
    path = base.clients / "new.yaml"
    if not links:
        monkeypatch.setattr(os, "link", _no_links)
    when_called(monkeypatch, save, "put_in_place", lambda: path.write_bytes(b"name: theirs\n"))
    with pytest.raises(AlreadyExists):
        carry_out(base, [NewFile(path=path, text="name: ours\n")], command="new")
    assert path.read_bytes() == b"name: theirs\n"
    assert litter(base) == []


def _no_links(*_: object) -> None:
    raise PermissionError(errno.EPERM, "Operation not permitted")


def test_new_file_where_no_hard_links_are(base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "link", _no_links)
    path = base.clients / "new.yaml"
    carry_out(base, [NewFile(path=path, text="name: new\n")], command="new")
    assert path.read_bytes() == b"name: new\n"
    assert litter(base) == []


# Files that go


def test_file_is_deleted_and_comes_back(base: Base) -> None:
    """With what another step put into a second file; one undo takes back both."""
    before = snapshot(base)
    pirin = base.clients / "pirin.yaml"
    steps = [
        Removal(path=pirin, digest=save.digest(PIRIN.encode())),
        Plan(path=vitosha(base), changes=(append(("interactions",), CALL),)),
    ]
    carry_out(base, steps, command="merge")
    assert not pirin.exists()
    assert b"Sent the offer" in vitosha(base).read_bytes()
    transaction.undo(base)
    assert snapshot(base) == before


@pytest.mark.parametrize("kind", ["changed", "missing", pytest.param("link", marks=posix)])
def test_file_that_is_not_deleted(base: Base, kind: str) -> None:
    path, digest = base.clients / "pirin.yaml", save.digest(PIRIN.encode())
    if kind == "changed":
        path.write_bytes(b"name: edited by hand\n")
    elif kind == "missing":
        path.unlink()
    else:
        path, digest = base.clients / "link.yaml", ""
        path.symlink_to("pirin.yaml")
    before = snapshot(base)
    with pytest.raises((FileChanged, CannotRead, UnsafeEdit)):
        carry_out(base, [Removal(path=path, digest=digest)], command="merge")
    assert snapshot(base) == before


# Several files


def several(base: Base) -> list[edit.Step]:
    return [
        Plan(path=vitosha(base), changes=(put(("owner",), "ana"),)),
        Plan(path=base.clients / "pirin.yaml", changes=(put(("owner",), "ana"),)),
        Plan(path=base.clients / "south" / "rila.yaml", changes=(put(("owner",), "ana"),)),
    ]


@pytest.mark.parametrize("failing", [1, 2, 3])
def test_all_or_nothing(base: Base, monkeypatch: pytest.MonkeyPatch, failing: int) -> None:
    """The k-th rename fails: the ones before it are taken back."""
    before, real, calls = snapshot(base), os.replace, []

    def refusing(*args: Any, **options: Any) -> None:
        calls.append(args)
        if len(calls) == failing:
            raise OSError(errno.EIO, "Input/output error")
        real(*args, **options)

    monkeypatch.setattr(os, "replace", refusing)
    with pytest.raises(CannotWrite, match=r"clients/.*\.yaml: cannot be written: Input/output"):
        carry_out(base, several(base), command="set")
    assert len(calls) == failing + failing - 1
    assert snapshot(base) == before
    assert litter(base) == []


def test_one_step_that_cannot_be_done_stops_all(base: Base) -> None:
    before = snapshot(base)
    bad = Plan(path=base.clients / "pirin.yaml", changes=(append(("phone",), CALL),))
    with pytest.raises(UnsafeEdit, match=r"clients/pirin\.yaml:2: not changed: phone is not a"):
        carry_out(base, [*several(base), bad], command="set")
    assert snapshot(base) == before


def test_dry_run_writes_nothing_at_all(base: Base) -> None:
    """What it returns is what the command would write."""
    before = snapshot(base)
    dry = carry_out(base, several(base), command="set", dry_run=True)
    assert snapshot(base) == before
    assert not base.work.exists()
    real = carry_out(base, several(base), command="set")
    assert [(row.path, row.line) for row in dry] == [(row.path, row.line) for row in real]
    assert [row.document.source.data for row in dry] == [
        (base.root / row.path).read_bytes() for row in real
    ]


def test_dry_run_finds_what_the_run_would_refuse(base: Base) -> None:
    bad = Plan(path=vitosha(base), changes=(append(("name",), CALL),))
    with pytest.raises(UnsafeEdit):
        carry_out(base, [bad], command="log", dry_run=True)


@pytest.mark.parametrize("through", ["path", pytest.param("link", marks=posix)])
def test_same_file_twice_in_a_command(base: Base, through: str) -> None:
    """Both changes are there; one undo takes back both."""
    before = snapshot(base)
    second = vitosha(base)
    if through == "link":
        second = base.clients / "zz.yaml"
        second.symlink_to("vitosha.yaml")
        before = snapshot(base)
    steps = [
        Plan(path=vitosha(base), changes=(append(("interactions",), CALL),)),
        Plan(path=second, changes=(put(("owner",), "ana"),)),
    ]
    carry_out(base, steps, command="set")
    text = vitosha(base).read_text("utf-8")
    assert "Sent the offer" in text
    assert "owner: ana" in text
    transaction.undo(base)
    assert snapshot(base) == before


def test_command_that_changes_nothing_leaves_no_trace(base: Base) -> None:
    """`set` to the value that is there is nothing to undo."""
    append_call(base)
    plan = Plan(path=base.clients / "other.yaml", changes=(put(("name",), "Other"),))
    carry_out(base, [plan], command="set")
    assert transaction.undo(base).command == "log vitosha"


def test_bytes_are_safe_on_the_disk_before_the_file_is_replaced(base: Base) -> None:
    """Else a power cut could leave a file that is there and empty. After the rename, the folder."""
    with troubled(Trouble()) as watched:
        append_call(base)
    calls = watched.calls
    replaced = calls.index("replace")
    assert calls[:replaced].count("fsync") == 1
    assert calls.index("write") < calls.index("fsync")
    assert calls[replaced : replaced + 4] == ["replace", "open", "fsync", "close"]


def test_several_files_are_safe_to_roll_back_before_the_first_is_replaced(base: Base) -> None:
    """The old bytes, the manifest and their two folders, then each new file; last two folders."""
    with troubled(Trouble()) as watched:
        carry_out(base, several(base), command="set")
    calls = watched.calls
    assert calls[: calls.index("replace")].count("fsync") == 4 + 3
    last = len(calls) - calls[::-1].index("replace")
    assert calls[last:].count("fsync") == 2
