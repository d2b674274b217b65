"""Owns the Jinja environment: where templates are found, what they may call, how they escape."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, TypeAlias

from jinja2 import (
    BaseLoader,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from crm.errors import BrokenTemplate
from crm.fields.catalogue import CATALOGUES
from crm.website.compiling import TrustedEnvironment, kept_code
from crm.website.contexts import Frame
from crm.website.folders import builtin_templates
from crm.website.labels import label
from crm.website.site import Site
from crm.website.tongue import TURNING, language_of

ASSETS = ("site.css", "site.js")

# What HTML cannot hold, or turns into something else.
_FORBIDDEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_TURNING = re.compile(TURNING)


# What a template of the base's own can run into.
_FAULTS = (TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


class Renderer:
    """Turns contexts into pages with the built-in templates, and a base's own before them."""

    def __init__(self, site: Site, own: Path | None = None) -> None:
        self.site = site
        builtin = builtin_templates()
        mine = own is not None and own.is_dir() and own.resolve() != builtin.resolve()
        self._own = mine
        folders = [own, builtin] if own is not None and mine else [builtin]
        # A base may come from someone else: its own templates may show, but not run anything.
        kind = ImmutableSandboxedEnvironment if mine else TrustedEnvironment
        made_from = b"" if mine else _built_in(builtin, site.language)
        self._environment = _environment(kind, FileSystemLoader(folders), made_from)
        _furnish(self._environment, site)

    def page(self, template: str, frame: Frame, page: object) -> str:
        """Return a whole page; raises BrokenTemplate."""
        return self._render(template, {"frame": frame, "page": page})

    def part(self, template: str, **context: object) -> Markup:
        """Return a piece of a page; raises BrokenTemplate."""
        return Markup(self._render(template, context))  # noqa: S704 - autoescaped

    def asset(self, name: str) -> bytes:
        """Return a file that is shipped as it is."""
        loader = self._environment.loader or FileSystemLoader([])
        return loader.get_source(self._environment, name)[0].encode()

    @cached_property
    def frame_of_cards(self) -> Frame:
        """The frame of every card: nothing of it depends on the rest of the base."""
        return self.site.frame("", root="../")

    def _render(self, template: str, context: dict[str, object]) -> str:
        try:
            return self._environment.get_template(template).render(context)
        except _FAULTS as error:
            if not self._own and not isinstance(error, TemplateError):
                raise
            raise BrokenTemplate(*_place(template, error)) from error


def _built_in(folder: Path, language: str) -> bytes:
    """Return all that a built-in template is made one with when it is compiled."""
    catalogue = CATALOGUES / f"{language}.po"
    words = catalogue.read_bytes() if catalogue.is_file() else b""
    return b"\0".join([*(path.read_bytes() for path in sorted(folder.glob("*.html"))), words])


def _environment(kind: type[Environment], loader: BaseLoader, made_from: bytes) -> Environment:
    return kind(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=kept_code(kind, made_from),
        auto_reload=False,
        cache_size=-1,
    )


def _place(template: str, error: Exception) -> tuple[str, int, str]:
    """Return template, line and words of an error, from the innermost template it names."""
    if isinstance(error, TemplateSyntaxError):
        return error.name or template, error.lineno, error.message or ""
    name, line = template, 0
    trace = error.__traceback__
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if file.endswith(".html"):
            name, line = Path(file).name, trace.tb_lineno
        trace = trace.tb_next
    if isinstance(error, TemplateNotFound):  # Jinja would tell where on this computer it looked
        return name, line, f"there is no template {error.name}"
    return name, line, str(error) or type(error).__name__


def _furnish(environment: Environment, site: Site) -> None:
    """Give the templates their filters and functions."""

    @lru_cache(maxsize=64)
    def once(template: str, frame: Frame, icons: tuple[str, ...] = ()) -> Markup:
        text = environment.get_template(template).render(frame=frame, icons=icons)
        return Markup(text)  # noqa: S704 - autoescaped

    environment.filters.update(
        **_of_texts(site),
        **_of_dates(site),
        **_of_numbers(site),
        icon=icon,
    )
    environment.globals.update(
        _=site.words.markup,
        ngettext=site.words.markup_plural,
        once=once,
        label=lambda section, key: label(section, key, site.language),
        code=lambda text: Markup("<code>{}</code>").format(plain(text)),
    )


_Filters: TypeAlias = dict[str, Callable[..., Any]]


def _of_texts(site: Site) -> _Filters:
    """Return the filters of texts: shown as they are, with their language, or apart from it."""

    @lru_cache(maxsize=16384)
    def lang(text: str) -> Markup:
        found = language_of(text, site.language, site.cyrillic)
        return Markup(f' lang="{found}"') if found else Markup()  # noqa: S704 - from our table

    @lru_cache(maxsize=16384)
    def told(text: str) -> Markup:
        found = language_of(text, site.language, site.cyrillic)
        inner = shown(text)
        return Markup(f'<span lang="{found}">{inner}</span>') if found else inner  # noqa: S704

    return {"lang": lang, "t": told, "u": shown, "plain": plain}


def _of_dates(site: Site) -> _Filters:
    """Return the filters of days, each in several styles."""
    formats = site.formats
    styles: dict[str, Callable[[dt.date], str]] = {
        "short": formats.short,
        "brief": formats.brief,
        "medium": formats.medium,
        "long": formats.long,
        "full": formats.full,
        "month": formats.month,
    }

    @lru_cache(maxsize=16384)
    def time(day: dt.date, style: str = "short") -> Markup:
        text = escape(styles[style](day))
        return Markup(f'<time datetime="{day.isoformat()}">{text}</time>')  # noqa: S704 - escaped

    return {"time": time, "day": lambda day, style="short": styles[style](day)}


def _of_numbers(site: Site) -> _Filters:
    """Return the filters of numbers and amounts."""
    formats = site.formats
    return {
        "money": formats.money,
        "whole": formats.whole,
        "percent": lambda value: formats.share(value / 100),
        "ring": lambda value: f"{15.7 * value / 100:.1f}",
    }


@lru_cache(maxsize=1024)
def icon(name: str, label: str = "") -> Markup:
    """Return an icon; with a label it speaks, without it is decoration."""
    spoken = Markup('role="img" aria-label="{}"').format(label)
    kind = spoken if label else Markup('aria-hidden="true"')
    return Markup('<svg class="i" {}><use href="#i-{}"/></svg>').format(kind, name)


def plain(text: str) -> str:
    """Return a text without the characters that HTML cannot hold."""
    return _FORBIDDEN.sub("\ufffd", text) if _FORBIDDEN.search(text) else text


@lru_cache(maxsize=16384)
def shown(text: str) -> Markup:
    """Return a user's text, kept apart where its direction of writing could spill over."""
    safe = escape(plain(text))
    return Markup(f"<bdi>{safe}</bdi>") if _TURNING.search(text) else safe  # noqa: S704 - escaped
