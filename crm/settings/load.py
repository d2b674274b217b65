"""Owns the way from the bytes of crm.yaml, services.yaml and campaigns.yaml to Settings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from crm.base import Base
from crm.digests import blake2b
from crm.fields.context import Context
from crm.problems import Location, Problem, problem
from crm.record import record
from crm.regular import read_bytes
from crm.settings.build import build, context_of, money_context
from crm.settings.reader import SettingsReader
from crm.settings.rules import check_settings
from crm.settings.settings import Settings
from crm.settings.table import SECTIONS
from crm.text import Document, read


@record
class Loaded:
    """The settings of a base, and all that is wrong in the files they stand in."""

    settings: Settings
    problems: tuple[Problem, ...] = ()


def load_settings(base: Base) -> Loaded:
    """Return what a base sets. A missing file sets nothing, a bad value is a problem."""
    paths = (base.settings_file, base.services_file, base.root / "campaigns.yaml")
    found: list[Problem] = []
    main, services, campaigns = [_bytes(base, path, found) for path in paths]
    return read_settings(main, services, campaigns, found=found)


def _bytes(base: Base, path: Path, found: list[Problem]) -> bytes:
    try:
        return read_bytes(path)
    except FileNotFoundError:
        return b""
    except OSError as error:
        reason = error.strerror or str(error)
        place = Location(base.relative(path), 1, 1)
        found.append(problem("file-unreadable", place, reason=reason))
        return b""


def read_settings(
    main: bytes = b"",
    services: bytes = b"",
    campaigns: bytes = b"",
    *,
    found: Iterable[Problem] = (),
) -> Loaded:
    """Return the settings that the bytes of the three files say; no bytes, no file."""
    problems = list(found)
    document = _document("crm.yaml", main, problems)
    reader = SettingsReader(document.source, money_context(document.root), document.root)
    values = reader.values(document.root, SECTIONS["settings"]) if document.root else {}
    settings = build(values, reader)
    context = context_of(settings)
    prices = _each("services.yaml", services, "service", context, problems)
    adverts = _each("campaigns.yaml", campaigns, "campaign", context, problems)
    settings = replace(
        settings,
        services={one.id: one for one in prices},
        campaigns={one.id: one for one in adverts},
        fingerprint=_fingerprint(main, services, campaigns),
    )
    settings = replace(settings, context=context_of(settings))
    check_settings(settings, reader)
    return Loaded(settings=settings, problems=tuple(sorted((*problems, *reader.problems))))


def _document(path: str, data: bytes, problems: list[Problem]) -> Document:
    """Return a file's document; one that holds nothing at all is not wrong here."""
    document = read(path, data)
    problems += (one for one in document.problems if one.code != "file-empty")
    return document


def _each(
    path: str, data: bytes, section: str, context: Context, problems: list[Problem]
) -> list[Any]:
    """Return the records of a file whose top level is a mapping from id to facts."""
    document = _document(path, data, problems)
    if document.root is None:
        return []
    reader = SettingsReader(document.source, context)
    records = reader.each(SECTIONS[section], document.root)
    problems += reader.problems
    return records


def _fingerprint(*files: bytes) -> str:
    whole = blake2b(digest_size=32)
    for data in files:
        whole.update(blake2b(data, digest_size=32).digest())
    return whole.hexdigest()
