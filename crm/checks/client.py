"""Owns the way from a client's document to its record and problems: one walk, then the rules."""

from __future__ import annotations

from crm.checks.reader import ClientReader
from crm.checks.required import Requirements
from crm.checks.rules import RULES
from crm.fields.slug import is_slug, slug
from crm.fields.table import SECTIONS
from crm.model import Client
from crm.problems import Location, Problem, problem
from crm.record import record
from crm.settings import Settings
from crm.text import Document

_CLIENT = SECTIONS["client"]


@record
class Checked:
    """A client's record, None when its file cannot be read, and what is wrong in the file.

    The problems of reading the text itself stand in the document.
    """

    client: Client | None
    problems: tuple[Problem, ...] = ()


def read_client(document: Document, settings: Settings, ident: str) -> Checked:
    """Return the record a client file makes, with every problem in it; never raises.

    A bad value is a problem and is left out of the record. Ids that the settings do not know are
    problems too; the record keeps them, except a stage and a deal, which would move something.
    """
    root = document.root
    if root is None:
        return Checked(client=None)
    reader = ClientReader(document.source, settings, root)
    values = reader.values(root, _CLIENT)
    needs = Requirements(settings, values)
    client = Client(
        id=ident,
        path=document.source.path,
        more=reader.more,
        missing=needs.missing(root),
        filled=needs.filled,
        gaps=needs.gaps,
        **values,
    )
    problems = [*reader.problems, *needs.problems(document.source, root)]
    problems += _id_problems(document, ident)
    for rule in RULES:
        problems.extend(rule(client, settings, reader))
    return Checked(client=client, problems=tuple(problems))


def _id_problems(document: Document, ident: str) -> list[Problem]:
    if is_slug(ident):
        return []
    place = Location(document.source.path, 1, 1)
    return [problem("client-id-invalid", place, value=ident, example=slug(ident))]
