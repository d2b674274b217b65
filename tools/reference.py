"""Writes docs/reference/*.md from the tables of the program; `--check` says which are stale."""

from __future__ import annotations

import argparse
import inspect
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "reference"
_NOTICE = "<!-- Made by `make docs` from the program's own tables. -->\n"


def commands() -> Iterator[str]:
    """Yield the lines of the page on commands."""
    from crm.cli.commands import COMMANDS
    from crm.cli.group import SHARED, command_of

    yield "# Commands"
    yield ""
    yield "`CLIENT` is an id, or any part of a name, phone or e-mail that only one client has."
    yield "Data go to standard output, messages to standard error. Exit codes: 0 fine, 1 errors"
    yield "were found or the work could not be done, 2 wrong usage, 130 interrupted."
    for section in dict.fromkeys(entry.section for entry in COMMANDS):
        yield from ("", f"## {section}")
        for entry in COMMANDS:
            if entry.section == section:
                command = command_of(entry)
                yield from _command(f"crm {entry.name}", command)
                for name, part in getattr(command, "commands", {}).items():
                    yield from _command(f"crm {entry.name} {name}", part)
    yield from (
        "",
        "## Options of every command",
        "",
        "They may stand before or after its name.",
        "",
    )
    json = (
        "`--json`",
        "Print JSON: `schema`, `command`, `today`, `rows`, `summary`; where data are listed.",
    )
    yield from _table(("option", "meaning"), [*map(_option, SHARED), json])
    yield from ("", "| environment | |", "|---|---|")
    yield "| `CRM_BASE` | the folder of the base, when there is no `-C` |"
    yield "| `CRM_TODAY` | the day that counts as today, when there is no `--today` |"
    yield "| `CRM_MEMBER` | who is working: the `by` of new entries |"
    yield "| `NO_COLOR` | no colours |"
    yield "| `VISUAL`, `EDITOR` | the editor of `crm edit` |"


def _command(words: str, command: Any) -> Iterator[str]:
    about, _, examples = inspect.cleandoc(command.help).partition("\nExample")
    yield from ("", f"### `{words}`", "", about.strip())
    params = [param for param in command.params if getattr(param, "expose_value", True)]
    rows = [_option(param) for param in params if not getattr(param, "hidden", False)]
    if rows:
        yield ""
        yield from _table(("", ""), rows)
    yield from ("", "```")
    yield from (line.strip() for line in examples.splitlines()[1:] if line.strip())
    yield "```"


def _option(param: Any) -> tuple[str, str]:
    if param.param_type_name == "argument":
        return f"`{param.metavar or param.name.upper()}`", param.help or ""
    words = " ".join(filter(None, [", ".join(param.opts), "" if param.is_flag else param.metavar]))
    return f"`{words}`", param.help or ""


def fields() -> Iterator[str]:
    """Yield the lines of the page on the keys of a client file."""
    from crm.fields.table import SECTIONS

    yield from ("# Keys of a client file", "", "By example: [format.md](../format.md).")
    yield from _sections(SECTIONS.values())
    yield from _types()


def settings() -> Iterator[str]:
    """Yield the lines of the page on settings."""
    from crm.settings.table import SECTIONS

    yield from ("# Settings", "", "`crm.yaml`, and the keys of `services.yaml` and")
    yield "`campaigns.yaml`. Everything is optional."
    yield from _sections(SECTIONS.values())


def _sections(sections: Iterable[Any]) -> Iterator[str]:
    for section in sections:
        title = section.label.get("en") or section.name.replace("_", " ").capitalize()
        yield from ("", f"## {title}", "")
        rows = [(f"`{one.key}`", _type(one), _about(one)) for one in section.fields.values()]
        yield from _table(("key", "type", "meaning"), rows)


def _type(one: Any) -> str:
    shapes = {
        "one": f"the keys of [{one.nested}](#{_anchor(one.nested)})",
        "list": f"a list of [{one.nested}](#{_anchor(one.nested)})",
        "each": f"your own ids, each with the keys of [{one.nested}](#{_anchor(one.nested)})",
        "open": "keys of your own",
        "words": "text, or one for each language",
    }
    return shapes.get(str(one.shape)) or (f"{one.type}, one or a list" if one.many else one.type)


def _anchor(nested: str) -> str:
    from crm.fields.table import SECTIONS

    label = SECTIONS[nested].label["en"] if nested in SECTIONS else nested.replace("_", " ")
    return label.lower().replace(" ", "-")


def _about(one: Any) -> str:
    parts = [one.about.get("en", "")]
    if one.choices:
        words = ", ".join(f"`{word}`" for word in one.choices)
        parts.append(f"{'For example' if one.open else 'One of'} {words}.")
    if one.only:
        parts.append(f"Of {', '.join(one.only)}.")
    if one.required:
        parts.append("**Required.**")
    if default := getattr(one, "default", ""):
        parts.append(f"Default: {default}.")
    return " ".join(part for part in parts if part)


def _types() -> Iterator[str]:
    from crm.fields.types import TYPES

    yield from ("", "## Types of values", "")
    yield from _table(
        ("type", "how it is written"), [(one.name, one.about) for one in TYPES.values()]
    )


def problems() -> Iterator[str]:
    """Yield the lines of the page on problem codes."""
    from crm.problems.table import GROUPS

    yield from ("# Problems", "", "What `crm check` reports. Codes never change their meaning.")
    for title, rules in GROUPS:
        yield from ("", f"## {title}")
        for rule in rules:
            yield from ("", f"### `{rule.code}`", "", f"{rule.level}: {_plain(rule.message)}", "")
            yield rule.about
            if rule.hint:
                yield from ("", f"*What to do:* {_plain(rule.hint)}")


def _plain(template: str) -> str:
    return template.replace("{{", "{").replace("}}", "}")


def columns() -> Iterator[str]:
    """Yield the lines of the page on columns."""
    from crm.index.columns import COLUMNS

    yield from ("# Columns", "")
    yield "What `crm list --where`, `--sort` and `--columns` and the segments of `crm.yaml` work"
    yield "with: the columns of `client_metrics`. A base's own fields are columns as well."
    yield ""
    rows = [(f"`{one.name}`", str(one.unit), one.meaning) for one in COLUMNS]
    yield from _table(("column", "unit", "meaning"), rows)


def relations() -> Iterator[str]:
    """Yield the lines of the page on the tables and views of the index."""
    from crm.index.described import relations as known
    from crm.settings import Settings

    yield from ("# Tables and views", "")
    yield "What `crm sql` can ask. `client_metrics` is explained column by column in"
    yield "[columns.md](columns.md); its money is in whole units, that of all others in 1/10,000."
    for one in known(Settings()):
        yield from ("", f"## {one.name} ({'view' if one.view else 'table'})", "")
        yield from (f"{line}  " for line in one.about.splitlines())
        if one.name != "client_metrics":
            columns = (f"`{name}` {kind}".strip() for name, kind in one.columns)
            yield from ("", f"{'; '.join(columns)}.")


def reports() -> Iterator[str]:
    """Yield the lines of the page on reports."""
    from crm.reports.registry import descriptions

    yield from ("# Reports", "")
    yield "`crm report NAME`. Every report is computed among the clients that `--where`,"
    yield "`--segment`, `--tag` and `--owner` choose, as if there were no others. `--json` and"
    yield "`--csv` print exact values under these names; money is in the currency of the base."
    for report in descriptions():
        yield from ("", f"## `{report.name}`", "", f"**{report.question['en']}**", "")
        yield report.how["en"]
        yield ""
        yield report.period["en"]
        for option in report.options:
            name = f"`--{option.name.replace('_', '-')}`"
            default = "" if option.default in {"", False} else f" Default: {option.default}."
            yield from ("", f"{name}: {option.meaning['en']}.{default}")
        for title, columns in (("column", report.columns), ("in the summary", report.summary)):
            rows = [(f"`{one.name}`", str(one.unit), one.meaning["en"]) for one in columns]
            yield ""
            yield from _table((title, "unit", "meaning"), rows)
        yield from ("", f"*Source:* {report.source}.")


def pages() -> Iterator[str]:
    """Yield the lines of the page on what the site is made of."""
    from crm.website.page_table import PAGES as KINDS

    yield from ("# Pages of the site", "")
    yield "`crm build` writes these into `site/`. A file in the base's own `templates/` that bears"
    yield "the name of a template replaces it."
    yield ""
    rows = [
        (f"`{kind.name}`", f"`{kind.template}`" if kind.template else "", kind.about)
        for kind in KINDS
    ]
    yield from _table(("file", "template", "what it is"), rows)


def imports() -> Iterator[str]:
    """Yield the lines of the page on what `crm import` understands and tells."""
    from crm.exchange.columns.headers import words
    from crm.exchange.columns.synonyms import CLIENT
    from crm.exchange.finding_rules import FINDINGS
    from crm.exchange.kinds.table import KINDS

    yield from ("# Import", "", "What `crm import` knows; [import.md](../import.md) explains it.")
    yield "Headers are compared without case and punctuation, and the labels of"
    yield "[fields.md](fields.md) and of a base's own fields count as well."
    tables = [("clients", CLIENT), *((kind.name, kind.headers) for kind in KINDS.values())]
    for title, table in ((f"of {name}", table) for name, table in tables if table):
        rows = [(f"`{key}`", ", ".join(words(line))) for key, line in table.items()]
        yield from ("", f"## Headers {title}", "", *_table(("key", "headers"), rows))
    yield from ("", "## Kinds", "")
    yield from _table(("--as", "a row is"), [(f"`{k.name}`", k.about) for k in KINDS.values()])
    yield from ("", "## What is told", "", "An error means that a row or a value was left out.", "")
    rows = [
        (f"`{rule.code}`", str(rule.level), _plain(rule.message), rule.about)
        for rule in FINDINGS.values()
    ]
    yield from _table(("code", "level", "message", "why"), rows)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"


PAGES: Mapping[str, Callable[[], Iterator[str]]] = {
    "commands.md": commands,
    "fields.md": fields,
    "settings.md": settings,
    "problems.md": problems,
    "columns.md": columns,
    "sql.md": relations,
    "pages.md": pages,
    "reports.md": reports,
    "import.md": imports,
}


def text(name: str) -> str:
    """Return a page as it should be."""
    return _NOTICE + "\n" + "\n".join(PAGES[name]()) + "\n"


def stale(folder: Path = FOLDER) -> list[str]:
    """Return the names of the pages that are not as they should be."""
    return [
        name
        for name in PAGES
        if not (folder / name).is_file() or (folder / name).read_text("utf-8") != text(name)
    ]


def main() -> int:
    """Write the pages, or with --check only say which are stale."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 when stale")
    check = parser.parse_args().check
    names = stale()
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in names:
        if not check:
            (FOLDER / name).write_text(text(name), encoding="utf-8", newline="\n")
        print(f"docs/reference/{name} {'is stale: run `make docs`' if check else 'written'}")
    return int(check and bool(names))


if __name__ == "__main__":
    sys.exit(main())
