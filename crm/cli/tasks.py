"""Owns tasks as the command line describes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.cli.session import Session
from crm.cli.values import mapping
from crm.errors import UsageError
from crm.fields.table import SECTIONS

if TYPE_CHECKING:
    from crm.model import Client, Task
    from crm.text.quote import Written

FIELDS = SECTIONS["task"].fields


def new_task(
    session: Session,
    client: Client,
    due: str,
    what: str,
    *,
    owner: str = "",
    deal: str = "",
    repeat: str = "",
    label: str = "",
) -> dict[str, Written]:
    """Return the mapping of a new task; the client's own owner is not written once more."""
    typed = {"due": due, "what": what, "owner": owner, "repeat": repeat, "deal": deal}
    if owner == client.owner:
        typed["owner"] = ""
    return mapping(FIELDS, typed, session.settings.context, session.today, label)


def task_at(client: Client, number: int) -> Task:
    """Return the task of this number, counted from 1 in the order of the file."""
    if not 1 <= number <= len(client.tasks):
        count = len(client.tasks)
        raise UsageError(
            f"{client.id} has no task {number}", f"`crm task list {client.id}` shows its {count}"
        )
    return client.tasks[number - 1]
