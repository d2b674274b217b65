"""Owns which places of a YAML file speak of a client, and what is to become of each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from crm.care.subject.identity import Identity
from crm.care.subject.mention import Fate, Mention, said_of
from crm.fields.spelling import fold
from crm.settings import Settings
from crm.text import Document, Mapping, Node, Scalar, Sequence
from crm.text.places import Path as Place

# Keys that say who somebody is: what they share with the client is theirs as well.
_WHO = frozenset({"name", "phone", "email", "messengers", "tax_id", "site", "head"})


@dataclass(slots=True)
class TextRules:
    """Rules of files that only tell: a sure sign is replaced, any other is to be looked at."""

    gone: dict[Place, str] = field(default_factory=dict)  # entries that go as a whole: their name

    def prepare(self, root: Mapping) -> None:
        """Look at a file as a whole before its values are."""

    def fate(self, place: Place, text: str) -> Fate | None:
        """Return what becomes of a value whatever it says; None: by the signs in it."""
        del place, text
        return None


class ClientRules(TextRules):
    """Rules of client files: links to the client and contacts that are the client go."""

    __slots__ = ("_identity", "_links")

    def __init__(self, settings: Settings, identity: Identity) -> None:
        super().__init__()
        self._identity = identity
        self._links = {key for key, one in settings.fields.items() if one.type == "client"}

    def prepare(self, root: Mapping) -> None:
        """Find the contacts that are the client."""
        contacts = root.get("contacts")
        for number, item in enumerate(contacts.items if type(contacts) is Sequence else ()):
            if type(item) is Mapping and self._is_the_client(item):
                name = item.get("name")
                said = name.text if type(name) is Scalar else ""
                self.gone[("contacts", number)] = said

    def _is_the_client(self, item: Mapping) -> bool:
        """Tell whether a contact is this person: phone or address are the same, the name agrees."""
        if self._identity.kind != "person":
            return False
        reach = self._identity.pattern(
            one for one in self._identity.signs if one.own and one.kind in {"phone", "email"}
        )
        held = [item.get(key) for key in ("phone", "email", "messengers")]
        texts = [one.text for node in held if node is not None for _, one in scalars(node)]
        name = item.get("name")
        words = set(fold(name.text).split()) if type(name) is Scalar else set()
        own = set(fold(self._identity.name).split())
        return any(map(reach.search, texts)) and (words <= own or own <= words)

    def fate(self, place: Place, text: str) -> Fate | None:
        """Return what becomes of a value: a link goes, what says who another one is stays."""
        if text.strip() == self._identity.id and self._is_link(place):
            return Fate.REMOVE
        if "files" in place[-2:] and text.startswith(f"files/{self._identity.id}/"):
            return Fate.REMOVE
        names = [name for name in self.gone.values() if name]
        if place[:1] == ("interactions",) and place[-1] == "contact" and text in names:
            return Fate.REMOVE
        within = place[2:] if place[0] == "contacts" else place
        return Fate.LOOK if _WHO.intersection(map(str, within[:1])) else None

    def _is_link(self, place: Place) -> bool:
        if place == ("referred_by",) or (place[0] == "interactions" and place[-1] == "client"):
            return True
        return place[0] == "fields" and place[1] in self._links


def mentions(document: Document, identity: Identity, rules: TextRules) -> Iterator[Mention]:
    """Yield what speaks of a client in a file that can be read: values, keys and comments."""
    root = document.root
    if root is None:
        return
    rules.prepare(root)
    for place in rules.gone:
        node = _at(root, place)
        said = "; ".join(f"{said_of(at)}: {one.text}" for at, one in scalars(node) if at[-1] != "")
        line = document.source.line(node.start)
        yield Mention(document.source.path, line, said_of(place), Fate.REMOVE, said, place)
    spans = []
    for place, scalar in scalars(root):
        spans.append((scalar.start, scalar.end))
        if not any(place[: len(gone)] == gone for gone in rules.gone):
            yield from _in_scalar(document, identity, rules, place, scalar)
    covered = [*spans, *((node.start, node.end) for node in (_at(root, one) for one in rules.gone))]
    yield from _in_comments(document, identity, covered)


def _in_scalar(
    document: Document, identity: Identity, rules: TextRules, place: Place, scalar: Scalar
) -> Iterator[Mention]:
    text = scalar.text
    fate = rules.fate(place, text) if place[-1:] != ("",) else None
    every, sure = patterns(identity)
    if fate is not Fate.REMOVE and not every.search(text):
        return
    is_key = place[-1:] == ("",)
    fates = {fate} if fate else set()
    if is_key:
        fates = {Fate.LOOK}
    elif fate is None:
        rest, count = sure.subn("", text)
        fates = {Fate.REPLACE} if count else set()
        fates |= {Fate.LOOK} if every.search(rest) else set()
    source = document.source
    hits = every.finditer(source.text, scalar.start, scalar.end)
    lines = dict.fromkeys([source.line(one.start()) for one in hits] or [source.line(scalar.start)])
    what = said_of(place[:-1]) if is_key else said_of(place)
    for one in sorted(fates):
        for line in lines:
            yield Mention(source.path, line, what, one, excerpt(source.line_text(line)), place)


def _in_comments(
    document: Document, identity: Identity, covered: list[tuple[int, int]]
) -> Iterator[Mention]:
    every, sure = patterns(identity)
    told = set()
    for start, end in outside(document.source.text, every, covered):
        line = document.source.line(start)
        fate = Fate.REPLACE if sure.fullmatch(document.source.text, start, end) else Fate.LOOK
        if (line, fate) not in told:
            told.add((line, fate))
            shown = excerpt(document.source.line_text(line))
            yield Mention(document.source.path, line, "comment", fate, shown)


def outside(
    text: str, pattern: re.Pattern[str], spans: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Return where a pattern is found outside some spans: in comments."""
    places = [one.span() for one in pattern.finditer(text)]
    return [
        (start, end)
        for start, end in places
        if not any(one <= start and end <= other for one, other in spans)
    ]


def patterns(identity: Identity) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what finds every sign of a client, and what finds the sure ones."""
    return identity.pattern(), identity.pattern(one for one in identity.signs if one.sure)


def scalars(node: Node, place: Place = ()) -> Iterator[tuple[Place, Scalar]]:
    """Yield every scalar with its place; a key's own place ends in an empty word."""
    if type(node) is Scalar:
        yield place, node
    elif type(node) is Mapping:
        for key, value in node.entries:
            yield (*place, key.text, ""), key
            yield from scalars(value, (*place, key.text))
    elif type(node) is Sequence:
        for number, item in enumerate(node.items):
            yield from scalars(item, (*place, number))


def _at(root: Mapping, place: Place) -> Node:
    node: Node = root
    for step in place:
        inner = (
            node.items[step]
            if type(node) is Sequence and isinstance(step, int)
            else node.get(str(step))
            if type(node) is Mapping
            else None
        )
        assert inner is not None  # noqa: S101 - found there a moment ago
        node = inner
    return node


def excerpt(line: str) -> str:
    """Return a line without the blanks around it and between its words."""
    return " ".join(line.split())
