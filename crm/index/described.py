"""Owns what a question in SQL can ask: the tables and views, with what they hold."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crm.fields.near import closest
from crm.index.database import VIEWS, create, open_memory, quoted, view_script
from crm.index.terms import terms_of
from crm.record import record
from crm.settings import Settings

# What each table holds, and its grain. Views say it themselves, where they are made.
_TABLES = {
    "horizon": "The day that counts as today: one row.",
    "file": "A row a client file: its id, path and state on the disk.",
    "problem": "A row a problem that `crm check` tells.",
    "stage": "A row a stage of deals, in their order.",
    "member": "A row a member of the team.",
    "service": "A row a service of services.yaml.",
    "client": "A row a client file that can be read, as typed; `client_metrics` has the figures.",
    "contact": "A row a person at a client.",
    "phone": "A row a telephone number; `contact` is the person's n, 0 for the client's own.",
    "email": "A row an e-mail address; `contact` is the person's n, 0 for the client's own.",
    "tag": "A row a tag of a client.",
    "interaction": "A row an entry of a journal, future ones too: what every entry has.",
    "said": "A row a client: the words of its notes and entries, folded for searching.",
    "money": "A row an entry about money, future ones too; amounts in the base's currency.",
    "detail": "A row an entry that says more than most: deal, stage, score, purpose …",
    "answer": "A row a criterion that a survey asked for.",
    "order_line": "A row a line of an order.",
    "deal": "A row a deal as typed; `deal_state` has its stage.",
    "task": "A row a task, done ones too; `todo` has those that are open.",
    "consent": "A row a consent.",
    "contract": "A row a contract.",
    "mention": "A row a file or client that a client file speaks of.",
    "value_missing": "A row a field that a rule of a segment asks for and a client lacks.",
    "figure": "A row a client: its own figures at the horizon, money in 1/10,000.",
    "class": "A row a client: its classes at the horizon.",
    "rating": "A row a client: its rating at the horizon.",
    "own_segment": "A row a client and segment of the base's own.",
    "own": "A row a client: the base's own fields.",
}
_NAMED = re.compile(r"no such (table|column): (\S+)")


@record
class Relation:
    """A table or view: what it holds, and its columns with their types (empty: any)."""

    name: str
    view: bool
    about: str
    columns: tuple[tuple[str, str], ...]


def relations(settings: Settings) -> tuple[Relation, ...]:
    """Return the views, those that answer most first, then the tables."""
    connection = open_memory()
    try:
        create(connection, terms_of(settings))
        return tuple(
            Relation(
                name=name,
                view=name in VIEWS,
                about=_of_view(name) if name in VIEWS else _TABLES[name],
                columns=tuple(
                    (str(column), str(kind).lower())
                    for _, column, kind, *_ in connection.execute(
                        f"PRAGMA table_info({quoted(name)})"
                    )
                ),
            )
            for name in _names()
        )
    finally:
        connection.close()


def _names() -> Iterator[str]:
    first = ("client_metrics", "entry", "orders", "deal_state", "todo", "membership")
    yield from first
    yield from (name for name in VIEWS if name not in first)
    yield from _TABLES


def _of_view(name: str) -> str:
    """Return what a view says of itself: its question, grain and columns, on a line each."""
    comment = view_script(name).partition("CREATE VIEW")[0]
    lines = [line.removeprefix("--").strip() for line in comment.splitlines() if line.strip()]
    told: list[str] = []
    for line in lines:
        if told and not re.match(r"(Question|Grain|Columns): ", line):
            told[-1] = f"{told[-1]} {line}"
        else:
            told.append(line)
    return "\n".join(told)


def meant(reason: str, settings: Settings) -> str:
    """Return the name that a refused question may have meant, empty where none is near."""
    found = _NAMED.search(reason)
    if found is None:
        return ""
    known = relations(settings)
    name = found[2].rpartition(".")[2]
    names = (
        [one.name for one in known]
        if found[1] == "table"
        else [column for one in known for column, _ in one.columns]
    )
    near = closest(name, tuple(dict.fromkeys(names)))
    return near.get("near") or near.get("alike", "")
