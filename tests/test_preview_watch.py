from __future__ import annotations

import datetime as dt
import errno
import itertools
import logging
import os
import random
import shutil
import statistics
import threading
import time
from pathlib import Path

import pytest
from editors import EDITORS, vim, vscode
from previewed import Watched, make_base, until, watching

from crm.errors import BrokenTemplate, CannotWrite
from crm.preview import ears as ears_module
from crm.preview import watch as watch_module
from crm.preview.ears import Ears
from crm.preview.inbox import Pace
from crm.preview.turn import Outcome


class Deaf(Ears):
    """The system tells nothing at all, and does not say so."""

    def listen(self):
        return None


@pytest.fixture
def base(tmp_path):
    return make_base(tmp_path / "base", 20)


@pytest.fixture
def only_listening(monkeypatch):
    """Looking at everything must not help."""
    monkeypatch.setattr(watch_module, "_LOOK_EVERY", 600)


def test_first_turn_takes_everything(base):
    with watching(base) as watched:
        assert watched.builds == [None]
        assert watched.turns[0].reason == "start"


@pytest.mark.parametrize("save", EDITORS)
def test_a_save_in_any_editor_is_one_rebuild_of_that_file(base, only_listening, save):
    path = base.clients / "client-3.yaml"
    with watching(base) as watched:
        save(path, b"name: Maria\n")
        until(lambda: len(watched.turns) > 1)
        time.sleep(0.15)
        assert watched.builds[1:] == [frozenset({path})]
        assert watched.turns[1].changed == ("clients/client-3.yaml",)
        assert watched.settled()


def test_500_saves_by_many_editors_end_with_the_last_state_seen(base, only_listening):
    chance = random.Random(20)
    files = [base.clients / f"client-{number}.yaml" for number in range(40)]
    # In haste, so that rebuilds fall between the calls of one save.
    with watching(base, pace=Pace(quick=0.001, settle=0.003, most=0.020)) as watched:
        for number in range(500):
            path = chance.choice(files)
            if chance.random() < 0.05:
                path.unlink(missing_ok=True)
            else:
                chance.choice(EDITORS)(path, f"name: Save {number}\n".encode() * 20)
            time.sleep(chance.choice((0, 0, 0.001, 0.005, 0.02)))
        until(watched.settled, 5)
        time.sleep(0.1)
        assert watched.settled()
        assert None not in watched.builds[1:]
        assert len(watched.builds) > 50


def burst(base, number):
    with watching(base) as watched:
        for client in range(number):
            (base.clients / f"new-{client}.yaml").write_bytes(b"name: New %d\n" % client)
        until(watched.settled, 30)
        assert len(watched.seen) == number + 21
        # Under a stream of changes a rebuild comes now and then, not once a file.
        assert len(watched.builds) < 3 + number / 50


def test_burst_of_2000_files(base, only_listening):
    burst(base, 2000)


@pytest.mark.slow
def test_burst_of_20000_files(base, only_listening):
    burst(base, 20_000)


def test_a_rebuild_that_reads_and_writes_does_not_trigger_itself(base, monkeypatch):
    monkeypatch.setattr(watch_module, "_LOOK_EVERY", 0.3)

    def build():
        for path in base.clients.iterdir():
            path.read_bytes()
        base.site.mkdir(exist_ok=True)
        (base.site / "index.html").write_text(str(time.time_ns()), "utf-8")
        base.work.mkdir(exist_ok=True)
        (base.work / "index.db").write_text(str(time.time_ns()), "utf-8")

    with watching(base) as watched:
        watched.before_build = build
        (base.clients / "client-1.yaml").write_text("name: Other\n", "utf-8")
        until(lambda: len(watched.builds) == 2)
        time.sleep(0.9)  # past the next looks at everything
        assert len(watched.builds) == 2


def test_reading_listing_and_opening_for_writing_are_no_changes(base):
    with watching(base) as watched:
        for path in base.clients.iterdir():
            path.read_bytes()
            os.close(os.open(path, os.O_RDWR))
        time.sleep(0.3)
        assert watched.builds == [None]


def test_what_editors_leave_is_no_change(base):
    names = ("4913", ".a.yaml.swp", "a.yaml~", ".#a.yaml", "#a.yaml#", "a.yaml___jb_tmp___")
    with watching(base) as watched:
        for folder, name in itertools.product((base.clients, base.templates), names):
            (folder / name).write_text("x", "utf-8")
        for name in ("site/index.html", ".crm/index.db", ".git/HEAD"):
            (base.root / name).parent.mkdir(exist_ok=True)
            (base.root / name).write_text("x", "utf-8")
        time.sleep(0.3)
        assert watched.builds == [None]


def test_a_change_during_a_rebuild_is_followed_by_another(base, only_listening):
    path = base.clients / "client-1.yaml"
    later = iter([b"name: Written while building\n"])

    with watching(base) as watched:
        watched.after_reading = lambda: [path.write_bytes(data) for data in later]
        path.write_bytes(b"name: First\n")
        until(lambda: watched.seen.get("clients/client-1.yaml", b"").startswith(b"name: Written"))


@pytest.mark.parametrize(
    "name",
    ["crm.yaml", "services.yaml", "campaigns.yaml", "templates/client.html", "regions/a.yaml"],
)
def test_what_is_no_client_may_change_everything(base, name):
    with watching(base) as watched:
        vim(base.root / name, b"name: Other\n")
        until(lambda: len(watched.turns) > 1)
        assert watched.builds[1] is None
        assert watched.turns[1].changed == (name,)


def test_deleted_renamed_and_moved_clients_and_folders(base, only_listening):
    clients = base.clients
    with watching(base) as watched:
        (clients / "client-1.yaml").unlink()
        (clients / "client-2.yaml").rename(clients / "maria.yaml")
        until(watched.settled)
        (clients / "sofia" / "centre").mkdir(parents=True)
        (clients / "client-3.yaml").rename(clients / "sofia" / "centre" / "client-3.yaml")
        until(watched.settled)
        (clients / "sofia").rename(clients / "plovdiv")
        until(watched.settled)
        (clients / "plovdiv" / "centre" / "client-3.yaml").write_bytes(b"name: Moved\n")
        until(watched.settled)
        shutil.rmtree(clients / "plovdiv")
        until(watched.settled)
        outside = base.root.parent / "taken"
        outside.mkdir()
        (outside / "client-40.yaml").write_bytes(b"name: From elsewhere\n")
        outside.rename(clients / "taken")
        until(watched.settled)


def test_a_folder_of_the_base_that_comes_goes_and_comes_again(base, monkeypatch):
    with watching(base) as watched:
        for number in range(3):
            shutil.rmtree(base.templates)
            until(watched.settled)
            base.templates.mkdir()
            (base.templates / "client.html").write_text(f"{number}", "utf-8")
            until(watched.settled)
            time.sleep(0.3)
            monkeypatch.setattr(watch_module, "_LOOK_EVERY", 600)
            vscode(base.templates / "client.html", f"again {number}".encode())
            until(watched.settled)
            monkeypatch.setattr(watch_module, "_LOOK_EVERY", 0.2)


def test_missed_events_are_found_by_looking(base, monkeypatch):
    monkeypatch.setattr(watch_module, "_LOOK_EVERY", 0.2)
    with watching(base, ears=Deaf) as watched:
        (base.clients / "client-1.yaml").write_bytes(b"name: Nobody tells\n")
        (base.clients / "client-2.yaml").unlink()
        (base.clients / "quiet.yaml").write_bytes(b"name: Quiet\n")
        until(watched.settled, 3)
        assert watched.turns[-1].changed == (
            "clients/client-1.yaml",
            "clients/client-2.yaml",
            "clients/quiet.yaml",
        )


def test_after_a_missed_event_listening_begins_anew(base, monkeypatch):
    """The library's thread died: the look finds the change, and mends the hearing."""
    monkeypatch.setattr(watch_module, "_LOOK_EVERY", 0.2)

    class Asleep(Ears):
        awake = False

        def listen(self):
            return super().listen() if self.awake else None

        def renew(self):
            self.awake = True
            return super().renew()

    with watching(base, ears=Asleep) as watched:
        (base.clients / "client-1.yaml").write_bytes(b"name: Nobody tells\n")
        until(watched.settled, 3)
        monkeypatch.setattr(watch_module, "_LOOK_EVERY", 600)
        time.sleep(0.3)
        vim(base.clients / "client-1.yaml", b"name: Heard\n")
        until(watched.settled, 3)


def test_what_was_not_told_of_takes_a_look_at_everything(base, monkeypatch):
    """By the look alone a file can be found changed of which an earlier one saw the half."""
    monkeypatch.setattr(watch_module, "_LOOK_EVERY", 0.2)
    with watching(base, ears=Deaf) as watched:
        vim(base.clients / "client-1.yaml", b"name: Unheard\n")
        until(watched.settled, 3)
        assert watched.builds == [None, None]
        assert watched.turns[1].changed == ("clients/client-1.yaml",)


def test_queue_overflow_is_a_look_at_everything_at_once(base, only_listening, capsys):
    """The library logs a warning and drops what was queued."""

    class HardOfHearing(Ears):
        def listen(self):
            self._alarm.put_up()

    with watching(base, ears=HardOfHearing) as watched:
        (base.clients / "client-1.yaml").write_bytes(b"name: Lost\n")
        time.sleep(0.2)
        assert len(watched.builds) == 1
        logging.getLogger("watchdog.observers.inotify_c").warning("Inotify queue overflowed")
        until(watched.settled, 3)
    assert not capsys.readouterr().err


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EMFILE])
def test_no_watches_left_means_looking_twice_a_second(base, monkeypatch, number):
    def refuse(*_, **__):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("watchdog.observers.Observer", refuse)
    with watching(base) as watched:
        assert "too many folders are watched" in watched.notices[0].message
        (base.clients / "client-1.yaml").write_bytes(b"name: Polled\n")
        until(watched.settled, 3)
        assert len(watched.notices) == 1


def test_the_base_vanishing_is_told_and_deletes_nothing(base):
    away = base.root.with_name("away")
    with watching(base) as watched:
        base.root.rename(away)
        until(lambda: watched.notices)
        assert watched.notices[0].message == f"{base.root} is gone"
        time.sleep(0.3)
        assert len(watched.builds) == 1
        away.rename(base.root)
        until(lambda: len(watched.turns) > 1)
        assert watched.turns[-1].reason == f"{base.root} is back"
        vim(base.clients / "client-1.yaml", b"name: Heard again\n")
        until(watched.settled, 3)


def test_the_base_replaced_by_another_folder_is_watched_on(base, monkeypatch):
    monkeypatch.setattr(watch_module, "_LOOK_EVERY", 0.3)
    away = base.root.with_name("away")
    with watching(base) as watched:
        base.root.rename(away)
        make_base(base.root, 3)
        until(watched.settled, 5)
        assert len(watched.seen) == 4
        monkeypatch.setattr(watch_module, "_LOOK_EVERY", 600)
        time.sleep(0.6)
        vim(base.clients / "client-1.yaml", b"name: In the new folder\n")
        until(watched.settled, 5)


def test_a_new_day_rebuilds_everything(base):
    days = [dt.date(2026, 11, 21)]
    with watching(base, day=lambda: days[0]) as watched:
        days[0] = dt.date(2026, 11, 22)
        until(lambda: len(watched.turns) > 1, 3)
        assert watched.builds[1] is None
        assert watched.turns[1].reason == "it is 2026-11-22 now"


def test_a_failure_is_told_until_it_is_mended(base):
    template = base.templates / "client.html"
    template.write_text("one\ntwo {{ broken\nthree\n", "utf-8")
    with watching(base) as watched:

        def fail():
            if b"broken" in template.read_bytes():
                raise BrokenTemplate("client.html", 2, "unexpected end of template")

        watched.before_build = fail
        vim(base.clients / "client-1.yaml", b"name: A\n")
        until(lambda: len(watched.turns) > 1)
        vim(base.clients / "client-2.yaml", b"name: B\n")
        until(lambda: len(watched.turns) > 2)
        for turn in watched.turns[1:3]:
            assert turn.outcome is None
            (failure,) = turn.failures
            assert failure.place == "templates/client.html:2"
            assert failure.message == "unexpected end of template"
            assert failure.excerpt == ((1, "one"), (2, "two {{ broken"), (3, "three"), (4, ""))
        # What failed may have left changes undone: the next rebuild takes everything.
        assert watched.builds[1:3] == [frozenset({base.clients / "client-1.yaml"}), None]
        vim(template, b"mended")
        until(lambda: len(watched.turns) > 3)
        assert watched.turns[3].mended
        assert watched.turns[3].outcome == Outcome(written=1)


def test_an_unforeseen_fault_does_not_end_the_watch(base):
    with watching(base) as watched:
        watched.before_build = lambda: {}["nothing"]
        vim(base.clients / "client-1.yaml", b"name: A\n")
        until(lambda: len(watched.turns) > 1)
        assert "KeyError: 'nothing'" in watched.turns[1].failures[0].message
        watched.before_build = lambda: None
        vim(base.clients / "client-1.yaml", b"name: B\n")
        until(watched.settled)


def test_what_no_file_is_to_blame_for_is_tried_again(base, monkeypatch):
    monkeypatch.setattr(watch_module, "_RETRY_EVERY", 0.1)
    with watching(base) as watched:

        def fail():
            raise CannotWrite("site", OSError(errno.ENOSPC, "No space left on device"))

        watched.before_build = fail
        vim(base.clients / "client-1.yaml", b"name: A\n")
        until(lambda: len(watched.builds) > 3)
        assert len(watched.turns) == 2, "told once"
        watched.before_build = lambda: None
        until(lambda: len(watched.turns) > 2)
        assert watched.turns[2].mended


def test_from_edit_to_rebuild_is_instant(base, only_listening):
    took = []
    with watching(base) as watched:
        for number, save in zip(range(24), itertools.cycle(EDITORS), strict=False):
            before = len(watched.builds)
            save(base.clients / "client-1.yaml", b"name: Save %d\n" % number)
            saved = time.perf_counter()
            until(lambda: len(watched.builds) > before)  # noqa: B023 - used at once
            took.append(watched.started[before] - saved)
            until(watched.settled)
            time.sleep(0.02)
    assert statistics.median(took) < 0.030


def test_ears_ask_only_for_what_changes_content():
    names = {event.__name__ for event in ears_module._ASKED}
    assert not names & {"FileOpenedEvent", "FileClosedNoWriteEvent", "FileAttribEvent"}


def test_no_thread_of_the_observer_outlives_the_watch(base):
    before = set(threading.enumerate())
    with watching(base):
        assert len(set(threading.enumerate()) - before) > 1
    until(lambda: set(threading.enumerate()) <= before, 3)


def test_attachments_that_come_and_go_are_found(base, monkeypatch):
    monkeypatch.setattr(watch_module, "_LOOK_EVERY", 0.1)
    offer = base.files / "client-1" / "offer.pdf"
    with watching(base) as watched:
        offer.parent.mkdir(parents=True)
        offer.write_bytes(b"%PDF")
        until(lambda: len(watched.turns) > 1)
        assert watched.turns[1].changed == ("files/client-1/offer.pdf",)
        offer.write_bytes(b"%PDF other content, same name")
        time.sleep(0.4)
        assert len(watched.turns) == 2
        Path(offer).unlink()
        until(lambda: len(watched.turns) > 2)


def test_a_commit_is_seen(base, monkeypatch):
    monkeypatch.setattr(watch_module, "_LOOK_EVERY", 0.1)
    log = base.root / ".git" / "logs" / "HEAD"
    log.parent.mkdir(parents=True)
    log.write_text("one\n", "utf-8")
    with watching(base) as watched:
        log.write_text("one\ntwo\n", "utf-8")
        until(lambda: len(watched.turns) > 1)
        assert watched.builds[1] is None


def test_a_change_during_the_first_build_is_not_missed(base):
    path = base.clients / "client-1.yaml"
    watched = Watched(base)
    watched.after_reading = lambda: path.write_bytes(b"name: Meanwhile\n")
    thread = threading.Thread(target=watched.watch.run)
    thread.start()
    try:
        until(lambda: watched.seen.get("clients/client-1.yaml") == b"name: Meanwhile\n", 3)
    finally:
        watched.watch.stop()
        thread.join(10)
