"""Owns how changes are told on pages: what one commit did to one client, in the page's language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from zoneinfo import ZoneInfo

from crm.fields.slug import slug
from crm.history.people import member_of
from crm.history.repository import Lack
from crm.index.changes import Change
from crm.settings import Settings
from crm.website.contexts.changes import CardHistory, ChangeItem, Part
from crm.website.labels import path_label
from crm.website.site import Site
from crm.website.words import marked

ON_A_CARD = 12  # commits
_PARTS = 8  # changes of one commit in one client that are told one by one
_WIDEST = 120  # characters of a value
_HASH = 7  # characters of a commit's hash

KINDS = {
    "log": marked("Journal"),
    "deal": marked("Deals"),
    "task": marked("Tasks"),
    "client": marked("Clients"),
    "data": marked("Data"),
}
_KIND = {"interactions": "log", "deals": "deal", "tasks": "task"}
_LACK = {
    Lack.NO_REPOSITORY: marked(
        "Nothing is known of earlier changes: this base is not under version control (git)."
    ),
    Lack.NO_GIT: marked("Nothing is known of earlier changes: git is not installed."),
    Lack.NO_COMMIT: marked("Nothing is known of earlier changes: nothing was committed yet."),
    Lack.NO_CHANGE: marked("Nothing is known of earlier changes: nothing was committed yet."),
    Lack.REFUSED: marked("Nothing is known of earlier changes: git could not be asked."),
}


def lack_of(site: Site, lack: Lack) -> str:
    """Return why there is no history, "" when there is."""
    return site.words.text(_LACK[lack]) if lack in _LACK else ""


def moment_of(settings: Settings, text: str) -> dt.datetime:
    """Return a moment that git tells: where the base is, else by the clock of who it was."""
    time = dt.datetime.fromisoformat(text)
    return time.astimezone(ZoneInfo(settings.timezone)) if settings.timezone else time


def card_history(
    site: Site, settings: Settings, lack: Lack, changes: Sequence[Change], ident: str
) -> CardHistory:
    """Return the changes of one client, all of them published, as its card shows them."""
    items = list(items_of(site, settings, changes, {}))
    return CardHistory(
        lack=lack_of(site, lack),
        items=tuple(items[:ON_A_CARD]),
        more=len(items) > ON_A_CARD,
        command=f"crm history {ident}",
    )


def items_of(
    site: Site, settings: Settings, changes: Iterable[Change], names: Mapping[str, tuple[str, str]]
) -> Iterator[ChangeItem]:
    """Yield the changes grouped by commit and client; `names` are name and address of each."""
    for (commit, client), group in groupby(changes, key=lambda one: (one.commit, one.client)):
        found = list(group)
        when = moment_of(settings, found[0].time)
        name, href = names.get(client, ("", ""))
        by, key = _author(site, settings, found[0])
        yield ChangeItem(
            day=when.date(),
            time=f"{when:%H:%M}",
            by=by,
            by_key=key,
            commit=commit[:_HASH],
            name=name,
            href=href,
            kinds=" ".join(dict.fromkeys(map(_kind, found))),
            parts=tuple(_part(site, change) for change in found[:_PARTS]),
            more=max(0, len(found) - _PARTS),
        )


def _author(site: Site, settings: Settings, change: Change) -> tuple[str, str]:
    member = member_of(settings.team, change.author, change.email)
    if member:
        return site.short(member), site.owner_keys.get(member, member)
    return change.author, slug(change.author, settings.script) or "someone"


def _kind(change: Change) -> str:
    if change.kind in {"created", "deleted", "renamed"}:
        return "client"
    return _KIND.get(change.field.partition(".")[0], "data")


def _part(site: Site, change: Change) -> Part:
    """Return one change in words; values stand as they were typed."""
    _ = site.words.text
    old, new = _cut(change.old), _cut(change.new)
    match change.kind:
        case "created":
            return Part(text="", word=_("new client"))
        case "deleted":
            return Part(text="", word=_("a client was deleted"))
        case "unreadable":
            return Part(text="", word=_("changed; the text could not be read then"))
        case "renamed":
            return Part(text=_("file renamed"), old=old, new=new)
        case "moved":
            stages = (site.stage(value) if value else "" for value in (change.old, change.new))
            return Part(text=_("deal {title}", title=change.item), **_values(*stages))
    what = _what(site, change)
    words = {"added": _("added"), "removed": _("removed"), "done": _("done")}
    if change.kind == "done":
        old = new = ""
    word = "" if old or new else words.get(change.kind, _("changed"))
    return Part(text=what, old=old, new=new, word=word)


def _values(old: str, new: str) -> dict[str, str]:
    return {"old": old, "new": new}


def _what(site: Site, change: Change) -> str:
    """Return what was changed: a key, or an entry and its key."""
    top, _, rest = change.field.partition(".")
    language = site.language
    if top == "interactions":
        date, _, kind = change.item.rpartition(" ")
        called = f"{site.types.get(kind, kind)}, {_date(site, date)}" if date else kind
    elif top == "fields":
        own = {term.key: term.label for term in site.own}
        return own.get(rest, rest)
    else:
        called = _label(top, language)
        called = f"{called}: {_cut(change.item)}" if change.item else called
    if not rest:
        return called
    key = _label(change.field, language)
    return f"{called}, {key.partition(' · ')[2]}" if change.item else key


def _label(path: str, language: str) -> str:
    """Return the label of a dotted key; words of the user's own in it stand as they are."""
    words = path.split(".")
    for count in range(len(words), 0, -1):
        known = ".".join(words[:count])
        if (found := path_label(known, language)) != known:
            return " · ".join((found, ".".join(words[count:]))) if words[count:] else found
    return path


def _date(site: Site, text: str) -> str:
    try:
        day = dt.date.fromisoformat(text[:10])
    except ValueError:
        return text
    return f"{site.formats.medium(day)}{text[10:]}"


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _WIDEST else f"{line[:_WIDEST]}…"
