"""Owns counts and sums over the whole base."""

from __future__ import annotations

import datetime as dt
import sqlite3
from decimal import Decimal

from crm.index.answers import Count, Summary
from crm.index.database import quoted
from crm.index.listing import NEW_DAYS, months_until
from crm.index.values import money

_TAGS_SQL = """
    SELECT tag.tag, COUNT(*)
    FROM tag
    JOIN figure ON figure.client = tag.client
    GROUP BY tag.tag
    ORDER BY COUNT(*) DESC, tag.tag
"""
_CLIENTS_SQL = """
    SELECT figure.revenue_365, figure.revenue_before, figure.orders_365, figure.debt,
        figure.overdue_debt, class.active, figure.known > ?
    FROM figure
    JOIN class ON class.client = figure.client
"""
_TODO_SQL = """
    SELECT
        COUNT(CASE WHEN overdue > 0 THEN 1 END),
        COALESCE(MAX(overdue), 0),
        COUNT(CASE WHEN due_day = ? THEN 1 END),
        COUNT(CASE WHEN due_day = ? AND time < '12:00' THEN 1 END)
    FROM todo
    JOIN figure ON figure.client = todo.client
"""


def tags(connection: sqlite3.Connection) -> list[Count]:
    """Return every tag with its clients, the commonest first."""
    return [Count(value=tag, count=count) for tag, count in connection.execute(_TAGS_SQL)]


def counts(connection: sqlite3.Connection, column: str) -> list[Count]:
    """Return the values of a column with their clients, the commonest first; none is left out."""
    name = quoted(column)
    question = (
        f"SELECT {name}, COUNT(*) FROM client_metrics WHERE {name} IS NOT NULL"
        f" GROUP BY {name} ORDER BY COUNT(*) DESC, {name}"
    )
    return [Count(value=str(value), count=count) for value, count in connection.execute(question)]


def months(connection: sqlite3.Connection, today: dt.date) -> list[tuple[dt.date, Decimal]]:
    """Return the revenue of the last 12 calendar months."""
    names = months_until(today)
    sums = dict.fromkeys(names, 0)
    for month, revenue in connection.execute(
        "SELECT month, revenue FROM month WHERE month >= ?", (names[0],)
    ):
        sums[month] += revenue
    return [(dt.date.fromisoformat(f"{name}-01"), money(sums[name])) for name in names]


def summary(connection: sqlite3.Connection, today: dt.date) -> Summary:
    """Return figures of the whole base."""
    new_since = dt.date.fromordinal(max(1, today.toordinal() - NEW_DAYS)).isoformat()
    rows = connection.execute(_CLIENTS_SQL, (new_since,)).fetchall()
    revenue, before, orders, debt, overdue_debt, active, new = (
        [row[place] or 0 for row in rows] for place in range(7)
    )
    day = today.toordinal()
    late, oldest, due_today, before_noon = connection.execute(_TODO_SQL, (day, day)).fetchone()
    return Summary(
        clients=len(rows),
        active=sum(active),
        new=sum(new),
        overdue=late,
        oldest_overdue=oldest,
        due_today=due_today,
        due_before_noon=before_noon,
        debt=money(sum(debt)),
        debtors=sum(1 for amount in debt if amount > 0),
        overdue_debt=money(sum(overdue_debt)),
        revenue_365=money(sum(revenue)),
        revenue_before=money(sum(before)),
        orders_365=sum(orders),
    )
