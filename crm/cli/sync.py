"""Owns `crm sync`: own changes committed, those of others taken in, both checked, all sent."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated

import typer

from crm.cli.console import tell
from crm.cli.session import Session
from crm.cli.sync_text import many, proposed, show, tell_news, told
from crm.errors import SyncStopped, UsageError

if TYPE_CHECKING:
    from crm.base import Base
    from crm.history.staged import Pair
    from crm.history.state import Place, Touched

_TRIES = 4  # pushes; others may be quicker each time
_PAUSE = 0.5  # seconds before the second try, more before each other
_TOP = frozenset(
    {
        "crm.yaml",
        "services.yaml",
        "campaigns.yaml",
        "forgotten.yaml",
        ".gitattributes",
        ".gitignore",
    }
)
_OURS = ("clients/", "regions/", "files/", "templates/", ".vscode/")


def sync(
    ctx: typer.Context,
    message: Annotated[
        str, typer.Option("-m", "--message", metavar="TEXT", help="What you changed, in a line.")
    ] = "",
    rebase: Annotated[
        bool | None,
        typer.Option(
            "--rebase/--merge", help="How to join what came in; else as crm.yaml says, or merge."
        ),
    ] = None,
    anyway: Annotated[
        bool, typer.Option("--anyway", help="Commit and send files with new errors too.")
    ] = False,
    abort: Annotated[
        bool, typer.Option("--abort", help="Give up a merge that waits; back to before.")
    ] = False,
) -> None:
    """Exchange changes with the others, safely.

    Checks and commits what you changed in the base, fetches what others did, unites
    both entry by entry, checks again, and sends the result. Where it cannot go on it
    stops, loses nothing, and says what to do; run it again then. Other files in the
    repository are left alone.

    Examples:
        crm sync
        crm sync -m "calls of Friday"
        crm sync --abort        # back to before a merge that you cannot settle
    """
    session: Session = ctx.obj
    _refuse_without_git(session.base)
    if abort:
        _abort(session.base)
        return
    place = _ready(session.base)
    committed = _commit(session, place, message, anyway=anyway)
    _exchange(session, _rebases(session, rebase), anyway=anyway, committed=committed)


def _refuse_without_git(base: Base) -> None:
    from crm.errors import NoGit
    from crm.history import repository

    if not repository.is_there():
        raise NoGit
    if not repository.is_inside(base.root):
        raise SyncStopped("this base is not under git", "`crm init . --git` makes it a repository")


def _rebases(session: Session, rebase: bool | None) -> bool:
    return session.settings.sync == "rebase" if rebase is None else rebase


def _abort(base: Base) -> None:
    from crm.history.joining import abort

    given_up = abort(base)
    tell(f"the {given_up} was given up" if given_up else "there is nothing to give up")


def _ready(base: Base) -> Place:
    """Return where the base stands, once what waited is ended; raises SyncStopped."""
    from crm.history.joining import go_on
    from crm.history.state import place_of

    place = place_of(base)
    if place.unfinished:
        tell(f"going on with the {place.unfinished} that waits")
        go_on(base)
        place = place_of(base)
    if not place.branch:
        raise SyncStopped(
            "no branch is checked out, so there is nothing to send",
            "`git switch main` goes back to the branch main; `git branch` lists them",
        )
    return place


# Committing


def _commit(session: Session, place: Place, message: str, *, anyway: bool) -> int:
    """Commit what was changed in the base, and return the number of files; raises SyncStopped."""
    from crm.history.committing import commit_files
    from crm.history.staged import unstaged
    from crm.history.state import touched

    found = touched(session.base, place)
    files = [one for one in found if _is_ours(one.path)]
    if len(found) > len(files):
        tell(f"left alone: {many(len(found) - len(files), 'changed file')} beside the base")
    if not files:
        return 0
    pairs = unstaged(session.base, [one.path for one in files])
    _refuse_errors(session, pairs, "nothing was committed", anyway=anyway)
    words = message.strip() or _asked(session, files, pairs)
    outcome = commit_files(session.base, files, words)
    if outcome.why:
        raise SyncStopped(
            f"your changes could not be committed: {outcome.why}",
            "they are in the files as before; see to that, then run `crm sync` again",
        )
    tell(f"committed: {many(outcome.files, 'file')}")
    return outcome.files


def _is_ours(path: str) -> bool:
    """Tell whether a file belongs to the base; the repository may hold more."""
    return path in _TOP or path.startswith(_OURS)


def _asked(session: Session, files: list[Touched], pairs: list[Pair]) -> str:
    """Return what a person says of the changes, Enter alone meaning what is proposed."""
    from crm.cli.prompt import ask

    if not session.interactive:
        raise UsageError("say what you changed: -m TEXT", "`crm sync -m 'calls of Friday'`")
    lines = [f"  {one.path}: {text}" for one in pairs for text in (told(one) or ["changed"])]
    others = [f"  {one.path}" for one in files if one.path not in {pair.path for pair in pairs}]
    tell("you changed:")
    show([*lines, *others])
    offer = proposed(files)
    return ask(f"In a few words, what is it? [{offer}]") or offer


def _refuse_errors(session: Session, pairs: list[Pair], done: str, *, anyway: bool) -> None:
    from crm.cli import problem_text
    from crm.history.staged import new_errors

    errors = new_errors(pairs, session.settings)
    for error in errors:
        tell(problem_text.text(error) + "\n")
    if errors and not anyway:
        raise SyncStopped(
            f"{many(len(errors), 'new error')} in these files; {done}",
            "mend them and run `crm sync` again, or `crm sync --anyway`",
        )


# Exchanging


def _exchange(session: Session, rebase: bool, *, anyway: bool, committed: int) -> None:
    """Take in what others did and send one's own, again when somebody was quicker."""
    from crm.history import remote
    from crm.history.state import place_of

    base = session.base
    place = place_of(base)
    upstream = remote.upstream_of(base, place)
    came = 0
    for attempt in range(_TRIES):
        theirs = remote.fetch(base, upstream, asks=session.interactive)
        remote.refuse_rewritten(base, upstream, theirs)
        came += _take_in(session, theirs, rebase=rebase)
        ahead = _ahead(base, theirs)
        if not ahead:
            break
        _check_again(session, theirs, anyway=anyway)
        if remote.push(base, upstream, place, asks=session.interactive):
            tell(f"sent: {many(ahead, 'commit')}")
            return
        tell("somebody was quicker; once more")
        time.sleep(_PAUSE * (attempt + 1))
    else:
        raise SyncStopped(
            "others are sending all the time; yours could not be sent",
            "everything is committed on this computer; run `crm sync` again in a while",
        )
    if not came and not committed:
        tell("nothing new, here or there")
    elif not committed:
        tell("nothing to send")


def _tell_lack(base: Base) -> None:
    """Tell of a clone that leaves the uniting to `crm sync`, where git could do it at once."""
    from crm.history.setup import lacking

    if lacking(base):
        tell("note: `crm doctor --fix` sets this clone up for merging; it needs that once")


def _take_in(session: Session, theirs: str, *, rebase: bool) -> int:
    """Join what others did; return the number of their commits."""
    from crm.history import repository
    from crm.history.joining import join

    mine = repository.head(session.base.root).hash
    if not theirs or not mine:
        if theirs:
            join(session.base, theirs, rebase=False)
        return 0
    behind = _count(session.base, theirs, mine)
    if not behind:
        return 0
    tell_news(session.base, theirs, mine, behind)
    _tell_lack(session.base)
    join(session.base, theirs, rebase=rebase)
    return behind


def _check_again(session: Session, theirs: str, *, anyway: bool) -> None:
    """Stop before files are sent that have errors which the others' had not."""
    from crm.history import repository, staged

    if theirs:
        fresh = Session(directory=str(session.base.root))  # settings may have come in
        pairs = staged.between(session.base, theirs, repository.head(session.base.root).hash)
        _refuse_errors(fresh, pairs, "nothing was sent", anyway=anyway)


def _ahead(base: Base, theirs: str) -> int:
    from crm.history import repository

    mine = repository.head(base.root).hash
    return _count(base, mine, theirs) if mine else 0


def _count(base: Base, new: str, old: str) -> int:
    """Return how many commits one has and the other has not."""
    from crm.history.repository import run

    words = [new, f"^{old}"] if old else [new]
    return int(run(base.root, "rev-list", "--count", *words, "--"))
