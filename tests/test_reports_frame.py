"""What holds for every report: its description, its answers to odd bases, filters, days, output."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import math
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from string import Formatter

import pytest
import test_reports_bgnbd as bgnbd
from hypothesis import given
from hypothesis import strategies as st
from made_base import TODAY, from_records, make_base
from reporting import OWNERS, answer, ask, client, cut, days, entry, half, journals, order
from transcript import crm

from crm.cli.report import report as command
from crm.errors import BadCondition, BadPeriod, BadReportOption, UnknownReport, UnknownSegment
from crm.fields.words import LANGUAGES
from crm.index.reports import extract
from crm.model import Answer, Client, Closed, Deal, Money
from crm.reports import registry
from crm.reports.report import Asked, Note, Unit, Words
from crm.settings import Settings

NAMES = registry.NAMES
FOLDER = Path(registry.__file__).parent


# Descriptions


@pytest.mark.parametrize("name", NAMES)
def test_every_report_is_described_in_three_languages(name: str) -> None:
    report = registry.describe(name)
    assert report.name == name
    assert report.source
    texts = [report.title, report.question, report.period, report.how]
    for column in (*report.columns, *report.summary):
        texts += [column.label, column.meaning, *column.names.values()]
    texts += [option.meaning for option in report.options]
    for text in texts:
        assert list(text) == list(LANGUAGES)
        assert all(text.values()), text
    for language in LANGUAGES:
        assert report.question[language].endswith("?")
        assert report.how[language].endswith(".")
        assert all(column.meaning[language].endswith(".") for column in report.columns)
    for language in ("ru", "bg"):
        assert any("а" <= letter <= "я" for letter in report.how[language].lower())


@pytest.mark.parametrize("name", NAMES)
def test_names_are_told_once(name: str) -> None:
    report = registry.describe(name)
    for named in (report.columns, report.summary, report.options):
        names = [one.name for one in named]
        assert len(names) == len(set(names))


def test_every_module_with_a_report_is_listed() -> None:
    # `likeness` describes what `crm compare` says, and is not asked for by name.
    found = {
        path.stem.replace("_", "-")
        for path in FOLDER.glob("*.py")
        if path.stem != "likeness" and "\nREPORT = " in path.read_text(encoding="utf-8")
    }
    assert found == set(NAMES)


def test_every_option_can_be_given_on_the_command_line() -> None:
    parameters = command.__annotations__
    options = {option.name for name in NAMES for option in registry.describe(name).options}
    assert options <= set(parameters)


def notes() -> Iterator[Words]:
    import importlib

    for path in FOLDER.glob("*.py"):
        module = importlib.import_module(f"crm.reports.{path.stem}")
        for value in vars(module).values():
            if isinstance(value, Note):
                yield value.template


def test_sentences_have_the_same_places_in_every_language() -> None:
    found = list(notes())
    assert found
    for template in found:
        places = [{part[1] for part in Formatter().parse(template[one])} for one in LANGUAGES]
        assert places[0] == places[1] == places[2]


@pytest.mark.parametrize("name", extract.questions())
def test_every_question_to_the_index_is_documented(name: str) -> None:
    text = (Path(extract.__file__).parent / f"{name}.sql").read_text(encoding="utf-8")
    lines = text.splitlines()
    assert lines[0].startswith("-- Question: ")
    assert any(line.startswith("-- Grain: ") for line in lines)
    assert any(line.startswith("-- Columns: ") for line in lines)


# Odd bases: never an exception, never a number that is none, a reason for what is empty

ZERO = Money(Decimal(0))
ODD: Mapping[str, list[Client]] = {
    "nobody": [],
    "one without an entry": [client("a")],
    "one order": [client("a", order(TODAY))],
    "one free order": [client("a", order(TODAY, 0))],
    "an order without amount or lines": [client("a", entry("order", TODAY))],
    "only a negative order": [client("a", order(TODAY, -5))],
    "only a refund": [client("a", entry("refund", TODAY, amount=Money(Decimal(5))))],
    "a refund larger than the order": [
        client("a", order(TODAY, 5), entry("refund", TODAY, amount=Money(Decimal(50))))
    ],
    "only in the future": [client("a", order(TODAY + dt.timedelta(9), items="tea cake"))],
    "all equal": [client(f"c{n}", order(TODAY, items="tea cake")) for n in range(7)],
    "all free": [client(f"c{n}", order(TODAY, 0), order(TODAY, 0)) for n in range(7)],
    "all closed, nobody knows when": [
        client(f"c{n}", order(TODAY), closed=Closed()) for n in range(3)
    ],
    "long ago": [client("a", order(dt.date(1, 1, 1), items="tea"), order(dt.date(1, 2, 3)))],
    "a free line": [client("a", order(TODAY, items="tea"), order(TODAY, 0))],
    "an empty survey": [client("a", entry("survey", TODAY), entry("complaint", TODAY))],
    "cost alone": [client("a", entry("call", TODAY, cost=Money(Decimal(3))))],
    "a deal of nobody, without anything": [client("a", deals=(Deal(line=1, id="d"),))],
    "a free deal won in a stage nobody declared": [
        client(
            "a",
            entry("call", TODAY, deal="d", stage="limbo"),
            deals=(Deal(line=1, id="d", amount=ZERO),),
        )
    ],
    "empty answers": [client("a", entry("survey", TODAY, answers=(Answer(criterion="taste"),)))],
    "only a payment": [client("a", entry("payment", TODAY, amount=Money(Decimal(5))))],
    "a campaign that only cost": [
        client("a", entry("expense", TODAY, amount=ZERO, campaign="fair"), campaign="fair")
    ],
    "delivered, though nobody said when": [client("a", entry("order", TODAY, delivery_done=TODAY))],
}


def check(value: object) -> None:
    """Fail for what is no number, and for what JSON or a reader could not take."""
    if isinstance(value, Mapping):
        assert all(isinstance(key, str) for key in value)
        list(map(check, value.values()))
    elif isinstance(value, tuple):
        list(map(check, value))
    elif isinstance(value, float):
        assert math.isfinite(value)
    else:
        assert value is None or isinstance(value, int | str | Decimal | dt.date | Note)


@pytest.mark.parametrize("base", ODD.values(), ids=ODD)
def test_odd_bases_get_honest_answers(base: list[Client]) -> None:
    with from_records(base) as index:
        for name in NAMES:
            report = registry.describe(name)
            found = ask(index, name)
            described = {column.name for column in report.columns}
            assert set(found.columns) <= described, name
            assert all(len(row) == len(found.columns) for row in found.rows), name
            assert set(found.summary) <= {column.name for column in report.summary}, name
            assert found.rows or found.note, name
            check(tuple(tuple(row) for row in found.rows))
            check(found.summary)


@pytest.mark.parametrize("name", NAMES)
def test_an_answer_has_the_summary_it_promises(name: str) -> None:
    found = answer([client("a", order(TODAY, items="tea cake"))], name)
    assert set(found.summary) == {column.name for column in registry.describe(name).summary}


def test_shares_are_between_nothing_and_the_whole() -> None:
    for base in ODD.values():
        with from_records(base) as index:
            for name in set(NAMES) - {
                "margin",
                "bcg",
                "rating",
            }:  # margins and growth have no limit
                units = {one.name: one.unit for one in registry.describe(name).columns}
                found = ask(index, name)
                for row in found.rows:
                    for column, value in zip(found.columns, row, strict=True):
                        if units[column] is Unit.SHARE and value is not None:
                            assert 0 <= value <= 1, (name, column)


# Choosing


@half
@given(journals(), st.sampled_from(OWNERS))
def test_a_report_is_computed_as_if_there_were_no_other_clients(
    base: tuple[Client, ...], owner: str
) -> None:
    part = [one for one in base if one.owner == owner]
    # Who named an advocate, classes that moved and measures rated are of the whole base.
    whole = {"advocates", "movement", "rating"}
    with from_records(base) as index, from_records(part) as alone:
        for name in set(NAMES) - whole:
            assert ask(index, name, owner=owner) == ask(alone, name), name
            where = f"owner = '{owner}'"
            assert ask(index, name, where=where) == ask(alone, name), name


@half
@given(journals(), st.randoms())
def test_the_order_of_files_and_entries_means_nothing(
    base: tuple[Client, ...], random: object
) -> None:
    import dataclasses

    mixed = []
    for one in base:
        entries = list(one.interactions)
        random.shuffle(entries)
        # Of several scores of one moment the last in the file is the last: their order stays.
        timed = sorted(entries, key=lambda e: (e.date.day, str(e.date.time or "")))
        alike = len({(e.date.day, e.date.time) for e in timed}) == len(timed)
        mixed.append(dataclasses.replace(one, interactions=tuple(entries)) if alike else one)
    random.shuffle(mixed)
    with from_records(base) as index, from_records(mixed) as other:
        for name in NAMES:
            assert ask(index, name) == ask(other, name), name


@half
@given(journals(), days(400))
def test_a_day_of_the_past_is_a_base_cut_off_there(base: tuple[Client, ...], day: dt.date) -> None:
    day = min(day, TODAY)
    with from_records(base, day) as past, from_records(cut(base, day), day) as cut_off:
        for name in NAMES:
            assert ask(past, name) == ask(cut_off, name), name


# Where the end of a period is not as good as a day: classes, judgements and debts are of today.
TODAYS = {
    "nine", "completeness", "rating", "services", "rhythm", "movement", "totals", "expected", "value",
    "winback", "debts",
}  # fmt: skip
DATED = set(NAMES) - TODAYS


@half
@given(journals(), days(400))
def test_the_end_of_a_period_is_a_day_of_the_past(base: tuple[Client, ...], day: dt.date) -> None:
    day = min(day, TODAY)
    plain = [client(one.id, *one.interactions) for one in base]
    with from_records(plain) as index, from_records(plain, day) as past:
        for name in sorted(DATED):
            late, early = ask(index, name, until=day), ask(past, name)
            assert (late.rows, late.summary) == (early.rows, early.summary), name


def test_forecasts_of_a_past_day_do_not_know_what_came_later() -> None:
    people = bgnbd.shoppers()[:400]
    day = dt.date(1997, 6, 30)
    late, early = answer(people, "value", day), answer(cut(people, day), "value", day)
    assert late == early
    assert late.summary["value"]


def test_segments_and_tags_choose_too() -> None:
    some = [
        client("a", order(TODAY), tags=("bar",)),
        client("b", order(TODAY - dt.timedelta(200)), tags=("bar",)),
        client("c", order(TODAY)),
    ]
    with from_records(some) as index:
        assert [row[0] for row in ask(index, "rfm", segment="working").rows] == ["a", "c"]
        assert [row[0] for row in ask(index, "rfm", tag="bar").rows] == ["a", "b"]
        assert [row[0] for row in ask(index, "rfm", tag="bar", where="orders_365 > 0", owner="").rows] == ["a", "b"]  # fmt: skip


def test_what_cannot_be_asked_is_told() -> None:
    with from_records([]) as index:
        with pytest.raises(UnknownReport, match="no report 'rmf'"):
            ask(index, "rmf")
        with pytest.raises(BadReportOption, match="rfm has no --weeks"):
            ask(index, "rfm", weeks=5)
        with pytest.raises(BadReportOption, match="takes --weeks from 1 to 520, not 0"):
            ask(index, "expected", weeks=0)
        with pytest.raises(BadReportOption, match="takes --by revenue, quantity, not 'love'"):
            ask(index, "abc", by="love")
        with pytest.raises(BadPeriod):
            ask(index, "rfm", since=TODAY, until=TODAY - dt.timedelta(1))
        with pytest.raises(BadCondition):
            ask(index, "rfm", where="DROP TABLE client")
        with pytest.raises(UnknownSegment):
            ask(index, "rfm", segment="vips")


def test_a_report_without_asking_anything_is_for_everybody() -> None:
    with from_records([client("a", order(TODAY))]) as index:
        assert registry.compute("rfm", index) == registry.compute("rfm", index, Asked())


# On the command line


@pytest.fixture
def base(tmp_path: Path) -> Path:
    make_base(
        tmp_path,
        "language: bg\nteam: {ana: {name: Ана Димова}}\n",
        vitosha="name: Кафе «Витоша»\nowner: ana\ninteractions:\n"
        "  - {date: 2026-11-01, type: order, amount: 12345.5}\n"
        "  - {date: 2026-10-01, type: order, amount: 1}\n",
        orbita="name: Орбита\ninteractions: [{date: 2026-11-10, type: order, amount: 99}]\n",
    )
    return tmp_path


def test_as_text_in_the_language_of_the_base(base: Path) -> None:
    ran = crm("-C", base, "report", "abc")
    lines = [line.rstrip() for line in ran.out.splitlines()]
    assert lines[:4] == [
        "Клиент   Име              Приходи    Дял  С натрупване  Клас",
        "vitosha  Кафе «Витоша»  12\u00a0346,50  99,2%         99,2%  A",
        "orbita   Орбита             99,00   0,8%        100,0%  C",
        "",
    ]
    assert "По класове           A 1, B 0, C 1" in lines
    assert "Първата пета носи    99,2%" in lines
    assert (ran.err, ran.code) == ("", 0)


# What is asked, an id in the answer, and what is read for it in Bulgarian.
LABELLED = [
    ("report rfm", "cant_lose", "Да не се губят"),
    ("report nine", "C leader", "C лидер"),
    ("report movement --by colour --since 2026-11-05", "gold", "– → златен 2"),
    ("report movement --since 2026-11-05", "working", "– → действащ 2"),
    ("report completeness", "contacts", "Лица за контакт"),
    ("report rating", "revenue_365", "приходи за година 4"),
    ("report totals", "cogs", "себестойност"),
    ("report funnel", "lead", "Първи интерес"),
    ("report why-they-buy --by segment", "working", "действащ"),
]


@pytest.mark.parametrize(("asked", "ident", "word"), LABELLED, ids=[row[0] for row in LABELLED])
def test_people_read_words_and_programs_ids(base: Path, asked: str, ident: str, word: str) -> None:
    (base / "clients" / "new.yaml").write_text(
        "name: Нова\ndeals: [{id: d, opened: 2026-11-01}]\ninteractions:\n"
        "  - {date: 2026-11-06, type: survey, answers: {вкус: {importance: 5, satisfaction: 4}}}\n"
        "  - {date: 2026-11-07, type: order, amount: 5}\n",
        encoding="utf-8",
    )
    read = crm("-C", base, *asked.split()).out
    assert word in read
    assert ident not in read
    rows = json.loads(crm("-C", base, *asked.split(), "--json").out)
    assert ident in json.dumps(rows, ensure_ascii=False)


def test_segments_have_ids_and_words(base: Path) -> None:
    lines = [line.split("  ") for line in crm("-C", base, "segments").out.splitlines()]
    cells = [[cell.strip() for cell in line if cell.strip()] for line in lines]
    assert cells[0] == ["код", "име", "вид", "клиенти"]
    assert cells[2] == ["working", "действащ", "жизнен цикъл", "2"]
    rows = json.loads(crm("-C", base, "segments", "--json").out)["rows"]
    assert rows[1] == {"id": "working", "label": "действащ", "kind": "lifecycle", "count": 2}


def test_as_json(base: Path) -> None:
    ran = crm("-C", base, "report", "abc", "--json", "--owner", "ana", "--until", "2026-10-31")
    told = json.loads(ran.out)
    assert (told["schema"], told["command"], told["today"]) == (1, "report", "2026-11-20")
    assert told["rows"] == [
        {"client": "vitosha", "revenue": 1, "share": 1, "cumulative": 1, "class": "A"}
    ]
    assert told["summary"]["classes"] == {"A": 1, "B": 0, "C": 0}


def test_as_csv(base: Path) -> None:
    ran = crm("-C", base, "report", "retention", "--csv")
    assert list(csv.reader(io.StringIO(ran.out))) == [
        ["cohort", "size", "months"],
        ["2026-10", "1", "1 1"],
        ["2026-11", "1", "1"],
    ]


def test_an_empty_answer_has_its_reason_on_the_other_stream(base: Path) -> None:
    ran = crm("-C", base, "report", "expected")
    assert ran.err == "поръчвали са 2 от тези клиенти; за прогноза трябват 100 или повече\n"
    assert ran.code == 0
    told = json.loads(crm("-C", base, "report", "expected", "--json").out)
    assert told["rows"] == []
    assert told["summary"]["note"].startswith("поръчвали са 2")


def test_the_list_of_reports(base: Path, tmp_path: Path) -> None:
    ran = crm("-C", base, "report")
    assert [line.split()[0] for line in ran.out.splitlines()] == list(NAMES)
    assert "Кой е купувал наскоро, често и за много?" in ran.out
    told = json.loads(crm("-C", base, "report", "--json").out)
    assert [row["name"] for row in told["rows"]] == list(NAMES)


def test_the_explanation(base: Path) -> None:
    for name in NAMES:
        ran = crm("-C", base, "report", name, "--about")
        report = registry.describe(name)
        assert report.question["bg"] in ran.out
        assert f"Източник: {report.source}" in ran.out
        assert all(f"  {column.name} " in ran.out for column in report.columns)
        assert all(f"--{one.name.replace('_', '-')}" in ran.out for one in report.options)


def test_every_report_can_be_printed_in_three_ways(base: Path) -> None:
    for name in NAMES:
        for way in ((), ("--json",), ("--csv",)):
            ran = crm("-C", base, "report", name, *way)
            assert ran.code == 0, (name, ran.err)
            assert ran.out, (name, way)


def test_wrong_usage(base: Path) -> None:
    ran = crm("-C", base, "report", "rmf")
    assert (ran.code, ran.err.splitlines()[0]) == (2, "crm: there is no report 'rmf'")
    ran = crm("-C", base, "report", "rfm", "--since", "someday")
    assert (ran.code, ran.err.splitlines()[0]) == (2, 'crm: --since: "someday" is not a day')
    ran = crm("-C", base, "report", "rfm", "--services")
    assert (ran.code, ran.err.splitlines()[0]) == (2, "crm: report rfm has no --services")


def test_settings_are_those_of_the_base() -> None:
    """Thresholds of crm.yaml: A up to half."""
    from crm.settings.records import Abc

    some = [
        client("a", order(TODAY, 50)),
        client("b", order(TODAY, 30)),
        client("c", order(TODAY, 20)),
    ]
    settings = Settings(abc=Abc(a=Decimal("0.5"), b=Decimal("0.8")))
    assert [row[-1] for row in answer(some, "abc", settings=settings).rows] == ["A", "B", "C"]
