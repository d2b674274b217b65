"""Owns the line that opens a collection: its key or dash, the comment behind, comments below."""

from __future__ import annotations

import re

from crm.history.merge import trivia
from crm.history.merge.layout import Child
from crm.record import record
from crm.text.source import LINE_END

_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#.*")


@record
class Opening:
    """`stem` is the key or dash; `inline` tells that the first entry stands on the same line."""

    stem: str
    comment: str
    head: str
    inline: bool


def of(child: Child) -> Opening:
    """Return the opening of an entry; a value on the same line has none but its comment."""
    found = LINE_END.search(child.before)
    if found is None and not child.is_block:
        line = LINE_END.split(child.rest)[0]
        return Opening(stem="", comment=_comment_in(line), head="", inline=False)
    if found is None:
        return Opening(stem=child.before, comment="", head="", inline=True)
    named = child.key.end - child.key.start if child.key else 1
    first = child.before[: found.start()]
    comment = _comment_in(first[named:])
    lines = child.before[found.end() :]
    return Opening(
        stem=first.removesuffix(comment).rstrip() if comment else first,
        comment=comment,
        head=lines[: len(lines) - len(LINE_END.split(lines)[-1])],
        inline=False,
    )


def _comment_in(line: str) -> str:
    found = _COMMENT.search(line)
    return found.group() if found else ""


def united(
    three: tuple[Child | None, Child | None, Child | None], host: Child, column: int, newline: str
) -> tuple[Opening, str]:
    """Return the opening of the host's collection, and lines that have to stand above it."""
    base, ours, theirs = (
        None if child is None else _moved(of(child), child, column, newline)
        for child in (three[0], three[1] or host, three[2] or host)
    )
    mine = of(host)
    if ours is None or theirs is None:
        raise TypeError(three)
    before = base.comment if base else ""
    comment = theirs.comment if ours.comment == before else ours.comment
    above = ""
    if theirs.comment not in {before, comment}:
        above = f"{' ' * column}{theirs.comment}{newline}"
    head = trivia.united(base.head if base else "", ours.head, theirs.head, newline)
    if mine.inline:
        above += head + (f"{' ' * column}{comment}{newline}" if comment else "")
        return mine, above
    return Opening(stem=mine.stem, comment=comment, head=head, inline=False), above


def _moved(opening: Opening, child: Child, column: int, newline: str) -> Opening:
    head = trivia.shift_lines(opening.head, child.column, column, newline)
    return Opening(stem=opening.stem, comment=opening.comment, head=head, inline=opening.inline)
