"""Owns the entry: arguments in, exit code out."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

# New objects from which on Python looks for those that only hold each other. Few commands make so
# many; at 700, as it comes, a start-up is searched through dozens of times.
_OBJECTS = 100_000


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; nothing is ever raised."""
    if argv is not None:
        return _main(argv)
    gc.set_threshold(_OBJECTS)
    code = _main(None)
    gc.freeze()  # the process ends: that everything is searched once more would take 10 ms
    return code


def _main(argv: Sequence[str] | None) -> int:
    try:  # imports stand inside: whoever presses Ctrl-C while they are loaded is not shown them
        from crm.cli import console, git_calls

        console.prepare()
        if argv is None and git_calls.is_call(sys.argv[1:]):
            git_calls.merge_driver(sys.argv[3:])
        if instruction := os.environ.get("_CRM_COMPLETE"):
            from crm.cli.completion import answer

            return answer(instruction)
        code = run(sys.argv[1:] if argv is None else list(argv))
        sys.stdout.flush()
    except BaseException as fault:  # noqa: BLE001  the boundary: everything becomes a message
        from crm.cli import faults

        return faults.exit_code_of(fault)
    return code


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code; raises what stops it."""
    from crm.cli.group import root
    from crm.cli.session import Session

    for argument in arguments:
        _refuse_broken_text(argument)
    group = root()
    with group.make_context("crm", arguments, obj=Session()) as context:
        result = group.invoke(context)
    return result if isinstance(result, int) else 0


def _refuse_broken_text(argument: str) -> None:
    try:
        argument.encode()
    except UnicodeEncodeError:
        from crm.errors import UsageError

        hint = "retype it; it holds bytes that are not UTF-8"
        raise UsageError(f"{ascii(argument)[:80]} is not text", hint) from None
