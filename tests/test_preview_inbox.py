from __future__ import annotations

import threading
import time

import pytest
from previewed import make_base
from watchdog.events import (
    DirCreatedEvent,
    DirModifiedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileClosedNoWriteEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileOpenedEvent,
)

from crm.preview.inbox import Inbox, News
from crm.preview.sources import Sources


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def base(tmp_path):
    return make_base(tmp_path)


@pytest.fixture
def inbox(base, clock):
    return Inbox(Sources(base, base.site), clock=clock)


@pytest.fixture
def a(base):
    return str(base.clients / "a.yaml")


def pause(inbox, clock):
    """Milliseconds from now until what has come in is settled."""
    due = inbox.due()
    return None if due is None else round((due - clock.now) * 1000)


def test_nothing_is_due_at_first(inbox, clock):
    assert pause(inbox, clock) is None
    assert inbox.wait(0) is None


def test_a_closed_file_is_due_at_once(inbox, clock, a):
    inbox.dispatch(FileModifiedEvent(a))
    assert pause(inbox, clock) == 50
    inbox.dispatch(FileClosedEvent(a))
    assert pause(inbox, clock) == 10


@pytest.mark.parametrize("event", [FileCreatedEvent, FileModifiedEvent, FileDeletedEvent])
def test_a_save_halfway_is_waited_for(inbox, clock, a, event):
    inbox.dispatch(event(a))
    assert pause(inbox, clock) == 50


def test_a_file_moved_into_place_is_due_at_once_and_one_moved_away_is_not(inbox, clock, a):
    inbox.dispatch(FileMovedEvent(a, f"{a}~"))
    assert pause(inbox, clock) == 50
    inbox.dispatch(FileMovedEvent(f"{a}.tmp", a))
    assert pause(inbox, clock) == 10


def test_many_files_are_a_burst(inbox, clock, base):
    for number in range(4):
        inbox.dispatch(FileClosedEvent(str(base.clients / f"{number}.yaml")))
    assert pause(inbox, clock) == 50


def test_a_stream_without_end_is_cut(inbox, clock, a):
    for _ in range(30):
        inbox.dispatch(FileModifiedEvent(a))
        clock.now += 0.016
    assert pause(inbox, clock) == 20  # 500 after the first
    clock.now += 0.020
    assert inbox.wait(0) == News(frozenset({a}), everywhere=False)
    assert pause(inbox, clock) is None
    inbox.dispatch(FileModifiedEvent(a))
    assert pause(inbox, clock) == 50


@pytest.mark.parametrize("event", [FileOpenedEvent, FileClosedNoWriteEvent])
def test_reading_is_nothing(inbox, clock, a, event):
    inbox.dispatch(event(a))
    assert pause(inbox, clock) is None


def test_folders_that_come_or_move_are_looked_at_as_a_whole(inbox, clock, base):
    inbox.dispatch(DirModifiedEvent(str(base.clients)))
    inbox.dispatch(DirCreatedEvent(str(base.work)))
    inbox.dispatch(DirCreatedEvent(str(base.root / "clients-old")))
    assert pause(inbox, clock) is None
    inbox.dispatch(DirMovedEvent(str(base.root / "elsewhere"), str(base.clients)))
    clock.now += 0.050
    assert inbox.wait(0) == News(frozenset(), everywhere=True)


def test_wake_ends_a_wait(base):
    inbox = Inbox(Sources(base, base.site))
    threading.Timer(0.05, inbox.wake).start()
    began = time.monotonic()
    assert inbox.wait(10) is None
    assert time.monotonic() - began < 5
