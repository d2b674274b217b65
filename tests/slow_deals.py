"""The reports on deals, people and debts once more, slowly and plainly, straight from the records.

Nothing here is shared with crm.reports or crm.index: where the two differ, one of them is wrong.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from statistics import mean, median
from typing import NamedTuple

from slow_reports import ZERO, Base, amount

from crm.model import Client, Deal, Interaction

# The funnel of a base that declares none.
WAY = ("lead", "offer", "won")


class Known(NamedTuple):
    """A deal known at the end of the period, with its moves up to it."""

    client: Client
    deal: Deal
    opened: dt.date | None
    moves: list[Interaction]

    @property
    def stage(self) -> str:
        return self.moves[-1].stage if self.moves else "lead"

    @property
    def result(self) -> str:
        return self.stage if self.stage in {"won", "lost"} else ""

    @property
    def closed(self) -> dt.date:
        return self.moves[-1].date.day

    @property
    def amount(self) -> Decimal:
        return self.deal.amount.amount if self.deal.amount else ZERO

    @property
    def owner(self) -> str:
        return self.deal.owner or self.client.owner

    @property
    def competitor(self) -> str:
        return (self.moves and self.moves[-1].competitor) or self.deal.competitor

    def reached(self, stage: str) -> bool:
        """Whether it ever was in a stage of the way or in a later one."""
        later = WAY[WAY.index(stage) :]
        return stage == "lead" or any(move.stage in later for move in self.moves)


def moment(pair: tuple[int, Interaction]) -> tuple[object, ...]:
    n, entry = pair
    return (entry.date.day, str(entry.date.time or ""), n)


def deals(base: Base) -> list[Known]:
    found = []
    for one in base.clients:
        told = [e for _, e in sorted(enumerate(one.interactions), key=moment)]
        for deal in one.deals:
            mentions = [e.date.day for e in told if e.deal == deal.id]
            opened = deal.opened or min(mentions, default=None)
            if opened is None or opened <= base.until:
                moves = [
                    e for e in told if e.deal == deal.id and e.stage and e.date.day <= base.until
                ]
                found.append(Known(one, deal, opened, moves))
    return found


def share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def funnel(base: Base) -> tuple[list[tuple[object, ...]], dict[str, object]]:
    """Stage, reached, conversion, now, amount of each stage; figures of the summary."""
    known = [one for one in deals(base) if base.since == dt.date.min or (one.opened and one.opened >= base.since)]  # fmt: skip
    won, lost, still = (
        [one for one in known if one.result == what] for what in ("won", "lost", "")
    )

    def row(stage: str, reached: int, conversion: float | None) -> tuple[object, ...]:
        here = [one for one in known if one.stage == stage]
        return (stage, reached, conversion, len(here), sum((one.amount for one in here), ZERO))

    rows = []
    for stage, after in (("lead", "offer"), ("offer", "won"), ("won", None)):
        reached = sum(one.reached(stage) for one in known)
        on = sum(one.reached(after) for one in known) if after else 0
        rows.append(row(stage, reached, share(on, reached) if after else None))
    for stage in ("lost", "elsewhere"):
        been = [one for one in known if stage in {move.stage for move in one.moves}]
        if stage == "lost" or been:
            rows.append(row(stage, len(been), None))

    def likely(stage: str) -> Fraction | None:
        past = [one.result for one in won + lost if one.reached(stage)]
        return Fraction(past.count("won"), len(past)) if past else None

    priced = [one for one in still if one.deal.amount]
    weighed = [
        Fraction(one.amount) * likely(one.stage)
        for one in priced
        if one.stage in WAY and likely(one.stage) is not None
    ]
    cycles = [(one.closed - one.opened).days for one in won]
    cycles = [one for one in cycles if one >= 0]
    with_amount = [one.amount for one in won if one.deal.amount]
    return rows if known else [], {
        "deals": len(known),
        "won": len(won),
        "lost": len(lost),
        "open": len(still),
        "win_rate": share(len(won), len(won) + len(lost)),
        "won_amount": sum((one.amount for one in won), ZERO),
        "average_won": Fraction(sum(with_amount)) / len(with_amount) if with_amount else None,
        "cycle_won_mean": mean(cycles) if cycles else None,
        "cycle_won_median": median(cycles) if cycles else None,
        "forecast": sum(weighed, Fraction(0)) if weighed or not priced else None,
    }


def team(base: Base) -> dict[str | None, tuple[object, ...]]:
    """Touches, orders, won, lost, revenue and overdue tasks of everybody with any of them."""
    found: dict[str | None, list[object]] = {}

    def add(member: str, place: int, value: object) -> None:
        row = found.setdefault(member or None, [0, 0, 0, 0, ZERO, 0])
        row[place] += value

    for one in base.clients:
        for e in base.entries(one):
            who = e.by or one.owner
            add(who, 0, e.type in {"call", "visit"})
            add(who, 1, e.type == "order" and amount(e) >= 0)
            if e.type in {"order", "refund"}:
                add(who, 4, amount(e) if e.type == "order" else -amount(e))
        for task in one.tasks:
            if task.due.day < base.until and not (task.done and task.done <= base.until):
                add(task.owner or one.owner, 5, 1)
    for deal in deals(base):
        if deal.result and deal.closed >= base.since:
            add(deal.owner, 2 if deal.result == "won" else 3, 1)
    return {member: tuple(row) for member, row in found.items()}


def losses(base: Base) -> dict[str | None, tuple[object, ...]]:
    """Deals lost, their amount, clients lost, their revenue and deals won, by competitor."""
    found: dict[str | None, list[object]] = {}

    def add(competitor: str, *values: object) -> None:
        row = found.setdefault(competitor or None, [0, ZERO, 0, ZERO, 0])
        row[:] = [old + new for old, new in zip(row, values, strict=True)]

    for one in deals(base):
        if one.result and one.closed >= base.since:
            lost = one.result == "lost"
            add(one.competitor, int(lost), one.amount if lost else ZERO, 0, ZERO, int(not lost))
    ever = Base(base.clients, base.today, None, base.until)
    for one in base.clients:
        closed = one.closed and (one.closed.date or dt.date.min) <= base.until
        days = ever.order_days(one)
        day = (one.closed.date or dt.date.min) if closed else None
        if not closed and days:
            day = days[-1] + dt.timedelta(731)
        if day and base.since <= day <= base.until:
            told = [e for _, e in sorted(enumerate(one.interactions), key=moment)]
            rivals = [e.competitor for e in told if e.competitor and e.date.day <= base.until]
            add(rivals[-1] if rivals else "", 0, ZERO, 1, ever.revenue(one), 0)
    # Deals won from nobody are no news, where nothing was lost to nobody.
    return {name: tuple(row) for name, row in found.items() if name or row[0] or row[2]}
