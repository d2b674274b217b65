"""Owns questions to a person, asked on standard error: standard output is for data."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from crm.cli.console import tell


def ask(question: str) -> str:
    """Return what is typed after the question; raises EOFError when the input ends."""
    sys.stderr.write(f"{question} ")
    sys.stderr.flush()
    answer = sys.stdin.readline()
    if not answer:
        raise EOFError
    return answer.strip()


def confirm(question: str, *, default: bool) -> bool:
    """Return whether the answer is yes; Enter alone means the default."""
    answer = ask(f"{question} [{'Y/n' if default else 'y/N'}]").casefold()
    return answer.startswith(("y", "д")) if answer else default


def choose(question: str, options: Sequence[str]) -> int | None:
    """Return the index of the option whose number is typed; None for Enter alone."""
    for number, option in enumerate(options, 1):
        tell(f"{number:3}  {option}")
    while True:
        answer = ask(f"{question} [1-{len(options)}, Enter: none]")
        if not answer:
            return None
        if answer.isdecimal() and 1 <= int(answer) <= len(options):
            return int(answer) - 1
        tell("type one of the numbers")
