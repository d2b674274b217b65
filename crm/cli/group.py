"""Owns how commands are found, parsed and explained; a command's module is imported when needed."""

from __future__ import annotations

import difflib
import importlib
import inspect
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from crm import __version__
from crm.cli.commands import COMMANDS, Entry
from crm.cli.console import say, tell
from crm.errors import UsageError
from crm.store import written

if TYPE_CHECKING:
    from crm.cli.session import Session

_Function = TypeVar("_Function", bound=Callable[..., Any])
_ENTRIES = {entry.name: entry for entry in COMMANDS}
_EVERYWHERE = "Everywhere"
_ABOUT = """Keep clients in plain text files: checked, analysed, published as a static site.

Every client is one YAML file under clients/. Commands read them or add to them;
any editor can do the same. CLIENT is an id, or a part of a name, phone or e-mail.
"""


def root() -> TyperGroup:
    """Return the command `crm`."""
    return RootGroup(name="crm", help=_ABOUT, rich_markup_mode=None)


class Explained:
    """Shows help as it is written, and options by section, those for every command last."""

    reads = False

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the command's own parameters and those every command has."""
        own = super().get_params(ctx)  # type: ignore[misc]
        shared = [*SHARED, JSON] if self.reads else SHARED
        return [*own[:-1], *shared, *own[-1:]]  # --help stays last

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """Return the words of the usage line, what must be given without braces."""
        pieces = super().collect_usage_pieces(ctx)  # type: ignore[misc]
        return [piece.strip("{}") for piece in pieces]

    def format_help_text(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002
        """Write the docstring as wide as the terminal; its examples stay as they are."""
        import textwrap

        for block in inspect.cleandoc(self.help or "").split("\n\n"):  # type: ignore[attr-defined]
            lines = block.splitlines()
            if not block.startswith("Example"):
                lines = textwrap.wrap(block, formatter.width - 2, break_on_hyphens=False)
            formatter.write("\n" + "".join(f"  {line}\n" for line in lines))

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write arguments, then options by section."""
        sections: dict[str, list[tuple[str, str]]] = {}
        for param in self.get_params(ctx):
            record = param.get_help_record(ctx)
            if record is not None:
                record = (record[0], record[1].removesuffix("[required]").rstrip())
                own = "Arguments" if param.param_type_name == "argument" else "Options"
                panel = getattr(param, "rich_help_panel", None) or own
                sections.setdefault(panel, []).append(record)
        everywhere = sections.pop(_EVERYWHERE, [])
        everywhere += sections.get("Options", [])[-1:]  # --help
        sections["Options"] = sections.get("Options", [])[:-1]
        for title, rows in [*sections.items(), (_EVERYWHERE, everywhere)]:
            if rows:
                with formatter.section(title):
                    formatter.write_dl(rows)


class Command(Explained, TyperCommand):
    """One command."""

    def invoke(self, ctx: Any) -> Any:
        """Run it, its words noted; --json before a command that has no rows is refused."""
        ctx.obj.command = " ".join(ctx.command_path.split()[1:])
        if ctx.obj.json and not self.reads:
            raise UsageError(f"crm {ctx.obj.command} has no --json", "it writes, it does not list")
        with written.recorded() as noted:
            try:
                return super().invoke(ctx)
            finally:
                if noted:
                    _commit(ctx.obj, noted)


def _commit(session: Session, noted: list[written.Noted]) -> None:
    from crm.cli.commit import commit_written

    commit_written(session, noted)


class Group(Explained, TyperGroup):
    """A command word with parts, `crm task add`."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the parameters before the next word; --json may stand there too."""
        own = super().get_params(ctx)
        return own if JSON in own else [*own[:-1], JSON, *own[-1:]]

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse what stands before the next word; without any word explain what there is."""
        if not args and not ctx.resilient_parsing:
            tell(ctx.get_help())
            raise typer.Exit(UsageError.exit_code)
        return super().parse_args(ctx, args)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write the commands, then the options."""
        self.format_commands(ctx, formatter)
        super().format_options(ctx, formatter)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return the command of this name; else say which was meant."""
        known = ctx.resilient_parsing or self.get_command(ctx, args[0]) is not None
        if not known and not args[0].startswith("-"):
            near = difflib.get_close_matches(args[0], self.list_commands(ctx), n=3, cutoff=0.5)
            words = ctx.command_path
            hint = f"did you mean {' or '.join(near)}?" if near else f"`{words} --help` lists all"
            raise UsageError(f"{words} has no command {args[0]!r}", hint)
        return super().resolve_command(ctx, args)


class RootGroup(Group):
    """The first word; imports the module of the command it names and no other."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Return what may stand before the command word; --version and others only here."""
        own = super().get_params(ctx)
        return [*own[:-1], VERSION, INSTALL, SHOW, *own[-1:]]

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        """Return all names in the order of the table."""
        return list(_ENTRIES)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        """Return the command of this name, importing its module; None where there is none."""
        entry = _ENTRIES.get(cmd_name)
        return None if entry is None else command_of(entry)

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002
        """Write the table by its sections, without importing anything."""
        width = max(map(len, _ENTRIES))
        for title in dict.fromkeys(entry.section for entry in COMMANDS):
            with formatter.section(title):
                rows = [
                    (f"{entry.name:{width}}", entry.summary)
                    for entry in COMMANDS
                    if entry.section == title
                ]
                formatter.write_dl(rows)


class Branch(typer.Typer):
    """What the module of a command word with parts defines."""

    def __init__(self, about: str) -> None:
        super().__init__(
            cls=Group,
            help=about,
            add_completion=False,
            rich_markup_mode=None,
            pretty_exceptions_enable=False,
        )
        self.callback()(_nothing)

    def command(self, name: str | None = None, **settings: Any) -> Callable[[_Function], _Function]:
        """Register a part."""
        return super().command(name, **{"cls": Command, **settings})


@cache
def command_of(entry: Entry) -> Any:
    """Return the command of a row of the table, ready to run."""
    module = importlib.import_module(f"crm.cli.{entry.python_name}")
    made = getattr(module, entry.python_name)
    if isinstance(made, typer.Typer):
        group: Any = typer.main.get_command(made)
        group.name = entry.name
        for name in entry.reads if isinstance(entry.reads, tuple) else ():
            group.commands[name].reads = True
        return group
    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    app.command(entry.name, cls=Command)(made)
    command: Any = typer.main.get_command(app)
    command.reads = entry.reads is True
    return command


def _nothing() -> None:
    """Stand for a word that does nothing without its part."""


def _keep(name: str) -> Any:
    def callback(ctx: Any, param: Any, value: Any) -> None:
        """Note an option in the session; the later of two places wins, silence changes nothing."""
        del param
        if value:
            setattr(ctx.obj, name, value)

    return callback


def _shared(name: str, *words: str, about: str, **more: Any) -> TyperOption:
    return TyperOption(
        param_decls=[f"session_{name}", *words],
        help=about,
        callback=_keep(name),
        expose_value=False,
        rich_help_panel=_EVERYWHERE,
        **more,
    )


def _at_once(text: Callable[[], str]) -> Any:
    def callback(ctx: Any, param: Any, value: Any) -> None:
        """Print what the option asks for, and end."""
        del param
        if value and not ctx.resilient_parsing:
            say(text())
            ctx.exit()

    return callback


def _alone(name: str, text: Callable[[], str], about: str) -> TyperOption:
    return TyperOption(
        param_decls=[f"session_{name}", f"--{name.replace('_', '-')}"],
        help=about,
        callback=_at_once(text),
        expose_value=False,
        is_eager=True,
        is_flag=True,
        rich_help_panel=_EVERYWHERE,
    )


def _version() -> str:
    return f"crm {__version__}"


def _install_completion() -> str:
    from crm.cli import completion

    return f"{completion.install()}\nopen a new terminal to use it"


def _show_completion() -> str:
    from crm.cli import completion

    return completion.show()


SHARED: list[Any] = [
    _shared("directory", "-C", about="Work in the base in or above this folder.", metavar="DIR"),
    _shared("today_text", "--today", about="The day that counts as today.", metavar="DATE"),
    _shared("no_input", "--no-input", about="Never ask anything.", is_flag=True),
]
JSON: Any = _shared("json", "--json", about="Print JSON (where data are listed).", is_flag=True)
VERSION: Any = _alone("version", _version, "Print the version and exit.")
INSTALL: Any = _alone(
    "install_completion", _install_completion, "Let this shell complete with Tab, from now on."
)
SHOW: Any = _alone("show_completion", _show_completion, "Print what would be installed for that.")
