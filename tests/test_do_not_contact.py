"""Who asked to be left alone stands in no list made for contacting, whatever speaks for it.

Everybody here has a twin with the same journal and no such wish: the twin must be in the list.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import pytest
from made_base import TODAY, from_records
from reporting import ask, client, entry, order

from crm.index.query import Index
from crm.model import Client, Contact, DoNotContact, Phone
from crm.reports import registry
from crm.reports.report import Unit
from crm.website.card.people import best_ways

# Reports that tell how things are, of everybody; nobody is rung because a row is there.
ANALYSIS = {
    "rfm", "abc", "nine", "bcg", "rhythm", "value", "advocates", "rating", "margin", "completeness",
    "privacy", "debts", "movement", "sources", "quality", "behaviour",
}  # fmt: skip
_REACH = (Phone("+1 202 555 0101", "+12025550101"),)


def ago(number: int) -> dt.date:
    return TODAY - dt.timedelta(number)


def people() -> list[Client]:
    """Return the loud, each with a reason to be contacted."""
    both = "beans cups"
    return [
        client("stopped", *(order(ago(day), items=both) for day in (600, 500, 450))),
        client("late", *(order(ago(day), items="beans") for day in (90, 80, 70, 60, 50)),
               entry("survey", ago(20), score=10)),
        client("silent", order(ago(140), items=both)),
        client("prospect", entry("call", ago(9), outcome="asked")),
    ]  # fmt: skip


def quiet(one: Client, since: dt.date | None) -> Client:
    wish = DoNotContact(since=since, reason="asked for it")
    ident = f"quiet-{one.id}"
    return replace(one, id=ident, path=f"clients/{ident}.yaml", do_not_contact=wish)


@pytest.fixture(scope="module", params=[None, TODAY])
def index(request: pytest.FixtureRequest) -> Iterator[Index]:
    """Yield a base with the twins, and a crowd large enough for a forecast."""
    crowd = [
        client(f"c{n}", *(order(ago(day), items=what) for day in range(n, 700, 40 + 3 * n)))
        for n, what in enumerate(["beans cups"] * 80 + ["filter"] * 40, 1)
    ]
    loud = people()
    with from_records([*crowd, *loud, *(quiet(one, request.param) for one in loud)]) as found:
        yield found


def clients_in(index: Index, name: str) -> set[str]:
    """Return the clients that the rows of a report name anywhere."""
    found = ask(index, name)
    return {one.id for one in index.clients() if _says(found.rows, one.id)}


def _says(value: object, ident: str) -> bool:
    if isinstance(value, tuple | list):
        return any(_says(part, ident) for part in value)
    return value == ident


@pytest.mark.parametrize(
    ("name", "loud"),
    [
        ("winback", {"stopped"}),
        ("expected", {"stopped", "late", "silent"}),
        ("services", {"late"}),
    ],
)
def test_reports_made_for_contacting(index: Index, name: str, loud: set[str]) -> None:
    found = clients_in(index, name)
    assert loud <= found
    assert not [one for one in found if one.startswith("quiet-")]


def test_what_matters_this_morning(index: Index) -> None:
    flags = {one.id: set(one.flags) & {"late", "silent", "no-next"} for one in index.clients()}
    assert {"late", "no-next"} <= flags["late"]
    assert "silent" in flags["silent"]
    assert {one: found for one, found in flags.items() if one.startswith("quiet-") and found} == {}


def test_every_other_report_is_known_to_be_no_list_of_calls(index: Index) -> None:
    """A new report that names such clients in its rows leaves them out, or is told of above."""
    for name in registry.NAMES:
        units = {column.unit for column in registry.describe(name).columns}
        if name in ANALYSIS or Unit.CLIENT not in units:
            continue
        found = clients_in(index, name)
        assert not [one for one in found if one.startswith("quiet-")], name


def test_a_wish_of_tomorrow_does_not_count_today() -> None:
    loud = people()[0]
    with from_records([loud, quiet(loud, TODAY + dt.timedelta(1))]) as found:
        assert clients_in(found, "winback") == {"stopped", "quiet-stopped"}


def test_no_way_to_reach_them_stands_beside_the_next_step() -> None:
    person = Contact(line=1, name="Ivan Petrov", phones=_REACH)
    one = replace(people()[0], contacts=(person,))
    assert best_ways(one)
    assert best_ways(quiet(one, None)) == ()
    contact = replace(person, do_not_contact=DoNotContact())
    assert best_ways(replace(one, contacts=(contact,))) == ()
