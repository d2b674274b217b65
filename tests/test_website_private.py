"""What is private is nowhere in the built site: not on a page, not in a script, not in an excerpt."""

from __future__ import annotations

from dataclasses import fields

import pytest
from sites import SETTINGS, build, files, make_base

from crm.model import Client, Contact, Interaction
from crm.problems import Location, problem
from crm.text import read
from crm.website import published as allowed
from crm.website.published import published
from crm.website.secrets import Secrets, secrets_of

SECRET = "Zanzibar"  # begins every private text below

CLIENT = f"""\
name: Кафе
owner: ana
tags: [horeca]
phone: +1 202 555 0101
since: 2026-13-01                  # a problem right above the private part
private:
  margin: {SECRET} margin
  since: {SECRET} date
fields: {{seats: 40, door_code: {SECRET}-code}}
privat: {SECRET} slip of the pen
contacts:
  - {{name: Мария, phone: +1 202 555 0102}}
  - {{name: {SECRET} Ivanov, phone: +1 202 555 0199, email: {SECRET}@example.org, private: yes}}
  - name: {SECRET} Petrov
    private: yess
    birthday: {SECRET} birthday
deals:
  - {{id: machine, title: Machine, opened: 2026-10-01}}
interactions:
  - {{date: 2026-11-01, type: call, contact: Мария, summary: public words}}
  - date: 2026-11-02
    type: call
    private: yes
    contact: {SECRET} Ivanov
    summary: {SECRET} words
    outcome: {SECRET} outcome
    deal: machine
    stage: lost
    reason: {SECRET} reason
    competitor: {SECRET} rival
    due: {SECRET} due
  - {{date: 2026-11-03, type: call, contact: {SECRET} Ivanov, summary: said hello}}
  - {{date: 2026-11-04, type: call, contact: {SECRET} Ivanof, summary: a slip in a name}}
  - {{date: 2026-11-05, type: order, amount: 5, privat: {SECRET} key}}
"""

UNREADABLE = f"""\
name: Bad
private:
  margin: {SECRET} of a file that cannot be read
contacts: [unclosed
"""

OWN = f"""\
{SETTINGS}  secret-door: {{when: "door_code = '{SECRET}-code'"}}
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    root = make_base(tmp_path_factory.mktemp("base"), {"cafe": CLIENT, "bad": UNREADABLE}, OWN)
    build(root)
    return files(root / "site")


def test_nothing_private_is_in_any_file_of_the_site(site):
    for name, data in site.items():
        text = data.decode()
        for secret in (SECRET, SECRET.lower(), "5550199", "555 0199"):
            at = text.find(secret)
            assert at < 0, f"{name}: …{text[max(0, at - 120) : at + 60]}…"


def test_what_is_not_private_is_there(site):
    card = site["clients/cafe.html"].decode()
    for said in ("public words", "said hello", "Мария", "+1 202 555 0102", "Machine", "40"):
        assert said in card
    assert "2026-13-01" in card, "a problem beside a private part is shown"
    assert "(private)" in card or "since: 2026-13-01" in card


def test_a_problem_in_a_private_part_is_counted_but_not_quoted(site):
    problems = site["problems.html"].decode()
    assert "A problem in a private part of the file" in problems
    assert "bracket-unclosed" in problems
    assert "flag-invalid" in problems


def test_a_new_key_of_the_model_must_be_put_on_a_list():
    """Everything a record can hold is either on the allow-list or known to be kept back."""
    kept_back = {
        Client: {"private", "more", "fields", "contacts", "interactions", "gaps"},
        Contact: {"private"},
        Interaction: {"private", "more", "unread"},
    }
    lists = {Client: allowed._CLIENT, Contact: allowed._CONTACT, Interaction: allowed._INTERACTION}
    for record, names in lists.items():
        assert {field.name for field in fields(record)} - set(names) == kept_back[record]


def test_what_is_not_on_the_list_is_dropped_from_the_record():
    entry = Interaction(line=1, summary="seen", more={"privat": SECRET})
    hidden = Interaction(line=2, summary=SECRET, private=True)
    named = Interaction(line=3, contact=SECRET, summary="seen")
    client = Client(
        id="a",
        path="clients/a.yaml",
        fields={"seats": "40", "door_code": SECRET},
        private={"note": SECRET},
        more={"privat": SECRET},
        contacts=(Contact(line=1, name="Мария"), Contact(line=2, name=SECRET, private=True)),
        interactions=(entry, hidden, named),
    )
    shown = published(client, {"door_code"})
    assert SECRET not in repr(shown)
    assert [one.summary for one in shown.interactions] == ["seen", "seen"]
    assert shown.fields == {"seats": "40"}


def lines(text: str) -> list[int]:
    return sorted(secrets_of(read("clients/a.yaml", text.encode()), {"door_code"}).lines)


def test_private_lines_are_found():
    assert lines("name: A\nprivate:\n  a: 1\n  b: 2\nowner: x\n") == [2, 3, 4]
    assert lines("name: A\nfields:\n  seats: 1\n  door_code: |\n    12\n    34\nowner: x\n") == [
        4,
        5,
        6,
    ]
    assert lines(
        "name: A\ncontacts:\n  - name: B\n    private: yes\n  - name: C\n    private: no\n"
    ) == [3, 4]
    assert lines("name: A\ncontacts:\n  - {name: B, private: yess}\n") == [3]
    assert lines("name: A\nprivate:\n  a: 1\n  # in the block\nowner: x\n") == [2, 3, 4]
    assert lines("name: A\n") == []


def test_all_lines_of_an_unreadable_file_that_mentions_private_parts_are_private():
    assert lines("name: [A\nprivate: x\n") == [1, 2, 3]
    assert lines("name: [A\nowner: x\n") == []
    assert lines("name: [A\ndoor_code: x\n") == [1, 2, 3]


@pytest.mark.parametrize(
    ("line", "value", "touched"),
    [(3, "x", True), (2, "x", False), (2, "did you mean Zanzibar Ivanov?", True)],
)
def test_a_problem_touches_a_secret_by_its_place_or_by_its_words(line, value, touched):
    secrets = Secrets(lines={3}, texts=frozenset({"Zanzibar Ivanov"}))
    found = problem("flag-invalid", Location("clients/a.yaml", line, 1), value=value)
    assert secrets.touch(found) == touched
