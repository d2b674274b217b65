"""Rules across clients: what a file says of others, each problem with its place and way out."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_base import make_base, opened, write

from crm.base import Base
from crm.problems.across import ACROSS
from crm.store.forgotten import mark


def said(base: Base) -> list[str]:
    with opened(base) as index:
        return [f"{one.location}: {one.code}: {one.message}" for one in index.problems()]


def test_clients_that_are_named_exist(tmp_path: Path) -> None:
    base = make_base(
        tmp_path,
        "fields: {partner: {type: client}}",
        acme="""
            name: Acme
            referred_by: othr
            fields: {partner: nobody}
            interactions:
              - date: 2026-01-02
                type: referral
                client: cafe-vitosha
              - {date: 2026-01-03, type: referral, client: other}
        """,
        other="name: Other\nreferred_by: other\nfields: {partner: acme}",
        unread="name: [",
        fine="name: Fine\nreferred_by: unread",
    )
    assert [line for line in said(base) if "client-" in line] == [
        "clients/acme.yaml:3:14: client-unknown: there is no client othr",
        "clients/acme.yaml:4:19: client-unknown: there is no client nobody",
        "clients/acme.yaml:8:13: client-unknown: there is no client cafe-vitosha",
        "clients/other.yaml:2:14: client-itself: the client refers to itself",
    ]
    with opened(base) as index:
        first = next(one for one in index.problems() if one.code == "client-unknown")
        assert first.hint == "did you mean other?"
        assert first.excerpt == ((2, "name: Acme"), (3, "referred_by: othr"))


def test_a_client_that_comes_mends_the_reference(tmp_path: Path) -> None:
    base = make_base(tmp_path, acme="name: Acme\nreferred_by: other")
    assert said(base)
    write(base.root, "other", "name: Other")
    assert said(base) == []
    (base.clients / "other.yaml").unlink()
    assert said(base) == ["clients/acme.yaml:2:14: client-unknown: there is no client other"]


def test_no_id_twice(tmp_path: Path) -> None:
    base = make_base(tmp_path, a__acme="name: A", b__acme="name: B", fine="name: C")
    assert said(base) == [
        "clients/a/acme.yaml:1:1: id-duplicate: another client has the id acme: clients/b/acme.yaml",
        "clients/b/acme.yaml:1:1: id-duplicate: another client has the id acme: clients/a/acme.yaml",
    ]


def test_no_ids_that_are_one_name_on_some_systems(tmp_path: Path) -> None:
    base = make_base(tmp_path)
    write(base.root, "acme", "name: A")
    write(base.root, "x/Acme", "name: B")
    write(base.root, "caf\u00e9", "name: C")
    write(base.root, "x/cafe\u0301", "name: D")
    found = [line for line in said(base) if "id-similar" in line]
    assert found == [
        "clients/acme.yaml:1:1: id-similar: this id differs only in the writing of its letters from clients/x/Acme.yaml",
        "clients/caf\u00e9.yaml:1:1: id-similar: this id differs only in the writing of its letters from clients/x/cafe\u0301.yaml",
        "clients/x/Acme.yaml:1:1: id-similar: this id differs only in the writing of its letters from clients/acme.yaml",
        "clients/x/cafe\u0301.yaml:1:1: id-similar: this id differs only in the writing of its letters from clients/caf\u00e9.yaml",
    ]


def test_attachments_are_there_and_inside(tmp_path: Path) -> None:
    root = tmp_path / "base"
    base = make_base(
        root,
        acme="""
            name: Acme
            files: [offer.pdf, files/acme/offer.pdf, https://example.org/x, missing.pdf]
            contracts:
              - {number: "1", file: /etc/hostname}
            interactions:
              - {date: 2026-01-01, type: call, files: [../../secret.txt, sub/scan.pdf]}
              - {date: 2026-01-02, type: call, files: "C:\\\\secret.txt"}
              - {date: 2026-01-03, type: call, files: out/secret.txt}
              - {date: 2026-01-04, type: call, files: leak.txt}
        """,
    )
    (tmp_path / "secret.txt").write_text("secret")
    folder = base.files / "acme"
    (folder / "sub").mkdir(parents=True)
    (folder / "offer.pdf").write_text("x")
    (folder / "sub" / "scan.pdf").write_text("x")
    (folder / "out").symlink_to(tmp_path)
    (folder / "leak.txt").symlink_to(tmp_path / "secret.txt")
    assert said(base) == [
        "clients/acme.yaml:3:65: attachment-missing: there is no file missing.pdf",
        "clients/acme.yaml:5:25: attachment-outside: /etc/hostname does not lie inside the base",
        "clients/acme.yaml:7:44: attachment-outside: ../../secret.txt does not lie inside the base",
        "clients/acme.yaml:8:43: attachment-outside: C:\\secret.txt does not lie inside the base",
        "clients/acme.yaml:9:43: attachment-outside: out/secret.txt does not lie inside the base",
        "clients/acme.yaml:10:43: attachment-outside: leak.txt does not lie inside the base",
    ]
    (folder / "missing.pdf").write_text("now it is there")
    assert not [line for line in said(base) if "attachment-missing" in line]


@pytest.mark.parametrize(
    "target", ["x" * 300 + ".pdf", "..\\\\y", "~/y", "a/../../y", "...", "mailto:a@example.org"]
)
def test_odd_names_of_attachments_stop_nothing(tmp_path: Path, target: str) -> None:
    base = make_base(tmp_path, acme=f'name: Acme\nfiles: ["{target}"]')
    assert len(said(base)) == (not target.startswith("mailto"))


def test_regions_have_notes_once_some_have(tmp_path: Path) -> None:
    base = make_base(tmp_path, acme="name: Acme\nregion: sofja", other="name: Other\nregion: sofia")
    assert said(base) == []
    base.regions.mkdir()
    (base.regions / "sofia.yaml").write_text("notes: hills")
    assert said(base) == [
        "clients/acme.yaml:2:9: region-unknown: there is no file regions/sofja.yaml"
    ]
    (base.regions / "sofja.yaml").write_text("notes: hills")
    assert said(base) == []


def test_a_segment_requires_fields(tmp_path: Path) -> None:
    base = make_base(
        tmp_path,
        """
        segments: {vip: {when: "revenue >= 100"}, key: {}}
        fields: {seats: {type: number}}
        required:
          when:
            - {segment: vip, fields: [tax_id, address.city, seats]}
            - {segment: potential, kind: person, fields: [birthday]}
            - {segment: key, tag: sofia, fields: [email]}
        """,
        acme="# first\nname: Acme\naddress: {city: Sofia}\ninteractions: [{date: 2026-01-01, type: order, amount: 100}]",
        small="name: Small\ntags: [key]\ninteractions: [{date: 2026-01-01, type: order, amount: 99}]",
        person="name: Person\nkind: person\ntags: [key, sofia]",
        firm="name: Firm",
    )
    assert said(base) == [
        "clients/acme.yaml:2:7: required-in-segment: seats is missing, which clients in vip must have",
        "clients/acme.yaml:2:7: required-in-segment: tax_id is missing, which clients in vip must have",
        "clients/person.yaml:1:7: required-in-segment: birthday is missing, which clients in potential must have",
        "clients/person.yaml:1:7: required-in-segment: email is missing, which clients in key must have",
    ]
    write(
        base.root,
        "acme",
        "name: Acme\ntax_id: 1\naddress: {city: Sofia}\nfields: {seats: 0}\ninteractions: [{date: 2026-01-01, type: order, amount: 100}]",
    )
    assert not [line for line in said(base) if "acme" in line]


def test_a_condition_that_cannot_be_used(tmp_path: Path) -> None:
    base = make_base(
        tmp_path,
        """
        segments:
          vip: {when: "revenu >= 100"}
          cut: {when: "orders >"}
          bad: {when: "id IN (DELETE FROM client)"}
          fine: {when: "orders = 0"}
        """,
        acme="name: Acme",
    )
    assert said(base) == [
        "crm.yaml:3:15: segment-condition: the condition of vip cannot be used: no such column: revenu",
        "crm.yaml:4:15: segment-condition: the condition of cut cannot be used: it ends before it is finished",
        'crm.yaml:5:15: segment-condition: the condition of bad cannot be used: near "DELETE": syntax error',
    ]
    with opened(base) as index:
        assert index.problems()[0].excerpt == (
            (2, "segments:"),
            (3, '  vip: {when: "revenu >= 100"}'),
        )
        assert [one.segment for one in index.membership("acme")] == ["potential", "fine"]


def test_ids_of_the_forgotten_are_not_given_out_again(tmp_path: Path) -> None:
    base = make_base(tmp_path, acme="name: Acme")
    (tmp_path / "forgotten.yaml").write_text(f"{mark('acme')}: {{date: 2026-01-01}}\n")
    assert said(base)[0].startswith("clients/acme.yaml:1:1: id-forgotten: ")
    (tmp_path / "forgotten.yaml").write_text("a: [")
    assert said(base)[0].startswith("forgotten.yaml:1:1: forgotten-unreadable: ")


def test_every_code_is_told_of_somewhere() -> None:
    text = Path(__file__).read_text(encoding="utf-8")
    assert [rule.code for rule in ACROSS if f"{rule.code}:" not in text] == []


def test_problems_of_all_kinds_stand_in_one_order(tmp_path: Path) -> None:
    base = make_base(
        tmp_path,
        "nonsense: 1",
        b="name: B\nreferred_by: x\nphone: abc",
        a="name: [",
    )
    with opened(base) as index:
        problems = index.problems()
        paths = [one.location.path for one in problems]
        assert problems == sorted(problems)
        assert paths == ["clients/a.yaml", "clients/b.yaml", "clients/b.yaml", "crm.yaml"]
        assert index.clients()[0].problems == 2


def test_what_other_files_say_is_seen_without_a_change_of_a_client(tmp_path: Path) -> None:
    """A region's notes, an attachment and a tombstone come and go while no client file does."""
    (tmp_path / "regions").mkdir()
    base = make_base(tmp_path, acme="name: Acme\nregion: north\nfiles: [offer.pdf]\n")

    def codes() -> set[str]:
        with opened(base) as index:
            return {problem.code for problem in index.problems()}

    assert {"region-unknown", "attachment-missing"} <= codes()
    (tmp_path / "regions" / "north.yaml").write_text("name: North\n")
    assert "region-unknown" not in codes()
    (tmp_path / "files" / "acme").mkdir(parents=True)
    (tmp_path / "files" / "acme" / "offer.pdf").write_text("x")
    assert "attachment-missing" not in codes()
    (tmp_path / "forgotten.yaml").write_text(f"{mark('acme')}: {{date: 2026-01-01}}\n")
    assert "id-forgotten" in codes()
    (tmp_path / "forgotten.yaml").unlink()
    assert "id-forgotten" not in codes()
