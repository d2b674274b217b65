"""Owns how git is called: what it is told, how long it may take, and that it never asks."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

from crm.errors import NoGit
from crm.record import record

LOCAL = 300.0  # seconds for what needs no network; hooks and signing may take their time
NETWORK = 120.0
_GRACE = 5.0  # seconds in which a git that was told to end removes its lock


@record
class Ran:
    """What git printed, its exit code, and whether its time was up."""

    code: int
    out: bytes
    said: str
    late: bool = False

    @property
    def done(self) -> bool:
        """Whether git did what it was asked for."""
        return self.code == 0

    @property
    def text(self) -> str:
        """What it printed, as one text."""
        return self.out.decode(errors="replace").strip()

    @property
    def last(self) -> str:
        """The line that says most: the last of its complaints that is no hint."""
        lines = [line.strip() for line in self.said.splitlines() if line.strip()]
        told = [line for line in lines if not line.startswith(("hint:", "remote: "))] or lines
        fatal = [line for line in told if line.startswith(("fatal:", "error:"))]
        found = (fatal or told[-1:] or [f"git ended with code {self.code}"])[0]
        return found.removeprefix("fatal: ").removeprefix("error: ")


def git(
    folder: Path,
    *words: str,
    typed: bytes | None = None,
    paths: Iterable[str] | None = None,
    limit: float = LOCAL,
    asks: bool = False,
    more: Mapping[str, str] | None = None,
) -> Ran:
    """Run git in a folder and return what it said; raises NoGit.

    `paths` are given on its input, one NUL behind each; `words` hold none, and nothing of a
    client. `asks` lets it ask for a password on the terminal. A git whose time is up is told to
    end, so that it leaves no lock behind.
    """
    if shutil.which("git") is None:
        raise NoGit
    if paths is not None:
        typed = b"".join(os.fsencode(path) + b"\0" for path in paths)
        words = (*words, "--pathspec-from-file=-", "--pathspec-file-nul")
    running = subprocess.Popen(
        ["git", "-C", str(folder), "--literal-pathspecs", *words],
        stdin=subprocess.DEVNULL if typed is None else subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**_environment(asks=asks), **(more or {})},
        start_new_session=not asks,  # without a terminal nothing can ask
    )
    try:
        out, said = running.communicate(typed, timeout=limit)
    except subprocess.TimeoutExpired:
        return Ran(code=-1, out=b"", said=_ended(running), late=True)
    except BaseException:
        _ended(running)
        raise
    return Ran(code=running.returncode, out=out, said=said.decode(errors="replace").strip())


def _ended(running: subprocess.Popen[bytes]) -> str:
    """End a process and those it started, gently at first: git then removes its locks."""
    for name in ("SIGTERM", "SIGKILL"):
        _signal(running, getattr(signal, name, signal.SIGTERM))
        with contextlib.suppress(subprocess.TimeoutExpired):
            running.wait(_GRACE)
            break
    for stream in (running.stdin, running.stdout, running.stderr):
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.close()
    return "it took too long and was ended"


def _signal(running: subprocess.Popen[bytes], number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        if os.name == "posix" and os.getpgid(running.pid) == running.pid:
            os.killpg(running.pid, number)  # an ssh that waits would hold the pipes open
        else:
            running.send_signal(number)


def _environment(*, asks: bool) -> dict[str, str]:
    """Return the surroundings of git: English words, no editor, no question without a terminal."""
    made = {**os.environ, "LANGUAGE": "en", "GIT_EDITOR": ":", "GIT_MERGE_AUTOEDIT": "no"}
    if not asks:
        made |= {"GIT_TERMINAL_PROMPT": "0", "GIT_ASKPASS": "", "SSH_ASKPASS": ""}
        made["GCM_INTERACTIVE"] = "never"
    return made
