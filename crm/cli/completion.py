"""Owns what the shell completes after Tab: commands, options, client ids, and words of the base."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from crm.cli.session import Session
from crm.errors import CrmError, UsageError

if TYPE_CHECKING:
    from crm.cli.group import RootGroup

VARIABLE = "_CRM_COMPLETE"  # the shell sets it when it asks
_PROGRAM = "crm"


def answer(instruction: str) -> int:
    """Answer the shell; where there is no base, or a broken one, with commands and options."""
    from typer._completion_classes import completion_init
    from typer.completion import shell_complete

    completion_init()
    try:
        return shell_complete(_root(), {"obj": Session()}, _PROGRAM, VARIABLE, instruction)
    except CrmError:
        return 1


def _root() -> RootGroup:
    from typer._click.shell_completion import CompletionItem

    from crm.cli.commands import COMMANDS
    from crm.cli.group import RootGroup

    class Root(RootGroup):
        """The first word, completed from the table alone, and commands that complete values."""

        def get_command(self, ctx: Any, cmd_name: str) -> Any:
            command = super().get_command(ctx, cmd_name)
            for part in (command, *getattr(command, "commands", {}).values()):
                for param in part.params if part else ():
                    _teach(param)
            return command

        def shell_complete(self, ctx: Any, incomplete: str) -> list[CompletionItem]:
            if incomplete.startswith("-"):
                return super().shell_complete(ctx, incomplete)
            return [
                CompletionItem(entry.name, help=entry.summary)
                for entry in COMMANDS
                if entry.name.startswith(incomplete)
            ]

    return Root(name=_PROGRAM, rich_markup_mode=None)


def _teach(param: Any) -> None:
    """Let a parameter complete its value, by its name or else by what stands for it in help."""
    metavar = (param.metavar or "").strip("[].").partition("...")[0]
    source = _BY_OPTION.get(param.opts[0]) or _BY_METAVAR.get(metavar)
    if source is not None:
        param._custom_shell_complete = _completer(source)  # noqa: SLF001  where Typer keeps it


def _completer(source: Callable[[Session], Iterable[str]]) -> Any:
    def complete(ctx: Any, param: Any, incomplete: str) -> list[str]:
        del param
        try:
            return sorted(word for word in source(ctx.obj) if word.startswith(incomplete))
        except CrmError:
            return []

    return complete


def _clients(session: Session) -> Iterable[str]:
    """Return the ids that the names of the files give; nothing is opened."""
    from crm.base import is_client_name

    for _, folders, names in os.walk(session.base.clients):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (name.removesuffix(".yaml") for name in names if is_client_name(name))


def _members(session: Session) -> Iterable[str]:
    return (member.id for member in _listed(session.settings.team))


def _stages(session: Session) -> Iterable[str]:
    return (stage.id for stage in _listed(session.settings.stages))


def _types(session: Session) -> Iterable[str]:
    return (one.id for one in _listed(session.settings.types))


def _listed(things: Any) -> list[Any]:
    return list(things.values() if hasattr(things, "values") else things)


def _segments(session: Session) -> Iterable[str]:
    with session.index() as index:
        return [segment.id for segment in index.segments()]


def _tags(session: Session) -> Iterable[str]:
    with session.index() as index:
        return [tag.value for tag in index.tags()]


_BY_OPTION: dict[str, Callable[[Session], Iterable[str]]] = {"--segment": _segments}
_BY_METAVAR: dict[str, Callable[[Session], Iterable[str]]] = {
    "CLIENT": _clients,
    "MEMBER": _members,
    "STAGE": _stages,
    "TAG": _tags,
    "TYPE": _types,
}


def show() -> str:
    """Return the script that makes the shell this runs in complete."""
    from typer._completion_shared import get_completion_script

    return get_completion_script(prog_name=_PROGRAM, complete_var=VARIABLE, shell=_shell())


def install() -> str:
    """Write that script where the shell reads it; return where."""
    from typer._completion_shared import install as write

    _, path = write(shell=_shell(), prog_name=_PROGRAM, complete_var=VARIABLE)
    return str(path)


def _shell() -> str:
    from typer._completion_shared import Shells, _get_shell_name

    name = _get_shell_name() or ""
    if name not in {shell.value for shell in Shells}:
        known = ", ".join(shell.value for shell in Shells)
        raise UsageError(f"no completion for the shell {name or 'here'}", f"run it in {known}")
    return name
