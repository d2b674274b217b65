"""A client file becomes a record; every fault in it becomes a problem at its place."""

from __future__ import annotations

import ast
import datetime as dt
import re
from decimal import Decimal
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

import crm
from crm.checks import read_client
from crm.checks.client import RULES as CHECKS
from crm.fields.table import SECTIONS
from crm.model import Address, Birthday, DoNotContact, Moment, Money, Phone
from crm.problems import RULES
from crm.problems.clients import CLIENTS
from crm.problems.settings import SETTINGS
from crm.problems.values import VALUES
from crm.settings.load import read_settings
from crm.text import read

BASE = read_settings(
    dedent(
        """
        currency: EUR
        rates: {BGN: 0.511292, USD: [{since: 2026-01-01, rate: 0.9}]}
        team: {ana: {name: Ana Dimova}, boris: }
        stages: {lead: , offer: {requires: [tax_id]}, contract: , won: , lost: }
        types: {tasting: {touch: yes}}
        fields: {seats: {type: number}, roast: {type: choice, choices: [dark, light]}, machines: {type: list}}
        required:
          person: [phone]
          organisation: [phone]
          when: [{tag: wholesale, fields: [seats, address.city]}, {segment: vip, fields: [tax_id]}]
        """
    ).encode(),
    b"beans-1kg: {price: 25 EUR, prices: [{until: 2025-12-31, price: 23 EUR}]}\nfreebie: {}",
    b"spring: {}",
).settings


def checked(text, settings=BASE, ident="a"):
    document = read("clients/a.yaml", dedent(text).encode())
    assert document.root is not None, document.problems
    return read_client(document, settings, ident)


def record(text):
    found = checked(text)
    assert found.problems == ()
    return found.client


def told(text, settings=BASE, ident="a"):
    found = sorted(checked(text, settings, ident).problems)
    return [f"{one.location.line}:{one.location.column} {one.code}" for one in found]


def test_the_example_of_the_format():
    client = record(
        """
        # yaml-language-server: $schema=../.crm/client.schema.json
        name: Кафе «Витоша»
        kind: organisation                 # organisation (default) | person
        owner: ana
        tags: [horeca, sofia]
        phone: +1 202 555 0101            # one value or a list, everywhere it makes sense
        address: {city: София, country: BG, street: ул. Примерна 5, postcode: "1000"}
        birthday: --03-08                  # a year may be unknown
        contacts:
          - {name: Мария Петрова, role: manager, decision: decider, phone: +1 202 555 0102}
        fields: {seats: 40}                # the base's own fields
        deals:
          - {id: espresso-2026, title: Espresso machine, amount: 4200 EUR, service: beans-1kg, opened: 2026-10-01, expected: 2026-12-15}
        tasks:
          - {due: 2026-11-24 10:00, what: call about the offer, owner: ana, done: 2026-11-24}
        tax_id: 007707083893
        interactions:
          - date: 2026-11-20 14:30
            type: call
            by: ana
            contact: Мария Петрова
            deal: espresso-2026
            stage: offer                   # moves the deal; the last move is the deal's stage
            summary: Sent the offer, wants a trial.
          - date: 2026-11-21
            type: order
            number: "1042"
            items: [{service: beans-1kg, qty: 10, price: 25 EUR, cost: 14 EUR}]
            amount: 250 EUR
            due: 2026-12-05
        """
    )
    assert client.name == "Кафе «Витоша»"
    assert client.phones == (Phone("+1 202 555 0101", "+12025550101"),)
    assert client.address == Address(
        city="София", country="BG", street="ул. Примерна 5", postcode="1000"
    )
    assert client.birthday == Birthday(3, 8)
    assert client.tax_id == "007707083893"
    assert client.fields == {"seats": Decimal(40)}
    assert client.contacts[0].phones[0].e164 == "+12025550102"
    assert client.deals[0].amount == Money(Decimal(4200), "EUR")
    assert client.tasks[0].due == Moment(dt.date(2026, 11, 24), dt.time(10))
    call, order = client.interactions
    assert (call.line, call.stage, call.contact) == (19, "offer", "Мария Петрова")
    assert order.items[0].qty == 10
    assert (order.number, order.due) == ("1042", dt.date(2026, 12, 5))


def test_what_the_user_typed_is_what_is_read():
    client = record(
        """
        name: NO
        phone: "+12025550101"
        tax_id: 0123
        hours: 10:30
        reference: yes
        important: 1e3
        notes: 2026-11-20
        tags: [1, true, "0"]
        fields: {seats: "1 500,00", roast: dark, machines: a}
        """
    )
    assert (client.name, client.tax_id, client.hours) == ("NO", "0123", "10:30")
    assert (client.reference, client.important, client.notes) == ("yes", "1e3", "2026-11-20")
    assert client.tags == ("1", "true", "0")
    assert client.fields == {"seats": Decimal("1500.00"), "roast": "dark", "machines": ("a",)}


def test_a_key_without_a_value_is_as_if_it_were_not_there():
    client = record(
        "name: A\nphone: +1 202 555 0101\nsince:\nowner: ~\ntags: null\ndeals:\nclosed: "
    )
    assert (client.since, client.owner, client.tags, client.deals) == (None, "", (), ())


def test_everything_else_of_the_format():
    client = record(
        """
        name: Ivan
        kind: person
        phone: [+1 202 555 0101, +1 202 555 0102]
        email: [a@example.org, b@example.org]
        site: example.org
        messengers: {whatsapp: +1 202 555 0101, telegram: "@ivan"}
        timezone: Europe/Sofia
        campaign: spring
        holidays: {--12-06: Nikulden, 2026-05-01: Opening}
        size: A
        standing: leader
        potential: 12 000 BGN
        paused: {until: 2026-12-31, reason: repairs}
        do_not_contact: {since: 2026-01-01}
        closed: {date: 2026-02-01, return: never}
        files: [a.pdf]
        consent: [{purpose: mailings, given: 2026-01-01, how: form}]
        contracts: [{number: 7, start: 2026-01-01, end: 2026-12-31, notice: 30d, amount: 5 EUR}]
        private: {temper: short, kids: [A, B], car: {make: X, year: 1999}}
        interactions:
          - {date: 2026-01-02, type: survey, score: 9, answers: {taste: {importance: 5, satisfaction: 4}}}
          - {date: 2026-01-03, type: handover, from: ana, to: boris}
          - {date: 2026-01-04, type: tasting, duration: 1h30, direction: in, outcome: my own word, private: yes}
          - {date: 2026-01-05, type: order, amount: 5, delivery: {due: 2026-01-06, done: 2026-01-07}}
          - {date: 2026-01-06, type: bonus, points: -50}
          - {date: 2026-01-07, type: payment, amount: 5}
          - {date: 2026-01-08, type: review, rating: 5, url: https://example.org/1}
          - {date: 2026-01-09, type: complaint, resolved: 2026-01-10}
          - {date: 2026-01-10, type: referral, client: b}
          - {date: 2026-01-11, type: mailing, template: spring, campaign: spring, cost: 1.50}
        """
    )
    assert client.emails == ("a@example.org", "b@example.org")
    assert client.messengers == {"whatsapp": "+1 202 555 0101", "telegram": "@ivan"}
    assert client.holidays == {"--12-06": "Nikulden", "2026-05-01": "Opening"}
    assert client.potential == Money(Decimal(12000), "BGN")
    assert client.closed.returns == "never"
    assert client.private == {"temper": "short", "kids": "A, B", "car": "make: X; year: 1999"}
    survey, handover, tasting, order, bonus, *_ = client.interactions
    assert [(one.criterion, one.importance, one.satisfaction) for one in survey.answers] == [
        ("taste", 5, 4)
    ]
    assert (handover.from_owner, handover.to_owner) == ("ana", "boris")
    assert (tasting.duration, tasting.outcome, tasting.private) == (90, "my own word", True)
    assert (order.delivery_due, order.delivery_done) == (dt.date(2026, 1, 6), dt.date(2026, 1, 7))
    assert bonus.points == -50


START = "name: A\nphone: +1 202 555 0101\n"
ENTRY = START + "deals: [{id: d}, {id: e}]\ninteractions:\n  - {date: 2026-01-01, "

# Every problem a client file can have: the text after START or ENTRY, and where it is told.
FAULTS = [
    ("campaign-unknown", "campaign: »sprin"),
    ("choice-invalid", "kind: »firm"),
    ("choice-invalid", "fields: {roast: »darkk}"),
    ("country-unknown", "address: {country: »Bulgaria}"),
    ("currency-ambiguous", "potential: »5 kr"),
    ("currency-unknown", "potential: »5 XXX"),
    ("currency-without-rate", "potential: »5 GBP"),
    ("date-invalid", "since: »2026-13-01"),
    ("date-invalid", "holidays: {»12-06: Nikulden}"),
    ("duration-invalid", ENTRY + "type: call, duration: »long}"),
    ("email-invalid", "email: [a@example.org, »b]"),
    ("flag-invalid", ENTRY + "type: call, private: »maybe}"),
    ("id-invalid", "deals: [{id: »Deal 1}]"),
    ("member-unknown", "owner: »anna"),
    ("money-invalid", "potential: »much"),
    ("money-too-fine", "potential: »0.00001"),
    ("number-ambiguous", "potential: »1,500"),
    ("number-invalid", "fields: {seats: »many}"),
    ("number-too-large", "potential: »1000000000000"),
    ("percent-invalid", ENTRY + "type: order, items: [{service: freebie, price: 0, discount: »200}]}"),
    ("phone-invalid", "contacts: [{name: B, phone: »+1 202 555}]"),
    ("phone-not-international", "contacts: [{name: B, phone: »202 555 0101}]"),
    ("phone-unlikely", "contacts: [{name: B, phone: »+1 999 555 0101}]"),
    ("service-unknown", "deals: [{id: d, service: »beans}]"),
    ("span-invalid", "contracts: [{notice: »soon}]"),
    ("stage-unknown", ENTRY + "type: call, deal: d, stage: »wonn}"),
    ("tag-invalid", "tags: »a, b"),
    ("time-invalid", "tasks: [{what: x, due: »2026-01-01 9:00}]"),
    ("timezone-unknown", "timezone: »Sofia"),
    ("type-unknown", ENTRY + "type: »cal}"),
    ("url-invalid", "site: »javascript:alert(1)"),
    ("whole-invalid", ENTRY + "type: survey, score: »11}"),
    ("item-empty", "deals:\n  -»"),
    ("key-misplaced", ENTRY + "type: call, »score: 9}"),
    ("key-unknown", "»nickname: B"),
    ("key-unknown", ENTRY + "type: call, »weather: fine}"),
    ("list-needed", "contacts: »{name: B}"),
    ("list-needed", "contacts: »B"),
    ("list-unexpected", "owner: »[ana]"),
    ("list-unexpected", "tags: [a, »[b]]"),
    ("mapping-needed", "address: »Sofia"),
    ("mapping-needed", "deals: [»d]"),
    ("mapping-needed", ENTRY + "type: survey, answers: {taste: »5}}"),
    ("mapping-needed", "private: »secret"),
    ("mapping-unexpected", "owner: »{id: ana}"),
    ("mapping-unexpected", "email: [»{work: 1}]"),
    ("own-field-unknown", "fields: {»seets: 4}"),
    ("amount-differs", ENTRY + "type: order, items: [{service: freebie, qty: 3, price: 10}], amount: »31}"),
    ("contact-duplicate", "contacts: [{name: B}, {name: »b}]"),
    ("contact-unknown", "contacts: [{name: Maria}]\ninteractions: [{date: 2026-01-01, type: call, contact: »Mara}]"),
    ("dates-reversed", "contracts: [{start: 2026-02-01, end: »2026-01-01}]"),
    ("dates-reversed", "consent: [{purpose: a, given: 2026-02-01, withdrawn: »2026-01-01}]"),
    ("dates-reversed", "deals: [{id: d, opened: 2026-02-01, expected: »2026-01-01}]"),
    ("dates-reversed", "since: 2026-02-01\nclosed: {date: »2026-01-01}"),
    ("dates-reversed", ENTRY + "type: order, amount: 1, due: »2025-12-31}"),
    ("dates-reversed", ENTRY + "type: order, amount: 1, delivery: {done: »2025-12-31}}"),
    ("deal-duplicate", "deals: [{id: d}, {id: »d}]"),
    ("deal-unknown", ENTRY + "type: call, deal: »f, stage: won}"),
    ("deal-unknown", "tasks: [{what: x, deal: »f}]"),
    ("entry-incomplete", ENTRY + "type: »payment}"),
    ("entry-incomplete", ENTRY + "type: »handover, from: ana}"),
    ("order-duplicate", ENTRY + "type: order, number: 1, amount: 1}\n  - {date: 2026-01-02, type: order, number: »1, amount: 1}"),
    ("order-empty", ENTRY + "type: »order}"),
    ("order-unknown", ENTRY + "type: payment, number: »1, amount: 1}"),
    ("price-missing", ENTRY + "type: order, items: [{service: »freebie}]}"),
    ("rate-missing", "interactions: [{date: 2025-12-31, type: order, amount: »5 USD}]"),
    ("rate-missing", "interactions: [{date: 2025-12-31, type: order, items: [{service: freebie, price: »5 USD}]}]"),
    ("required-missing", "deals: [{»title: B}]"),
    ("required-missing", "interactions: [{»date: 2026-01-01}]"),
    ("required-missing", "interactions: [{»type: call}]"),
    ("required-missing", "deals: [»{}]"),
    ("stage-requires", ENTRY + "type: call, deal: d, stage: »offer}"),
    ("stage-without-deal", ENTRY + "type: call, stage: »won}"),
]  # fmt: skip


def place_of(text):
    """Return the text without its mark, and the place of the mark."""
    before, _, after = text.partition("»")
    return before + after, f"{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"


@pytest.mark.parametrize(("code", "text"), FAULTS, ids=[row[0] for row in FAULTS])
def test_a_fault_is_told_once_at_its_place(code, text):
    text, place = place_of(text if text.startswith("name:") else START + text)
    assert told(text) == [f"{place} {code}"]


def test_a_file_name_that_is_no_id_is_told_of():
    assert told(START, ident="Кафе 1") == ["1:1 client-id-invalid"]


# Codes that are told by others: the settings, the command line, a key of crm.yaml.
ELSEWHERE = {
    "share-invalid",
    "when-invalid",
    "client-id-invalid",
    *(rule.code for rule in SETTINGS),
}


def test_every_code_has_an_example():
    codes = {rule.code for rule in (*VALUES, *CLIENTS)}
    assert codes - {code for code, _ in FAULTS} <= ELSEWHERE


def test_every_code_is_in_the_table_and_used():
    used = {code for floor in ("fields", "settings", "checks") for code in _codes_in(floor)}
    assert used <= set(RULES)
    assert {rule.code for rule in (*VALUES, *CLIENTS, *SETTINGS)} <= used


def _codes_in(floor):
    """Return the problem codes that the modules of a floor mention."""
    for path in Path(crm.__file__).parent.joinpath(floor).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                text = node.value
                if re.fullmatch("[a-z]+(-[a-z]+)+", text) and _is_code(text):
                    yield text


def _is_code(text):
    """Tell codes from the few other words with a hyphen."""
    return text not in {"no-answer", "time-tested"}


def test_messages_and_hints_are_whole_sentences_for_every_code():
    for _, text in FAULTS:
        for one in checked(START + text.removeprefix(START).replace("»", "")).problems:
            assert "{" not in one.message
            assert one.hint
            assert one.excerpt


def test_the_message_of_a_date():
    (one,) = checked(START + "since: 2026-13-01").problems
    assert one.message == '"2026-13-01" is not a date'


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("owner: anna", "did you mean ana?"),
        ("ower: ana", "did you mean owner?"),
        ("телефон: 5", "did you mean phone?"),
        ("city: Sofia", "did you mean address.city?"),
        ("whatsapp: 5", "did you mean messengers.whatsapp?"),
        ("inn: 5", "did you mean tax_id?"),
        ("\u043ewner: ana", "it looks like owner but has another character, U+043E cyrillic small letter o: type it anew"),
        ("owner: an\u200ba", "it looks like ana but has another character, U+200B zero width space: type it anew"),
        ("nickname: B", "keys of your own go under `fields` (declared in crm.yaml) or under `private`"),
        ("since: 20.11.2026", "write year, month and day like 2026-11-20"),
    ],
)  # fmt: skip
def test_hints(text, hint):
    (one,) = checked(START + text).problems
    assert one.hint == hint


@pytest.mark.parametrize(
    ("text", "reason"),
    [("yes", ""), ("he asked", "he asked"), ("true", "")],
)
def test_a_wish_not_to_be_contacted_counts_however_it_is_written(text, reason):
    found = checked(START + f"do_not_contact: {text}")
    assert [one.code for one in found.problems] == ["mapping-needed"]
    assert found.client.do_not_contact == DoNotContact(reason=reason)


def test_no_such_wish():
    assert record(START + "do_not_contact: no").do_not_contact is None


def test_a_bad_value_is_left_out_and_its_neighbours_are_kept():
    client = checked(START + "since: soon\ntags: [a, 'b, c', d]\npotential: 5\n").client
    assert (client.since, client.tags, client.potential) == (None, ("a", "d"), Money(Decimal(5)))


def test_an_unknown_id_is_kept_but_no_unknown_stage_or_deal():
    client = checked(
        START + "owner: anna\ndeals: [{id: d, service: beans}]\ninteractions:\n"
        "  - {date: 2026-01-01, type: cal, by: anna, deal: d, stage: wonn}\n"
        "  - {date: 2026-01-01, type: call, deal: f, stage: won}\n"
    ).client
    assert (client.owner, client.deals[0].service) == ("anna", "beans")
    first, second = client.interactions
    assert (first.type, first.by, first.deal, first.stage) == ("cal", "anna", "d", "")
    assert (second.deal, second.stage) == ("", "")


def test_what_may_be_meant_to_be_private_is():
    client = checked(
        START + "contacts: [{name: B, private: maybe}, {name: C}, {name: D, private: }]\n"
        "interactions: [{date: 2026-01-01, type: call, private: [yes]}]"
    ).client
    assert [one.private for one in client.contacts] == [True, False, False]
    assert client.interactions[0].private


def test_unknown_keys_are_kept_as_typed():
    client = checked(
        START + "colour: 007\nsizes: [1]\ninteractions: [{date: 2026-01-01, type: call, mood: NO}]"
    ).client
    assert client.more == {"colour": "007"}
    assert client.interactions[0].more == {"mood": "NO"}


def test_a_type_of_the_base_may_use_every_key():
    record(START + "interactions: [{date: 2026-01-01, type: tasting, score: 9, amount: 5}]")


class TestRequired:
    def test_only_the_name_unless_the_base_says_more(self):
        bare = read_settings().settings
        assert told("name: A", bare) == []
        assert told("{}", bare) == ["1:1 required-missing"]
        assert checked("{}", bare).client.missing == ("name",)

    def test_by_kind(self):
        assert told("name: A\nkind: person") == ["1:1 required-missing"]

    def test_by_tag_with_own_fields_and_dotted_keys(self):
        found = checked(START + "tags: [wholesale]")
        assert found.client.missing == ("seats", "address.city")
        assert told(START + "tags: wholesale\nfields: {seats: 0}\naddress: {city: X}") == []

    def test_what_is_there_but_wrong_is_told_once(self):
        assert told(START + "tags: wholesale\nfields: {seats: x}\naddress: {city: X}") == [
            "4:17 number-invalid"
        ]

    def test_an_empty_value_is_missing(self):
        assert told('name: ""\nphone: +1 202 555 0101') == ["1:1 required-missing"]

    def test_completeness_counts_required_and_recommended_keys(self):
        bare = read_settings().settings
        recommended = [
            one.key for one in SECTIONS["client"].fields.values() if "person" in one.recommended
        ]
        client = checked("name: A\nkind: person\nphone: +1 202 555 0101", bare).client
        assert client.filled == (2, 1 + len(recommended))

    def test_a_base_recommends_what_it_likes(self):
        own = read_settings(b"recommended: {organisation: [tax_id, name]}").settings
        assert checked("name: A", own).client.filled == (1, 2)


class TestAmounts:
    @pytest.mark.parametrize(
        ("items", "amount"),
        [
            ("{service: freebie, qty: 3, price: 10, discount: 10}", "27"),
            ("{service: freebie, qty: 3, price: 10, discount: 10%}", "27.00"),
            ("{service: freebie, qty: 3, price: 0.335}", "1.005"),
            ("{service: freebie, qty: 3, price: 0.335}", "1.01"),
            # Each line rounded (0.34 + 0.34) and the sum rounded (0.67) are both usual.
            ("{service: freebie, price: 0.335}, {service: freebie, price: 0.335}", "0.68"),
            ("{service: freebie, price: 0.335}, {service: freebie, price: 0.335}", "0.67"),
            ("{service: freebie, price: 5 EUR}", "5"),
            ("{service: freebie, price: 100 BGN}", "51.13 EUR"),
            ("{service: freebie, qty: -1, price: 5}, {service: freebie, price: 5}", "0"),
            # Without a price of its own a line is not compared: the amount is the truth.
            ("{service: beans-1kg, qty: 2}", "40"),
        ],
    )
    def test_equal(self, items, amount):
        assert told(ENTRY + f"type: order, items: [{items}], amount: {amount}}}") == []

    @pytest.mark.parametrize(
        ("items", "amount", "lines"),
        [
            ("{service: freebie, qty: 3, price: 10}", "30.01", "30.00"),
            ("{service: freebie, price: 0.335}, {service: freebie, price: 0.335}", "0.69", "0.67"),
            ("{service: freebie, price: 100 BGN}", "51.14 EUR", "51.13 EUR"),
            ("{service: freebie, price: 5}", "5 BGN", "9.78 BGN"),
        ],
    )
    def test_not_equal(self, items, amount, lines):
        found = checked(ENTRY + f"type: order, items: [{items}], amount: {amount}}}").problems
        assert [(one.code, dict(one.values)["lines"]) for one in found] == [
            ("amount-differs", lines)
        ]

    def test_a_price_of_the_price_list_is_enough_for_a_line(self):
        assert told(ENTRY + "type: order, items: [{service: beans-1kg}]}") == []

    def test_a_free_order_says_so(self):
        assert told(ENTRY + "type: order, amount: 0}") == []

    def test_a_bad_amount_is_told_once(self):
        text = START + "interactions:\n- date: 2026-01-01\n  type: order\n  amount: 1,500"
        assert told(text) == ["6:11 number-ambiguous"]


class TestStages:
    MOVE = "  - {{date: 2026-01-{day}, type: call, deal: d, stage: {stage}}}\n"

    def moves(self, *stages):
        lines = [self.MOVE.format(day=f"{10 + at}", stage=name) for at, name in enumerate(stages)]
        return START + "deals: [{id: d}]\ninteractions:\n" + "".join(lines)

    def test_what_a_stage_passed_on_the_way_requires_is_required_still(self):
        assert told(self.moves("lead", "contract")) == ["6:52 stage-requires"]
        assert told(self.moves("won")) == ["5:52 stage-requires"]

    def test_a_lost_deal_and_an_early_one_require_nothing(self):
        assert told(self.moves("lead")) == []
        assert told(self.moves("offer", "lost")) == []

    def test_the_last_move_by_date_counts(self):
        text = self.moves("offer", "lost").replace("2026-01-10", "2026-02-10")
        assert told(text) == ["5:52 stage-requires"]

    def test_on_the_same_day_the_time_and_then_the_place_in_the_file_tell(self):
        same_day = self.moves("offer", "lost").replace("2026-01-11", "2026-01-10")
        assert told(same_day) == []
        timed = same_day.replace("2026-01-10", "2026-01-10 12:00", 1)
        assert told(timed) == ["5:58 stage-requires"]

    def test_with_what_is_required_all_is_well(self):
        assert told("tax_id: 1\n" + self.moves("offer")) == []


def test_the_name_of_a_contact_may_differ_in_case_and_spaces():
    text = ENTRY.replace("deals:", "contacts: [{name: Maria Petrova}]\ndeals:")
    assert told(text + "type: call, contact: maria  petrova}") == []
    assert told(text + "type: call, contact: A}") == []  # the client itself


def test_a_client_without_contacts_may_be_met_by_anybody():
    assert told(ENTRY + "type: call, contact: Somebody}") == []


def test_every_code_says_what_it_is_about_and_what_to_do():
    for rule in (*VALUES, *CLIENTS, *SETTINGS):
        assert rule.hint
        assert rule.about.endswith(".")


def test_every_rule_says_what_it_is_about():
    assert all(rule.__doc__ for rule in CHECKS)


KEYS = sorted({key for section in SECTIONS.values() for key in section.fields})
SCALARS = st.one_of(
    st.sampled_from(
        ["", "~", "'x'", "1,500", "5 EUR", "2026-11-20", "20.11.2026", "yes", "order", "call",
         "won", "ana", "d", "+1 202 555 0101", "beans-1kg", "--03-08", "9" * 40]
    ),
    st.text("ab1: ,-[]{}'\"\n#\u200b\u0430", max_size=6),
)  # fmt: skip
YAML = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.lists(
            st.tuples(st.sampled_from(KEYS), inner), max_size=5, unique_by=lambda row: row[0]
        ).map(lambda rows: "{" + ", ".join(f"{key}: {value}" for key, value in rows) + "}"),
    ),
    max_leaves=20,
)


@given(YAML, st.text(max_size=5))
def test_nothing_in_a_file_stops_it_from_being_read(text, ident):
    document = read("clients/a.yaml", text.encode())
    found = read_client(document, BASE, ident)
    assert (found.client is None) == (document.root is None)
    for one in found.problems:
        assert one.message
        assert one.location.line >= 1


ENTRIES = st.fixed_dictionaries(
    {},
    optional={
        key: st.sampled_from(
            ["order", "payment", "2026-01-01", "5", "5 USD", "[a]", "d", "won", "ana", "x"]
        )
        for key in SECTIONS["interaction"].fields
    },
)


@given(st.lists(ENTRIES, max_size=4))
def test_no_entry_stops_a_file_from_being_read(entries):
    rows = [
        "{" + ", ".join(f"{key}: {value}" for key, value in row.items()) + "}" for row in entries
    ]
    text = START + f"deals: [{{id: d}}]\ninteractions: [{', '.join(rows)}]"
    client = checked(text).client
    assert len(client.interactions) == len(entries)
