"""Promise of SPEC 7, incremental: after any edits the site equals one built from nothing."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Collection
from pathlib import Path

import pytest
from hypothesis import settings as profile
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from crm import pool
from crm.base import Base
from crm.history.past import no_past
from crm.index import reading
from crm.index.query import open_index
from crm.index.reading import at_hand
from crm.settings import load_settings
from crm.website import build_site, cards, gather, work
from crm.website.memory import Recent
from crm.website.output import Built

DAY = dt.date(2026, 11, 20)
SETTINGS = """\
name: Roasters
team: {ana: {name: Ana Dimova}, boris: {name: Борис Илиев}}
segments: {vip: {label: VIP, when: "revenue_365 >= 500"}, top: {when: "rating >= 60"}}
required: {organisation: [name, phone]}
fields: {friend: {type: client}}
"""
NAMES = ("acme", "vitosha", "zenith", "orbita", "luna")
PLACES = (*NAMES, "sofia/acme", "sofia/mira")
ENTRIES = (
    "{date: 2026-11-01, type: call, by: ana, summary: asked for a price}",
    "{date: 2026-10-03, type: order, amount: 300 EUR, due: 2026-10-20}",
    "{date: 2026-08-03, type: order, amount: 450 EUR}",
    "{date: 2025-08-03, type: order, amount: 90 EUR}",
    "{date: 2026-11-04, type: payment, amount: 100 EUR}",
    "{date: 2026-12-24, type: call, summary: later than the day}",
    "{date: 2026-11-05, type: referral, client: orbita}",
    "{date: 2026-13-01, type: call}",
    "{date: 2026-11-05, type: survey, score: 9}",
)
HEADS = (
    "owner: ana",
    "owner: boris\ntags: [horeca, sofia]",
    "tags: [Horeca]\nphone: +1 202 555 0101",
    "referred_by: vitosha",
    "fields: {friend: luna}",
    "closed: {date: 2026-01-01, reason: moved}",
    "tasks: [{due: 2026-11-18, what: call}, {due: 2026-11-30, what: write}]",
    "# only a comment",
    "do_not_contact: {since: 2026-01-01, reason: asked}",
    "naem: typing mistake",
    "since: 2026-11-18",
    "private: {door: the code is 4711}\nphone: [1, 2",
)


def build(
    base: Base,
    out: Path,
    day: dt.date = DAY,
    commit: str = "",
    recent: Recent | None = None,
    only: Collection[Path] | None = None,
) -> Built:
    """Build the site of a base, as `crm build` does.

    Or as `crm watch`, with what is `recent` and `only` the files it was told of.
    """
    loaded = load_settings(base)
    settings, problems = loaded.settings, loaded.problems
    with (
        at_hand(only) as hand,
        open_index(base, settings, day, problems=problems, hand=hand) as index,
    ):
        return build_site(
            index, settings, out, today=day, hand=hand, past=no_past(base, commit), recent=recent
        )


def contents(site: Path) -> dict[str, bytes]:
    """Return every file of a site."""
    return {
        str(path.relative_to(site)): path.read_bytes()
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }


def clean(base: Base, day: dt.date = DAY, commit: str = "") -> dict[str, bytes]:
    """Return the site of a copy of the base that was never built before."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "base"
        shutil.copytree(base.root, copy, ignore=shutil.ignore_patterns(".crm", "site"))
        build(Base(copy), copy / "site", day, commit)
        return contents(copy / "site")


def make(folder: Path) -> Base:
    """Make a base with settings and two clients."""
    (folder / "clients").mkdir(parents=True)
    (folder / "crm.yaml").write_text(SETTINGS, encoding="utf-8")
    for name in NAMES[:2]:
        (folder / "clients" / f"{name}.yaml").write_text(f"name: {name}\n", encoding="utf-8")
    return Base(folder)


class Editing(RuleBasedStateMachine):
    """People at work on a base, with builds in between."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.base = make(Path(self.folder.name).resolve() / "base")
        self.day, self.commit, self.recent = DAY, "", Recent()
        self.told: set[Path] | None = None  # the files that have changed; None: not known
        self.build()

    def teardown(self) -> None:
        self.folder.cleanup()

    def path(self, name: str) -> Path:
        """Return the file of a client, which the system tells of."""
        path = self.base.clients / f"{name}.yaml"
        if self.told is not None:
            self.told.add(path)
        return path

    @rule(name=st.sampled_from(PLACES), heads=st.lists(st.sampled_from(HEADS), max_size=3),
          entries=st.lists(st.sampled_from(ENTRIES), max_size=4))  # fmt: skip
    def write(self, name: str, heads: list[str], entries: list[str]) -> None:
        """Make a client's file, or write it anew."""
        lines = [f"name: {name.title().replace('/', ' ')}", *dict.fromkeys(heads)]
        text = "\n".join(lines) + "\n"
        if entries:
            text += "interactions:\n" + "".join(f"  - {entry}\n" for entry in entries)
        self.path(name).parent.mkdir(exist_ok=True)
        self.path(name).write_text(text, encoding="utf-8")

    @rule(name=st.sampled_from(PLACES))
    def delete(self, name: str) -> None:
        """Delete a client."""
        self.path(name).unlink(missing_ok=True)

    @rule(name=st.sampled_from(NAMES), other=st.sampled_from(NAMES))
    def rename(self, name: str, other: str) -> None:
        """Rename a client's file."""
        if self.path(name).exists():
            self.path(name).replace(self.path(other))

    @rule(text=st.sampled_from([SETTINGS, SETTINGS + "language: ru\n", SETTINGS + "lost: 1\n",
                                "name: Other\n", SETTINGS.replace("500", "200")]))  # fmt: skip
    def settle(self, text: str) -> None:
        """Change the settings."""
        self.base.settings_file.write_text(text, encoding="utf-8")
        self.told = None

    @rule(text=st.sampled_from(["", "<p>{{ page.title }}</p>", "own {{ page.pager.total }}"]))
    def template(self, text: str) -> None:
        """Make, change or remove a template of the base's own."""
        self.base.templates.mkdir(exist_ok=True)
        own = self.base.templates / "_why.html"
        if text:
            own.write_text(text.replace("page.pager.total", "page.id"), encoding="utf-8")
        else:
            own.unlink(missing_ok=True)
        self.told = None

    @rule(name=st.sampled_from(["index.html", "clients/acme.html", "data.js", "segment-lost.html"]),
          how=st.sampled_from(["delete", "spoil"]))  # fmt: skip
    def disturb(self, name: str, how: str) -> None:
        """Somebody deletes or spoils a page of the site."""
        page = self.base.site / name
        if page.is_file():
            if how == "delete":
                page.unlink()
            else:
                page.write_bytes(b"spoiled")

    @rule(
        day=st.sampled_from([DAY, DAY + dt.timedelta(days=1)]), commit=st.sampled_from(["", "a1"])
    )
    def turn(self, day: dt.date, commit: str) -> None:
        """A night passes, a commit is made."""
        self.day, self.commit = day, commit

    @rule()
    def forget(self) -> None:
        """Somebody deletes `.crm`."""
        shutil.rmtree(self.base.work, ignore_errors=True)

    @rule()
    def start_again(self) -> None:
        """Let another process build from here on: what is kept on the disk is all it knows."""
        self.recent, self.told = Recent(), None

    @rule(
        names=st.lists(st.sampled_from(PLACES), min_size=1, max_size=3),
        entry=st.sampled_from(ENTRIES),
    )
    def save_before_a_watch(self, names: list[str], entry: str) -> None:
        """Make, edit or delete files, and build as soon as the system has told of them."""
        for name in names:
            path = self.path(name)
            path.parent.mkdir(exist_ok=True)
            if path.exists() and path.stat().st_size > 200:
                path.unlink()
            elif path.exists() and "interactions:" in path.read_text("utf-8"):
                path.write_text(f"{path.read_text('utf-8')}  - {entry}\n", encoding="utf-8")
            else:
                path.write_text(f"name: New\ninteractions:\n  - {entry}\n", encoding="utf-8")
        self.build()

    @rule()
    def build(self) -> None:
        """Build after one or several changes."""
        build(self.base, self.base.site, self.day, self.commit, self.recent, self.told)
        self.told = set()
        assert contents(self.base.site) == clean(self.base, self.day, self.commit)


Editing.TestCase.settings = profile(
    max_examples=max(3, profile().max_examples // 20), stateful_step_count=12, deadline=None
)
TestEditing = pytest.mark.hypothesis(Editing.TestCase)


def test_nothing_changed_writes_nothing(tmp_path: Path) -> None:
    """A second build finds that nothing has to be done."""
    base = make(tmp_path / "base")
    first = build(base, base.site)
    stamps = {path: path.stat().st_mtime_ns for path in base.site.rglob("*")}
    second = build(base, base.site)
    assert (second.pages_written, second.pages_unchanged) == (0, first.pages_written)
    assert stamps == {path: path.stat().st_mtime_ns for path in base.site.rglob("*")}


def test_one_call_renders_one_card(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After one entry only that client's card is rendered."""
    base = make(tmp_path / "base")
    build(base, base.site)
    rendered: list[str] = []
    once = cards.card_page
    monkeypatch.setattr(
        cards, "card_page", lambda site, c, facts: (rendered.append(c.id), once(site, c, facts))[1]
    )
    entry = f"interactions:\n  - {ENTRIES[0]}\n"
    (base.clients / "acme.yaml").write_text(f"name: acme\n{entry}", encoding="utf-8")
    build(base, base.site)
    assert rendered == ["acme"]
    assert contents(base.site) == clean(base)


def test_the_card_comes_before_the_lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it is told what changed, a card waits for no list; without, all pages come at once."""
    base = make(tmp_path / "base")
    recent = Recent()
    build(base, base.site, recent=recent)
    card, front = base.site / "clients/acme.html", base.site / "index.html"
    before = front.read_bytes()

    def fail(*_: object) -> None:
        message = "before the lists"
        raise ZeroDivisionError(message)

    for only, early in (({base.clients / "acme.yaml"}, True), (None, False)):
        name = f"Name {early}"
        (base.clients / "acme.yaml").write_text(f"name: {name}\n", encoding="utf-8")
        with monkeypatch.context() as patch:
            patch.setattr(work.Work, "lists", fail)
            with pytest.raises(ZeroDivisionError):
                build(base, base.site, recent=recent, only=only)
        assert (name in card.read_text("utf-8")) == early
        assert front.read_bytes() == before
    build(base, base.site, recent=recent)
    assert contents(base.site) == clean(base)


def test_several_processes_give_the_same_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the work is shared, the pages are those of one process."""
    base = make(tmp_path / "base")
    for name in NAMES:
        (base.clients / f"{name}.yaml").write_text(
            f"name: {name}\ninteractions:\n  - {ENTRIES[1]}\n", encoding="utf-8"
        )
    alone = clean(base)
    share_the_work(monkeypatch)
    assert clean(base) == alone


def share_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every build be shared by two processes, whatever the size of the base."""
    for module in (cards, reading):
        monkeypatch.setattr(module, "_MANY", 1)
        monkeypatch.setattr(module, "_CHUNK", 2)
        monkeypatch.setattr(module, "cores", lambda: 2)
    monkeypatch.setattr(pool, "cores", lambda: 2)


def test_who_read_a_file_makes_its_card(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No file is read twice: in the processes of the crew the record is still at hand."""
    base = make(tmp_path / "base")
    for name in NAMES:
        text = f"name: {name}\nphone: +1 202 555 0101\n"
        (base.clients / f"{name}.yaml").write_text(text, encoding="utf-8")
    share_the_work(monkeypatch)

    def refuse(*_: object) -> None:
        message = "a file is read again"
        raise AssertionError(message)

    monkeypatch.setattr(gather, "read_file", refuse)
    assert build(base, base.site).pages_written > 2


def test_a_lost_process_is_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed by the system while cards are made or files read: this process does the rest."""
    base = make(tmp_path / "base")
    alone = clean(base)
    here = os.getpid()
    share_the_work(monkeypatch)
    for module, name in ((cards, "_cards"), (reading, "_read")):
        with monkeypatch.context() as patch:
            work = getattr(module, name)

            def die(*given: object, work: Callable[..., object] = work, **named: object) -> object:
                if os.getpid() != here:
                    os._exit(9)
                return work(*given, **named)

            patch.setattr(module, name, die)
            assert clean(base) == alone


def _wait_for(ready: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not ready() and time.monotonic() < end:
        time.sleep(0.005)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is of POSIX")
def test_a_killed_build_leaves_whole_pages_and_the_next_one_finishes(tmp_path: Path) -> None:
    """kill -9 at many moments: each page is an old or a new one, and the next build is complete."""
    base = make(tmp_path / "base")
    for number in range(40):
        text = f"name: Client {number}\ninteractions:\n  - {ENTRIES[1]}\n"
        (base.clients / f"c{number}.yaml").write_text(text, encoding="utf-8")
    old = {**clean(base)}
    build(base, base.site)
    crm = [sys.executable, "-m", "crm", "-C", str(base.root), "--today", str(DAY), "build"]
    for turn in range(40):
        for path in base.clients.glob("c*.yaml"):
            path.write_text(f"name: Turn {turn} {path.stem}\n", encoding="utf-8")
        new = clean(base)
        process = subprocess.Popen(crm, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(0.15 + turn * 0.02)
        process.send_signal(signal.SIGKILL)
        process.wait()
        for name, data in contents(base.site).items():
            if not name.startswith(".crm"):
                assert data in (old.get(name), new.get(name)), name
        build(base, base.site)
        assert contents(base.site) == new
        old = new
