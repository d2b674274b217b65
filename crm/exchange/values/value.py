"""Owns Value: what a cell became, as it is written and as it is compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable
from typing import Any, NamedTuple

from crm.model import Moment, Money, Phone

_EXTENSION = re.compile(
    r"(?:доб|ext|extension|внутр|вътр|вн|x|#|;ext=)[^0-9]{0,12}([0-9]{1,6})\)?$", re.IGNORECASE
)
_NOT_DIGIT = re.compile("[^0-9+]")


class Value(NamedTuple):
    """The text a client file gets, and what makes two values the same."""

    text: str
    same: Hashable
    bare: bool = False


def same(value: Any, currency: str) -> Hashable:
    """Return what two equal values have in common, however they are written.

    Amounts without a currency are in the base's, `currency`; telephone numbers are compared in
    E.164 with their extension, texts without case and double blanks.
    """
    if isinstance(value, str):
        return folded(value)
    if isinstance(value, Money):
        return (value.amount, value.currency or currency)
    if isinstance(value, Moment):
        return (value.day, value.time)
    if isinstance(value, Phone):
        return same_phone(value)
    if isinstance(value, tuple):
        return tuple(same(part, currency) for part in value)
    return value  # type: ignore[no-any-return]


def folded(text: str) -> str:
    """Return a text in the form in which texts are compared."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def same_phone(phone: Phone) -> tuple[str, str]:
    """Return the number in E.164, else its digits as typed, and its extension."""
    found = _EXTENSION.search(phone.typed)
    return (phone.e164 or _NOT_DIGIT.sub("", phone.typed), found[1] if found else "")
