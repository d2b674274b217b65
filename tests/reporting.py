"""Journals for tests of reports: drawn by Hypothesis, cut off at a day, and asked of a report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from made_base import TODAY, from_records

from crm.index.query import Index
from crm.model import (
    Answer,
    Client,
    Closed,
    Deal,
    DoNotContact,
    Interaction,
    Moment,
    Money,
    OrderLine,
    Paused,
    Task,
)
from crm.reports import registry
from crm.reports.report import Asked, Result
from crm.settings import Settings

# A drawn base costs more than what is asked of it: half as many as usual do.
half = settings(max_examples=settings.default.max_examples // 2)

SERVICES = ("beans", "cups", "filter", "repair")
OWNERS = ("ana", "boris")
# Around the limits of SPEC 6, and a little into the future.
NEAR = [0, 1, 29, 30, 31, 89, 90, 91, 180, 181, 364, 365, 366, 729, 730, 731]


def days(longest: int = 900) -> st.SearchStrategy[dt.date]:
    ago = st.one_of(
        st.sampled_from([one for one in NEAR if one <= longest]), st.integers(-40, longest)
    )
    return ago.map(lambda number: TODAY - dt.timedelta(number))


money = st.one_of(
    st.integers(0, 300).map(lambda one: Money(Decimal(one))),
    st.sampled_from(["0.0001", "19.99", "1234.5678", "0.3333"]).map(
        lambda one: Money(Decimal(one))
    ),
)
times = st.sampled_from([None, None, dt.time(9), dt.time(17, 30)])


@st.composite
def lines(draw: st.DrawFn) -> OrderLine:
    return OrderLine(
        line=1,
        service=draw(st.sampled_from(SERVICES)),
        qty=Decimal(draw(st.integers(1, 5))),
        price=draw(money),
        cost=draw(st.one_of(st.none(), money)),
    )


@st.composite
def entries(draw: st.DrawFn, when: st.SearchStrategy[dt.date]) -> Interaction:
    kinds = ["order"] * 8 + ["refund", "refund", "expense", "payment", "call", "visit", "note"]
    kind = draw(st.sampled_from([*kinds, "survey", "survey", "survey", "complaint", "review"]))
    day, pick = draw(when), picker(draw(st.integers(0, 2**40)))
    facts: dict[str, object] = {"by": pick("", "", "ana", "vera")}
    if kind in {"call", "visit", "note", "order"} and pick(True, False):
        facts |= {
            "deal": pick("d1", "d2"),
            "stage": pick("", "lead", "offer", "won", "lost", "lost", "elsewhere"),
            "reason": pick("", "price", "taste"),
            "competitor": pick("", "rival"),
        }
    if kind == "order":
        facts |= {
            "number": pick("", "1", "2"),
            "due": pick(None, day + dt.timedelta(30)),
            "promo": pick("", "spring"),
            "campaign": pick("", "", "fair"),
            "delivery_due": pick(None, day + dt.timedelta(3)),
            "delivery_done": pick(None, day + dt.timedelta(2), day + dt.timedelta(8)),
        }
        facts["items"] = tuple(draw(st.lists(lines(), max_size=3)))
        facts["amount"] = None if facts["items"] else draw(money)
        if draw(st.integers(0, 25)) == 7:
            facts["amount"] = Money(Decimal(-50))
    elif kind in {"refund", "expense", "payment"}:
        facts |= {"amount": draw(money), "number": pick("", "1"), "campaign": pick("", "fair")}
    elif kind in {"call", "visit"}:
        facts |= {
            "cost": draw(st.one_of(st.none(), money)),
            "direction": pick("", "in", "out"),
            "purpose": pick("", "offer", "offer", "delivery"),
            "outcome": pick("", "agreed", "refused"),
            "campaign": pick("", "fair", "mail"),
        }
    elif kind == "survey":
        facts["score"] = draw(st.sampled_from([None, *range(11)]))
        facts["answers"] = tuple(
            Answer(criterion=name, importance=pick(None, 1, 3, 5), satisfaction=pick(None, 2, 4, 5))
            for name in pick((), ("taste",), ("taste", "price"))
        )
    elif kind == "complaint":
        facts["resolved"] = draw(st.one_of(st.none(), when))
    elif kind == "review":
        facts["rating"] = draw(st.integers(1, 5))
    return Interaction(line=1, type=kind, date=Moment(day, draw(times)), **facts)


def picker(luck: int) -> Callable[..., Any]:
    """Return what chooses one of some values again and again, by a number drawn once."""

    def pick(*values: object) -> object:
        nonlocal luck
        luck, place = divmod(luck, len(values))
        return values[place]

    return pick


def deals(pick: Callable[..., Any], when: dt.date) -> tuple[Deal, ...]:
    """Return up to two deals; one without `opened` begins with its first mention."""
    return tuple(
        Deal(
            line=1,
            id=name,
            amount=pick(None, Money(Decimal(100)), Money(Decimal("33.3333"))),
            service=pick("", *SERVICES[:2]),
            opened=pick(None, when, when - dt.timedelta(40)),
            owner=pick("", "ana", "vera"),
            competitor=pick("", "", "other"),
        )
        for name in pick((), ("d1",), ("d1", "d2"))
    )


def tasks(pick: Callable[..., Any], when: dt.date) -> tuple[Task, ...]:
    """Return up to one task."""
    return tuple(
        Task(line=1, due=Moment(when), owner=pick("", "vera"), done=pick(None, TODAY, when))
        for _ in range(pick(0, 1))
    )


@st.composite
def journals(draw: st.DrawFn, *, longest: int = 900, most: int = 6) -> tuple[Client, ...]:
    """Draw a small base; its days go back at most so far."""
    when = days(longest)
    ids = [f"c{n}" for n in range(draw(st.integers(0, most)))]
    lucks = {ident: picker(draw(st.integers(0, 2**40))) for ident in ids}
    return tuple(
        Client(
            id=ident,
            deals=deals(lucks[ident], draw(when)),
            tasks=tasks(lucks[ident], draw(when)),
            source=lucks[ident]("", "fair", "site"),
            region=lucks[ident]("", "north"),
            campaign=lucks[ident]("", "", "fair"),
            tags=lucks[ident]((), ("bar",)),
            path=f"clients/{ident}.yaml",
            name=ident,
            owner=draw(st.sampled_from(OWNERS)),
            since=draw(st.sampled_from([None, None, None, TODAY - dt.timedelta(300)])),
            size=draw(st.sampled_from(["", "A", "C"])),
            standing=draw(st.sampled_from(["", "leader"])),
            referred_by=draw(st.sampled_from(["", "", *ids])),
            closed=draw(
                st.sampled_from([None] * 6 + [Closed(), Closed(date=TODAY - dt.timedelta(50))])
            ),
            paused=draw(st.sampled_from([None, None, None, Paused()])),
            do_not_contact=draw(
                st.sampled_from(
                    [None] * 5 + [DoNotContact(), DoNotContact(since=TODAY - dt.timedelta(9))]
                )
            ),
            filled=(draw(st.integers(0, 4)), 4),
            interactions=tuple(draw(st.lists(entries(when), max_size=9))),
        )
        for ident in ids
    )


def ask(index: Index, name: str, **given: object) -> Result:
    """Return the answer of a report; what is not a filter or a period is an option."""
    filters = {key: given.pop(key) for key in list(given) if key in Asked.__dataclass_fields__}
    return registry.compute(name, index, Asked(**filters, options=given))


def answer(
    clients: Iterable[Client],
    name: str,
    today: dt.date = TODAY,
    settings: Settings | None = None,
    **given: object,
) -> Result:
    """Return the answer of a report over these clients."""
    with from_records(clients, today, settings) as index:
        return ask(index, name, **given)


def order(
    day: dt.date | str, amount: object = 10, *, items: str = "", time: dt.time | None = None
) -> Interaction:
    """Return an order; `items` are services parted by spaces, one of each at 1 EUR."""
    return Interaction(
        line=1,
        type="order",
        date=Moment(dt.date.fromisoformat(day) if isinstance(day, str) else day, time),
        amount=None if items else Money(Decimal(str(amount))),
        items=tuple(
            OrderLine(line=1, service=one, qty=Decimal(1), price=Money(Decimal(1)))
            for one in items.split()
        ),
    )


def entry(kind: str, day: dt.date | str, **facts: object) -> Interaction:
    """Return an entry of any other type."""
    date = dt.date.fromisoformat(day) if isinstance(day, str) else day
    return Interaction(line=1, type=kind, date=Moment(date, facts.pop("time", None)), **facts)


def client(ident: str, *interactions: Interaction, **facts: object) -> Client:
    """Return a client with a journal."""
    return Client(
        id=ident, path=f"clients/{ident}.yaml", name=ident, interactions=interactions, **facts
    )


def before(date: dt.date | None, day: dt.date) -> dt.date | None:
    """Return a date that has come by a day, else none."""
    return None if date and date > day else date


def deal_begun(client: Client, deal: Deal, day: dt.date) -> bool:
    """Tell whether a deal was opened or mentioned by a day, or says nothing of when."""
    mentions = [e.date.day for e in client.interactions if e.deal == deal.id]
    opened = deal.opened or min(mentions, default=None)
    return opened is None or opened <= day


def cut(clients: Iterable[Client], day: dt.date) -> list[Client]:
    """Return the base as it was on a day: without anything that came later."""
    import dataclasses

    kept = []
    for one in clients:
        begun = [e.date.day for e in one.interactions] + ([one.since] if one.since else [])
        if begun and min(begun) > day:
            continue
        journal = tuple(
            dataclasses.replace(
                e,
                resolved=before(e.resolved, day),
                delivery_done=before(e.delivery_done, day),
            )
            for e in one.interactions
            if e.date.day <= day
        )
        closed = None if one.closed and one.closed.date and one.closed.date > day else one.closed
        wish = one.do_not_contact
        kept.append(
            dataclasses.replace(
                one,
                interactions=journal,
                deals=tuple(deal for deal in one.deals if deal_begun(one, deal, day)),
                tasks=tuple(
                    dataclasses.replace(task, done=before(task.done, day)) for task in one.tasks
                ),
                closed=closed,
                do_not_contact=None if wish and wish.since and wish.since > day else wish,
            )
        )
    return kept
