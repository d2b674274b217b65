"""Owns the rules on deals: their ids, and what a stage requires."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from crm.checks.reader import ClientReader
from crm.checks.required import client_has
from crm.model import Client, Interaction
from crm.problems import Problem
from crm.settings import Settings


def deals_differ(client: Client, settings: Settings, reader: ClientReader) -> Iterator[Problem]:
    """No two deals have the same id."""
    del settings
    seen = set[str]()
    for deal in client.deals:
        if deal.id and deal.id in seen:
            yield reader.problem("deal-duplicate", deal, "id", value=deal.id)
        seen.add(deal.id)


def stages_have_what_they_need(
    client: Client, settings: Settings, reader: ClientReader
) -> Iterator[Problem]:
    """A deal that has come to a stage has what it and the stages before it require.

    Nothing is asked of a lost deal. What is asked by an earlier stage is asked of a won one too.
    """
    if not any(stage.requires for stage in settings.stages.values()):
        return
    told = set[str]()
    for move in last_moves(client).values():
        for stage, key in _required_until(settings, move.stage):
            if key not in told and not client_has(client, key, settings):
                told.add(key)
                yield reader.problem("stage-requires", move, "stage", stage=stage, key=key)


def last_moves(client: Client) -> dict[str, Interaction]:
    """Return for every deal that was moved its last move: by day, time and place in the file."""
    moves = [
        (entry.date.day, entry.date.time is not None, entry.date.time or dt.time.min, at)
        for at, entry in enumerate(client.interactions)
        if entry.deal and entry.stage and entry.date
    ]
    entries = (client.interactions[at] for *_, at in sorted(moves))
    return {entry.deal: entry for entry in entries}


def _required_until(settings: Settings, reached: str) -> Iterator[tuple[str, str]]:
    """Yield the stages up to the one reached, each with the keys it requires."""
    if settings.stages[reached].result == "lost":
        return
    for stage in settings.stages.values():
        if stage.result != "lost":
            yield from ((stage.id, key) for key in stage.requires)
        if stage.id == reached:
            return
