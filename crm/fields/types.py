"""Owns the types a value can have: how each is read, written and described to an editor."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from typing import Any

from crm.fields import readers
from crm.fields.context import Context
from crm.fields.dates import (
    parse_birthday,
    parse_date,
    parse_duration,
    parse_moment,
    write_birthday,
    write_duration,
    write_moment,
)
from crm.fields.money import parse_number, write_money, write_number
from crm.fields.readers import known, plain, whole
from crm.record import record

# What an editor's YAML reader can make of a text that was not quoted.
ANY_SCALAR: Mapping[str, object] = {"type": ["string", "number", "boolean", "null"]}


def pattern(expression: str) -> Mapping[str, object]:
    """Return the JSON Schema of a text that has this form, or of nothing."""
    return {"type": ["string", "null"], "pattern": expression}


def digits(expression: str) -> Mapping[str, object]:
    """Return the JSON Schema of a text of this form that can also look like a number."""
    return {"anyOf": [{"type": ["number", "null"]}, {"type": "string", "pattern": expression}]}


@record
class Type:
    """One type. `bare`: written without quotes. `column`: what the index keeps of it.

    `schema` takes what an editor's YAML reader makes of a value, quoted or not.
    """

    name: str
    read: readers.Reader
    about: str
    write: Callable[[Any], str] = str
    bare: bool = False
    schema: Mapping[str, object] = field(default_factory=lambda: ANY_SCALAR)
    column: str = "text"  # text | number | money | date | flag
    examples: tuple[str, ...] = ()


_DAY = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_FLAG_WORDS = sorted(
    form for word in readers.FLAGS for form in {word, word.capitalize(), word.upper()}
)
_CLOCK = "([01][0-9]|2[0-3]):[0-5][0-9]"


def _text(text: str, _context: Context) -> str:
    return text.strip()


_ALL = (
    Type(name="text", read=_text, about="any text, usually one line"),
    Type(name="longtext", read=_text, about="any text, several lines with |"),
    Type(
        name="number",
        examples=("1500", "1 500,50"),
        read=plain(parse_number),
        write=write_number,
        bare=True,
        schema=digits("[0-9]"),
        column="number",
        about="`1500`, `1 500,00`, `1,500.00`, `1.500,00`, `12,5`",
    ),
    Type(
        name="money",
        examples=("250", "250 EUR"),
        read=readers.money,
        write=write_money,
        bare=True,
        schema=digits("[0-9]"),
        column="money",
        about="`250`, `250 EUR`, `€250`, `100 лв.`; without a currency it is in the base's",
    ),
    Type(
        name="date",
        examples=("2026-11-20",),
        read=plain(parse_date),
        write=lambda value: value.isoformat(),
        bare=True,
        schema=pattern(f"^{_DAY}$"),
        column="date",
        about="`2026-11-20`",
    ),
    Type(
        name="moment",
        examples=("2026-11-20", "2026-11-20 14:30"),
        read=plain(parse_moment),
        write=write_moment,
        bare=True,
        schema=pattern(f"^{_DAY}( {_CLOCK})?$"),
        column="date",
        about="`2026-11-20` or `2026-11-20 14:30`",
    ),
    Type(
        name="birthday",
        examples=("1984-03-08", "--03-08"),
        read=plain(parse_birthday),
        write=write_birthday,
        bare=True,
        schema=pattern("^([0-9]{4}|-)-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"),
        about="`1984-03-08`, or `--03-08` where the year is not known",
    ),
    Type(
        name="duration",
        examples=("15m", "1h30"),
        read=plain(parse_duration),
        write=write_duration,
        bare=True,
        column="number",
        about="`15m`, `1h30`, `90 min`; a number alone is minutes",
    ),
    Type(
        name="span",
        examples=("30d", "2w", "monthly"),
        read=plain(readers.span),
        about="`30d`, `2 weeks`, `1 month`, `monthly`",
    ),
    Type(
        name="flag",
        examples=("yes", "no"),
        read=plain(readers.flag),
        write=lambda value: "yes" if value else "no",
        bare=True,
        schema={"anyOf": [{"type": ["boolean", "null"]}, {"enum": [*_FLAG_WORDS, 1, 0]}]},
        column="flag",
        about="`yes` or `no`",
    ),
    Type(
        name="phone",
        examples=("+359 88 000 0101",),
        read=readers.phone,
        write=lambda value: value.typed,
        about="`+359 88 000 0101`, in any spelling; without + it is in the base's `country`",
    ),
    Type(
        name="email",
        examples=("ana@example.org",),
        read=plain(readers.email),
        schema=pattern("@"),
        about="`ana@example.org`",
    ),
    Type(
        name="url",
        examples=("example.org",),
        read=plain(readers.url),
        schema=pattern("."),
        about="`example.org`, `https://…`",
    ),
    Type(name="choice", read=_text, about="one of the words listed"),
    Type(name="list", read=_text, about="one text or several in `[ ]`"),
    Type(name="tag", read=plain(readers.tag), about="a word or a few, without a comma"),
    Type(
        name="id",
        examples=("espresso-2026",),
        read=plain(readers.ident),
        schema=digits("^[a-z0-9._-]+$"),
        about="small Latin letters and digits, parted by - _ or a dot",
    ),
    Type(name="client", read=_text, about="the id of another client"),
    Type(
        name="member",
        read=known("members", "member-unknown", keep=True),
        about="the id of a member of the team",
    ),
    Type(
        name="service",
        read=known("services", "service-unknown", keep=True),
        about="the code of a service",
    ),
    Type(
        name="stage",
        read=known("stages", "stage-unknown", keep=False),
        about="the id of a stage",
    ),
    Type(
        name="type",
        read=known("types", "type-unknown", keep=True),
        about="the id of a type of entry",
    ),
    Type(
        name="campaign",
        read=known("campaigns", "campaign-unknown", keep=True),
        about="the id of a campaign",
    ),
    Type(
        name="country",
        examples=("BG",),
        read=plain(readers.country),
        schema=ANY_SCALAR,
        about="two letters: `BG`",
    ),
    Type(
        name="currency",
        examples=("EUR",),
        read=plain(readers.currency),
        about="three letters: `EUR`",
    ),
    Type(
        name="timezone",
        examples=("Europe/Sofia",),
        read=plain(readers.timezone),
        about="`Europe/Sofia`",
    ),
    Type(
        name="percent",
        examples=("10", "12.5"),
        read=plain(readers.percent),
        write=write_number,
        bare=True,
        schema=digits("^[0-9., ]+%?$"),
        column="number",
        about="0 to 100: `10` or `10%`",
    ),
    Type(
        name="share",
        examples=("0.25", "25%"),
        read=plain(readers.share),
        write=write_number,
        bare=True,
        schema=digits("^[0-9., ]+%?$"),
        column="number",
        about="0 to 1, or a percent: `0.1`, `10%`",
    ),
    Type(
        name="scores",
        examples=("5", "4-5"),
        read=plain(readers.scores),
        write=lambda value: f"{value[0]}-{value[1]}",
        bare=True,
        schema=digits("^[1-5]( ?- ?[1-5])?$"),
        about="`5` or `4-5`",
    ),
    *(
        Type(
            name=name,
            read=whole(low, high),
            bare=True,
            schema=digits("^ *[0-9]+ *$"),
            column="number",
            about=about,
        )
        for name, low, high, about in (
            ("score", 0, 10, "a whole number from 0 to 10"),
            ("five", 1, 5, "a whole number from 1 to 5"),
            ("count", 1, 1_000_000, "a whole number from 1"),
            ("days", 0, 100_000, "a whole number of days"),
        )
    ),
)

TYPES: dict[str, Type] = {one.name: one for one in _ALL}

# The types a base's own fields can have.
OWN_TYPES = (
    "text", "longtext", "number", "money", "percent", "date", "flag", "choice", "list",
    "client", "email", "url",
)  # fmt: skip
