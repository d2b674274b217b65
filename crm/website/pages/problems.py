"""Owns the page of all problems, file by file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from crm.problems import Level, Problem
from crm.website.contexts import Figure, IssueFile, ProblemsPage
from crm.website.issues import issue
from crm.website.secrets import Secrets
from crm.website.site import Site


def problems_page(
    site: Site,
    problems: Sequence[Problem],
    secrets: Mapping[str, Secrets],
    cards: Mapping[str, str],
    checked: int,
) -> ProblemsPage:
    """Return the page; `cards` leads from a file to its client's card, where there is one."""
    _, ngettext, formats = site.words.text, site.words.plural, site.formats
    errors = sum(problem.level is Level.ERROR for problem in problems)
    warnings = len(problems) - errors
    nothing = Secrets()
    files = tuple(
        IssueFile(
            path=path,
            start=f"{path}:{found[0].location.line}",
            href=cards.get(path, ""),
            issues=tuple(issue(site, problem, secrets.get(path, nothing)) for problem in found),
        )
        for path, found in (
            (path, list(group))
            for path, group in groupby(problems, key=lambda problem: problem.location.path)
        )
    )
    return ProblemsPage(
        title=_("Problems"),
        lead=ngettext("{n} client file checked", "{n} client files checked", checked),
        figures=(
            Figure(
                label=_("Errors"),
                value=formats.whole(errors),
                note=_("a value that cannot be read is left out"),
                late=errors > 0,
            ),
            Figure(label=_("Warnings"), value=formats.whole(warnings), note=_("worth a look")),
            Figure(label=_("Files with problems"), value=formats.whole(len(files))),
        ),
        errors=errors,
        warnings=warnings,
        files=files,
        checked=checked,
    )
