"""Owns how templates are compiled, the built-in ones to plainer code, and where that is kept.

Jinja asks for every attribute by a function that also tries items, and wraps every text that is
printed anew, were it wrapped already. The built-in templates are given records, whose attributes
are there, and mostly texts that are safe. A base's own templates are compiled as Jinja does it:
those functions are what keeps them in their sandbox.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import markupsafe
from jinja2 import BytecodeCache, Environment, FileSystemBytecodeCache, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import identity
from markupsafe import escape

from crm import __version__
from crm.website.flattening import TOGETHER, Flattening

# `escape` of a plain text without wrapping what it returns, which nobody asks again.
escape_text: Callable[[str], str] = getattr(markupsafe, "_escape_inner", escape)


class _Generator(CodeGenerator):
    """Writes `a.b` and `f(x)` as Python's own, and escapes what is no markup yet."""

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        self.writeline("from crm.website.compiling import escape_text")
        super().visit_Template(node, frame)

    def visit_Call(  # noqa: N802 - Jinja's name
        self,
        node: nodes.Call,
        frame: Frame,
        forward_caller: bool = False,  # noqa: FBT001, FBT002 - Jinja's own signature
    ) -> None:
        if forward_caller or node.dyn_args or node.dyn_kwargs:
            super().visit_Call(node, frame, forward_caller)
            return
        self.write("(")
        self.visit(node.node, frame)
        self.write(")(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        del node, frame, finalize
        self.write("(out if (kind := type(out := ")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        del node, frame, finalize
        self.write(")) is Markup else escape_text(out) if kind is str else escape(out))")


class TrustedEnvironment(Environment):
    """The environment of the built-in templates; what it prints is always escaped."""

    code_generator_class = _Generator

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.filters[TOGETHER] = identity

    def _generate(
        self,
        source: nodes.Template,
        name: str | None,
        filename: str | None,
        defer_init: bool = False,  # noqa: FBT001, FBT002 - the same
    ) -> str:
        return super()._generate(Flattening(self).visit(source), name, filename, defer_init)


def kept_code(kind: type[Environment], made_from: bytes = b"") -> BytecodeCache | None:
    """Return where one kind of environment keeps compiled templates, None where there is no place.

    The place is the user's own: compiled code that came with a base would be run unseen.
    `made_from` is what goes into the code besides the template itself.
    """
    folder = _user_cache()
    if folder is None or not _is_ours(folder):
        return None
    here = Path(__file__)
    code = here.read_bytes() + here.with_name("flattening.py").read_bytes()
    made_by = f"{__version__}\0{kind.__name__}\0".encode() + code + made_from
    mark = hashlib.blake2b(made_by, digest_size=8).hexdigest()
    return FileSystemBytecodeCache(str(folder), f"{mark}-%s.cache")


def _user_cache() -> Path | None:
    try:
        home = Path.home()
    except RuntimeError:  # a user without a home
        return None
    if sys.platform == "win32":
        named, usual = os.environ.get("LOCALAPPDATA", ""), home / "AppData" / "Local"
    elif sys.platform == "darwin":
        named, usual = "", home / "Library" / "Caches"
    else:
        named, usual = os.environ.get("XDG_CACHE_HOME", ""), home / ".cache"
    caches = Path(named) if named and Path(named).is_absolute() else usual
    return caches / "plaintext-crm" / "templates"


def _is_ours(folder: Path) -> bool:
    """Tell whether the folder is there, or can be made, and nobody else can write to it."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = folder.lstat()
    except OSError:
        return False
    if not stat.S_ISDIR(status.st_mode) or not os.access(folder, os.W_OK):
        return False
    if sys.platform == "win32":
        return True
    return status.st_uid == os.geteuid() and not status.st_mode & 0o022
