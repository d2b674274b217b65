"""The site under a watch, whatever editors did, is the site of a clean build."""

from __future__ import annotations

import datetime as dt
import random
import shutil
import threading
import time

import pytest
from editors import EDITORS
from previewed import make_base, until

from crm.base import Base
from crm.preview.builder import Builder
from crm.preview.inbox import Pace
from crm.preview.sources import Sources
from crm.preview.turn import Turn
from crm.preview.watch import Watch

TODAY = dt.date(2026, 11, 21)
CLIENT = """name: {name} {number}
tags: [{tag}]
phone: +1 202 555 01{number:02}
interactions:
  - {{date: 2026-10-0{day}, type: order, amount: {amount} EUR}}
  - {{date: 2026-11-0{day}, type: call, summary: Asked for beans}}
"""


def client(chance):
    """A client file: whole, with a problem, or not readable at all."""
    text = CLIENT.format(
        name=chance.choice(("Maria", "Кафе Витоша", "Old Mill")),
        number=chance.randrange(10, 100),
        tag=chance.choice(("horeca", "retail", "vip")),
        day=chance.randrange(1, 10),
        amount=chance.randrange(1, 900),
    )
    broken = chance.random()
    if broken < 0.05:
        text += "\tbroken: [\n"
    elif broken < 0.15:
        text += "since: 2026-13-01\n"
    return text.encode()


def pages(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def builder(base):
    return Builder(base, base.site, lambda _: TODAY, keep=False)


def clean(base, folder):
    """The pages of a build from nothing, in another place."""
    copy = Base(folder / base.root.name)
    hidden = shutil.ignore_patterns("site", ".crm", ".site.new")
    shutil.copytree(base.root, copy.root, ignore=hidden, symlinks=True)
    builder(copy).build(None)
    return pages(copy.site)


def equals_clean_build_after(base, tmp_path, saves, seconds):
    chance = random.Random(11)
    files = [base.clients / f"client-{number}.yaml" for number in range(24)]
    turns = []
    watch = Watch(
        Sources(base, base.site),
        builder(base).build,
        turns.append,
        pace=Pace(quick=0.001, settle=0.003, most=0.020),
    )
    thread = threading.Thread(target=watch.run)
    thread.start()
    try:
        until(watch.listening.is_set, 30)
        for number in range(saves):
            path = chance.choice(files)
            if chance.random() < 0.08:
                path.unlink(missing_ok=True)
            else:
                chance.choice(EDITORS)(path, client(chance))
            if number % 40 == 20:
                name = chance.choice(("One", "Two")).encode()
                chance.choice(EDITORS)(base.settings_file, b"name: " + name + b"\n")
            time.sleep(chance.choice((0, 0.002, 0.02, 0.1)))
        last = len(turns)
        end = base.clients / "the-end.yaml"
        end.write_text("name: The end\n", "utf-8")
        until(lambda: any(t.changed for t in turns[last:]), seconds)
        until((base.site / "clients" / "the-end.html").exists, seconds)
    finally:
        watch.stop()
        thread.join(60)
    assert all(isinstance(turn, Turn) and turn.outcome for turn in turns)
    assert len(turns) > 3
    built, expected = pages(base.site), clean(base, tmp_path / "clean")
    assert built.keys() == expected.keys()
    assert [name for name in expected if built[name] != expected[name]] == []


@pytest.fixture
def base(tmp_path):
    base = make_base(tmp_path / "base", 4)
    base.templates.rmdir()
    return base


def test_saves_of_many_editors(base, tmp_path):
    equals_clean_build_after(base, tmp_path, 50, 30)


@pytest.mark.slow
def test_500_saves_of_many_editors(base, tmp_path):
    equals_clean_build_after(base, tmp_path, 500, 60)


@pytest.mark.slow
def test_a_burst_of_20000_clients(base, tmp_path):
    turns = []
    watch = Watch(Sources(base, base.site), builder(base).build, turns.append)
    thread = threading.Thread(target=watch.run)
    thread.start()
    chance = random.Random(3)
    try:
        until(watch.listening.is_set, 60)
        for number in range(20_000):
            (base.clients / f"new-{number}.yaml").write_bytes(client(chance))
        (base.clients / "the-end.yaml").write_text("name: The end\n", "utf-8")
        until((base.site / "clients" / "the-end.html").exists, 900)
    finally:
        watch.stop()
        thread.join(600)
    built, expected = pages(base.site), clean(base, tmp_path / "clean")
    assert built.keys() == expected.keys()
    assert len(built) > 18_000
    assert [name for name in expected if built[name] != expected[name]] == []
