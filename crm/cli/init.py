"""Owns `crm init`: the first files of a base, put beside whatever is there already."""

from __future__ import annotations

import datetime as dt
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from crm.base import SETTINGS_NAME, Base, client_files
from crm.cli.console import say, tell
from crm.cli.schema import write_schemas
from crm.cli.session import Session
from crm.errors import UsageError
from crm.record import record

LANGUAGES = ("en", "ru", "bg")
_FIRST = {"en": "first-client", "ru": "pervyy-klient", "bg": "parvi-klient"}
_UNDER_GIT = "note: git keeps the history of changes here from now on"


@record
class Starter:
    """A file that `init` brings; `joins` tells that its lines are added to one that is there."""

    path: str
    text: str
    joins: bool = False


def init(
    ctx: typer.Context,
    directory: Annotated[str, typer.Argument(metavar="DIR", help="The folder; made if need be.")],
    language: Annotated[
        str, typer.Option(metavar="en|ru|bg", help="Language of the site and of the examples.")
    ] = "en",
    git: Annotated[bool, typer.Option("--git", help="Make it a git repository as well.")] = False,
    commit: Annotated[
        bool | None,
        typer.Option("--commit/--no-commit", help="Every command commits what it changed."),
    ] = None,
) -> None:
    """Make a base in a folder, new or existing.

    Writes crm.yaml (settings, each explained), one invented client, the settings
    by which git and editors treat the files well, and nothing that is there already:
    an existing file is kept, only .gitignore and .gitattributes get missing lines.

    Examples:
        crm init clients-of-ours
        crm init . --language bg
    """
    session: Session = ctx.obj
    if language not in LANGUAGES:
        raise UsageError(f"--language: {language!r} is none of {', '.join(LANGUAGES)}")
    base = Base((session.start / directory).absolute())
    auto = _auto(session, base, git=git) if commit is None else commit
    begun = git and _begin_history(base)
    made = make(base, language, session.today_here, auto=auto)
    write_schemas(Session(directory=str(base.root)))
    _set_up_git(base)
    for path in made:
        say(f"{directory.rstrip('/')}/{path}" if directory != "." else path)
    if not made:
        tell(_UNDER_GIT if begun else "nothing to do: every file is there already")
    if made or begun:
        _tell_next(base, directory)


def _begin_history(base: Base) -> bool:
    """Make the folder a git repository; return whether it was in none before."""
    from crm.history.repository import is_inside
    from crm.history.repository import make as make_repository

    base.root.mkdir(parents=True, exist_ok=True)
    was_inside = is_inside(base.root)
    make_repository(base.root)
    return not was_inside


def _auto(session: Session, base: Base, *, git: bool) -> bool:
    """Ask, where there is git and somebody to answer, whether every command shall commit."""
    from crm.cli.prompt import confirm
    from crm.history.repository import is_inside

    if not session.interactive or base.settings_file.exists():
        return False
    if not git and not is_inside(base.root):
        return False
    return confirm("Shall every command commit what it changed?", default=False)


def _set_up_git(base: Base) -> None:
    from crm.errors import GitRefused, NoGit
    from crm.history.setup import install

    try:
        install(base)
    except (NoGit, GitRefused) as fault:
        tell(f"note: git does not know the merge driver yet: {fault}")


def make(base: Base, language: str, today: dt.date, *, auto: bool = False) -> list[str]:
    """Write what is missing, all or nothing; return the paths written, from the base's root.

    `auto` has a new crm.yaml say that every command commits what it changed.
    """
    from crm.store.edit import NewFile, Replacement, carry_out
    from crm.store.lines import with_lines

    base.root.mkdir(parents=True, exist_ok=True)
    steps: list[NewFile | Replacement] = []
    for starter in _starters(base, language, today, auto=auto):
        path = base.root / starter.path
        if not path.exists():
            steps.append(NewFile(path=path, text=starter.text))
        elif starter.joins:
            old = path.read_bytes()
            if (data := with_lines(old, starter.text.splitlines())) != old:
                steps.append(Replacement(path=path, data=data))
    return [written.path for written in carry_out(base, steps, command="init")]


def _starters(base: Base, language: str, today: dt.date, *, auto: bool) -> list[Starter]:
    from crm.text.quote import scalar

    settings = _read(f"{language}/crm.yaml")
    if auto:
        settings = settings.replace("# commit: auto", "commit: auto  ", 1)
    name = scalar(base.root.name or "Clients")
    starters = [
        Starter(path=SETTINGS_NAME, text=settings.replace("{name}", name)),
        Starter(path=".gitignore", text=_read("gitignore"), joins=True),
        Starter(path=".gitattributes", text=_read("gitattributes"), joins=True),
        Starter(path=".vscode/settings.json", text=_read("vscode.json")),
    ]
    if not client_files(base):
        text = _read(f"{language}/client.yaml")
        text = text.replace("{today}", str(today))
        text = text.replace("{next}", str(today + dt.timedelta(days=3)))
        starters.insert(1, Starter(path=f"clients/{_FIRST[language]}.yaml", text=text))
    return starters


def _read(name: str) -> str:
    return files("crm.cli").joinpath("starter", name).read_text(encoding="utf-8")


def _tell_next(base: Base, directory: str) -> None:
    from crm.history.repository import is_inside

    place = f'"{directory}"' if " " in directory else directory
    if not is_inside(base.root):
        command = f"crm init {place} --git"
        tell(f"note: this folder is not under git; `{command}` keeps the history of changes")
    there = "" if Path(directory) == Path() else f"cd {place}, then "
    tell(f"next: {there}`crm log` adds an entry, `crm open` shows the site")
