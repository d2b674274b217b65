"""Runs command transcripts: text files of commands with what they print.

    $ crm log vitosha call "Sent the offer"      a command; run in a new, empty folder
    clients/vitosha.yaml:12                      its standard output
    ! crm: no client matches 'vitsha'            its standard error
    [1]                                          its exit code, unless 0

Lines that begin with `% ` are remarks. Besides `crm` there are `cd`, `cat FILE`, `cat > FILE <<END` with lines up to END, `ls`, `rm FILE` and
`NAME=VALUE crm …`. `pytest --refresh` writes the files anew with what the commands print now.
"""

from __future__ import annotations

import io
import os
import shlex
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from crm.cli.app import main

TODAY = "2026-11-20"
FOLDER = Path(__file__).parent / "transcripts"


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command printed, and its exit code."""

    out: str
    err: str
    code: int


class Stream(io.StringIO):
    """A stream that can say it is a terminal."""

    def __init__(self, text: str = "", *, terminal: bool = False) -> None:
        super().__init__(text)
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal


def crm(*words: str | Path, typed: str | None = None, env: Mapping[str, str] | None = None) -> Ran:
    """Run crm in this process; `typed` is what a person on a terminal answers."""
    terminal = typed is not None
    out, err = Stream(), Stream(terminal=terminal)
    surroundings = {"CRM_TODAY": TODAY, "NO_COLOR": "1", "COLUMNS": "80", **(env or {})}
    with (
        mock.patch.dict(os.environ, surroundings),
        mock.patch("sys.stdin", Stream(typed or "", terminal=terminal)),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        code = main([str(word) for word in words])
    return Ran(out.getvalue(), err.getvalue(), code)


def replay(text: str) -> str:
    """Return the transcript as it is when its commands are run here and now."""
    lines = iter(text.splitlines())
    made: list[str] = []
    before = ""
    for line in lines:
        if line.startswith(("$ ", "% ")):
            made += [""] * (not before and bool(made)) + [line]
            made += _run(line[2:], lines) if line.startswith("$ ") else []
        before = line
    return "\n".join(made) + "\n"


def _run(command: str, lines: Iterator[str]) -> list[str]:
    words = shlex.split(command)
    env = {}
    while "=" in words[0]:
        name, _, env[name] = words.pop(0).partition("=")
    match words:
        case ["crm", *rest]:
            return _shown(crm(*rest, env=env))
        case ["cat", ">", name, end]:
            body = list(_until(lines, end.removeprefix("<<")))
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            Path(name).write_text("\n".join(body[:-1]) + "\n", encoding="utf-8", newline="")
            return body
        case ["cat", name]:
            return Path(name).read_text(encoding="utf-8").splitlines()
        case ["cd", name]:
            os.chdir(name)
            return []
        case ["ls", *names]:
            return sorted(path.name for path in Path(names[0] if names else ".").iterdir())
        case ["rm", name]:
            Path(name).unlink()
            return []
    raise ValueError(f"no such command in transcripts: {command}")


def _until(lines: Iterator[str], end: str) -> Iterator[str]:
    for line in lines:
        yield line
        if line == end:
            return
    raise ValueError(f"{end} is missing")


def _shown(ran: Ran) -> list[str]:
    here = str(Path.cwd())
    shown = [*ran.out.splitlines(), *(f"! {line}".rstrip() for line in ran.err.splitlines())]
    if ran.code:
        shown.append(f"[{ran.code}]")
    return [line.replace(here, "HERE") for line in shown]


@contextmanager
def folder(path: Path) -> Iterator[Path]:
    """Work in a folder."""
    before = Path.cwd()
    os.chdir(path)
    try:
        yield path
    finally:
        os.chdir(before)
