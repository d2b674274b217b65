"""Owns `crm doctor`: what is wrong with the set-up of a base, and its mending."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from crm.cli.console import say
from crm.cli.envelope import print_rows
from crm.cli.session import Session

if TYPE_CHECKING:
    from crm.care.doctor import Finding


def doctor(
    ctx: typer.Context,
    fix: Annotated[
        bool, typer.Option("--fix", help="Mend what can be mended without a question.")
    ] = False,
) -> int:
    """Tell what is wrong with the set-up, and how to mend it.

    Looks at the settings, at what a killed command left, at git (what it ignores,
    how it merges, line ends) and at the last backup. Changes nothing without --fix.
    Exit code 1 when something is left to mend.

    Examples:
        crm doctor
        crm doctor --fix
    """
    from crm.care.doctor import examine

    session: Session = ctx.obj
    found = examine(session.base, session.today)
    mended = [one for one in found if fix and one.mend is not None]
    for one in mended:
        if one.mend is not None:
            one.mend()
    left = [one for one in found if one not in mended]
    if session.json:
        print_rows(session, [_row(one, mended) for one in found], {"left": len(left)})
    else:
        _tell(found, mended)
    return int(bool(left))


def _row(finding: Finding, mended: list[Finding]) -> dict[str, object]:
    return {
        "code": finding.code,
        "message": finding.message,
        "advice": finding.advice,
        "mendable": finding.mend is not None,
        "mended": finding in mended,
    }


def _tell(found: list[Finding], mended: list[Finding]) -> None:
    if not found:
        say("all is well")
    for one in found:
        if one in mended:
            say(f"mended[{one.code}]: {one.message}")
        else:
            say(f"{one.code}: {one.message}")
            say(f"  hint: {one.advice}")
