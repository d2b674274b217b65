"""Owns the way from the rows of one client to its deals: new ones, and moves of those it has.

A deal is known by its id; without one by its title, service, amount and day of opening. What the
base says of a deal is never changed; a stage reached after the deal's last move is added.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field

from crm.exchange.findings import Finding, finding
from crm.exchange.journal.deal_rows import KEYS, Told, told
from crm.exchange.journal.entry import Entry, Facts
from crm.exchange.values.reading import Draft
from crm.exchange.values.value import Value, same
from crm.fields.slug import slug
from crm.model import Client
from crm.settings import Settings

# What makes two deals without an id one and the same.
_IDENTITY = ("title", "service", "amount", "opened")
_Step = tuple[dt.date, dt.time, str]  # when, and to which stage


@dataclass(slots=True, kw_only=True)
class _Known:
    """A deal of the base, with its steps from the first to the last."""

    id: str
    facts: Facts
    steps: list[_Step]
    stage: str


@dataclass(slots=True)
class Deals:
    """What a client gets: deals, and the entries that move them."""

    deals: list[Mapping[str, Value]] = field(default_factory=list)
    moves: list[Entry] = field(default_factory=list)
    there: int = 0
    moved: int = 0
    undated: list[int] = field(default_factory=list)  # rows whose move got the day of the import
    rows: set[int] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)


def build(
    drafts: Sequence[Draft], client: Client | None, settings: Settings, today: dt.date
) -> Deals:
    """Return what the rows of one client add to it; the rows are complete."""
    done = Deals()
    found = sorted(told(drafts, settings, done.findings), key=lambda one: one.order)
    known = _known(client, settings) if client is not None else []
    pairs = _pairs(found, known)
    taken = {one.id for one in known} | {one.ident for one in found}
    for at, one in enumerate(found):
        if at in pairs:
            _again(one, pairs[at], done, client.id if client else "")
        else:
            _new(one, taken, done, today)
    return done


def _known(client: Client, settings: Settings) -> list[_Known]:
    """Return the deals of a client of the base."""
    steps: dict[str, list[tuple[dt.date, dt.time, int, str]]] = {}
    for at, entry in enumerate(client.interactions):
        if entry.deal and entry.stage and entry.date:
            time = entry.date.time or dt.time.min
            steps.setdefault(entry.deal, []).append((entry.date.day, time, at, entry.stage))
    first = next(iter(settings.stages), "")
    found = []
    for deal in client.deals:
        moves = sorted(steps.get(deal.id, []))
        facts = {
            key: same(value, settings.currency)
            for key in KEYS
            if (value := getattr(deal, key)) not in (None, "")
        }
        stage = moves[-1][3] if moves else first
        known = _Known(
            id=deal.id,
            facts=facts,
            steps=[(day, time, reached) for day, time, _, reached in moves],
            stage=stage,
        )
        found.append(known)
    return found


def _pairs(told: Sequence[Told], known: Sequence[_Known]) -> dict[int, _Known]:
    """Return which deal of the base each deal of the table is; each answers for one.

    An id decides; else those that say exactly the same come first, then those that say the most.
    """
    pairs: dict[int, _Known] = {}
    free = list(known)
    order = sorted(range(len(told)), key=lambda at: (-len(_said(told[at])), not told[at].stage))
    for alike in (_same_id, _same, _same_stage, _fits):
        for at in order:
            other = next((deal for deal in free if alike(told[at], deal)), None)
            if at not in pairs and other is not None:
                pairs[at] = other
                free.remove(other)
    return pairs


def _said(one: Told) -> dict[str, Hashable]:
    return {key: one.values[key].same for key in _IDENTITY if key in one.values}


def _same_id(one: Told, other: _Known) -> bool:
    return bool(one.ident) and one.ident == other.id


def _same(one: Told, other: _Known) -> bool:
    """Tell whether a deal of the base says just what a row says, no more."""
    same_facts = _said(one) == {key: other.facts[key] for key in _IDENTITY if key in other.facts}
    return _fits(one, other) and same_facts and one.stage == (other.stage if other.steps else "")


def _same_stage(one: Told, other: _Known) -> bool:
    return _fits(one, other) and one.stage == other.stage


def _fits(one: Told, other: _Known) -> bool:
    """Tell whether a row without an id can be about a deal: nothing it says is against it."""
    said = _said(one)
    return (
        bool(said)
        and not one.ident
        and all(other.facts.get(key) == value for key, value in said.items())
    )


def _new(one: Told, taken: set[str], done: Deals, today: dt.date) -> None:
    """Take in a deal that the base does not have, with its way so far."""
    ident = one.ident or _free_id(one.values, taken)
    taken.add(ident)
    values = {"id": Value(ident, ident), **one.values}
    done.deals.append({key: values[key] for key in KEYS if key in values})
    for move in one.moves:
        if "date" not in move:
            done.undated += one.rows
            opened = one.values.get("opened")
            day = max(today.isoformat(), opened.text if opened else "")
            move = {**move, "date": Value(day, day, bare=True)}  # noqa: PLW2901
        done.moves.append(_entry(one.rows, ident, move))
    done.rows.update(one.rows)


def _free_id(values: Mapping[str, Value], taken: set[str]) -> str:
    named = next((values[key].text for key in ("title", "service") if key in values), "deal")
    wanted = ident = slug(named) if any(char.isalnum() for char in named) else "deal"
    count = 1
    while ident in taken:
        count += 1
        ident = f"{wanted}-{count}"
    return ident


def _entry(rows: tuple[int, ...], ident: str, move: Mapping[str, Value]) -> Entry:
    return Entry(rows=rows, values={"deal": Value(ident, ident), **move})


def _again(one: Told, other: _Known, done: Deals, label: str) -> None:
    """Take in what a table tells of a deal of the base: steps past its last one, or nothing."""
    differing = sorted(
        key for key, value in one.values.items() if other.facts.get(key) != value.same
    )
    if differing:
        keys = ", ".join(differing)
        done.findings.append(
            finding("deal-differs", one.rows[0], client=label, id=other.id, differs=keys)
        )
    steps, stage = list(other.steps), other.stage
    added: list[Entry] = []
    for move in one.moves:
        reached, when = move["stage"].text, _when(move)
        if reached == stage or (when and (when[0], reached) in {(s[0], s[2]) for s in steps}):
            continue
        if when is None or (steps and when <= steps[-1][:2]):
            words = {"client": label, "id": other.id, "old": stage, "new": reached}
            done.findings += [finding("deal-stage-differs", row, **words) for row in one.rows]
            return
        added.append(_entry(one.rows, other.id, move))
        steps.append((*when, reached))
        stage = reached
    done.moves += added
    done.moved += bool(added)
    done.there += not added
    done.rows.update(one.rows)


def _when(move: Mapping[str, Value]) -> tuple[dt.date, dt.time] | None:
    """Return the moment of a move, one without a time at the beginning of its day."""
    if "date" not in move:
        return None
    day, _, time = move["date"].text.partition(" ")
    return dt.date.fromisoformat(day), dt.time.fromisoformat(time) if time else dt.time.min
