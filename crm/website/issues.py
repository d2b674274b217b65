"""Owns how a problem is shown: in the page's language, with an excerpt and a caret."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from crm.problems import Level, Problem
from crm.website.contexts import Issue
from crm.website.contexts.problems import CodeLine
from crm.website.secrets import Secrets
from crm.website.site import Site
from crm.website.words import marked

HIDDEN = marked("A problem in a private part of the file")
HIDDEN_HINT = marked("`crm check` shows it.")

FOUND = frozenset({marked("a list"), marked("a mapping"), marked("a text")})


def issue(site: Site, problem: Problem, secrets: Secrets) -> Issue:
    """Return a problem for a page; what is private in its file is not repeated."""
    words, place = site.words, problem.location
    hidden = secrets.touch(problem)
    values = {name: _value(site, name, value) for name, value in problem.values}
    lines = () if hidden else tuple(_lines(site, problem, {*secrets.lines, *secrets.veiled}))
    numbers = [number for number, _ in problem.excerpt] or [place.line]
    return Issue(
        error=problem.level is Level.ERROR,
        code=problem.code,
        place=str(place),
        message=words.text(HIDDEN) if hidden else words.filled(problem.rule.message, values),
        hint=words.text(HIDDEN_HINT) if hidden else words.filled(problem.hint_template, values),
        lines=lines,
        first=min(numbers),
        last=max(numbers),
    )


def _value(site: Site, name: str, value: str) -> str:
    """Return a value of a problem; what was found instead is told in the page's language."""
    return site.words.text(value) if name == "found" and value in FOUND else value


def _lines(site: Site, problem: Problem, private: Collection[int]) -> Sequence[CodeLine]:
    place = problem.location
    lines = []
    for number, text in problem.excerpt:
        hit = number == place.line
        veiled = number in private
        lines.append(
            CodeLine(
                number=f"{number:>4}  ",
                text=site.words.text("(private)") if veiled else text,
                hit=hit,
                caret=caret(text, place.column, place.length) if hit and not veiled else "",
            )
        )
    return lines


def caret(text: str, column: int, length: int) -> str:
    """Return the carets under a part of a line; tabs before it are kept, so that they line up."""
    before = "".join("\t" if char == "\t" else " " for char in text[: column - 1])
    width = max(1, min(length, len(text) - column + 1))
    return before + "^" * width
