"""Owns how what is held on a person is handed to them: a page to print, YAML, JSON rows."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import replace

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from crm.care.subject.holdings import Holdings, Piece
from crm.fields.field import Field
from crm.fields.table import SECTIONS as FIELDS
from crm.fields.words import Words, say, words
from crm.settings import Settings
from crm.text.quote import Written, document
from crm.website.folders import builtin_templates
from crm.website.render import plain, shown

_STEP = re.compile(r"\[\d+\]|[^.\[\]]+")
SECTIONS: dict[str, tuple[Words, Words]] = {
    "file": (
        words("What is recorded | Что записано | Какво е записано"),
        words(
            "Every value of the client's own file, as it was typed, what is private too."
            " | Все значения собственного файла клиента, как набраны, в том числе личные."
            " | Всички стойности от файла на клиента, както са въведени, и личните."
        ),
    ),
    "comment": (
        words("Remarks in the file | Примечания в файле | Бележки във файла"),
        words(
            "Comments beside the values. | Комментарии рядом со значениями."
            " | Коментари до стойностите."
        ),
    ),
    "computed": (
        words("What is computed from it | Что из этого вычислено | Какво е изчислено от това"),
        words(
            "Figures and classes, made anew from the records each time."
            " | Числа и классы, каждый раз вычисляемые из записей заново."
            " | Числа и класове, които всеки път се изчисляват от записите наново."
        ),
    ),
    "mention": (
        words("Mentions in other records | Упоминания в других записях | В други записи"),
        words(
            "Lines of other files that speak of the client."
            " | Строки других файлов, где речь о клиенте."
            " | Редове от други файлове, които говорят за клиента."
        ),
    ),
    "perhaps": (
        words("Perhaps mentions | Возможные упоминания | Възможни споменавания"),
        words(
            "These may mean somebody else: look at them, and take out what is not about the client"
            " before you hand this over."
            " | Здесь речь может быть о ком-то другом: проверьте и перед передачей уберите то, что"
            " не о клиенте."
            " | Тук може да става дума за друг: проверете и преди да предадете това, махнете"
            " каквото не е за клиента."
        ),
    ),
    "attachment": (
        words("Attachments | Вложения | Прикачени файлове"),
        words(
            "Files kept with the client; hand them over too."
            " | Файлы, хранящиеся при клиенте; передайте и их."
            " | Файлове, пазени при клиента; предайте и тях."
        ),
    ),
}
_TITLE = words("Data we hold | Хранимые данные | Данни, които пазим")
_ABOUT = words(
    "Everything that is held here on this client, and where it stands. Earlier versions can be kept"
    " in the history of changes and in backups."
    " | Всё, что здесь хранится об этом клиенте, и где оно записано. Прежние версии могут храниться"
    " в истории изменений и в резервных копиях."
    " | Всичко, което се пази тук за този клиент, и къде е записано. По-ранни версии може да се"
    " пазят в историята на промените и в резервни копия."
)
_HEADS = tuple(
    map(words, ("What | Что | Какво", "Value | Значение | Стойност", "Where | Где | Къде"))
)


def spoken(where: str, settings: Settings) -> str:
    """Return a place in a file in the words of a language: `tasks[1].due` as Tasks 1 › Due."""
    parts: list[str] = []
    fields: Mapping[str, Field] = FIELDS["client"].fields
    for step in _STEP.findall(where):
        if step.startswith("["):
            parts[-1] += f" {step[1:-1]}"
            continue
        field = fields.get(step)
        parts.append((say(field.label, settings.language) if field else "") or step)
        fields = FIELDS[field.nested].fields if field and field.nested in FIELDS else {}
        if field and field.nested == "own":
            fields = settings.fields
    return " › ".join(parts)


def rows(held: Holdings) -> list[dict[str, str]]:
    """Return the pieces as rows: section, where, value, origin."""
    return [_row(one) for section in SECTIONS for one in held.of(section)]


def _row(one: Piece) -> dict[str, str]:
    return {"section": one.section, "where": one.where, "value": one.value, "origin": one.origin}


def _spoken(held: Holdings, section: str, settings: Settings) -> list[Piece]:
    pieces = held.of(section)
    if section not in {"file", "mention", "perhaps"}:
        return list(pieces)
    return [replace(one, where=spoken(one.where, settings)) for one in pieces]


def as_yaml(held: Holdings, today: dt.date) -> str:
    """Return the pieces as a YAML text, by section."""
    data: dict[str, Written] = {
        "subject": {"id": held.id, "name": held.name, "file": held.path},
        "made": today.isoformat(),
    }
    for section in SECTIONS:
        pieces: list[Written] = [
            {"where": one.where, "value": one.value, "origin": one.origin}
            for one in held.of(section)
        ]
        data[section] = pieces
    return document(data)


def as_html(held: Holdings, settings: Settings, today: dt.date) -> str:
    """Return one page that needs nothing else, for the screen and for paper; nothing in it runs."""
    environment = Environment(
        loader=FileSystemLoader(builtin_templates()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    environment.filters.update(u=shown, plain=plain)
    language = settings.language
    return environment.get_template("subject.html").render(
        language=language,
        title=say(_TITLE, language),
        about=say(_ABOUT, language),
        heads=[say(one, language) for one in _HEADS],
        name=held.name or held.id,
        path=held.path,
        firm=settings.firm.name or settings.name,
        today=today.isoformat(),
        sections=[
            (say(title, language), say(about, language), _spoken(held, section, settings))
            for section, (title, about) in SECTIONS.items()
        ],
    )
