"""The entry: options before and after the word, and how every end of a run is told."""

from __future__ import annotations

import datetime as dt
import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest
from transcript import crm, folder

from crm.cli import faults, git_calls
from crm.cli.commands import COMMANDS
from crm.cli.group import command_of, root
from crm.cli.session import Session
from crm.errors import CrmError, UsageError


def session_of(*words: str) -> Session:
    """Return the session that these words make, without running the command."""
    group = root()
    session = Session()
    with group.make_context("crm", list(words), obj=session) as context:
        name, command, rest = group.resolve_command(
            context, [*context._protected_args, *context.args]
        )
        command.make_context(name, rest, parent=context)
    return session


@pytest.mark.parametrize(
    "words",
    [
        ("-C", "a", "--today", "2026-01-02", "--no-input", "check"),
        ("check", "-C", "a", "--today", "2026-01-02", "--no-input"),
        ("-C", "a", "check", "--today=2026-01-02", "--no-input"),
        ("--today", "2025-01-01", "--no-input", "check", "-C", "a", "--today", "2026-01-02"),
    ],
)
def test_options_before_and_after_the_word(words: tuple[str, ...]) -> None:
    session = session_of(*words)
    assert session.directory == "a"
    assert str(session.day_said()) == "2026-01-02"
    assert session.no_input


def test_json_before_the_word() -> None:
    assert session_of("--json", "list").json
    assert session_of("list", "--json").json
    ran = crm("--json", "init", "x")
    assert (ran.code, ran.err.splitlines()[0]) == (2, "crm: crm init has no --json")


@pytest.mark.parametrize("entry", COMMANDS, ids=lambda entry: entry.name)
def test_every_command_explains_itself(entry) -> None:
    """The first sentence of the help is the one in the table, and there is an example."""
    command = command_of(entry)
    assert command.help.splitlines()[0] == entry.summary
    parts = getattr(command, "commands", {"": command})
    for part in parts.values():
        assert "Example" in part.help, part.name
        for param in part.params:
            assert param.help, (part.name, param.name)


def test_help_lists_every_command() -> None:
    listed = crm("--help").out
    sentences = " ".join(listed.split())
    for entry in COMMANDS:
        assert f"  {entry.name} " in listed
        assert entry.summary in sentences


@pytest.mark.parametrize("command", ["backup", "find", "watch"])
def test_help_is_no_wider_than_a_terminal(command: str) -> None:
    text = crm(command, "--help").out.partition("Example")[0]
    assert max(map(len, text.splitlines())) <= 80


def test_without_words_help_is_shown() -> None:
    ran = crm()
    assert ran.code == 2
    assert "Make and look:" in ran.err


def test_version() -> None:
    from crm import __version__

    assert crm("--version").out == f"crm {__version__}\n"


@pytest.mark.parametrize(
    ("fault", "code", "message"),
    [
        (CrmError("no", "do so"), 1, "crm: no\nhint: do so\n"),
        (UsageError("no"), 2, "crm: no\n"),
        (KeyboardInterrupt(), 130, ""),
        (EOFError(), 130, ""),
        (SystemExit(3), 3, ""),
        (
            OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "site/a.html"),
            1,
            (
                "crm: site/a.html: no space left on device\n"
                "hint: free some space on this disk and run the command again\n"
            ),
        ),
        (
            PermissionError(errno.EACCES, os.strerror(errno.EACCES), "crm.yaml"),
            1,
            (
                "crm: crm.yaml: permission denied\n"
                "hint: check who owns the file and its folder, and their permissions\n"
            ),
        ),
        (
            ZeroDivisionError("division by zero"),
            1,
            (
                "crm: stopped by an internal error: ZeroDivisionError: division by zero\n"
                "hint: this is a fault in crm itself: please report it with what CRM_DEBUG=1 prints\n"
            ),
        ),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_stops_a_run_is_told(
    fault: BaseException, code: int, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert faults.exit_code_of(fault) == code
    assert capsys.readouterr().err == message


def test_debug_shows_where(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CRM_DEBUG", "1")
    faults.exit_code_of(ZeroDivisionError("here"))
    assert "ZeroDivisionError: here" in capsys.readouterr().err.partition("crm:")[0]


def test_text_that_is_no_text(tmp_path: Path) -> None:
    with folder(tmp_path):
        ran = crm("init", "caf\udce9")
    assert ran.code == 2
    assert ran.err.startswith("crm: 'caf\\udce9' is not text\n")
    assert not list(tmp_path.iterdir())


def test_not_a_base(tmp_path: Path) -> None:
    with folder(tmp_path):
        ran = crm("check")
    assert ran.code == 1
    assert "is not in a client base" in ran.err
    assert "hint: make one with `crm init DIR`" in ran.err


@pytest.mark.parametrize("env", [{}, {"CRM_BASE": "nowhere"}])
def test_a_folder_that_is_not_there(env: dict[str, str]) -> None:
    words = [] if env else ["-C", "nowhere"]
    ran = crm(*words, "check", env=env)
    assert ran.code == 2
    assert "there is no folder nowhere" in ran.err


def test_today_must_be_a_day(tmp_path: Path) -> None:
    with folder(tmp_path):
        ran = crm("init", "x", "--today", "2026-13-01")
    assert ran.code == 2
    assert ran.err.splitlines()[0] == 'crm: --today: "2026-13-01" is not a day'


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-20", "2026-11-20"),
        ("20.11.2026", "2026-11-20"),
        ("yesterday", "2026-03-04"),
        ("вчера", "2026-03-04"),
        ("+3d", "2026-03-08"),
        ("20260102", ""),
        ("2026-W01-5", ""),
    ],
)
def test_today_in_words_is_seen_from_the_clock(
    monkeypatch: pytest.MonkeyPatch, text: str, day: str
) -> None:
    monkeypatch.setattr("crm.cli.session.clock", lambda _timezone: dt.date(2026, 3, 5))
    session = Session(today_text=text)
    if day:
        assert str(session.day_said()) == day
        return
    with pytest.raises(UsageError, match="is not a day"):
        session.day_said()


def test_interrupted_while_modules_are_loaded() -> None:
    script = """
import sys
class Impatient:
    def find_spec(self, name, path=None, target=None):
        if name == "crm.cli.console":
            sys.meta_path.remove(self)
            raise KeyboardInterrupt
from crm.cli.app import main
sys.meta_path.insert(0, Impatient())
sys.exit(main(["--version"]))
"""
    ran = python("-c", script)
    assert (ran.returncode, ran.stderr) == (130, "")


@pytest.mark.skipif(os.name == "nt", reason="a POSIX shell closes the stream")
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_stream_that_is_closed(tmp_path: Path, closed: str) -> None:
    (tmp_path / "clients").mkdir()
    command = f"{sys.executable} -m crm -C '{tmp_path}' list {closed}"
    ran = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert ran.returncode == 0
    assert "internal error" not in ran.stderr


def python(*words: str, **more) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words], capture_output=True, text=True, check=False, **more
    )


def test_help_imports_no_command_and_nothing_heavy() -> None:
    script = (
        "import sys; from crm.cli.app import main; main(['--help']);"
        "print(*sys.modules, file=sys.stderr)"
    )
    loaded = set(python("-c", script).stderr.split())
    heavy = {"rich", "pydantic", "sqlite3", "yaml", "babel", "jinja2", "phonenumbers", "asyncio"}
    assert not loaded & heavy
    assert "crm.cli.log" not in loaded


def test_a_reader_that_goes_away_is_no_error() -> None:
    script = (
        "import os, sys; from crm.cli.app import main\n"
        "reading, writing = os.pipe(); os.dup2(writing, 1); os.close(writing); os.close(reading)\n"
        "sys.exit(main(['--help']))"
    )
    ran = python("-c", script)
    assert (ran.returncode, ran.stderr) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_under_the_output_is_told() -> None:
    with open("/dev/full", "w") as full:  # noqa: PTH123
        ran = subprocess.run(
            [sys.executable, "-m", "crm", "--help"],
            stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert ran.returncode == 1
    assert "no space left on device" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_console_of_few_letters(tmp_path: Path) -> None:
    """What the console cannot show becomes `?`; nothing fails."""
    env = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    ran = python("-m", "crm", "-C", str(tmp_path), "check", "Витоша", env=env)
    assert ran.returncode == 1
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("serve", "--port", "abc"), "crm: --port: 'abc' is not a whole number"),
        (("serve", "--port", "0"), "crm: --port: 0 is not in the range 1<=x<=65535"),
    ],
)
def test_a_wrong_value_names_its_option(words: tuple[str, ...], said: str) -> None:
    ran = crm(*words)
    assert (ran.code, ran.err.splitlines()[0]) == (2, said)


def test_a_condition_cut_off_shows_none_of_our_sql(tmp_path: Path) -> None:
    (tmp_path / "clients").mkdir()
    ran = crm("-C", tmp_path, "list", "--where", "name = 'x")
    assert ran.code == 2
    assert "ORDER BY" not in ran.err


@pytest.mark.parametrize(
    ("words", "is_call"),
    [
        ("merge-driver -- o a b 7 p", True),
        ("merge-driver -- o a b x p", False),
        ("merge-driver -- o", False),
        ("merge-driver o a b 7 p q", False),
    ],
)
def test_only_what_git_calls_goes_past_the_command_line(words: str, is_call: bool) -> None:
    """What a person mistypes is told as any wrong usage."""
    assert git_calls.is_call(words.split()) is is_call
