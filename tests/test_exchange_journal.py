"""The import of payments, deals and interactions, at the door and by its promises."""

# ruff: noqa: F811 - fixtures of a neighbour

from __future__ import annotations

import json
import random
from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_cli_import import SALES as FUNNEL
from test_cli_import import base, clients, crm, problems, snapshot, write  # noqa: F401
from test_exchange_import import a_base, files, table, take
from test_exchange_import import clients as records

from crm.store.transaction import undo

# Bases cost much to draw and to ask.
FEW = settings.default.max_examples // 4
STAGES = "stages: {presented: , pending: , won: , declined: {result: lost}}\n"
# Published by pbpython for the pipeline of salesfunnel.xlsx, manager by manager.
TOTALS = {
    ("Debra Henley", "won"): 65_000,
    ("Debra Henley", "pending"): 50_000,
    ("Debra Henley", "presented"): 50_000,
    ("Debra Henley", "declined"): 70_000,
    ("Fred Anderson", "won"): 172_000,
    ("Fred Anderson", "pending"): 5_000,
    ("Fred Anderson", "presented"): 45_000,
    ("Fred Anderson", "declined"): 65_000,
}


def stages(found):
    """The stage of every deal by client and id, from the journal."""
    return {
        (ident, deal.id): [
            (str(one.date.day), one.stage) for one in client.interactions if one.deal == deal.id
        ]
        for ident, client in found.items()
        for deal in client.deals
    }


# Deals


def test_a_published_pipeline(base, crm):
    base.settings_file.write_text(STAGES)
    code, out, err = crm(
        "import", FUNNEL / "salesfunnel.xlsx", "--as", "deals", "--today", "2026-11-20"
    )
    assert code == 0
    assert "deals: 17 added, 0 there already" in out
    assert "deals-undated]: nothing says when 17 deals came to their stage" in err
    assert 'column "Price": warning[amount-from-price]' in err
    totals: Counter[tuple[str, str]] = Counter()
    for client in clients(base).values():
        for deal in client.deals:
            (move,) = (one for one in client.interactions if one.deal == deal.id)
            totals[client.owner, move.stage] += deal.amount.amount
    assert totals == TOTALS
    assert totals.total() == 522_000
    assert not problems(base)
    before = snapshot(base)
    _, out, _ = crm("import", FUNNEL / "salesfunnel.xlsx", "--as", "deals")
    assert "0 added, 17 there already" in out
    assert snapshot(base) == before


def test_the_funnel_of_a_published_pipeline(base, crm):
    base.settings_file.write_text(STAGES)
    crm("import", FUNNEL / "salesfunnel.xlsx", "--as", "deals", "--today", "2026-11-20")
    _, out, _ = crm("report", "funnel", "--json", "--today", "2026-11-20")
    summary = json.loads(out)["summary"]
    assert (summary["won"], summary["lost"], summary["open"]) == (4, 3, 10)
    assert summary["win_rate"] == pytest.approx(4 / 7)
    assert summary["won_amount"] == 237_000
    words = ("stats", "deal.amount", "--by", "owner", "deal.stage", "--json")
    _, out, _ = crm(*words, "--today", "2026-11-20")
    found = {(row["owner"], row["deal.stage"]): row["sum"] for row in json.loads(out)["rows"]}
    assert found == TOTALS


def test_steps_with_days_make_the_way_of_a_deal(base, crm):
    text = (
        "Client,Deal ID,Title,Amount,Stage,Date\n"
        "Cafe,D-1,Machine,4200,offer,2026-02-03\n"
        "Cafe,D-1,Machine,4200,Lead,2026-01-02\n"
        "Cafe,D-1,Machine,4200,closed won,2026-03-04\n"
    )
    code, out, err = crm("import", write(base, text), "--as", "deals")
    assert (code, err) == (0, "")
    assert "3 rows read" in out
    assert "deals: 1 added" in out
    assert stages(clients(base)) == {
        ("cafe", "d-1"): [("2026-01-02", "lead"), ("2026-02-03", "offer"), ("2026-03-04", "won")]
    }
    assert not problems(base)


def test_a_deal_that_went_on_is_moved_and_nothing_else(base, crm):
    head = "Client,Deal,Amount,Stage,Date\n"
    crm("import", write(base, f"{head}Cafe,Machine,4200,offer,2026-01-02\n"), "--as", "deals")
    file = base.clients / "cafe.yaml"
    file.write_text(file.read_text() + "# mine\n")
    _, out, err = crm(
        "import", write(base, f"{head}Cafe,Machine,4200,won,2026-02-03\n"), "--as", "deals"
    )
    assert err == ""
    assert "0 added, 0 there already, 1 moved" in out
    assert stages(clients(base)) == {
        ("cafe", "machine"): [("2026-01-02", "offer"), ("2026-02-03", "won")]
    }
    undo(base)
    assert file.read_text().endswith("stage: offer\n# mine\n")


@pytest.mark.parametrize("day", ["", "2025-12-31"])
def test_a_step_that_is_not_after_the_last_is_told(base, crm, day):
    head = "Client,Deal,Amount,Stage,Date\n"
    crm("import", write(base, f"{head}Cafe,Machine,4200,offer,2026-01-02\n"), "--as", "deals")
    before = snapshot(base)
    code, _, err = crm(
        "import", write(base, f"{head}Cafe,Machine,4200,won,{day}\n"), "--as", "deals"
    )
    assert code == 1
    assert "error[deal-stage-differs]: deal machine of cafe is at offer, here at won" in err
    assert snapshot(base) == before


def test_what_the_base_says_of_a_deal_stays(base, crm):
    head = "Client,Deal ID,Title,Amount\n"
    crm("import", write(base, f"{head}Cafe,7,Machine,4200\n"), "--as", "deals")
    before = snapshot(base)
    code, out, err = crm("import", write(base, f"{head}Cafe,7,Machine,4300\n"), "--as", "deals")
    assert code == 0
    assert "deal-differs]: cafe has deal 7 with other values (amount)" in err
    assert "0 added, 1 there already" in out
    assert snapshot(base) == before


def test_a_closing_day_is_expected_until_the_deal_is_closed(base, crm):
    text = (
        "Client,Deal,Amount,Stage,Create Date,Close Date\n"
        "Cafe,Machine,4200,offer,2026-01-02,2026-12-15\n"
        "Bar,Machine,900,won,2026-01-03,2026-02-01\n"
    )
    _, _, err = crm("import", write(base, text), "--as", "deals", "--today", "2026-11-20")
    assert "nothing says when 1 deals" in err
    found = clients(base)
    assert str(found["cafe"].deals[0].expected) == "2026-12-15"
    assert found["bar"].deals[0].expected is None
    assert stages(found) == {
        ("cafe", "machine"): [("2026-11-20", "offer")],
        ("bar", "machine"): [("2026-02-01", "won")],
    }


def test_a_status_beside_the_stage_is_the_result(base, crm):
    # As Pipedrive exports: a lost deal keeps the stage it came to.
    text = (
        "Title,Value,Organization,Stage,Status,Expected close date,Won time\n"
        "Machine,4200,Cafe,offer,open,2026-12-15,\n"
        "Beans,300,Cafe,offer,Lost,,\n"
        "Cups,50,Cafe,lead,won,,2026-02-03 10:00:00\n"
    )
    code, out, _ = crm(
        "import", write(base, text), "--as", "deals", "--map", "date=Won time",
        "--today", "2026-11-20",
    )  # fmt: skip
    assert code == 0
    assert "Status              → result" in out
    assert stages(clients(base)) == {
        ("cafe", "machine"): [("2026-11-20", "offer")],
        ("cafe", "beans"): [("2026-11-20", "lost")],
        ("cafe", "cups"): [("2026-02-03", "won")],
    }
    assert not problems(base)


def test_a_result_that_two_stages_have_is_told(base, crm):
    base.settings_file.write_text(
        "stages: {lead: , signed: {result: won}, paid: {result: won}, lost: }\n"
    )
    text = "Deal,Client,Stage,Status\nMachine,Cafe,lead,won\nBeans,Cafe,paid,won\n"
    _, _, err = crm("import", write(base, text), "--as", "deals", "--today", "2026-11-20")
    assert "row 2: error[deal-result-unclear]: the result is won" in err
    assert stages(clients(base)) == {("cafe", "beans"): [("2026-11-20", "paid")]}


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("Cafe,7,A,1,offer,2026-01-02\nCafe,7,B,1,won,2026-01-03\n", "differ in title"),
        ("Cafe,7,A,1,offer,\nCafe,7,A,1,won,2026-01-03\n", "differ in date"),
        ("Cafe,7,A,1,offer,\nCafe,7,A,1,won,\n", "differ in stage"),
        ("Cafe,7,A,1,offer,2026-01-02\nCafe,7,A,1,won,2026-01-02\n", "differ in date"),
        ("Cafe,7,A,-1,offer,2026-01-02\n", "the amount is below zero"),
        ("Cafe,7,A,1,presented,2026-01-02\n", '"presented" is no stage'),
        ("Cafe,7,A,1,presented,2026-01-02\n", "add it under `stages` in crm.yaml"),
        ("Cafe,,,,offer,2026-01-02\n", "no title: the row is left out"),
    ],
)
def test_rows_that_are_no_deal(base, crm, rows, message):
    before = snapshot(base)
    text = f"Client,Deal ID,Title,Amount,Stage,Date\n{rows}"
    code, _, err = crm("import", write(base, text), "--as", "deals")
    assert (code, message in err) == (1, True), err
    assert {path for path in snapshot(base) if "clients" in str(path)} <= set(before) | {
        base.clients / "cafe.yaml"
    }
    assert not any(client.deals for client in clients(base).values())


def test_each_deal_of_the_base_answers_for_one_row(base, crm):
    head = "Client,Product,Amount,Stage,Date\n"
    one = "Cafe,beans,25,offer,2026-01-02\n"
    crm("import", write(base, head + one), "--as", "deals")
    _, out, _ = crm("import", write(base, head + one + one), "--as", "deals")
    assert "deals: 1 added, 1 there already" in out
    assert {ident for _, ident in stages(clients(base))} == {"beans", "beans-2"}


DEAL_ROW = st.tuples(
    st.sampled_from(["Ana Dimova", "Cafe"]),
    st.sampled_from(["", "", "D-1", "2"]),
    st.sampled_from(["Machine", "Beans", ""]),
    st.sampled_from(["10", "20", "-1", ""]),
    st.sampled_from(["lead", "offer", "won", "declined", "?", ""]),
    st.sampled_from(["2026-01-02", "2026-02-03", "2026-03-04", ""]),
)
DEAL_HEADER = ["Client", "Deal ID", "Title", "Amount", "Stage", "Date"]
OLD = st.sampled_from(
    [
        {},
        {
            "cafe": "name: Cafe\ndeals:\n- {id: d-1, title: Machine, amount: 10}\n"
            "- {id: beans, title: Beans, amount: 20 EUR}\ninteractions:\n"
            "- {date: 2026-02-03, type: call, deal: beans, stage: offer}\n"
        },
    ]
)


def way(base):
    return {
        (client.name, deal.id): (
            deal.title,
            str(deal.amount.amount) if deal.amount else "",
            [(str(e.date.day), e.stage) for e in client.interactions if e.deal == deal.id],
        )
        for client in records(base)
        for deal in client.deals
    }


@settings(max_examples=FEW)
@given(st.lists(DEAL_ROW, min_size=1, max_size=6), OLD, st.randoms(use_true_random=False))
def test_deals_twice_are_once_in_whatever_order(rows, old, chance: random.Random):
    shuffled = list(rows)
    chance.shuffle(shuffled)
    with a_base(**old) as one, a_base(**old) as two:
        take(one, table(DEAL_HEADER, rows), "deals")
        take(two, table(DEAL_HEADER, shuffled), "deals")
        assert way(one) == way(two)
        after = files(one)
        again = take(one, table(DEAL_HEADER, rows), "deals")
        assert files(one) == after
        assert (again.entries_added, again.moved, again.files) == (0, 0, ())


# Payments


def test_payments_settle_orders_by_their_number(base, crm):
    (base.clients / "cafe.yaml").write_text(
        "name: Кафе\ninteractions:\n"
        "- {date: 2026-01-02, type: order, number: A-7, amount: 100, due: 2026-02-01}\n"
    )
    text = (
        "Контрагент;Дата оплаты;Сумма платежа, EUR;Счет;Назначение платежа\n"
        "Кафе;05.01.2026;60,00;A-7;аванс\n"
        "Кафе;25.01.2026;40,00;A-7;\n"
        "Кафе;26.01.2026;-40,00;A-7;\n"
        "Бар;;10,00;;\n"
    )
    path = base.root / "bank.csv"
    path.write_bytes(text.encode("cp1251"))
    code, out, err = crm("import", path, "--as", "payments")
    assert code == 0
    assert "payments: 2 added" in out
    assert "row 4: error[amount-below-zero]: the amount is below zero" in err
    assert "row 5: error[row-incomplete]: no date" in err
    _, first, second = clients(base)["cafe"].interactions
    assert (first.type, first.number, first.what) == ("payment", "A-7", "аванс")
    assert first.amount.amount + second.amount.amount == Decimal(100)
    _, out, _ = crm("list", "--columns", "id,debt", "--csv", "--today", "2026-11-20")
    assert out == "id,debt\ncafe,0\n"
    before = snapshot(base)
    crm("import", path, "--as", "payments")
    assert snapshot(base) == before


ENTRY_ROW = st.tuples(
    st.sampled_from(["Ana Dimova", "Cafe"]),
    st.sampled_from(["2026-01-02", "2026-02-03 10:30", "", "2026-02-30"]),
    st.sampled_from(["10", "10.50", "-1", "", "x"]),
    st.sampled_from(["", "7"]),
    st.sampled_from(["call", "Звонок", "payment", "order", "survey", "что-то", ""]),
)
ENTRY_HEADER = ["Client", "Date", "Amount", "Order no", "Type"]


@settings(max_examples=FEW)
@given(
    st.lists(ENTRY_ROW, min_size=1, max_size=7),
    st.sampled_from(["payments", "interactions"]),
    st.randoms(use_true_random=False),
)
def test_entries_twice_are_once_in_whatever_order(rows, kind, chance: random.Random):
    def journal(base):
        return Counter(
            (one.name, str(e.date.day), str(e.date.time), e.type, e.number, str(e.amount))
            for one in records(base)
            for e in one.interactions
        )

    shuffled = list(rows)
    chance.shuffle(shuffled)
    with a_base() as one, a_base() as two:
        first = take(one, table(ENTRY_HEADER, rows), kind)
        take(two, table(ENTRY_HEADER, shuffled), kind)
        assert journal(one) == journal(two)
        assert journal(one).total() == first.entries_added == first.rows_used
        after = files(one)
        again = take(one, table(ENTRY_HEADER, rows), kind)
        assert files(one) == after
        assert (again.entries_added, again.entries_there) == (0, first.entries_added)


# Interactions


def test_types_of_entries_by_id_or_label(base, crm):
    text = (
        "Клиент,Дата и время,Тип,Содержание,Score,Amount\n"
        "Cafe,2026-01-02 10:30,Звонок,Спросили о цене,,\n"
        "Cafe,2026-01-03,survey,,9,\n"
        "Cafe,2026-01-04,Поръчка,,,250\n"
        "Cafe,2026-01-05,meeting,Tasting,7,\n"
        "Cafe,2026-01-06,order,,,\n"
        "Cafe,2026-01-07,,What was it?,,\n"
    )
    code, out, err = crm("import", write(base, text), "--as", "interactions")
    assert code == 0
    assert "interactions: 4 added" in out
    assert "row 5: error[key-of-other-type]: an entry of type meeting has no score" in err
    assert "row 6: error[row-incomplete]: no amount" in err
    assert "row 7: error[row-incomplete]: no type" in err
    call, survey, order, meeting = clients(base)["cafe"].interactions
    assert (call.type, str(call.date.time), call.summary) == ("call", "10:30:00", "Спросили о цене")
    assert (survey.type, survey.score) == ("survey", 9)
    assert (order.type, order.amount.amount) == ("order", 250)
    assert (meeting.type, meeting.score) == ("meeting", None)
    assert not problems(base)
    before = snapshot(base)
    crm("import", base.root / "list.csv", "--as", "interactions")
    assert snapshot(base) == before


def test_a_dry_run_tells_the_same(base, crm):
    path = write(base, "Client,Date,Type,Text\nCafe,2026-01-02,call,Hello\n")
    before = snapshot(base)
    _, out, _ = crm("import", path, "--as", "interactions", "--dry-run")
    assert "1 file would be written" in out
    assert snapshot(base) == before
    _, done, _ = crm("import", path, "--as", "interactions")
    assert done == out.replace("would be written", "written")
    undo(base)
    assert snapshot(base) == before
