"""Owns what is shown of problems, on their own page and on a card."""

from __future__ import annotations

from dataclasses import dataclass

from crm.website.contexts.frame import Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeLine:
    """One line of an excerpt; `caret` is what stands under it, with its indent."""

    number: str
    text: str
    hit: bool = False
    caret: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One problem in the page's language; what is private has no excerpt and no values."""

    error: bool
    code: str
    place: str
    message: str
    hint: str
    lines: tuple[CodeLine, ...]
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueFile:
    """One file with its problems."""

    path: str
    start: str  # path:line of its first problem, for an editor
    href: str  # the client's card, where there is one
    issues: tuple[Issue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemsPage:
    """Every problem of the base."""

    title: str
    lead: str
    figures: tuple[Figure, ...]
    errors: int
    warnings: int
    files: tuple[IssueFile, ...]
    checked: int  # client files
