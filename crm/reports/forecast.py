"""Owns the forecast of orders: whether the base is large enough, the fit, a row a client."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from crm.index.reports.extract import Extract
from crm.reports.bgnbd import Fitted, NoFit, Past, alive, expected_alive, fit
from crm.reports.journal import days_by_client, standings
from crm.reports.report import Note, note, three

# Four parameters cannot be learnt from fewer clients than these.
LEAST_CLIENTS = 100
LEAST_REPEATED = 20
_WEEK = 7

FEW_CLIENTS = three(
    "{clients} of these clients have ordered; a forecast needs {least} or more",
    "заказывали {clients} из этих клиентов; для прогноза нужно {least} или больше",
    "поръчвали са {clients} от тези клиенти; за прогноза трябват {least} или повече",
)
FEW_REPEATED = three(
    "{clients} of these clients have ordered again; a forecast needs {least} or more",
    "повторно заказывали {clients} из этих клиентов; для прогноза нужно {least} или больше",
    "отново са поръчвали {clients} от тези клиенти; за прогноза трябват {least} или повече",
)
NO_FIT = three(
    "no parameters explain these journals better than others; there is no forecast",
    "никакие параметры не объясняют эти журналы лучше других; прогноза нет",
    "никакви параметри не обясняват тези дневници по-добре от други; прогноза няма",
)


class Row(NamedTuple):
    """The past of a client in weeks, and what is expected of it."""

    client: str
    frequency: int
    recency: float
    age: float
    p_alive: float
    expected_orders: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """The rows with the parameters; or why there are none."""

    rows: tuple[Row, ...]
    fitted: Fitted | None
    why: Note | None


def forecast(extract: Extract, weeks: int) -> Forecast:
    """Return what the chosen clients with an order will order in so many weeks."""
    pasts = {
        client: Past(len(days) - 1, (days[-1] - days[0]) / _WEEK, (extract.last - days[0]) / _WEEK)
        for client, days in days_by_client(extract).items()
    }
    repeated = sum(past.frequency > 0 for past in pasts.values())
    if len(pasts) < LEAST_CLIENTS:
        return _none(note(FEW_CLIENTS, clients=len(pasts), least=LEAST_CLIENTS))
    if repeated < LEAST_REPEATED:
        return _none(note(FEW_REPEATED, clients=repeated, least=LEAST_REPEATED))
    try:
        fitted = fit(pasts.values())
    except NoFit:
        return _none(note(NO_FIT))
    closed = {client for client, one in standings(extract).items() if one.ended(extract.last)}
    return Forecast(rows=_rows(pasts, closed, fitted, weeks), fitted=fitted, why=None)


def _none(why: Note) -> Forecast:
    return Forecast(rows=(), fitted=None, why=why)


def _rows(pasts: dict[str, Past], closed: set[str], fitted: Fitted, weeks: int) -> tuple[Row, ...]:
    @cache
    def while_alive(frequency: int, age: float) -> float:
        return expected_alive(fitted, frequency, age, weeks)

    rows = []
    for client, past in pasts.items():
        lives = 0.0 if client in closed else alive(fitted, past)
        rows.append(Row(client, *past, lives, lives * while_alive(past.frequency, past.age)))
    return tuple(rows)
