"""Owns deals as they stood on a day, as several reports begin with them."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import NamedTuple

from crm.index.reports.extract import Extract
from crm.record import record
from crm.settings.records import Stage


class Move(NamedTuple):
    """One step of a deal: the stage it came into on a day, and what was said of it."""

    day: int
    stage: str
    reason: str | None = None
    competitor: str | None = None


@record
class Stages:
    """The stages of the funnel in their order."""

    every: Mapping[str, Stage]

    @property
    def going(self) -> list[str]:
        """The stages on the way, won among them; lost is no later stage."""
        return [one.id for one in self.every.values() if one.result != "lost"]

    @property
    def first(self) -> str:
        """The stage of a deal that was never moved."""
        return next(iter(self.every), "")

    def result(self, stage: str) -> str:
        """Return won, lost, or nothing for a stage that is open or not declared."""
        return self.every[stage].result if stage in self.every else ""


@record
class Chance:
    """A deal with its moves up to a day; the amount is in units of 1/10,000."""

    client: str
    id: str
    amount: int | None
    service: str | None
    owner: str | None
    region: str | None  # the client's
    opened: int | None  # `opened`, else the first mention
    mentioned: int | None  # the last mention
    rival: str | None  # whom the deal itself names
    moves: tuple[Move, ...]
    stage: str  # the last move's, else the first one
    result: str  # won, lost, or nothing while open

    @property
    def closed(self) -> int | None:
        """The day it was won or lost."""
        return self.moves[-1].day if self.result and self.moves else None

    @property
    def cycle(self) -> int | None:
        """Days from its opening to its end; None when the days contradict each other."""
        if self.closed is None or self.opened is None or self.closed < self.opened:
            return None
        return self.closed - self.opened

    @property
    def reason(self) -> str | None:
        """Why it came where it is, as the last move says."""
        return self.moves[-1].reason if self.moves else None

    @property
    def competitor(self) -> str | None:
        """Who took it: whom the last move names, else the deal itself."""
        return (self.moves[-1].competitor if self.moves else None) or self.rival

    def reached(self, going: list[str]) -> int:
        """Return the place of the furthest stage on the way that it ever was in."""
        return max((going.index(one.stage) for one in self.moves if one.stage in going), default=0)

    def stays(self, first: str) -> list[tuple[str, int]]:
        """Return the stages it has left, with the days it spent there.

        One that was moved on the day it began was never in the first stage.
        """
        moves = list(self.moves)
        begun = self.opened
        if begun is not None and moves and moves[0].day > begun and moves[0].stage != first:
            moves.insert(0, Move(begun, first))
        entered = moves[:1]
        entered += [late for early, late in pairwise(moves) if late.stage != early.stage]
        return [
            (early.stage, late.day - early.day)
            for early, late in pairwise(entered)
            if late.day >= early.day
        ]


def chances(extract: Extract, stages: Stages) -> list[Chance]:
    """Return the deals known at the end of the period, by client and place in its file."""
    moves: dict[tuple[str, str], list[Move]] = {}
    for client, deal, *move in extract.rows("moves"):
        moves.setdefault((client, deal), []).append(Move._make(move))
    found = []
    for row in extract.rows("deals"):
        client, ident, amount, service, owner, region, opened, mentioned, rival = row
        made = tuple(moves.get((client, ident), ()))
        stage = made[-1].stage if made else stages.first
        found.append(
            Chance(
                client=client,
                id=ident,
                amount=amount,
                service=service,
                owner=owner,
                region=region,
                opened=opened,
                mentioned=mentioned,
                rival=rival,
                moves=made,
                stage=stage,
                result=stages.result(stage),
            )
        )
    return found


def begun(found: list[Chance], first: int) -> list[Chance]:
    """Return the deals opened on a day or later; without a day (0), all of them."""
    return [one for one in found if not first or (one.opened is not None and one.opened >= first)]


def ended(found: list[Chance], first: int, result: str) -> list[Chance]:
    """Return the deals won or lost on a day or later."""
    return [one for one in found if one.result == result and (one.closed or 0) >= first]
