"""The folder of the site: whole or untouched, pruned by a manifest, foreign files left alone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from crm.errors import CannotWrite, NotOurSite
from crm.website import output
from crm.website.output import MANIFEST, Built, staging


def build(out: Path, pages: dict[str, str]) -> Built:
    with staging(out) as stage:
        for name, text in pages.items():
            stage.put(name, text.encode())
        return stage.publish()


def tree(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MANIFEST
    }


def numbers(built: Built) -> tuple[int, int, int]:
    return built.pages_written, built.pages_unchanged, built.removed


def test_only_changed_pages_are_written_and_gone_ones_removed(tmp_path):
    out = tmp_path / "site"
    assert numbers(
        build(out, {"index.html": "1", "clients/a.html": "a", "clients/b.html": "b"})
    ) == (3, 0, 0)
    before = (out / "index.html").stat().st_mtime_ns
    assert numbers(build(out, {"index.html": "1", "clients/a.html": "A"})) == (1, 1, 1)
    assert tree(out) == {"index.html": "1", "clients/a.html": "A"}
    assert (out / "index.html").stat().st_mtime_ns == before
    assert [path.name for path in tmp_path.iterdir()] == ["site"], "nothing is left beside the site"


def test_foreign_files_are_never_removed(tmp_path):
    out = tmp_path / "site"
    build(out, {"index.html": "1", "clients/a.html": "a"})
    (out / "robots.txt").write_text("mine")
    (out / "clients" / "photo.png").write_text("mine too")
    build(out, {"index.html": "2"})
    assert tree(out) == {"index.html": "2", "robots.txt": "mine", "clients/photo.png": "mine too"}


def test_a_folder_that_is_not_ours_is_refused(tmp_path):
    (tmp_path / "notes.txt").write_text("important")
    with pytest.raises(NotOurSite, match="was not written by"):
        build(tmp_path, {"index.html": "1"})
    assert tree(tmp_path) == {"notes.txt": "important"}


def test_a_file_or_a_broken_link_in_the_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "file").write_text("important")
    with pytest.raises(NotOurSite):
        build(tmp_path / "file", {"index.html": "1"})
    assert (tmp_path / "file").read_text() == "important"


def test_a_foreign_file_in_the_place_of_a_page_is_refused(tmp_path):
    out = tmp_path / "site"
    build(out, {"index.html": "1"})
    (out / "about.html").write_text("mine")
    with pytest.raises(NotOurSite, match=r"about\.html"):
        build(out, {"index.html": "2", "about.html": "theirs"})
    assert tree(out) == {"index.html": "1", "about.html": "mine"}


def test_a_folder_that_is_a_link_is_not_written_through(tmp_path):
    out, elsewhere = tmp_path / "site", tmp_path / "elsewhere"
    elsewhere.mkdir()
    build(out, {"index.html": "1"})
    (out / "clients").symlink_to(elsewhere)
    with pytest.raises(NotOurSite):
        build(out, {"index.html": "1", "clients/a.html": "a"})
    assert not any(elsewhere.iterdir())


def test_a_manifest_cannot_name_files_outside_the_site(tmp_path):
    out = tmp_path / "site"
    build(out, {"index.html": "1"})
    (tmp_path / "precious").write_text("important")
    (out / MANIFEST).write_text("index.html\n../precious\n/etc/hostname\na/../../precious\n")
    assert numbers(build(out, {"index.html": "1"})) == (0, 1, 0)
    assert (tmp_path / "precious").read_text() == "important"


def test_a_failure_while_rendering_leaves_the_old_site(tmp_path):
    out = tmp_path / "site"
    build(out, {"index.html": "old", "clients/a.html": "old"})

    def fail() -> None:
        with staging(out) as stage:
            stage.put("index.html", b"new")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert tree(out) == {"index.html": "old", "clients/a.html": "old"}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_pages_can_be_moved_ahead_of_the_others(tmp_path):
    out = tmp_path / "site"
    build(out, {"index.html": "old", "clients/a.html": "old", "clients/gone.html": "old"})
    with staging(out) as stage:
        stage.put("clients/a.html", b"new")
        stage.put("clients/b.html", b"new")
        stage.move()
        ahead = {"clients/a.html": "new", "clients/b.html": "new"}
        assert tree(out) == {"index.html": "old", "clients/gone.html": "old", **ahead}
        assert "clients/b.html" in (out / MANIFEST).read_text().split("\n")
        stage.put("index.html", b"new")
        assert numbers(stage.publish()) == (3, 0, 1)
    assert tree(out) == {"index.html": "new", **ahead}
    assert numbers(build(out, {"index.html": "1"})) == (1, 0, 2), "the manifest names them all"


def test_a_page_moved_ahead_takes_no_strangers_place(tmp_path):
    out = tmp_path / "site"
    build(out, {"index.html": "old", "clients/a.html": "old"})
    (out / "clients" / "b.html").write_text("mine")
    with staging(out) as stage:
        stage.put("clients/a.html", b"new")
        stage.put("clients/b.html", b"new")
        with pytest.raises(NotOurSite):
            stage.move()
    assert tree(out) == {"index.html": "old", "clients/a.html": "old", "clients/b.html": "mine"}


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a folder one cannot write")
def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(CannotWrite):
        build(tmp_path / "site", {"index.html": "1"})


def test_what_a_killed_build_left_is_swept(tmp_path):
    out, left = tmp_path / "site", tmp_path / ".site.new"
    (left / "clients").mkdir(parents=True)
    (left / ".gitignore").write_text("*\n")
    (left / "clients" / "a.html").write_text("half")
    build(out, {"index.html": "1"})
    assert tree(out) == {"index.html": "1"}
    assert not left.exists()


def test_a_folder_of_the_users_with_the_name_of_the_stage_is_left_alone(tmp_path):
    theirs = tmp_path / ".site.new"
    theirs.mkdir()
    (theirs / "plan.txt").write_text("important")
    with pytest.raises(NotOurSite):
        build(tmp_path / "site", {"index.html": "1"})
    assert (theirs / "plan.txt").read_text() == "important"


PROGRAM = """
    import os, signal, sys, time
    from pathlib import Path
    from crm.website import output
    from crm.website.output import staging

    out, moves = Path(sys.argv[1]), [0]

    def until_signalled():
        end = time.monotonic() + 10
        while not signal.sigpending() and time.monotonic() < end:
            time.sleep(0.01)

    def slowed(move):
        def slow(*given):
            moves[0] += 1
            if moves[0] == {stop}:
                print("moving", flush=True)
                {act}
            return move(*given)
        return slow

    os.replace, os.rename = slowed(os.replace), slowed(os.rename)
    with staging(out) as stage:
        for n in range(20):
            stage.put(f"clients/{{n}}.html", b"new" * 1000)
        stage.publish()
    print("done", flush=True)
"""


def start(out: Path, act: str, stop: int = 10) -> subprocess.Popen[str]:
    program = textwrap.dedent(PROGRAM).format(act=act, stop=stop)
    return subprocess.Popen(
        [sys.executable, "-c", program, str(out)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


OLD = {f"clients/{n}.html": "old" * 1000 for n in range(19)} | {"clients/gone.html": "gone"}
NEW = {f"clients/{n}.html": "new" * 1000 for n in range(20)}


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_does_not_cut_the_moves(tmp_path, number):
    out = tmp_path / "site"
    build(out, OLD)
    with start(out, "until_signalled()") as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "moving\n"
        process.send_signal(number)
        assert "done" not in process.stdout.read(), "the signal comes after the moves"
    assert process.returncode != 0
    assert tree(out) == NEW


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
@pytest.mark.parametrize("stop", [1, 2, 10, 21])
def test_killed_between_the_moves_every_page_is_whole_and_the_next_build_finishes(tmp_path, stop):
    out = tmp_path / "site"
    build(out, OLD)
    with start(out, "os.kill(os.getpid(), 9)", stop) as process:
        process.communicate(timeout=20)
    assert process.returncode == -9
    assert all(text in {"old" * 1000, "new" * 1000, "gone"} for text in tree(out).values())
    build(out, NEW)
    assert tree(out) == NEW
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
@pytest.mark.parametrize("stop", [1, 2])
def test_killed_in_the_first_build_of_all_the_next_one_finishes(tmp_path, stop):
    out = tmp_path / "site"
    with start(out, "os.kill(os.getpid(), 9)", stop) as process:
        process.communicate(timeout=20)
    assert process.returncode == -9
    build(out, NEW)
    assert tree(out) == NEW


def test_a_second_build_waits_for_the_first(tmp_path):
    out = tmp_path / "site"
    with start(out, "time.sleep(0.5)", stop=2) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "moving\n"
        built = build(out, {"index.html": "second"})
        assert process.stdout.read() == "done\n"
    assert process.returncode == 0
    assert numbers(built) == (1, 0, 20)
    assert tree(out) == {"index.html": "second"}


def test_the_manifest_is_the_same_whatever_the_order(tmp_path):
    build(tmp_path / "one", {"b.html": "b", "a.html": "a"})
    build(tmp_path / "two", {"a.html": "a", "b.html": "b"})
    assert (tmp_path / "one" / MANIFEST).read_bytes() == (tmp_path / "two" / MANIFEST).read_bytes()
    assert output.MANIFEST.startswith("."), "servers and `open` do not show it"
