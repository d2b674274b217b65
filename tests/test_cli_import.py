"""`crm import` at the door: real files in, client files out, everything left out told."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

import pytest

from crm.base import Base
from crm.cli.app import main
from crm.settings import load_settings
from crm.store.load import load
from crm.store.transaction import undo

DATA = Path(__file__).parent / "data"
ORDERS = DATA / "rfm_orders" / "rfm_data_orders.csv"
RUSSIAN = DATA / "cyrillic" / "clients_cp1251.csv"
BULGARIAN = DATA / "cyrillic" / "clients_bg.xlsx"
SALES = DATA / "funnel"


@pytest.fixture
def base(tmp_path: Path) -> Base:
    (tmp_path / "clients").mkdir()
    (tmp_path / "crm.yaml").write_text("name: Test\n")
    return Base(tmp_path)


@pytest.fixture
def crm(base: Base, capsys: pytest.CaptureFixture[str]):
    """Run crm in the base; return the exit code, what it said and what it told."""

    def run(*words: object):
        code = main(["-C", str(base.root), *map(str, words)])
        out, err = capsys.readouterr()
        return code, out, err

    return run


def clients(base: Base):
    settings = load_settings(base).settings
    return {file.id: file.client for file in load(base, settings)}


def problems(base: Base):
    loaded = load_settings(base)
    found = list(loaded.problems)
    for file in load(base, loaded.settings):
        found += file.problems
    return found


def snapshot(base: Base):
    return {path: path.read_bytes() for path in base.root.rglob("*.yaml")}


def write(base: Base, text: str, name: str = "list.csv") -> Path:
    path = base.root / name
    path.write_text(text, encoding="utf-8")
    return path


# The files of the contract.


def test_all_orders_of_all_clients(base, crm):
    code, out, _ = crm("import", ORDERS, "--as", "orders")
    assert code == 0
    assert "995 new, 0 changed" in out
    assert "4906 added, 0 there already" in out
    found = clients(base)
    assert len(found) == 995
    assert sum(len(client.interactions) for client in found.values()) == 4906
    assert not problems(base)
    with ORDERS.open(encoding="utf-8", newline="") as file:
        wanted = Counter(
            (row["customer_id"], row["email"], row["order_date"], row["revenue"])
            for row in csv.DictReader(file)
        )
    assert wanted == Counter(
        (client.name, client.emails[0], entry.date.day.isoformat(), str(entry.amount.amount))
        for client in found.values()
        for entry in client.interactions
    )
    assert {client.kind for client in found.values()} == {"person"}


def test_all_orders_again_change_no_byte(base, crm):
    crm("import", ORDERS, "--as", "orders")
    before = snapshot(base)
    code, out, _ = crm("import", ORDERS, "--as", "orders")
    assert code == 0
    assert "nothing changed" in out
    assert "0 added, 4906 there already" in out
    assert snapshot(base) == before


def test_an_untidy_russian_list(base, crm):
    code, out, err = crm("import", RUSSIAN, "--as", "clients", "--country", "RU")
    assert code == 0
    assert "encoding cp1251 (recognised), separator ; (recognised)" in out
    assert "41 rows read, 1 row left out" in out
    assert "39 new" in out
    told = [line.removeprefix(f"{RUSSIAN}:") for line in err.splitlines() if "hint:" not in line]
    assert told == [
        'column "Сумма покупок": warning[column-total]: a total is no order: the column is left out',
        "row 6: error[row-without-name]: no name: the row is left out",
        'row 7, column "Дата рождения": error[date-not-understood]: "31.02.2019" is not a date',
        "row 42: warning[row-twice]: the same as row 2: counted once",
    ]
    assert '--map fields.summa_pokupok:money="Сумма покупок"' in err
    found = {client.name: client for client in clients(base).values()}
    shchukin = found["Щукин-Ёлкин Пётр Эльдаровна"]
    assert shchukin.birthday is None
    assert [phone.typed for phone in shchukin.phones] == ["+7 495 606-62-73 ext. 12"]
    assert found["Фомин Ратмир Чеславович"].phones[0].e164 == "+79165155207"
    assert found["Матвеев Степан Всеволодович"].fields["code"] == "101"
    assert found["Гришина Полина Эдуардовна"].phones == ()
    assert len({client.phones[0].e164 for client in found.values() if client.phones}) == 38


def test_phones_without_a_country_are_kept_as_typed(base, crm):
    _, _, err = crm("import", RUSSIAN, "--as", "clients")
    found = {client.name: client for client in clients(base).values()}
    assert found["Фомин Ратмир Чеславович"].phones[0].typed == "9165155207"
    assert found["Фомин Ратмир Чеславович"].phones[0].e164 is None
    assert 'row 36, column "Телефон": warning[value-kept]: "9165155207" has no country code' in err
    assert "--country" in err


def test_totals_can_be_kept_in_an_own_field(base, crm):
    words = ("--map", "fields.total:money=Сумма покупок", "--country", "RU")
    _, out, err = crm("import", RUSSIAN, "--as", "clients", *words)
    assert "crm.yaml: declares the own field total" in out
    found = {client.name: client for client in clients(base).values()}
    total = {name: client.fields.get("total") for name, client in found.items()}
    assert (
        total["Матвеев Степан Всеволодович"].amount,
        total["Егоров Захар Захарьевич"].amount,
    ) == (69086, 1500)
    assert total["Исакова Валерия Ефимовна"].amount == 11139  # a no-break space parts thousands
    assert total["Исакова Валерия Ефимовна"].currency == "RUB"
    assert total["Ларионова Людмила Дмитриевна"] is None
    assert 'row 11, column "Сумма покупок": error[amount-in-brackets]: "(2 000,00)"' in err
    assert "there is no rate for RUB" in err
    before = snapshot(base)
    _, out, _ = crm("import", RUSSIAN, "--as", "clients", *words)
    assert "nothing changed" in out
    assert snapshot(base) == before


def test_a_bulgarian_workbook(base, crm):
    code, out, err = crm("import", BULGARIAN, "--as", "clients", "--country", "BG")
    assert (code, err) == (0, "")
    for line in (
        "Име + Презиме + Фамилия → name",
        "Телефон                 → phone",
        "Град                    → address.city",
        "ЕИК                     → tax_id",
        "Дата на първа покупка   → since",
        "clients: 40 new, 0 changed, 0 unchanged",
    ):
        assert line in out
    assert not problems(base)
    stanishev = clients(base)["alen-stanishev"]
    assert stanishev.name == "Ълен Станишев"
    assert stanishev.since.isoformat() == "2024-01-06"
    assert clients(base)["chudoslav-chupetlovska"].tax_id == "034149942"
    assert clients(base)["orfey-tapchileshtov"].phones[0].e164 == "+359888839379"
    before = snapshot(base)
    crm("import", BULGARIAN, "--as", "clients", "--country", "BG")
    assert snapshot(base) == before


def test_without_country_bulgarian_phones_are_told(base, crm):
    _, _, err = crm("import", BULGARIAN, "--as", "clients")
    assert err.count("warning[value-kept]") == 26
    assert clients(base)["orfey-tapchileshtov"].phones[0].typed == "0888839379"


def test_the_country_of_the_base_is_enough(base, crm):
    base.settings_file.write_text("country: BG\n")
    _, _, err = crm("import", BULGARIAN, "--as", "clients")
    assert err == ""


def test_three_months_of_sales(base, crm):
    for month in ("jan", "feb", "mar"):
        code, _, _ = crm("import", SALES / f"sales-{month}-2014.xlsx", "--as", "orders")
        assert code == 0
    found = clients(base)
    assert len(found) == 20
    entries = [entry for client in found.values() for entry in client.interactions]
    assert len(entries) == 134 + 108 + 142
    assert str(sum(entry.amount.amount for entry in entries)) == "535494.66"
    assert not problems(base)
    barton = next(client for client in found.values() if client.fields["code"] == "740150")
    first = barton.interactions[0]
    assert barton.name == "Barton LLC"
    assert (str(first.date.day), str(first.date.time)) == ("2014-01-01", "07:21:00")
    assert (first.items[0].service, first.items[0].qty, str(first.items[0].price.amount)) == (
        "B1-20000",
        39,
        "86.69",
    )
    _, out, _ = crm("import", SALES / "sales-feb-2014.xlsx", "--as", "orders")
    assert "nothing changed" in out


# The command.


def test_a_dry_run_writes_nothing(base, crm):
    before = snapshot(base)
    code, out, _ = crm("import", BULGARIAN, "--as", "clients", "--country", "BG", "--dry-run")
    assert code == 0
    assert "40 files would be written" in out
    assert snapshot(base) == before


def test_strict_writes_nothing_when_something_is_left_out(base, crm):
    before = snapshot(base)
    code, out, err = crm("import", RUSSIAN, "--as", "clients", "--strict")
    assert code == 1
    assert "nothing was written" in out
    assert "row 6" in err
    assert snapshot(base) == before
    assert crm("import", BULGARIAN, "--as", "clients", "--strict")[0] == 0


def test_one_undo_takes_the_import_back(base, crm):
    before = snapshot(base)
    crm("import", RUSSIAN, "--as", "clients")
    assert snapshot(base) != before
    undo(base)
    assert snapshot(base) == before


def test_json(base, crm):
    code, out, _ = crm(
        "import", RUSSIAN, "--as", "clients", "--country", "RU", "--json", "--today", "2026-11-20"
    )
    assert code == 0
    data = json.loads(out)
    assert (data["schema"], data["command"], data["today"]) == (1, "import", "2026-11-20")
    assert data["summary"]["clients_new"] == 39
    assert data["summary"]["written"] is True
    assert {"column": "ФИО", "key": "name"} in data["summary"]["columns"]
    rows = {(row["row"], row["code"]) for row in data["rows"]}
    assert (7, "date-not-understood") in rows
    assert (6, "row-without-name") in rows


def test_an_existing_client_is_filled_and_never_overwritten(base, crm):
    file = base.clients / "ana.yaml"
    file.write_text(
        "# mine\nname: Ana Dimova   # as she writes it\nemail: ana@example.org\nnotes: old\n"
    )
    path = write(base, "Name,E-mail,City,Notes\nAna Dimova,ana@example.org,Sofia,new\n")
    code, out, err = crm("import", path, "--as", "clients")
    assert code == 0
    assert "0 new, 1 changed, 0 unchanged" in out
    assert 'value-differs]: ana has notes old; "new" is left out' in err
    assert file.read_text() == (
        "# mine\nname: Ana Dimova   # as she writes it\nemail: ana@example.org\n"
        "address: {city: Sofia}\nnotes: old\n"
    )


def test_two_people_of_one_name_get_two_files(base, crm):
    path = write(
        base,
        "Name;E-mail;Date;Amount\nIvan Petrov;b@example.org;2026-01-02;5\nIvan Petrov;a@example.org;2026-01-02;7\n",
    )
    crm("import", path, "--as", "orders")
    found = clients(base)
    assert found["ivan-petrov"].emails == ("a@example.org",)
    assert found["ivan-petrov-2"].emails == ("b@example.org",)
    before = snapshot(base)
    crm("import", path, "--as", "orders")
    assert snapshot(base) == before


def test_a_row_that_fits_two_clients_is_left_out(base, crm):
    for name in ("one", "two"):
        (base.clients / f"{name}.yaml").write_text("name: Café Vitosha\n")
    path = write(base, "Name,City\nCAFÉ  VITOSHA,Sofia\n")
    code, _, err = crm("import", path, "--as", "clients")
    assert code == 1  # the only row was left out
    assert "row 2: error[row-matches-several]: the row fits 2 clients: one, two" in err


def test_lines_that_share_a_number_are_one_order(base, crm):
    path = write(
        base,
        "Order no,Date,Customer,SKU,Qty,Price,Sum\n"
        "7,2026-01-02,Cafe,beans,10,25,250\n"
        "7,2026-01-02,Cafe,cups,2,3.50,7\n"
        "8,2026-01-03,Cafe,beans,x,25,25\n"
        "8,2026-01-03,Cafe,cups,1,3.50,3.50\n",
    )
    code, out, err = crm("import", path, "--as", "orders")
    assert code == 0
    assert "4 rows read, 2 rows left out" in out
    assert "orders: 1 added" in out
    (order,) = clients(base)["cafe"].interactions
    assert (order.number, str(order.amount.amount), len(order.items)) == ("7", "257", 2)
    assert 'row 4, column "Qty": error[value-refused]: "x" is not a number' in err
    assert "row 5: error[order-incomplete]: another row of order 8 is left out" in err


def test_an_order_that_the_base_has_otherwise_is_told(base, crm):
    head = "Order no,Date,Customer,Sum\n"
    crm("import", write(base, f"{head}7,2026-01-02,Cafe,250\n"), "--as", "orders")
    before = snapshot(base)
    _, _, err = crm("import", write(base, f"{head}7,2026-01-02,Cafe,260\n"), "--as", "orders")
    assert "error[order-differs]: cafe has order 7 with other values (amount)" in err
    assert snapshot(base) == before


def test_an_entry_enriched_by_hand_is_the_same_entry(base, crm):
    path = write(base, "Date,Customer,Sum\n2026-01-02,Cafe,250\n")
    crm("import", path, "--as", "orders")
    file = base.clients / "cafe.yaml"
    file.write_text(file.read_text() + "    summary: paid in cash\n")
    _, out, _ = crm("import", path, "--as", "orders")
    assert "0 added, 1 there already" in out


def test_an_entry_of_the_base_answers_for_one_row(base, crm):
    (base.clients / "cafe.yaml").write_text(
        "name: Cafe\ninteractions:\n- {date: 2026-01-02, type: order, amount: 250, promo: X}\n"
    )
    path = write(base, "Date,Customer,Sum,Promo\n2026-01-02,Cafe,250,\n2026-01-02,Cafe,250,\n")
    _, out, _ = crm("import", path, "--as", "orders")
    assert "1 added, 1 there already" in out


def test_lines_that_do_not_make_the_amount_lose_their_prices(base, crm):
    path = write(base, "Date,Customer,SKU,Qty,Price,Sum\n2026-01-02,Cafe,beans,3,33,100\n")
    _, _, err = crm("import", path, "--as", "orders")
    assert "row 2: warning[lines-differ]: the amount is not the sum of the lines (99 EUR)" in err
    (order,) = clients(base)["cafe"].interactions
    assert (str(order.amount.amount), order.items[0].qty, order.items[0].price) == ("100", 3, None)
    assert not problems(base)


@pytest.mark.parametrize(
    ("amounts", "wanted"),
    [
        (("250", "7"), "257"),  # those of the lines
        (("257", "257"), "257"),  # the total in every row
        (("257", ""), "257"),  # the total in the first row
    ],
)
def test_what_the_amounts_of_an_order_are_is_proved_by_its_prices(base, crm, amounts, wanted):
    path = write(
        base,
        "Order no,Date,Customer,SKU,Qty,Price,Sum\n"
        f"7,2026-01-02,Cafe,beans,10,25,{amounts[0]}\n7,2026-01-02,Cafe,cups,2,3.50,{amounts[1]}\n",
    )
    _, _, err = crm("import", path, "--as", "orders")
    (order,) = clients(base)["cafe"].interactions
    assert (str(order.amount.amount), err) == (wanted, "")


@pytest.mark.parametrize("amounts", [("257", "300"), ("10", ""), ("250", "250")])
def test_amounts_that_prove_nothing(base, crm, amounts):
    path = write(
        base,
        "Order no,Date,Customer,SKU,Qty,Sum\n"
        f"7,2026-01-02,Cafe,beans,10,{amounts[0]}\n7,2026-01-02,Cafe,cups,2,{amounts[1]}\n",
    )
    _, out, err = crm("import", path, "--as", "orders")
    if amounts[0] == "257":  # different amounts cannot be one total
        assert "1 added" in out
    else:
        assert "order-amount-unclear" in err
        assert "0 added" in out


def test_words_for_nothing(base, crm):
    path = write(base, "Name,Birthday,Phone,Notes\nNull,NULL,-,none\n")
    code, _, err = crm("import", path, "--as", "clients")
    assert (code, err) == (0, "")
    null = clients(base)["null"]
    assert (null.name, null.notes, null.birthday, null.phones) == ("Null", "none", None, ())


@pytest.mark.parametrize(
    ("text", "words", "code", "message"),
    [
        ("", (), 1, "the file is empty"),
        ("Name,City\n", (), 0, ""),
        ("x,y\n1,2\n", (), 1, "no column is understood as the name; the columns are: x, y"),
        ("Name;City\nAna;Sofia\n", ("--separator", ","), 1, "perhaps it is separated by ;"),
        ("Name,Phone\nAna,1\n", ("--map", "phome=Phone"), 2, 'no key "phome"'),
        ("Name,Phone\nAna,1\n", ("--map", "phone=Fone"), 2, 'did you mean "Phone"?'),
        ("Name,Phone\nAna,1\n", ("--map", "phone"), 2, "is not KEY=COLUMN"),
        ("Name,Phone\nAna,1\n", ("--key", "email"), 2, "no column holds email"),
        ("Name\nAna\n", ("--encoding", "ebcdic-x"), 2, "there is no encoding"),
        ("Name\nAna\n", ("--country", "Bulgary"), 2, "is no country"),
        ("Name\nAna\n", ("--date-order", "dym"), 2, "is none of dmy, mdy, ymd"),
        ("Name,Birthday\nAna,03/04/1990\n", (), 1, "can be read in two ways"),
        ("Company,First name,Last name\nFirm,Ana,Dimova\n", (), 1, "which column is the name?"),
    ],
)
def test_what_stops_an_import_says_what_to_do(base, crm, text, words, code, message):
    before = snapshot(base)
    got, _, err = crm("import", write(base, text), "--as", "clients", *words)
    assert (got, message in err) == (code, True), err
    assert snapshot(base) == before


def test_an_unknown_kind_names_the_near_one(base, crm):
    code, _, err = crm("import", write(base, "Name\nAna\n"), "--as", "client")
    assert code == 2
    assert "did you mean clients?" in err


def test_wrong_files(base, crm):
    assert "a folder" in crm("import", base.root, "--as", "clients")[2]
    assert "no such file" in crm("import", base.root / "none.csv", "--as", "clients")[2]
    (base.root / "x.xlsx").write_bytes(b"PK\x03\x04 broken")
    assert "damaged" in crm("import", base.root / "x.xlsx", "--as", "clients")[2]


def test_a_client_that_cannot_be_read_is_told(base, crm):
    (base.clients / "broken.yaml").write_text("name: [\n")
    _, _, err = crm("import", write(base, "Name\nAna\n"), "--as", "clients")
    assert "client-unreadable" in err
    assert "clients/broken.yaml" in err
    assert set(clients(base)) == {"broken", "ana"}
