"""Owns the answer to "whose row is this?": by code, tax id, e-mail, telephone, name; never a guess.

A weaker mark counts only where no stronger one speaks against it: two people of one name with
different e-mails are two people.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field

from crm.exchange.findings import Finding, finding
from crm.exchange.matching.person import Person
from crm.exchange.values.reading import Draft

NAME, PHONE = "name", "phone"
_DIGITS = 6  # fewer are no telephone number that could be somebody's


def marks(code: str, only: str) -> tuple[str, ...]:
    """Return the keys by which clients are known, the strongest first; `only` is `--key`."""
    if only:
        return (only,)
    return (*((code,) if code else ()), "tax_id", "email", PHONE, NAME)


def _tells(mark: str, same: Hashable) -> bool:
    """Tell whether a value can tell clients apart: a telephone needs its digits."""
    return mark != PHONE or (isinstance(same, tuple) and len(str(same[0])) >= _DIGITS)


@dataclass(frozen=True, slots=True)
class Match:
    """The clients a row fits, and the mark that says so; `clash`: by phone, with another name."""

    people: tuple[Person, ...] = ()
    mark: str = ""
    clash: bool = False


@dataclass(slots=True)
class People:
    """All clients, found by their marks."""

    marks: tuple[str, ...]
    all: list[Person] = field(default_factory=list)
    _by_mark: dict[tuple[str, Hashable], list[Person]] = field(
        default_factory=lambda: defaultdict(list)
    )

    @property
    def only(self) -> str:
        """The one mark that counts, where `--key` says so."""
        return self.marks[0] if len(self.marks) == 1 else ""

    def add(self, person: Person) -> None:
        """Take in a client."""
        self.all.append(person)
        self.index(person)

    def index(self, person: Person) -> None:
        """Make a client findable by the marks it has now."""
        for mark in self.marks:
            for value in person.has(mark):
                if not _tells(mark, value):
                    continue
                known = self._by_mark[mark, value]
                if person not in known:
                    known.append(person)

    def match(self, draft: Draft) -> Match:
        """Return the clients a row fits: by one mark or several, else by the name alone."""
        found: dict[int, Person] = {}
        first = ""
        for at, mark in enumerate(self.marks):
            if mark == NAME and found:
                break
            for value in draft.client.get(mark, ()):
                same = value.same if _tells(mark, value.same) else None
                for person in self._by_mark.get((mark, same), ()):
                    if not self._against(draft, person, at):
                        found.setdefault(id(person), person)
                        first = first or mark
        people = tuple(found.values())
        clash = first == PHONE and len(people) == 1 and self._renamed(draft, people[0])
        return Match(people, first, clash)

    def _against(self, draft: Draft, person: Person, upto: int) -> str:
        """Return the stronger mark that says the row is about another client; else nothing."""
        for mark in self.marks[:upto]:
            theirs = {value for value in person.has(mark) if _tells(mark, value)}
            ours = {value.same for value in draft.client.get(mark, ()) if _tells(mark, value.same)}
            if theirs and ours and not theirs & ours:
                return mark
        return ""

    def namesake(self, draft: Draft) -> tuple[Person, str] | None:
        """Return a client of the same name, and the mark that tells it from the row's."""
        for value in draft.client.get(NAME, ()) if NAME in self.marks else ():
            for person in self._by_mark.get((NAME, value.same), ()):
                if mark := self._against(draft, person, len(self.marks) - 1):
                    return person, mark
        return None

    def _renamed(self, draft: Draft, person: Person) -> bool:
        if NAME not in self.marks:
            return False
        names = draft.client.get(NAME, ())
        theirs = person.values.get(NAME, {})
        return bool(names and theirs) and not any(value.same in theirs for value in names)

    def level(self, draft: Draft) -> int:
        """Return the place of the strongest mark a row has."""
        for at, mark in enumerate(self.marks):
            if draft.client.get(mark):
                return at
        return len(self.marks)

    def signature(self, draft: Draft) -> tuple[tuple[str, ...], ...]:
        """Return the marks of a row, by which rows are put in an order of their own."""
        return tuple(
            tuple(sorted(value.text for value in draft.client.get(mark, ()))) for mark in self.marks
        )


def rivals(people: People, drafts: Sequence[Draft]) -> dict[int, Finding]:
    """Return findings for the rows that fit one client of the base but speak against each other.

    Which of them is meant cannot be said, so that none is.
    """
    claims: dict[int, list[tuple[Draft, str]]] = defaultdict(list)
    owners: dict[int, Person] = {}
    for draft in drafts:
        match = people.match(draft)
        if len(match.people) == 1 and not match.clash:
            owners[id(match.people[0])] = match.people[0]
            claims[id(match.people[0])].append((draft, match.mark))
    found: dict[int, Finding] = {}
    for ident, claimed in claims.items():
        found.update(_opposed(people, owners[ident], claimed))
    return found


def _opposed(
    people: People, person: Person, claimed: Sequence[tuple[Draft, str]]
) -> dict[int, Finding]:
    found: dict[int, Finding] = {}
    for at, mark in enumerate(people.marks):
        if person.values.get(mark):
            continue
        # The rows that came by a weaker mark than this one, in groups that agree in this one.
        weaker = [
            draft for draft, by in claimed if people.marks.index(by) > at and draft.client.get(mark)
        ]
        if not weaker:
            continue
        first = weaker[0]
        theirs = {value.same for value in first.client[mark]}
        others = [
            draft for draft in weaker if not any(v.same in theirs for v in draft.client[mark])
        ]
        if others:
            by = next(by for draft, by in claimed if draft is first)
            for draft in weaker:
                other = first if draft in others else others[0]
                found[draft.row] = finding(
                    "rows-claim-one",
                    draft.row,
                    client=person.label,
                    key=by,
                    first=other.row,
                    differs=mark,
                )
    return found


def names(people: Iterable[Person]) -> str:
    """Return clients in a row, for messages."""
    return ", ".join(sorted(person.label for person in people))
