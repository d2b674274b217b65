"""Whose row is it: by the strongest mark, never against one, never by a guess."""

from __future__ import annotations

import pytest
from test_exchange_import import a_base, clients, files, table, take

from crm.exchange.refusals import TooMuch

OLD = {
    "ana": "name: Ana Dimova\nemail: ana@example.org\nphone: +359 888 000 101\n",
    "boris": "name: Boris Iliev\ntax_id: '0101'\n",
    "ivan": "name: Ivan Petrov\n",
}


def rows(base, header, *lines, **wish):
    return take(
        base, table(header.split(","), [line.split(",") for line in lines]), "clients", **wish
    )


def codes(report):
    return [(told.rows, told.finding.code) for told in report.findings]


@pytest.mark.parametrize(
    ("header", "line"),
    [
        ("name,email", "A. D.,ANA@example.org"),
        ("name,phone", "Ana Dimova,00359 888 000 101"),
        ("name,phone", "ana  dimova,"),
        ("name,tax_id", "Boris & Co,0101"),
        ("tax_id,email", "0101,b@example.org"),
    ],
)
def test_a_client_is_found(header, line):
    with a_base(**OLD) as base:
        report = rows(base, header, line)
        assert report.clients.new == 0
        assert len(clients(base)) == 3


def test_a_name_with_another_email_is_another_person():
    with a_base(**OLD) as base:
        report = rows(base, "name,email", "Ana Dimova,other@example.org")
        assert (report.clients.new, codes(report)) == (1, [((2,), "namesake")])
        assert "ana has the same name but another email" in report.findings[0].finding.message
        assert codes(rows(base, "name,email", "Ana Dimova,other@example.org")) == []
        assert {client.id for client in clients(base)} == {"ana", "boris", "ivan", "ana-dimova"}


def test_a_code_speaks_louder_than_everything_else():
    with a_base(**OLD) as base:
        lines = ("7,Ana Dimova,ana@example.org", "8,Ana Dimova,ana@example.org")
        report = rows(base, "code,name,email", *lines)
        assert codes(report) == [((2,), "rows-claim-one"), ((3,), "rows-claim-one")]
        assert rows(base, "code,name,email", lines[0]).clients.changed == 1
        report = rows(base, "code,name,email", *lines)
        assert (report.clients.new, report.clients.unchanged) == (1, 1)


def test_two_clients_of_one_mark_are_not_decided():
    with a_base(**OLD, other="name: Ivan Petrov\n") as base:
        report = rows(base, "name,city", "Ivan Petrov,Sofia")
        assert codes(report) == [((2,), "row-matches-several")]
        assert report.rows_left_out == 1


def test_two_marks_of_two_clients_are_not_decided():
    with a_base(**OLD) as base:
        report = rows(base, "name,tax_id,email", "X,0101,ana@example.org")
        assert codes(report) == [((2,), "row-matches-several")]


def test_the_name_of_another_client_does_not_count_against_a_stronger_mark():
    with a_base(**OLD) as base:
        report = rows(base, "name,email", "Ivan Petrov,ana@example.org")
        assert (report.clients.unchanged, codes(report)) == (1, [((2,), "value-differs")])


def test_a_phone_under_another_name_is_not_decided():
    with a_base(**OLD) as base:
        line = "Vera Dimova,+359888000101"
        assert codes(rows(base, "name,phone", line)) == [((2,), "row-other-name")]
        assert rows(base, "name,phone", line, key="name").clients.new == 1
    with a_base(**OLD) as base:
        report = rows(base, "name,phone", line, key="phone")
        assert (report.clients.new, codes(report)) == (0, [((2,), "value-differs")])


def test_words_for_no_phone_are_no_mark():
    with a_base() as base:
        assert rows(base, "name,phone", "Ana,none", "Boris,none", "Vera,1").clients.new == 3


def test_with_a_key_every_row_needs_it():
    with a_base(**OLD) as base:
        report = rows(base, "name,email", "Ana Dimova,", key="email")
        assert codes(report) == [((2,), "row-without-key")]


def test_a_row_twice_is_one_client():
    with a_base() as base:
        report = rows(base, "name,city", "Ana,Sofia", "Ana,Sofia", "Ana,Varna")
        assert report.clients.new == 1
        assert codes(report) == [((3,), "row-twice"), ((4,), "value-differs")]


def test_empty_keys_are_filled_and_others_stay():
    with a_base(ana="name: Ana\nphone: n/a?\naddress: {country: BG}\n") as base:
        rows(base, "name,phone,city,notes", "Ana,+359 888 000 101,Sofia,x")
        assert files(base)["clients/ana.yaml"].decode() == (
            "name: Ana\nphone: n/a?\naddress: {country: BG, city: Sofia}\nnotes: x\n"
        )


def test_what_cannot_be_read_is_not_overwritten():
    with a_base(ana="name: Ana\nbirthday: 31.02.2019\n") as base:
        report = rows(base, "name,birthday", "Ana,1990-01-31")
        assert codes(report) == [((2,), "value-differs")]
        assert files(base)["clients/ana.yaml"] == b"name: Ana\nbirthday: 31.02.2019\n"


def test_ids_taken_by_attachments_are_not_given_out():
    with a_base() as base:
        (base.files / "ana").mkdir(parents=True)
        rows(base, "name", "Ana")
        assert [client.id for client in clients(base)] == ["ana-2"]


def test_a_file_that_would_be_too_large_stops_the_import():
    with a_base() as base, pytest.raises(TooMuch, match="Ana would get 1 entries"):
        take(
            base,
            table(
                ["name", "date", "amount", "notes"], [("Ana", "2026-01-02", "5", "x" * 1_100_000)]
            ),
        )
