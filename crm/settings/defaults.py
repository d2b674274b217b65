"""Owns what a base has that sets nothing: types of interaction, stages, named segments of RFM."""

from __future__ import annotations

from collections.abc import Mapping

from crm.fields import choices
from crm.fields.field import Section
from crm.fields.words import Words, words
from crm.settings.records import InteractionType, RfmSegment, Stage

# Classes and segments of the programme (SPEC 6); a base can add a playbook, not a condition.
LIFECYCLE = ("potential", "working", "regular", "time-tested", "inactive", "lost")
RESERVED = (*LIFECYCLE, "active")

# What they are called, where crm.yaml gives them no label of its own.
SEGMENTS: Mapping[str, Words] = {
    "potential": words("potential | потенциальный | потенциален"),
    "working": words("working | рабочий | действащ"),
    "regular": words("regular | постоянный | редовен"),
    "time-tested": words("time-tested | проверенный временем | проверен във времето"),
    "inactive": words("inactive | неактивный | неактивен"),
    "lost": words("lost | потерянный | изгубен"),
    "active": words("active | активный | активен"),
}


def types() -> dict[str, InteractionType]:
    """Return the built-in types of interaction, in the order they are offered."""
    return {
        ident: InteractionType(id=ident, label=label, touch=ident in choices.TOUCHES, builtin=True)
        for ident, label in choices.TYPES.items()
    }


def stages() -> dict[str, Stage]:
    """Return the stages of a base that declares none."""
    return {
        ident: Stage(id=ident, label=label, result=ident if ident in choices.RESULT else "")
        for ident, label in choices.STAGES.items()
    }


def own_section(fields: Mapping[str, object] | None = None) -> Section:
    """Return the section of the base's own fields."""
    return Section(name="own", label=words("Fields | Поля | Полета"), fields=dict(fields or {}))  # type: ignore[arg-type]


def _named(ident: str, label: str, r: tuple[int, int], f: tuple[int, int]) -> RfmSegment:
    return RfmSegment(id=ident, label=words(label), r=r, f=f)


RFM_SEGMENTS = (
    _named("hibernating", "Hibernating | Спящие | Спящи", (1, 2), (1, 2)),
    _named("at_risk", "At risk | В зоне риска | В риск", (1, 2), (3, 4)),
    _named("cant_lose", "Cannot lose | Нельзя потерять | Да не се губят", (1, 2), (5, 5)),
    _named("about_to_sleep", "About to sleep | Засыпающие | Заспиващи", (3, 3), (1, 2)),
    _named("need_attention", "Need attention | Требуют внимания | Нужно внимание", (3, 3), (3, 3)),
    _named("loyal", "Loyal | Лояльные | Лоялни", (3, 4), (4, 5)),
    _named("promising", "Promising | Многообещающие | Обещаващи", (4, 4), (1, 1)),
    _named("new", "New | Новые | Нови", (5, 5), (1, 1)),
    _named("potential_loyal", "Potentially loyal | Почти лояльные | Почти лоялни", (4, 5), (2, 3)),
    _named("champions", "Champions | Чемпионы | Шампиони", (5, 5), (4, 5)),
)
