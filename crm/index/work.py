"""Owns tasks, deals and debts as the floors above see them."""

from __future__ import annotations

import datetime as dt
import sqlite3
from typing import Any

from crm.index.answers import DealRow, DebtRow, TaskRow
from crm.index.values import date, money

_TASK_SQL = """
    SELECT task.client, task.n, client.path, task.line, task.due, task.time, task.what,
        COALESCE(task.owner, client.owner), task.deal, task.repeat, task.done,
        COALESCE(todo.overdue, 0)
    FROM task
    JOIN client ON client.id = task.client
    JOIN figure ON figure.client = task.client
    LEFT JOIN (SELECT * FROM todo{of_one}) AS todo
        ON todo.client = task.client AND todo.n = task.n
    WHERE (? = '' OR task.client = ?) AND (? = 1 OR todo.client IS NOT NULL)
    ORDER BY COALESCE(task.due, '9999'), COALESCE(task.time, '99'), task.client, task.n
"""
_NEXT_SQL = """
    SELECT todo.client, todo.n, client.path, todo.line, todo.due, todo.time, todo.what, todo.owner,
        todo.deal, todo.repeat, NULL, todo.overdue
    FROM todo
    JOIN client ON client.id = todo.client
    WHERE todo.place = 1
"""
_DEAL_SQL = """
    SELECT deal_state.client, deal_state.id, client.path, deal_state.line,
        deal_state.title, deal_state.amount, deal_state.service, deal_state.owner,
        deal_state.stage, deal_state.result, deal_state.opened, deal_state.moved,
        deal_state.closed, deal_state.expected,
        COALESCE(deal_state.rival, deal_state.competitor), deal_state.reason
    FROM deal_state
    JOIN client ON client.id = deal_state.client
    JOIN figure ON figure.client = deal_state.client
    WHERE ? = '' OR deal_state.client = ?
    ORDER BY CASE WHEN deal_state.result = '' THEN 0 ELSE 1 END, deal_state.place DESC,
        deal_state.closed DESC, deal_state.client, deal_state.n
"""
_DEBT_SQL = """
    SELECT settlement.client, client.path, settlement.line, settlement.number,
        settlement.date, settlement.due, settlement.net, settlement.owed, settlement.overdue
    FROM settlement
    JOIN client ON client.id = settlement.client
    WHERE settlement.owed > 0 AND (? = '' OR settlement.client = ?)
    ORDER BY settlement.due_day, settlement.client, settlement.n
"""


def tasks(connection: sqlite3.Connection, ident: str, *, done: bool) -> list[TaskRow]:
    """Return open tasks, with `done` all, the earliest due first."""
    # Said twice for a client: SQLite would number the tasks of all clients first.
    question = _TASK_SQL.format(of_one=" WHERE client = ?" if ident else "")
    values = (*([ident] if ident else []), ident, ident, int(done))
    return [_task(row) for row in connection.execute(question, values)]


def next_tasks(connection: sqlite3.Connection) -> dict[str, TaskRow]:
    """Return the earliest open task of every client that has one, by id."""
    found = map(_task, connection.execute(_NEXT_SQL))
    return {task.client: task for task in found}


def _task(row: tuple[Any, ...]) -> TaskRow:
    client, number, path, line, due, time, what, owner, deal, repeat, done, overdue = row
    return TaskRow(
        client=client,
        number=number,
        path=path,
        line=line,
        due=date(due),
        time=dt.time.fromisoformat(time) if time else None,
        what=what or "",
        owner=owner or "",
        deal=deal or "",
        repeat=repeat or "",
        done=date(done),
        overdue=overdue,
    )


def deals(connection: sqlite3.Connection, ident: str) -> list[DealRow]:
    """Return the deals known at the horizon: open ones first, those furthest along first."""
    return [_deal(row) for row in connection.execute(_DEAL_SQL, (ident, ident))]


def _deal(row: tuple[Any, ...]) -> DealRow:
    client, ident, path, line, title, amount, service, owner, stage, result = row[:10]
    opened, moved, closed, expected, competitor, reason = row[10:]
    return DealRow(
        client=client,
        id=ident,
        path=path,
        line=line,
        title=title or "",
        amount=None if amount is None else money(amount),
        service=service or "",
        owner=owner or "",
        stage=stage or "",
        result=result,
        opened=date(opened),
        moved=date(moved),
        closed=date(closed),
        expected=date(expected),
        competitor=competitor or "",
        reason=reason or "",
    )


def debts(connection: sqlite3.Connection, ident: str) -> list[DebtRow]:
    """Return the orders on credit not settled in full, the oldest due first."""
    return [
        DebtRow(
            client=client,
            path=path,
            line=line,
            number=number or "",
            date=dt.date.fromisoformat(day),
            due=dt.date.fromisoformat(due),
            amount=money(net),
            owed=money(owed),
            overdue=overdue,
        )
        for client, path, line, number, day, due, net, owed, overdue in connection.execute(
            _DEBT_SQL, (ident, ident)
        )
    ]
