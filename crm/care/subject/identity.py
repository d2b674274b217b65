"""Owns what a client is recognised by in a text: id, name, phones, addresses, numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import permutations

from crm.model import Client, Contact, Phone
from crm.record import record

# What people put between the digits of a telephone number.
_GAP = r"[\s().\-/\u00a0\u2010-\u2015]*"
# What stands between the words of a name, also where a line is broken.
_BETWEEN = r"(?:[\W_]{1,3}|\s+)"
_FEWEST_DIGITS = 7  # of a number that cannot well be anything else
_FEWEST_LETTERS = 5  # of a handle, the same
_TOO_FEW = 3  # characters by which nobody is recognised: they stand everywhere
_FEW_WORDS = 3  # of a name, up to which its other orders are known
_PHONE = re.compile(r"\+?[\d\s().\-/]{7,}")


@record
class Sign:
    """Something a client is recognised by. A `sure` one cannot well mean anybody else."""

    kind: str  # id | name | phone | email | number
    text: str
    pattern: str
    sure: bool
    own: bool = True  # the client's, not one of its contacts'


@record
class Identity:
    """A client with everything it is recognised by."""

    id: str
    kind: str
    name: str
    signs: tuple[Sign, ...]

    def pattern(self, signs: Iterable[Sign] | None = None) -> re.Pattern[str]:
        """Return the expression that finds these signs, or all; the longest of several first."""
        return _compiled(self.signs if signs is None else tuple(signs))

    def with_signs(self, signs: Iterable[Sign]) -> Identity:
        """Return the same, recognised by more."""
        known = {one.pattern: one for one in (*signs, *self.signs)}
        return Identity(id=self.id, kind=self.kind, name=self.name, signs=tuple(known.values()))

    def without_name(self, name: str) -> Identity:
        """Return the same, the name for one that others have too."""
        signs = tuple(
            Sign(kind=one.kind, text=one.text, pattern=one.pattern, sure=False, own=one.own)
            if one.kind == "name" and one.text == name
            else one
            for one in self.signs
        )
        return Identity(id=self.id, kind=self.kind, name=self.name, signs=signs)


@lru_cache(maxsize=64)
def _compiled(signs: tuple[Sign, ...]) -> re.Pattern[str]:
    found = sorted({one.pattern for one in signs}, key=lambda one: (-len(one), one))
    return re.compile("|".join(found) or r"(?!)", re.IGNORECASE)


def identity_of(client: Client) -> Identity:
    """Return what a client and its contacts are recognised by."""
    signs = [_id(client.id), *_of(client, own=True)]
    if len(client.tax_id) > _FEWEST_LETTERS:
        signs.append(_sign("number", client.tax_id, _whole(client.tax_id), sure=True))
    for contact in client.contacts:
        signs += _of(contact, own=False)
    known: dict[str, Sign] = {}
    for one in signs:
        if len(re.sub(r"\W", "", one.text)) > _TOO_FEW or one.sure:
            known.setdefault(one.pattern, one)
    return Identity(id=client.id, kind=client.kind, name=client.name, signs=tuple(known.values()))


def _of(one: Client | Contact, *, own: bool) -> Iterator[Sign]:
    several = len(re.findall(r"\w+", one.name)) > 1
    if one.name.strip() and (own or several):  # half the base knows a Maria
        yield _sign("name", one.name.strip(), _name(one.name), sure=several, own=own)
        for turned in _turned(one.name) if isinstance(one, Contact) or one.kind == "person" else ():
            yield _sign("name", one.name.strip(), _name(turned), sure=several, own=own)
    for phone in one.phones:
        yield _phone(phone, own=own)
    for address in one.emails:
        yield _sign("email", address, _email(address), sure=True, own=own)
    for text in one.messengers.values():
        if _PHONE.fullmatch(text.strip()):
            yield _phone(Phone(text.strip()), own=own)
        elif text.strip():
            sure = len(text.strip()) >= _FEWEST_LETTERS
            yield _sign("number", text.strip(), _whole(text.strip()), sure=sure, own=own)


def _sign(kind: str, text: str, pattern: str, *, sure: bool, own: bool = True) -> Sign:
    return Sign(kind=kind, text=text, pattern=pattern, sure=sure and own, own=own)


def _id(ident: str) -> Sign:
    """Return the sign of an id; one that is a mere word may mean other things."""
    sure = bool(re.search(r"[\d_-]", ident))
    return _sign("id", ident, rf"(?<![\w-]){re.escape(ident)}(?![\w-])", sure=sure)


def _turned(name: str) -> Iterator[str]:
    """Yield a person's name in its other orders: lists and letters put the family name first."""
    words = re.findall(r"\w+", name)
    if 1 < len(words) <= _FEW_WORDS:
        yield from (" ".join(order) for order in permutations(words) if list(order) != words)


def _name(name: str) -> str:
    """Return a pattern of the words of a name, whatever stands between them."""
    words = [re.escape(word) for word in re.findall(r"\w+", name)]
    if not words:
        return re.escape(name.strip())
    end = re.search(r"\W*$", name.strip())
    tail = f"(?:{re.escape(end.group())})?" if end and end.group() else ""
    return rf"(?<!\w){_BETWEEN.join(words)}(?!\w){tail}"


def _email(address: str) -> str:
    return rf"(?<![\w.+-]){re.escape(address.strip())}(?![\w-])(?!\.\w)"


def _whole(text: str) -> str:
    return rf"(?<!\w){re.escape(text)}(?!\w)"


def _phone(phone: Phone, *, own: bool) -> Sign:
    """Return the sign of a number, written with its country, with a leading 0, or with neither."""
    code, digits = _parts(phone)
    core = _GAP.join(digits)
    before = rf"(?:(?:\+|00){_GAP}{code}{_GAP}|\(?0{_GAP})?\(?" if code else r"\+?"
    sure = len(digits) >= _FEWEST_DIGITS
    return _sign("phone", phone.typed, rf"(?<![\d+]){before}{core}(?!\d)", sure=sure, own=own)


def _parts(phone: Phone) -> tuple[str, str]:
    """Return the country's code and the digits behind it; no code where none is known."""
    typed = re.sub(r"\D", "", phone.typed)
    if phone.e164 is None:
        return "", typed or phone.typed
    import phonenumbers  # noqa: PLC0415 - as crm.fields.phones has it

    number = phonenumbers.parse(phone.e164)
    return str(number.country_code), str(number.national_number)
