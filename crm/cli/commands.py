"""Owns the list of commands: its order, its sections and one sentence for each."""

from __future__ import annotations

from crm.record import positional


@positional
class Entry:
    """One command word; its module and function bear its name."""

    name: str
    section: str
    summary: str
    reads: bool | tuple[str, ...] = False  # takes --json; for a word with parts, which of them do

    @property
    def python_name(self) -> str:
        """Name of the module and of what it defines; `set` and `import` are taken by Python."""
        name = self.name.replace("-", "_")
        return f"{name}_" if name in {"import", "list", "open", "set"} else name


_MAKE, _RECORD, _CHECK, _SITE = "Make and look", "Record", "Check", "Site and exchange"
_INSIGHT, _HISTORY = "Insight", "History"

COMMANDS: tuple[Entry, ...] = (
    Entry("init", _MAKE, "Make a base in a folder, new or existing."),
    Entry("new", _MAKE, "Make the file of a new client."),
    Entry("show", _MAKE, "Show one client: facts, deals, tasks, last entries.", reads=True),
    Entry("list", _MAKE, "List clients, all or those a condition chooses.", reads=True),
    Entry("find", _MAKE, "Find clients by a part of a name, phone, e-mail or text.", reads=True),
    Entry("segments", _MAKE, "List the segments with the number of their clients.", reads=True),
    Entry("edit", _MAKE, "Open a client in your editor and check it afterwards."),
    Entry("open", _MAKE, "Show the built site, or one client's page, in the browser."),
    Entry("log", _RECORD, "Add an entry to a client's journal."),
    Entry("set", _RECORD, "Change or remove values of one client or of several."),
    Entry("tag", _RECORD, "Add tags to clients, or remove them."),
    Entry("task", _RECORD, "Add, finish, move and list tasks.", reads=("list",)),
    Entry("deal", _RECORD, "Add, move, list and show deals.", reads=("list", "show")),
    Entry("undo", _RECORD, "Take back the last command that changed files."),
    Entry("check", _CHECK, "Report every problem in the files, with its place.", reads=True),
    Entry("schema", _CHECK, "Write the JSON Schema by which editors complete and check."),
    Entry("doctor", _CHECK, "Tell what is wrong with the set-up, and how to mend it.", reads=True),
    Entry("backup", _CHECK, "Write everything into one file, proven by restoring it."),
    Entry("restore", _CHECK, "Make a base again from a backup, in a new folder."),
    Entry(
        "report",
        _INSIGHT,
        "Answer one of the questions that every owner of a base has.",
        reads=True,
    ),
    Entry(
        "stats",
        _INSIGHT,
        "Describe any number by any columns: sum, mean, median and more.",
        reads=True,
    ),
    Entry(
        "why", _INSIGHT, "Show the lines of files that a figure or class adds up from.", reads=True
    ),
    Entry(
        "compare",
        _INSIGHT,
        "Put clients side by side, or rank prospects by likeness.",
        reads=True,
    ),
    Entry("sql", _INSIGHT, "Answer a question in SQL, read only.", reads=True),
    Entry("build", _SITE, "Build the static site."),
    Entry("watch", _SITE, "Build the site whenever a file changes."),
    Entry("serve", _SITE, "Show the site in the browser, reloaded whenever a file changes."),
    Entry(
        "import", _SITE, "Take clients and their entries from a table, all or nothing.", reads=True
    ),
    Entry("history", _HISTORY, "Tell who changed what, when, from what to what.", reads=True),
    Entry("sync", _HISTORY, "Exchange changes with the others, safely."),
    Entry("resolve", _HISTORY, "Unite what was left in conflict, and copies of sync services."),
    Entry("export-subject", _HISTORY, "Show a person everything held on them.", reads=True),
    Entry("forget", _HISTORY, "Remove a client and its mentions; tell what still holds data."),
    Entry("merge-driver", _HISTORY, "Merge three versions of a client file; git calls this."),
)
