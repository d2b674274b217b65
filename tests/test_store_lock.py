"""One command writes at a time, and a lock never outlives who holds it."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import stat
import threading
from pathlib import Path

import pytest
from scenes import append_call, make_base

from crm.base import Base
from crm.errors import CannotWrite, Locked
from crm.store import lock
from crm.store.lock import locked

pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="flock"),
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),
]


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Base:
    monkeypatch.setattr(lock, "PATIENCE", 0.05)
    return make_base(tmp_path)


def test_second_command_waits_and_gives_up(base: Base) -> None:
    with locked(base), pytest.raises(Locked) as caught:
        append_call(base)
    assert str(caught.value) == "another crm command is writing in this base (waited 0 s)"
    assert caught.value.hint == "nothing was written; try again when the other command has ended"
    assert not base.work.exists()


def test_second_command_goes_on_when_the_first_ends(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "PATIENCE", 10.0)
    with locked(base):
        second = threading.Thread(target=append_call, args=(base,))
        second.start()
        second.join(0.1)
        assert second.is_alive()
    second.join(10)
    assert b"Sent the offer" in (base.clients / "vitosha.yaml").read_bytes()


def test_lock_survives_the_deletion_of_the_work_folder(base: Base) -> None:
    append_call(base)
    with locked(base):
        shutil.rmtree(base.work)
        with pytest.raises(Locked):
            append_call(base)


def test_lock_leaves_no_file(base: Base) -> None:
    before = set(base.root.iterdir())
    with locked(base):
        assert set(base.root.iterdir()) == before


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
def test_lock_ends_with_the_command_however_it_ends(base: Base, error: type[BaseException]) -> None:
    with pytest.raises(error), locked(base):
        raise error
    append_call(base)


def test_lock_of_a_killed_process_is_free(base: Base) -> None:
    holder = os.fork()
    if not holder:
        with locked(base):
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(holder, 0)
    append_call(base)


def test_folder_that_cannot_be_opened(tmp_path: Path) -> None:
    with (
        pytest.raises(CannotWrite, match="cannot be written: No such file"),
        locked(Base(tmp_path / "gone")),
    ):
        pass


@pytest.fixture
def no_folder_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the system refuse to lock folders, as NFS does."""
    import fcntl

    real = fcntl.flock

    def flock(handle: int, how: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(errno.EBADF, "Bad file descriptor")
        real(handle, how)

    monkeypatch.setattr(fcntl, "flock", flock)


@pytest.mark.usefixtures("no_folder_locks")
def test_where_folders_cannot_be_locked_a_file_is(base: Base) -> None:
    with locked(base):
        assert (base.root / lock.LOCK_NAME).is_file()
        with pytest.raises(Locked):
            append_call(base)
    append_call(base)


def test_passing_trouble_is_no_reason_for_another_lock(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two commands that lock different things would not see each other."""
    import fcntl

    def flock(*_: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", flock)
    with pytest.raises(CannotWrite, match="No locks available"):
        append_call(base)
    assert not (base.root / lock.LOCK_NAME).exists()
