"""Owns `crm schema`: what editors complete and check by."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Annotated, Any

import typer

from crm.base import Base
from crm.cli.console import say
from crm.cli.session import Session
from crm.cli.width import table
from crm.errors import CannotWrite


def schema(
    ctx: typer.Context,
    to_output: Annotated[
        bool, typer.Option("--print", help="Print that of client files; write nothing.")
    ] = False,
    settings: Annotated[
        bool, typer.Option("--settings", help="List the settings of crm.yaml instead.")
    ] = False,
) -> None:
    """Write the JSON Schema by which editors complete and check.

    Into .crm/: client.schema.json with the base's own fields, stages, team, services
    and client ids, and those of crm.yaml, services.yaml and campaigns.yaml. Run it
    again after a change to crm.yaml. `crm init` sets editors up to find them.

    Examples:
        crm schema
        crm schema --settings
    """
    session: Session = ctx.obj
    if settings:
        for line in table(_settings()):
            say(line)
    elif to_output:
        say(json.dumps(_client(session), ensure_ascii=False, indent=2))
    else:
        for place in write_schemas(session):
            say(place)


def write_schemas(session: Session) -> list[str]:
    """Write all schemas of the base and return their paths; raises CannotWrite."""
    from crm.settings import schema as schemas

    made = {
        "client": _client(session),
        "crm": schemas.settings_schema(),
        "services": schemas.services_schema(),
        "campaigns": schemas.campaigns_schema(),
    }
    return [_write(session.base, name, content) for name, content in made.items()]


def _client(session: Session) -> dict[str, Any]:
    from crm.settings.schema import client_schema

    with session.index() as index:
        names = {str(ident): str(name) for ident, name in index.table(("id", "name"))}
        tags = [count.value for count in index.tags()]
    return client_schema(session.settings, names, tags)


def _write(base: Base, name: str, content: dict[str, Any]) -> str:
    path = base.work / f"{name}.schema.json"
    try:
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise CannotWrite(base.relative(path), error) from error
    return base.relative(path)


def _settings() -> Iterator[tuple[str, str, str]]:
    from crm.settings.table import SECTIONS

    for section in SECTIONS.values():
        for field in section.fields.values():
            key = f"{section.name}.{field.key}".removeprefix("settings.")
            yield key, field.type, field.about["en"]
