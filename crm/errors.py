"""Owns what can stop a run: one class a situation, with its sentence and exit code."""

from __future__ import annotations

from collections.abc import Sequence


class CrmError(Exception):
    """Stops the command; `cli.app` prints the message and the hint and exits with `exit_code`."""

    exit_code = 1
    hint = ""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        if hint:
            self.hint = hint


class UsageError(CrmError):
    """The command line itself is wrong."""

    exit_code = 2


class NotABase(CrmError):
    """No base was found where one was looked for."""

    hint = "make one with `crm init DIR`, or name one with `-C DIR`"

    def __init__(self, place: str) -> None:
        super().__init__(f"{place} is not in a client base: no crm.yaml and no clients folder")


class UnknownClient(CrmError):
    """Nothing in the base answers to the text given as CLIENT."""

    def __init__(self, text: str, near: Sequence[str] = ()) -> None:
        hint = f"did you mean {', '.join(near)}?" if near else "`crm list` shows all clients"
        super().__init__(f"no client matches {text!r}", hint)


class AmbiguousClient(CrmError):
    """Several clients answer to the text given as CLIENT."""

    hint = "name one of them by its id"

    def __init__(self, text: str, matches: Sequence[tuple[str, str]]) -> None:
        rows = "".join(f"\n  {ident}  {name}" for ident, name in matches[:20])
        more = f"\n  and {len(matches) - 20} more" if len(matches) > 20 else ""
        super().__init__(f"{text!r} matches {len(matches)} clients:{rows}{more}")


class UnsafeEdit(CrmError):
    """A file's text cannot be changed without risk to what is in it."""

    hint = "nothing was written; make the change in an editor"

    def __init__(self, place: str, reason: str, hint: str = "") -> None:
        super().__init__(f"{place}: not changed: {reason}", hint)


class FileChanged(CrmError):
    """Another program wrote the file while the change was being prepared."""

    hint = "nothing was written; run the command again"

    def __init__(self, place: str) -> None:
        super().__init__(f"{place}: another program changed this file meanwhile")


class CannotWrite(CrmError):
    """The system refused to write: full disk, no permission, read-only folder."""

    def __init__(self, place: str, cause: OSError) -> None:
        reason = cause.strerror or str(cause)
        super().__init__(f"{place}: cannot be written: {reason}", "nothing was written to it")


class CannotRead(CrmError):
    """The system refused to read a file that a command needs."""

    def __init__(self, place: str, cause: OSError) -> None:
        super().__init__(f"{place}: cannot be read: {cause.strerror or cause}")


class LeadsOut(CrmError):
    """A link or a path leaves the base."""

    hint = "a command writes only inside the base"

    def __init__(self, place: str) -> None:
        super().__init__(f"{place} leads out of the base")


class Unwritable(CrmError):
    """A text holds what no YAML file can hold."""

    hint = "retype the text; it holds bytes that are not UTF-8"

    def __init__(self, text: str) -> None:
        super().__init__(f"{ascii(text)[:80]} cannot be written in a text file")


class Locked(CrmError):
    """Another command holds the base's lock for too long."""

    hint = "nothing was written; try again when the other command has ended"

    def __init__(self, seconds: float) -> None:
        super().__init__(f"another crm command is writing in this base (waited {seconds:.0f} s)")


class AlreadyExists(CrmError):
    """A file that was to be made is there already."""

    hint = "nothing was written; choose another id"

    def __init__(self, place: str) -> None:
        super().__init__(f"{place} exists already")


class NothingToUndo(CrmError):
    """The journal holds no command that could be taken back."""

    def __init__(self) -> None:
        super().__init__("there is nothing to undo")


class NotTakenBack(CrmError):
    """A change failed half way, and the system refused its rolling back as well."""

    hint = "the next command that writes takes the change back; see to the disk first"

    def __init__(self, command: str, places: Sequence[str], reason: str) -> None:
        rows = "".join(f"\n  {place}" for place in places)
        super().__init__(f"`{command}` failed half way ({reason}); not taken back yet:{rows}")


class ChangedSince(CrmError):
    """Files were changed after the command that is to be taken back."""

    hint = "nothing was undone; git history may still hold the older version"

    def __init__(self, places: Sequence[str]) -> None:
        rows = "".join(f"\n  {place}" for place in places)
        super().__init__(f"changed since, so not taken back:{rows}")


class TableUnreadable(CrmError):
    """A table to be imported cannot be read."""

    def __init__(self, name: str, reason: str, hint: str = "") -> None:
        super().__init__(f"{name}: {reason}", hint)


class NoGit(CrmError):
    """git is needed and is not installed."""

    hint = "install git; everything but history works without it"

    def __init__(self) -> None:
        super().__init__("git is not installed")


class GitRefused(CrmError):
    """git did not do what it was asked for."""

    def __init__(self, asked: str, said: str) -> None:
        super().__init__(f"`git {asked}` failed: {said}")


class SyncStopped(CrmError):
    """`crm sync` cannot go on; what was done so far stays, and nothing is lost."""


class NotOurSite(CrmError):
    """The folder of the site holds what `crm build` did not write."""

    hint = "name an empty folder with `--out`, or move what is there elsewhere"

    def __init__(self, place: str) -> None:
        super().__init__(f"{place} was not written by `crm build`, and is left as it is")


class BrokenTemplate(CrmError):
    """A template cannot be read or does not fit what it is given."""

    hint = "a file in the base's templates/ replaces the built-in one; delete it to get that back"

    def __init__(self, name: str, line: int, reason: str) -> None:
        place = f"templates/{name}:{line}" if line else f"templates/{name}"
        super().__init__(f"{place}: {reason}")
        self.name, self.line, self.reason = name, line, reason

    def __reduce__(self) -> tuple[type[BrokenTemplate], tuple[str, int, str]]:
        """Let the error travel from the process that renders to the one that tells."""
        return BrokenTemplate, (self.name, self.line, self.reason)


class BadCondition(UsageError):
    """A condition over the columns cannot be used."""

    hint = "`crm list --columns help` shows the columns a condition can use"

    def __init__(self, condition: str, reason: str) -> None:
        super().__init__(f"the condition {condition!r} cannot be used: {reason}")


class BadQuery(UsageError):
    """A question in SQL cannot be answered."""

    hint = "`crm sql` without a question lists the tables and views"

    def __init__(self, reason: str) -> None:
        super().__init__(f"the question cannot be answered: {reason}")


class UnknownColumn(UsageError):
    """There is no such column of `client_metrics`."""

    hint = "`crm list --columns help` lists all"

    def __init__(self, name: str, near: str = "") -> None:
        super().__init__(f"there is no column {name!r}", f"did you mean {near}?" if near else "")


class UnknownFigure(UsageError):
    """There is no such figure, class or segment."""

    hint = "`crm why CLIENT` lists all"

    def __init__(self, name: str, near: str = "") -> None:
        super().__init__(f"there is no figure {name!r}", f"did you mean {near}?" if near else "")


class UnknownReport(UsageError):
    """There is no such report."""

    hint = "`crm report` lists all"

    def __init__(self, name: str, near: str = "") -> None:
        super().__init__(f"there is no report {name!r}", f"did you mean {near}?" if near else "")


class BadReportOption(UsageError):
    """A report does not have an option, or not with this value."""

    def __init__(self, report: str, reason: str, hint: str = "") -> None:
        super().__init__(f"report {report} {reason}", hint or f"`crm report {report} --about`")


class BadPeriod(UsageError):
    """A period ends before it begins."""

    def __init__(self, since: object, until: object) -> None:
        super().__init__(f"the period ends ({until}) before it begins ({since})")


class UnknownSegment(UsageError):
    """There is no such segment."""

    hint = "`crm segments` lists all"

    def __init__(self, name: str, near: str = "") -> None:
        super().__init__(f"there is no segment {name!r}", f"did you mean {near}?" if near else "")


class PortTaken(CrmError):
    """The preview finds no port to listen on."""

    def __init__(self, first: int, last: int, cause: OSError | None) -> None:
        reason = (cause.strerror or str(cause)).lower() if cause else ""
        if first == last:
            message = f"port {first} cannot be listened on: {reason}"
            super().__init__(message, "leave out `--port` to take a free one, or name another")
        else:
            message = f"none of the ports {first} to {last} can be listened on: {reason}"
            super().__init__(message, "name a free one with `--port`")


class UnknownView(UsageError):
    """There is no such view of the index."""

    hint = "the docs list them, with their columns"

    def __init__(self, name: str) -> None:
        super().__init__(f"there is no view {name!r}")


class BadBackup(CrmError):
    """A backup does not hold what it should."""

    hint = "do not rely on this file; make a new backup"

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place} is not a whole backup: {reason}")


class NotEmpty(CrmError):
    """A folder that was to be filled has something in it."""

    hint = "nothing was written; name a new folder"

    def __init__(self, place: str) -> None:
        super().__init__(f"{place} is not empty")
