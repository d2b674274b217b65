"""Owns the report `funnel`: how far deals come, what is won, and what is still to be expected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from statistics import mean, median

from crm.index.query import Index
from crm.index.values import money
from crm.reports.chances import Chance, Stages, begun, chances
from crm.reports.commonest import commonest
from crm.reports.funnel_columns import FUNNEL
from crm.reports.report import Asked, Result, Value, note, result, three
from crm.reports.spread import rounded

REPORT = FUNNEL
_SCALE = 10_000
_ASKED = 10  # stale deals by name
_NO_DEALS = note(
    three(
        "none of these clients has a deal of this time",
        "ни у кого из этих клиентов нет сделки за это время",
        "никой от тези клиенти няма сделка за това време",
    )
)


def compute(index: Index, asked: Asked) -> Result:
    """Return the stages with the deals that reached them, those on the way first."""
    extract = asked.extract(index)
    stages = Stages(every=index.settings.stages)
    deals = begun(chances(extract, stages), extract.first)
    likely = _probabilities(deals, stages)
    old = extract.last - index.settings.agenda.stale_deal
    stale = sorted((one for one in deals if _silent_since(one, old)), key=_last_sign)
    forgotten = Counter(one.stage for one in stale)
    rows = _rows(deals, stages, likely, forgotten) if deals else []
    summary = _summary(deals, likely, stale)
    return result(REPORT, rows, summary, why=None if rows else _NO_DEALS)


def _silent_since(deal: Chance, day: int) -> bool:
    """Tell whether an open deal was opened and last spoken of before a day."""
    last, *_ = _last_sign(deal)
    return not deal.result and 0 < last < day


def _last_sign(deal: Chance) -> tuple[int, str, str]:
    """Return the day a deal was opened or last spoken of, 0 when that is not known, and its ids."""
    return (max(deal.opened or 0, deal.mentioned or 0), deal.client, deal.id)


def _probabilities(deals: Sequence[Chance], stages: Stages) -> dict[str, Fraction]:
    """Return how likely a deal in a stage is to be won: as declared, else as it was so far."""
    going = stages.going
    closed = [(one.reached(going), one.result) for one in deals if one.result]
    found = {}
    for place, ident in enumerate(going):
        declared = stages.every[ident].probability
        past = [result for reached, result in closed if reached >= place]
        if declared is not None:
            found[ident] = Fraction(declared)
        elif past:
            found[ident] = Fraction(past.count("won"), len(past))
    return {ident: one for ident, one in found.items() if not stages.result(ident)}


def _rows(
    deals: Sequence[Chance],
    stages: Stages,
    likely: Mapping[str, Fraction],
    stale: Mapping[str, int],
) -> list[tuple[Value, ...]]:
    going = stages.going
    furthest = Counter(one.reached(going) for one in deals)
    held: dict[str, list[Chance]] = {}
    been: Counter[str] = Counter()
    spent: dict[str, list[int]] = {}
    for one in deals:
        held.setdefault(one.stage, []).append(one)
        been.update({move.stage for move in one.moves} | {one.stage})
        for stage, length in one.stays(stages.first):
            spent.setdefault(stage, []).append(length)
    others = [one for one in stages.every if one not in going]
    others += sorted(set(held).union(been) - set(stages.every))
    reached = [
        sum(count for far, count in furthest.items() if far >= place) for place in range(len(going))
    ]
    rows: list[tuple[Value, ...]] = []
    for place, ident in enumerate([*going, *others]):
        here = held.get(ident, [])
        on_the_way = place < len(going)
        after = reached[place + 1] if place + 1 < len(going) else None
        here_before = reached[place] if on_the_way else been[ident]
        rows.append((
            ident,
            here_before,
            after / here_before if after is not None and here_before else None,
            len(here),
            _amount(here),
            float(likely[ident]) if ident in likely else None,
            _forecast(here, likely) if on_the_way and not stages.result(ident) else None,
            median(spent[ident]) if ident in spent else None,
            stale.get(ident, 0),
        ))  # fmt: skip
    return rows


def _amount(deals: Sequence[Chance]) -> Decimal:
    return money(sum(one.amount or 0 for one in deals))


def _forecast(deals: Sequence[Chance], likely: Mapping[str, Fraction]) -> Decimal | None:
    """Return amount × probability, added up; None when no open deal can be weighed."""
    still = [one for one in deals if not one.result and one.amount is not None]
    weighed = [(one.amount or 0) * likely[one.stage] for one in still if one.stage in likely]
    if still and not weighed:
        return None
    return rounded(sum(weighed, Fraction(0)) / _SCALE)


def _summary(
    deals: Sequence[Chance], likely: Mapping[str, Fraction], stale: Sequence[Chance]
) -> dict[str, Value]:
    won = [one for one in deals if one.result == "won"]
    lost = [one for one in deals if one.result == "lost"]
    still = [one for one in deals if not one.result]
    priced = [one.amount for one in won if one.amount is not None]
    cycles = [one.cycle for one in won if one.cycle is not None]
    unweighed = [one for one in still if one.amount is None or one.stage not in likely]
    return {
        "deals": len(deals),
        "won": len(won),
        "lost": len(lost),
        "open": len(still),
        "win_rate": len(won) / (len(won) + len(lost)) if won or lost else None,
        "amount": _amount(deals),
        "won_amount": _amount(won),
        "average_won": rounded(Fraction(sum(priced), len(priced) * _SCALE)) if priced else None,
        "open_amount": _amount(still),
        "cycle_won_mean": mean(cycles) if cycles else None,
        "cycle_won_median": median(cycles) if cycles else None,
        "forecast": _forecast(still, likely),
        "unweighed": len(unweighed),
        "stale": len(stale),
        "ask": tuple(f"{one.client} {one.id}" for one in stale[:_ASKED]),
        "reasons": commonest(one.reason for one in lost),
    }
