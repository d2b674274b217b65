"""Owns the other names by which a table knows members, stages and types of interaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from crm.exchange.values.value import folded
from crm.settings import Settings

# What other programs call a deal that was won or lost; it counts where one stage has that result.
_RESULTS = {
    "won": "won | closed won | closed-won | win | success | успешно | успешно реализовано"
    " | выиграно | выиграна | спечелена | спечелено",
    "lost": "lost | closed lost | closed-lost | declined | rejected | loss | отказ | проиграно"
    " | проиграна | закрыто и не реализовано | загубена | загубено",
}


def result_of(text: str) -> str:
    """Return won or lost where a word says so, whatever the stages are called; else nothing."""
    word = folded(text)
    for result, line in _RESULTS.items():
        if word in {folded(part) for part in line.split("|")} or word == result:
            return result
    return ""


def aliases(settings: Settings) -> dict[str, dict[str, str]]:
    """Return for each type of key the ids by their folded other names.

    A name that two have is left out; an id is always its own.
    """
    return {
        "member": _by_name((ident, (one.name,)) for ident, one in settings.team.items()),
        "stage": {**dict(_results(settings)), **_labels(settings.stages)},
        "type": _labels(settings.types),
    }


def _labels(things: Mapping[str, object]) -> dict[str, str]:
    return _by_name(
        (ident, tuple(getattr(thing, "label", {}).values())) for ident, thing in things.items()
    )


def _by_name(named: Iterable[tuple[str, Iterable[str]]]) -> dict[str, str]:
    ids: dict[str, str] = {}
    found: dict[str, set[str]] = {}
    for ident, names in named:
        ids[folded(ident)] = ident
        for name in filter(None, names):
            found.setdefault(folded(name), set()).add(ident)
    return {name: min(owners) for name, owners in found.items() if len(owners) == 1} | ids


def _results(settings: Settings) -> Iterator[tuple[str, str]]:
    for result, line in _RESULTS.items():
        stages = stages_of(settings, result)
        if len(stages) == 1:
            yield from ((folded(word), stages[0]) for word in line.split("|"))


def stages_of(settings: Settings, result: str) -> list[str]:
    """Return the stages that carry a result."""
    return [stage.id for stage in settings.stages.values() if stage.result == result]
