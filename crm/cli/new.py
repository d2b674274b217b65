"""Owns `crm new`: the file of a new client."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crm.base import Base, client_files, client_id
from crm.cli.console import say, tell
from crm.cli.prompt import ask
from crm.cli.session import Session
from crm.errors import CrmError, UsageError

if TYPE_CHECKING:
    from crm.cli.assignments import Assignment
    from crm.settings import Settings
    from crm.text.quote import Written


class IdTaken(CrmError):
    """Another client has, or had, this id."""

    def __init__(self, ident: str, place: str) -> None:
        super().__init__(f"{ident} is taken: {place}", "choose another id with --id")


def new(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="What you call the client.")],
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[KEY=VALUE]...", help="What else is known.")
    ] = None,
    ident: Annotated[
        str, typer.Option("--id", metavar="ID", help="Its id; else made from the name.")
    ] = "",
    folder: Annotated[
        str, typer.Option("--in", metavar="FOLDER", help="A sub-folder of clients/.")
    ] = "",
) -> None:
    """Make the file of a new client.

    The id is the file's name for good; ids are never given out twice. What crm.yaml
    requires and you did not give is asked for on a terminal. Keys as in `crm set`.

    Examples:
        crm new "Café Vitosha" owner=ana tags=horeca,sofia phone="+1 202 555 0101"
        crm new "Ivan Petrov" kind=person --id ivan-p
    """
    from crm.cli.assignments import assignment, is_assignment
    from crm.fields.slug import slug

    session: Session = ctx.obj
    settings = session.settings
    if not name.strip():
        raise UsageError("the name is empty", "every client has a name")
    for word in words or ():
        if not is_assignment(word):
            raise UsageError(f"{word!r} is not KEY=VALUE", "quote a name of several words")
    ident = ident or slug(name, settings.script)
    path = _path(session.base, ident, folder)
    texts = [f"name={name}", *(words or ())]
    known = [assignment(text, settings, session.today) for text in texts]
    known += _asked(session, known)
    _write(session, path, _data(known))


def _path(base: Base, ident: str, folder: str) -> Path:
    from crm.fields.slug import is_slug
    from crm.store.forgotten import is_forgotten, tombstones

    if not is_slug(ident):
        hint = "use small Latin letters and digits, parted by - or _: cafe-vitosha"
        raise UsageError(f"{ident!r} is not a good id", hint)
    path = base.clients / folder / f"{ident}.yaml"
    if ".." in path.parts or not path.is_relative_to(base.clients):
        raise UsageError(f"--in: {folder} is not under clients/")
    for other in client_files(base):
        if client_id(other).casefold() == ident:
            raise IdTaken(ident, base.relative(other))
    if (base.files / ident).exists():
        raise IdTaken(ident, base.relative(base.files / ident))
    if is_forgotten(tombstones(base), ident):
        raise IdTaken(ident, "a client who was forgotten had it (forgotten.yaml)")
    return path


def _asked(session: Session, known: list[Assignment]) -> list[Assignment]:
    """Return what is required and was not given, as typed on the terminal."""
    if not session.interactive:
        return []
    from crm.cli.assignments import assignment
    from crm.fields.words import say as say_in

    language = session.settings.language
    given = {one.place.steps[0].word: str(one.value) for one in known}
    kind = given.get("kind", "organisation")
    answers = []
    for key in _required(session.settings, kind):
        field = session.settings.field_at(key)
        if field is None or key.partition(".")[0] in given or field.nested:
            continue
        path = f"fields.{field.key}" if field.section == "own" else key
        while text := ask(f"{say_in(field.label, language) or key} ({path}):"):
            try:
                answers.append(assignment(f"{path}={text}", session.settings, session.today))
            except UsageError as error:
                tell(f"{error}\n{error.hint}".strip())
            else:
                break
    return answers


def _required(settings: Settings, kind: str) -> tuple[str, ...]:
    required = settings.required
    keys = required.person if kind == "person" else required.organisation
    return (*keys, *(key for rule in required.when if rule.kind == kind for key in rule.fields))


def _data(known: list[Assignment]) -> dict[str, Written]:
    """Return the data of the file, its keys in the usual order."""
    from crm.fields.table import SECTIONS

    data: dict[str, Written] = {"kind": "organisation"}
    for one in known:
        *outer, last = one.place.steps
        if any(step.items for step in outer):
            raise UsageError(f"{one.place.key}: a new client has no list yet", "use `crm edit`")
        inner: Any = data
        for step in outer:
            inner = inner.setdefault(step.word, {})
        if one.value is not None:
            inner[last.word] = one.value
    return {key: data[key] for key in SECTIONS["client"].fields if key in data}


def _write(session: Session, path: Path, data: dict[str, Written]) -> None:
    from crm.cli import problem_text
    from crm.store.edit import NewFile, carry_out
    from crm.store.load import read_file
    from crm.text.quote import document

    up = "../" * (len(path.relative_to(session.base.root).parts) - 1)
    head = f"# yaml-language-server: $schema={up}.crm/client.schema.json\n"
    step = NewFile(path=path, text=head + document(data))
    written = carry_out(session.base, [step], command=f"new {client_id(path)}")[0]
    say(written.path)
    for problem in read_file(session.base, path, session.settings).problems:
        tell(problem_text.text(problem))
