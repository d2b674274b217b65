"""Owns the names of the pages: safe, unique also where the disk ignores case, never client text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import sha256

from anyascii import anyascii

_SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,150}", re.ASCII)
_DOTTED = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,150}[A-Za-z0-9_-])?", re.ASCII)
# What Windows keeps for devices, with any ending.
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def page_names(wanted: Iterable[str], *, dots: bool = False) -> Mapping[str, str]:
    """Return a page name for each key: the key itself where it is a safe slug, else one made of it.

    Two keys never get the same name, nor names that differ only in case; one that must give way
    gets a piece of its hash. Dots are for names that have no further pages (`tag-x.2.html`).
    """
    return _names(tuple(wanted), dots)


@lru_cache(maxsize=8)  # who watches asks again and again for those of the same thousands of clients
def _names(wanted: tuple[str, ...], dots: bool) -> Mapping[str, str]:  # noqa: FBT001 - a cache's key
    plain = _DOTTED if dots else _SLUG
    keys = sorted(set(wanted))
    taken: dict[str, str] = {}
    for key in keys:
        if plain.fullmatch(key) and not _DEVICES.fullmatch(key):
            taken.setdefault(key.casefold(), key)
    return {key: key if taken.get(key.casefold()) == key else _made(key, taken) for key in keys}


def _made(key: str, taken: dict[str, str]) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", anyascii(key).lower())[:60].strip("-")
    digest = sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
    name = slug
    if not slug or slug in taken or _DEVICES.fullmatch(slug):
        name = f"{slug}-{digest[:8]}".lstrip("-")
    for more in digest[8:]:
        if taken.setdefault(name, key) == key:
            break
        name += more
    return name
