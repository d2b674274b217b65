"""What is dated later than the horizon does not count anywhere."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from made_base import TODAY, from_records, make_base, opened
from test_index_reference import clients, days

from crm.model import Client, Consent, Deal, Interaction, Task

DAY = dt.date(2026, 6, 15)


def cut(some: Iterable[Client], day: dt.date) -> list[Client]:
    """Return a base as it would have been written by the end of a day."""
    return [
        replace(
            client,
            interactions=tuple(_unresolved(one, day) for one in _until(client, day)),
            deals=tuple(deal for deal in client.deals if _begun(client, deal) <= day),
            consents=tuple(
                _not_withdrawn(one, day)
                for one in client.consents
                if one.given is None or one.given <= day
            ),
            closed=None if client.closed and client.closed.date and client.closed.date > day else client.closed,
            tasks=tuple(_not_done(task, day) for task in client.tasks),
        )
        for client in some
        if _known(client) <= day
    ]  # fmt: skip


def _until(client: Client, day: dt.date) -> list[Interaction]:
    return [one for one in client.interactions if one.date and one.date.day <= day]


def _unresolved(one: Interaction, day: dt.date) -> Interaction:
    return replace(one, resolved=None) if one.resolved and one.resolved > day else one


def _not_withdrawn(one: Consent, day: dt.date) -> Consent:
    return replace(one, withdrawn=None) if one.withdrawn and one.withdrawn > day else one


def _not_done(task: Task, day: dt.date) -> Task:
    return replace(task, done=None) if task.done and task.done > day else task


def _begun(client: Client, deal: Deal) -> dt.date:
    mentions = [one.date.day for one in client.interactions if one.deal == deal.id and one.date]
    return deal.opened or min(mentions, default=dt.date.min)


def _known(client: Client) -> dt.date:
    entries = [one.date.day for one in client.interactions if one.date]
    return min([*entries, *([client.since] if client.since else [])], default=dt.date.min)


@given(clients(), days)
def test_a_past_day_equals_a_base_cut_off_there(some: tuple[Client, ...], day: dt.date) -> None:
    with from_records(some, day) as index, from_records(cut(some, day), day) as then:
        assert index.all_metrics() == then.all_metrics()
        assert index.memberships() == then.memberships()
        assert index.segments() == then.segments()
        assert [replace(row, path="") for row in index.clients()] == [
            replace(row, path="") for row in then.clients()
        ]
        assert index.tasks() == then.tasks()
        assert index.summary() == then.summary()
        assert index.months() == then.months()
        assert [(one.client, one.number, one.owed) for one in index.debts()] == [
            (one.client, one.number, one.owed) for one in then.debts()
        ]


CASES = {
    "known": "since: 2026-06-15",
    "not yet known": "since: 2026-06-16",
    "by the first entry": "interactions: [{date: 2026-06-15, type: call}]",
    "not yet by the first entry": "interactions: [{date: 2026-06-16, type: call}]",
    "nothing dated": "tags: [a]",
    "an entry before since": "since: 2026-07-01\ninteractions: [{date: 2026-06-15, type: call}]",
}


def test_clients_are_known_since_or_from_their_first_entry(tmp_path: Path) -> None:
    texts = {f"c{n}": f"name: C\n{text}" for n, text in enumerate(CASES.values())}
    with opened(make_base(tmp_path, **texts), DAY) as index:
        assert [row.id for row in index.clients(sort="id")] == ["c0", "c2", "c4", "c5"]
        assert index.metrics("c1") == {}
        assert index.membership("c1") == ()
        assert list(index.paths()) == ["c0", "c1", "c2", "c3", "c4", "c5"]
        assert index.metrics("c5")["known"] == dt.date(2026, 6, 15)
        assert index.resolve("c1").id == "c1"


def test_tasks_closings_consents_and_wishes_by_their_dates(tmp_path: Path) -> None:
    base = make_base(
        tmp_path,
        acme="""
            name: Acme
            closed: {date: 2026-06-16}
            do_not_contact: {since: 2026-06-16}
            tasks: [{due: 2026-06-20, what: later}, {due: 2026-06-01, what: before, done: 2026-06-16}]
            consent: [{purpose: mailings, given: 2026-06-16}]
        """,
    )
    with opened(base, DAY) as index:
        found = index.metrics("acme")
        assert (found["lifecycle"], found["closed"], found["do_not_contact"]) == (
            "potential",
            None,
            0,
        )
        assert found["colour"] == "grey"
        assert [(task.what, task.overdue) for task in index.tasks()] == [
            ("before", 14),
            ("later", 0),
        ]
        assert found["next_due"] == dt.date(2026, 6, 1)
    with opened(base, DAY + dt.timedelta(1)) as index:
        found = index.metrics("acme")
        assert (found["lifecycle"], found["do_not_contact"]) == ("lost", 1)
        assert (found["colour"], found["closed"]) == ("red-green", dt.date(2026, 6, 16))
        assert [task.what for task in index.tasks()] == ["later"]
        assert [task.what for task in index.tasks(done=True)] == ["before", "later"]


def test_another_day_does_not_spoil_the_stored_numbers(tmp_path: Path) -> None:
    base = make_base(
        tmp_path,
        'segments: {new: {when: "orders = 1"}}\nrequired: {when: [{segment: new, fields: [tax_id]}]}',
        acme="name: Acme\ninteractions: [{date: 2026-10-01, type: order, amount: 5}, {date: 2026-10-02, type: order, amount: 5}]",
    )
    day = dt.date(2026, 10, 1)

    def codes(today: dt.date, **options: object) -> list[str]:
        with opened(base, today, **options) as index:
            return [problem.code for problem in index.problems()]

    assert codes(TODAY) == []
    file = base.work / "index.sqlite"
    before = file.read_bytes()
    assert codes(day, keep=False) == ["required-in-segment"]
    with opened(base, day, keep=False) as index:
        assert index.metrics("acme")["orders"] == 1
        assert [row.id for row in index.clients(segment="new")] == ["acme"]
    assert file.read_bytes() == before
    assert codes(TODAY) == []
    # Without keep=False the other day becomes the stored one.
    assert codes(day) == ["required-in-segment"]
    assert file.read_bytes() != before
    assert codes(TODAY) == []


def test_a_change_seen_on_another_day_is_stored_for_the_stored_one(tmp_path: Path) -> None:
    base = make_base(tmp_path, acme="name: Acme\n")
    with opened(base):
        pass
    (base.clients / "acme.yaml").write_text(
        "name: Acme\ninteractions: [{date: 2026-11-20, type: order, amount: 5}]"
    )
    with opened(base, DAY, keep=False) as index:
        assert index.changed == ("clients/acme.yaml",)
        assert index.metrics("acme") == {}
    with opened(base) as index:
        assert index.changed == ()
        assert index.metrics("acme")["orders"] == 1


@given(st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31)))
def test_any_day_can_be_the_horizon(day: dt.date) -> None:
    with tempfile.TemporaryDirectory() as folder:
        text = (
            "name: A\ninteractions: [{date: 2026-01-01, type: order, amount: 5, due: 2026-01-02}]"
        )
        with opened(make_base(Path(folder), a=text), day) as index:
            known = day >= dt.date(2026, 1, 1)
            assert len(index.clients()) == known
            assert index.summary().debt == 5 * known
            assert len(index.months()) == 12 or day.year == 1
