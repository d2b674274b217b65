"""Owns `crm build`: the site, from the files as they are now."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crm.cli import problem_text
from crm.cli.console import say, tell
from crm.cli.options import OutDir
from crm.cli.session import Session
from crm.errors import UsageError
from crm.problems import Level

if TYPE_CHECKING:
    from crm.problems import Problem


def build(
    ctx: typer.Context,
    out: OutDir = "",
    strict: Annotated[bool, typer.Option("--strict", help="Exit 1 when there are errors.")] = False,
) -> int:
    """Build the static site.

    Writes only the pages that changed, into site/; open site/index.html in a browser,
    no server is needed. Clients with problems are shown with them, and the page
    problems.html lists all. The site is built whole or the old one stays.

    Examples:
        crm build
        crm build --out /srv/www/clients --strict
    """
    session: Session = ctx.obj
    site, problems = build_into(session, folder_of(session, out))
    say(from_here(site / "index.html"))
    return int(strict and any(problem.level is Level.ERROR for problem in problems))


def build_into(session: Session, out: Path) -> tuple[Path, list[Problem]]:
    """Build the site into a folder and tell what was done; return the folder and all problems."""
    from crm.history.past import Past
    from crm.history.repository import head
    from crm.index.reading import at_hand
    from crm.website import build_site

    tip = head(session.base.root)
    with (
        Past(session.base, tip) as past,
        at_hand() as hand,
        session.index(hand) as index,
    ):
        problems = index.problems()
        built = build_site(
            index,
            session.settings,
            out,
            today=session.today,
            hand=hand,
            past=past,
        )
    if past.fault:
        tell(f"note: the history was left out: {past.fault}")
    counts = (built.pages_written, "written"), (built.pages_unchanged, "unchanged")
    said = [f"{n} {word}" for n, word in (*counts, (built.removed, "removed")) if n]
    tell(f"pages: {', '.join(said)}")
    if problems:
        tell(f"{problem_text.count(problems)}: `crm check` shows them")
    return out, problems


def from_here(path: Path) -> str:
    """Return a path as one would type it: from the current folder where it lies in it."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def folder_of(session: Session, out: str) -> Path:
    """Return the folder the site goes to; raises UsageError for one that holds the base."""
    if not out:
        return session.base.site
    folder = Path(os.path.abspath(out))
    inside = any(folder.is_relative_to(source) for source in _sources(session))
    if session.base.root.is_relative_to(folder) or inside:
        raise UsageError(f"--out: {out} holds the base itself", "choose a folder of its own")
    return folder


def _sources(session: Session) -> tuple[Path, ...]:
    base = session.base
    own = (base.clients, base.regions, base.files, base.templates, base.work)
    return (*own, base.root / ".git")
