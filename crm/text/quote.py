"""Owns the writing of texts as YAML that is read back as it was, and of values as lines."""

from __future__ import annotations

import re
from typing import TypeAlias

from crm.errors import Unwritable
from crm.regex import regex


class Bare(str):
    """A text whose type makes plain writing right: a date, a number, an amount."""

    __slots__ = ()


Written: TypeAlias = "str | list[Written] | dict[str, Written]"

_STEP = 2  # spaces a nested block is indented by
_FLOW_WIDTH = 88  # characters up to which a small mapping is written on one line
# Characters that a plain scalar may not begin with, or only before certain others.
_INDICATORS = frozenset("-?:,[]{}#&*!|>'\"%@`=<")
_SPECIAL = regex("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_BLOCK_SAFE = regex("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_SURROGATE = regex("[\ud800-\udfff]")
_FLOW_MARKS = frozenset(",[]{}?")
# What YAML 1.1 or 1.2 readers take for null, a truth value, a number or a date.
_NOT_TEXT = regex(
    r"""
    ~ | null | Null | NULL | <<
    | y | n | [Yy]es | YES | [Nn]o | NO | Y | N | [Tt]rue | TRUE | [Ff]alse | FALSE
    | [Oo]n | ON | [Oo]ff | OFF
    | [-+]? [0-9][0-9_]* (?: :[0-5]?[0-9])+ (?: \.[0-9_]* )?
    | [-+]? (?: 0b[01_]+ | 0o?[0-7_]+ | 0x[0-9a-fA-F_]+ )
    | [-+]? (?: [0-9][0-9_]* (?: \.[0-9_]* )? | \.[0-9_]+ ) (?: [eE][-+]?[0-9]+ )?
    | [-+]? \.(?: inf | Inf | INF ) | \.(?: nan | NaN | NAN )
    | [0-9]{4}-[0-9]{1,2}-[0-9]{1,2} (?: (?: [Tt] | [ \t]+ ) [0-9].* )?
    """,
    re.VERBOSE,
)
_NAMED = {
    "\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\x85": "\\N",
    "\u2028": "\\L", "\u2029": "\\P", "\0": "\\0",
}  # fmt: skip


def scalar(text: str, *, flow: bool = False) -> str:
    """Return the text as a scalar of one line, quoted when plain writing would change it.

    Raises Unwritable for text that is no Unicode (half a surrogate pair).
    """
    if _SURROGATE.search(text):
        raise Unwritable(text)
    if _plain_is_safe(text, flow=flow) and (
        isinstance(text, Bare) or not _NOT_TEXT.fullmatch(text)
    ):
        return str(text)
    if not _SPECIAL.search(text) and ('"' in text or "\\" in text):
        return "'" + text.replace("'", "''") + "'"
    return '"' + "".join(map(_escaped, text)) + '"'


def _plain_is_safe(text: str, *, flow: bool) -> bool:
    if not text or text[0] in _INDICATORS or text[0].isspace() or text[-1].isspace():
        return isinstance(text, Bare) and _is_negative(text) and not (flow and "," in text)
    if text[-1] == ":" or ": " in text or " #" in text or _SPECIAL.search(text):
        return False
    if text.startswith("...") or ("://" in text and flow):
        return False
    return not (flow and (":" in text or not _FLOW_MARKS.isdisjoint(text))) or (
        isinstance(text, Bare) and _FLOW_MARKS.isdisjoint(text)
    )


def _is_negative(text: str) -> bool:
    """Tell whether this is a number below zero, or a birthday without a year (--03-08)."""
    return bool(re.fullmatch(r"-{1,2}[0-9][0-9A-Z .,-]*[0-9A-Z]|-[0-9]", text))


def _escaped(char: str) -> str:
    if char in _NAMED:
        return _NAMED[char]
    if not _SPECIAL.match(char):
        return char
    code = ord(char)
    return f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}"


def key(text: str, *, flow: bool = False) -> str:
    """Return the text as a mapping key."""
    return scalar(text, flow=flow)


def flow(value: Written) -> str:
    """Return a value in flow style, on one line."""
    if isinstance(value, str):
        return scalar(value, flow=True)
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    pairs = (f"{key(name, flow=True)}: {flow(part)}" for name, part in value.items())
    return "{" + ", ".join(pairs) + "}"


def entry(name: str, value: Written, indent: int) -> list[str]:
    """Return the lines of `name: value` in block style, indented by `indent` spaces."""
    head = " " * indent + key(name) + ":"
    if isinstance(value, str):
        return _scalar_lines(head, value, indent)
    if not value:
        return [f"{head} {flow(value)}"]
    if isinstance(value, dict):
        if _is_small(value, len(head)):
            return [f"{head} {flow(value)}"]
        return [head, *mapping(value, indent + _STEP)]
    if _is_small_list(value, len(head)):
        return [f"{head} {flow(value)}"]
    return [head, *(line for part in value for line in item(part, indent + _STEP))]


def mapping(value: dict[str, Written], indent: int) -> list[str]:
    """Return the lines of a block mapping."""
    return [line for name, part in value.items() for line in entry(name, part, indent)]


def item(value: Written, indent: int, gap: int = 1) -> list[str]:
    """Return the lines of one item of a block list whose dash stands at `indent`."""
    dash = " " * indent + "-" + " " * gap
    if isinstance(value, str):
        return _scalar_lines(dash[:-1] if gap == 1 else dash.rstrip(" "), value, indent)
    if not value or isinstance(value, list):
        return [dash + flow(value)]
    lines = mapping(value, len(dash))
    return [dash + lines[0][len(dash) :], *lines[1:]]


def document(value: dict[str, Written], newline: str = "\n") -> str:
    """Return the text of a whole file."""
    return "".join(line + newline for line in mapping(value, 0))


def _scalar_lines(head: str, text: str, indent: int) -> list[str]:
    if "\n" in text and _block_is_safe(text):
        return [f"{head} {_block_header(text)}", *_block_body(text, indent + _STEP)]
    return [f"{head} {scalar(text)}"]


def _block_is_safe(text: str) -> bool:
    """Tell whether a literal block gives this text back whatever follows it."""
    return (
        not _BLOCK_SAFE.search(text)
        and not _SURROGATE.search(text)
        and not text[0].isspace()
        and not text.endswith("\n\n")
        and all(line == line.rstrip() for line in text.split("\n"))
        and text.strip() != ""
    )


def _block_header(text: str) -> str:
    return "|" if text.endswith("\n") else "|-"


def _block_body(text: str, indent: int) -> list[str]:
    lines = text.removesuffix("\n").split("\n")
    return [" " * indent + line if line else "" for line in lines]


def _is_small(value: dict[str, Written], used: int) -> bool:
    """Tell whether a mapping of short texts reads better on one line."""
    return all(isinstance(part, str) and "\n" not in part for part in value.values()) and (
        used + 1 + len(flow(value)) <= _FLOW_WIDTH
    )


def _is_small_list(value: list[Written], used: int) -> bool:
    return all(isinstance(part, str) and "\n" not in part for part in value) and (
        used + 1 + len(flow(value)) <= _FLOW_WIDTH
    )
