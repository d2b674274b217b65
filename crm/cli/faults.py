"""Owns how a run that cannot go on is told: the one boundary between exceptions and people."""

from __future__ import annotations

import errno
import os
import sys

import typer
from typer.exceptions import TyperException

from crm.cli.console import close_quietly, coloured, paint, tell
from crm.errors import CrmError, UsageError

INTERRUPTED = 130
_OS_HINTS = {
    errno.ENOSPC: "free some space on this disk and run the command again",
    errno.EDQUOT: "your quota on this disk is used up; free some space",
    errno.EACCES: "check who owns the file and its folder, and their permissions",
    errno.EPERM: "check who owns the file and its folder, and their permissions",
    errno.EROFS: "this disk is mounted read-only",
    errno.EMFILE: "too many files are open at once; close other programs",
    errno.ENAMETOOLONG: "choose a shorter name",
}


def exit_code_of(fault: BaseException) -> int:
    """Tell people what stopped the run and return its exit code."""
    if isinstance(fault, typer.Exit):
        return fault.exit_code
    if isinstance(fault, SystemExit):
        return fault.code if isinstance(fault.code, int) else 1
    if os.environ.get("CRM_DEBUG"):
        import traceback

        traceback.print_exception(fault)
    if isinstance(fault, KeyboardInterrupt | EOFError | typer.Abort):
        return INTERRUPTED
    if isinstance(fault, BrokenPipeError):
        close_quietly()
        return 0
    return _told(_as_crm_error(fault))


def _as_crm_error(fault: BaseException) -> CrmError:
    match fault:
        case CrmError():
            return fault
        case TyperException():
            return usage_error(fault)
        case OSError():
            return CrmError(_os_message(fault), _OS_HINTS.get(fault.errno or 0, ""))
        case _:
            what = f"{type(fault).__name__}: {fault}".removesuffix(": ")
            hint = "this is a fault in crm itself: please report it with what CRM_DEBUG=1 prints"
            return CrmError(f"stopped by an internal error: {what}", hint)


def usage_error(fault: TyperException) -> UsageError:
    """Return what Typer says of a wrong command line in our form."""
    message = fault.format_message().rstrip(".")
    context = getattr(fault, "ctx", None)
    words = context.command_path if context else "crm"
    possible = getattr(fault, "possibilities", None)
    if option := getattr(fault, "option_name", ""):
        message = f"{words} has no option {option}" if possible is not None else message
    if (param := getattr(fault, "param", None)) is not None and fault.message:
        typed = param.opts[0]  # of an argument this is the name of a variable
        name = typed if typed.startswith("-") else param.metavar or typed
        said = fault.message.replace("a valid int range", "a whole number")
        said = said.replace("a valid int", "a whole number").rstrip(".")
        return UsageError(f"{name}: {said}", f"`{words} --help` explains")
    if possible:
        return UsageError(message, f"did you mean {' or '.join(possible)}?")
    return UsageError(message[:1].lower() + message[1:], f"`{words} --help` explains")


def _told(error: CrmError) -> int:
    on = coloured(sys.stderr)
    tell(f"{paint('crm:', 'red', 'bold', on=on)} {error}")
    if error.hint:
        tell(f"{paint('hint:', 'bold', on=on)} {error.hint}")
    return error.exit_code


def _os_message(fault: OSError) -> str:
    reason = (fault.strerror or str(fault) or type(fault).__name__).lower()
    return f"{fault.filename}: {reason}" if fault.filename else reason
