"""Owns how an error that stopped a rebuild is told: its place in the user's files, its words."""

from __future__ import annotations

from pathlib import Path

from crm.base import Base
from crm.errors import BrokenTemplate, CrmError
from crm.preview.turn import Failure
from crm.problems import Problem

_AROUND = 2  # lines shown before and after the place


def failure_of(error: BaseException, base: Base) -> Failure:
    """Return an error as the terminal and the open pages show it."""
    if isinstance(error, BrokenTemplate):
        return _in_template(error.name, error.line, error.reason, error.hint, base)
    if isinstance(error, CrmError):
        return Failure(message=str(error), hint=error.hint)
    what = f"{type(error).__name__}: {error}"
    name, line = _template_of(error, base)
    if name:
        return _in_template(name, line, what, "", base)
    hint = "this is a fault in crm itself: please report it with what CRM_DEBUG=1 prints"
    return Failure(message=f"stopped by an internal error: {what}", hint=hint)


def failure_in_settings(problem: Problem) -> Failure:
    """Return a problem in the settings, which keeps the last good ones in force."""
    at = problem.location
    return Failure(
        message=problem.message,
        hint=problem.hint,
        path=at.path,
        line=at.line,
        column=at.column,
        excerpt=problem.excerpt,
    )


def _in_template(name: str, line: int, reason: str, hint: str, base: Base) -> Failure:
    return Failure(
        message=reason,
        hint=hint,
        path=f"templates/{name}",
        line=line,
        excerpt=_excerpt(base.templates / name, line),
    )


def _template_of(error: BaseException, base: Base) -> tuple[str, int]:
    """Return the template and line that an error passed through last; Jinja gives them frames."""
    found = ("", 0)
    trace = error.__traceback__
    while trace is not None:
        file = Path(trace.tb_frame.f_code.co_filename)
        if file.suffix not in {".py", ""} and ">" not in file.name:
            own = file.is_relative_to(base.templates)
            name = file.relative_to(base.templates).as_posix() if own else file.name
            found = (name, trace.tb_lineno)
        trace = trace.tb_next
    return found


def _excerpt(path: Path, line: int) -> tuple[tuple[int, str], ...]:
    try:
        lines = path.read_text("utf-8", "replace").split("\n")
    except OSError:
        return ()  # a built-in template: the place alone says enough
    if not 0 < line <= len(lines):
        return ()
    first = max(0, line - 1 - _AROUND)
    chosen = lines[first : line + _AROUND]
    return tuple((first + number, text.rstrip()[:160]) for number, text in enumerate(chosen, 1))
