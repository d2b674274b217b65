"""Owns what an import is going to do: whose the rows are, what is new, which files change."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from crm.base import Base
from crm.exchange.columns.keys import Key, Place
from crm.exchange.findings import Finding, finding
from crm.exchange.journal import deals as of_deals
from crm.exchange.journal.build import build, incomplete, order_of
from crm.exchange.journal.compare import compare, difference
from crm.exchange.journal.deal_rows import incomplete as no_deal
from crm.exchange.journal.entry import Entry, facts_of
from crm.exchange.journal.typed import fitting, unfit
from crm.exchange.kinds.kind import Kind
from crm.exchange.matching.identity import People
from crm.exchange.matching.person import Person, person_of
from crm.exchange.matching.resolve import resolve
from crm.exchange.report import Counts
from crm.exchange.values.reading import Draft
from crm.exchange.values.value import Value
from crm.exchange.writing import Gains, declarations, give_ids, new_file, plan
from crm.fields.table import SECTIONS
from crm.settings import Settings
from crm.store.edit import Step
from crm.store.load import load

_KIND = Key("kind", Place.CLIENT, SECTIONS["client"].fields["kind"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One import in hand; `findings` grows as rows are looked at."""

    base: Base
    settings: Settings
    kind: Kind
    keys: Mapping[str, Key]
    today: dt.date
    people: bool  # the names in the table are people's
    findings: list[Finding]
    undated: list[int] = field(default_factory=list)  # rows of deals without a day of their stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What is to be written, and the figures about it."""

    steps: tuple[Step, ...]
    rows: frozenset[int]  # that are in the base afterwards
    clients: Counts
    entries_added: int
    entries_there: int
    moved: int
    declared: tuple[str, ...]


@dataclass(slots=True)
class _Journal:
    """The entries and deals of one client: those to be added, and how many were there."""

    new: list[Entry] = field(default_factory=list)
    deals: list[Mapping[str, Value]] = field(default_factory=list)
    added: int = 0
    there: int = 0
    moved: int = 0
    rows: set[int] = field(default_factory=set)


def settle(work: Work, drafts: Sequence[Draft], marks: tuple[str, ...]) -> Outcome:
    """Return what an import is to write; what it leaves out goes to the findings."""
    whole = drafts
    if work.kind.journal:
        drafts = _complete(work, drafts)
    people = _people(work, marks)
    resolved = resolve(people, drafts, work.keys)
    work.findings.extend(resolved.findings)
    groups: dict[int, list[Draft]] = defaultdict(list)
    owners: dict[int, Person] = {}
    broken = _broken_orders(whole, set(resolved.owner))
    for draft in drafts:
        if (owner := resolved.owner.get(draft.row)) is not None:
            owners[id(owner)] = owner
            if (number := order_of(draft)) in broken:
                work.findings.append(finding("order-incomplete", draft.row, number=number))
            else:
                groups[id(owner)].append(draft)
    journals = {ident: _journal(work, owners[ident], groups[ident]) for ident in owners}
    return _outcome(work, owners, journals)


def _complete(work: Work, drafts: Sequence[Draft]) -> list[Draft]:
    """Return the rows that can be entries; a row that cannot makes no client either."""
    good: list[Draft] = []
    for draft in drafts:
        problem = incomplete(draft, work.kind.required) or _unlikely(work, draft)
        if problem is not None:
            work.findings.append(problem)
        elif work.kind.typed:
            fits, findings = fitting(draft)
            work.findings.extend(findings)
            good.append(fits)
        else:
            good.append(draft)
    return good


def _unlikely(work: Work, draft: Draft) -> Finding | None:
    """Return what keeps a complete row from being an entry of its kind."""
    if work.kind.deals:
        return no_deal(draft, work.settings)
    return unfit(draft, work.kind.entry_type) if work.kind.journal else None


def _broken_orders(drafts: Sequence[Draft], used: set[int]) -> set[str]:
    """Return the numbers of orders of which a row is left out: they would be other orders."""
    return {number for draft in drafts if draft.row not in used and (number := order_of(draft))}


def _people(work: Work, marks: tuple[str, ...]) -> People:
    """Return the clients of the base, with what they have under the keys of the table."""
    people = People(marks)
    keys = [key for key in work.keys.values() if key.place is Place.CLIENT]
    for file in load(work.base, work.settings):
        if file.client is None:
            work.findings.append(finding("client-unreadable", path=file.path))
        people.add(person_of(file, keys, work.settings.currency))
    return people


def _journal(work: Work, person: Person, drafts: Sequence[Draft]) -> _Journal:
    """Return which entries the rows of one client are, and which of them are new."""
    if work.kind.deals:
        return _deals(work, person, drafts)
    if not work.kind.journal:
        _tell_repeated(work, drafts)
        return _Journal(rows={draft.row for draft in drafts})
    built = build(drafts)
    work.findings.extend(built.findings)
    compared = compare(built.entries, _known(work, person), work.kind.number)
    for entry, other in compared.differing:
        for row in entry.rows:
            work.findings.append(
                finding(
                    "order-differs",
                    row,
                    client=person.label,
                    number=entry.values[work.kind.number].text,
                    differs=difference(entry.facts, other),
                )
            )
    used = [*compared.there, *compared.new]
    return _Journal(
        new=sorted(compared.new, key=_by_date),
        added=len(compared.new),
        there=len(compared.there),
        rows={row for entry in used for row in entry.rows},
    )


def _deals(work: Work, person: Person, drafts: Sequence[Draft]) -> _Journal:
    """Return which deals the rows of one client are, and what moves them."""
    client = person.file.client if person.file is not None else None
    built = of_deals.build(drafts, client, work.settings, work.today)
    work.findings.extend(built.findings)
    work.undated.extend(built.undated)
    return _Journal(
        new=sorted(built.moves, key=_by_date),
        deals=built.deals,
        added=len(built.deals),
        there=built.there,
        moved=built.moved,
        rows=built.rows,
    )


def _known(work: Work, person: Person) -> list[Mapping[str, Hashable]]:
    if person.file is None or person.file.client is None:
        return []
    return [
        facts_of(entry, work.keys, work.settings.currency)
        for entry in person.file.client.interactions
        if work.kind.typed or entry.type == work.kind.entry_type
    ]


def _by_date(entry: Entry) -> tuple[str, list[str]]:
    """Return what puts entries in the order of their days, then of what they say."""
    said = [*entry.values.items(), *(pair for line in entry.lines for pair in line.items())]
    return entry.values["date"].text, [f"{path}={value.text}" for path, value in said]


def _tell_repeated(work: Work, drafts: Sequence[Draft]) -> None:
    first: dict[Hashable, int] = {}
    for draft in drafts:
        said = frozenset(
            (path, frozenset(value.same for value in values))
            for path, values in draft.client.items()
        )
        if said in first:
            work.findings.append(finding("row-twice", draft.row, first=first[said]))
        else:
            first[said] = draft.row


def _outcome(work: Work, people: Mapping[int, Person], journals: Mapping[int, _Journal]) -> Outcome:
    """Return the steps and the figures for the clients that the table is about."""
    new = sorted(
        ((ident, person) for ident, person in people.items() if person.file is None),
        key=lambda pair: _by_marks(pair[1]),
    )
    for _, person in new:
        if work.people and not person.values.get("kind"):
            person.add("kind", [Value("person", "person")])
    give_ids(work.base, work.settings, [person for _, person in new])
    keys, kind = {**work.keys, "kind": _KIND}, work.kind.entry_type
    steps: list[Step] = [
        new_file(work.base, person, keys, _gains(kind, journals[ident])) for ident, person in new
    ]
    old = [(ident, person) for ident, person in people.items() if person.file is not None]
    plans = [plan(work.base, person, keys, _gains(kind, journals[ident])) for ident, person in old]
    changed = [one for one in plans if one is not None]
    steps += sorted(changed, key=lambda one: one.path)
    declared = _declared(work, people.values())
    if (step := declarations(work.base, declared)) is not None:
        steps.insert(0, step)
    _tell_negative(work, [entry for ident in people for entry in journals[ident].new])
    _tell_undated(work)
    return Outcome(
        steps=tuple(steps),
        rows=frozenset(row for ident in people for row in journals[ident].rows),
        clients=Counts(new=len(new), changed=len(changed), unchanged=len(old) - len(changed)),
        entries_added=sum(journals[ident].added for ident in people),
        entries_there=sum(journals[ident].there for ident in people),
        moved=sum(journals[ident].moved for ident in people),
        declared=tuple(key.path for key in declared),
    )


def _gains(kind: str, journal: _Journal) -> Gains:
    return Gains(entry_type=kind, entries=journal.new, deals=journal.deals)


def _by_marks(person: Person) -> list[tuple[str, list[str]]]:
    """Return what puts new clients in an order that does not depend on that of the rows."""
    return sorted((path, sorted(values.values())) for path, values in person.values.items())


def _declared(work: Work, people: Iterable[Person]) -> list[Key]:
    """Return the own fields that clients get and crm.yaml does not know yet."""
    given = {path for person in people for path in person.added}
    return [key for key in work.keys.values() if key.new and key.path in given]


def _tell_negative(work: Work, entries: Sequence[Entry]) -> None:
    """Tell of orders below zero."""
    rows = [
        entry.rows[0]
        for entry in entries
        if (amount := entry.values.get("amount")) is not None and amount.text.startswith("-")
    ]
    if rows:
        work.findings.append(finding("amount-negative", count=len(rows), first=min(rows)))


def _tell_undated(work: Work) -> None:
    """Tell of deals of which nothing says when they came to their stage."""
    if work.undated:
        day = work.today.isoformat()
        work.findings.append(finding("deals-undated", count=len(work.undated), day=day))
