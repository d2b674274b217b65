"""Owns the assignment of rows to clients, whatever order the rows stand in.

Rows with stronger marks come first; passes follow until nothing changes, so that what one run
leaves out, the same run again leaves out too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from crm.exchange.columns.keys import Key
from crm.exchange.findings import Finding, finding
from crm.exchange.matching.identity import People, names, rivals
from crm.exchange.matching.person import Person
from crm.exchange.values.reading import Draft
from crm.exchange.values.value import Value


@dataclass(slots=True)
class Resolved:
    """Whose every row is, and what is told of the rows that are nobody's."""

    owner: dict[int, Person] = field(default_factory=dict)  # row -> client
    findings: list[Finding] = field(default_factory=list)


def resolve(people: People, drafts: Sequence[Draft], keys: Mapping[str, Key]) -> Resolved:
    """Return whose every row is; clients get what they lack, new ones are made."""
    work = _Work(people, keys)
    waiting = sorted(drafts, key=lambda draft: (people.level(draft), people.signature(draft)))
    while True:
        left = work.run(waiting)
        if len(left) == len(waiting):
            break
        waiting = left
    work.done.findings += [*work.refused.values(), *work.differing.values()]
    return work.done


@dataclass(slots=True)
class _Work:
    """The assignment in hand; `refused` are the rows the last pass left out."""

    people: People
    keys: Mapping[str, Key]
    done: Resolved = field(default_factory=Resolved)
    refused: dict[int, Finding] = field(default_factory=dict)
    differing: dict[tuple[int, str, str], Finding] = field(default_factory=dict)

    def run(self, waiting: Sequence[Draft]) -> list[Draft]:
        """Assign the rows that can be, and return the others."""
        self.refused = {}
        for _, group in groupby(waiting, self.people.level):
            level = list(group)
            self.refused.update(rivals(self.people, level))
            for draft in level:
                if draft.row not in self.refused:
                    self._assign(draft)
        return [draft for draft in waiting if draft.row in self.refused]

    def _assign(self, draft: Draft) -> None:
        person, problem = _owner(self.people, draft)
        if person is None:
            self.refused[draft.row] = problem or finding("row-without-name", draft.row)
            return
        is_new = person.file is None and not person.rows
        if is_new and (namesake := self.people.namesake(draft)) is not None:
            other, mark = namesake
            self.done.findings.append(finding("namesake", draft.row, client=other.label, key=mark))
        self.done.owner[draft.row] = person
        self._fill(person, draft)

    def _fill(self, person: Person, draft: Draft) -> None:
        """Give a client what the row has and it has not; tell what differs."""
        person.rows.append(draft.row)
        free = {path for path in draft.client if person.takes(self.keys[path])}
        for path, values in draft.client.items():
            if path in free:
                person.add(path, values)
                continue
            have = person.values.get(path, {})
            for value in values:
                if value.same not in have:
                    self._differs(person, draft.row, path, value)
        self.people.index(person)

    def _differs(self, person: Person, row: int, path: str, value: Value) -> None:
        kept = ", ".join(person.values.get(path, {}).values())
        told = finding(
            "value-differs",
            row,
            client=person.label,
            key=path,
            old=kept or "what cannot be read",
            new=value.text,
        )
        self.differing.setdefault((id(person), path, value.text), told)


def _owner(people: People, draft: Draft) -> tuple[Person | None, Finding | None]:
    """Return the client a row is about, made where there is none, or what is wrong."""
    if people.only and not draft.client.get(people.only):
        return None, finding("row-without-key", draft.row, key=people.only)
    match = people.match(draft)
    if len(match.people) > 1:
        return None, finding(
            "row-matches-several",
            draft.row,
            count=len(match.people),
            clients=names(match.people),
        )
    if match.clash:
        return None, finding(
            "row-other-name",
            draft.row,
            client=match.people[0].label,
            name=match.people[0].name,
            other=draft.client["name"][0].text,
        )
    if match.people:
        return match.people[0], None
    if not draft.client.get("name"):
        return None, None
    person = Person()
    people.add(person)
    return person, None
