"""Tables: whatever the encoding, separator or program, the same cells under the same rows."""

from __future__ import annotations

import csv
import datetime as dt
import io
import sys

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from crm.errors import TableUnreadable, UsageError
from crm.exchange.tables.cells import Kind, letters
from crm.exchange.tables.read import Asked, read_table, table_of
from crm.exchange.tables.workbook import number_text

RUSSIAN = (
    "Код;ФИО;Город\r\n1;Матвеев Степан Всеволодович;Нарьян-Мар\r\n2;Щукин-Ёлкин Пётр;Мценск\r\n"
)


def texts(table):
    return [[cell.text for cell in row.cells] for row in table.rows]


def read(data: bytes, **asked):
    return table_of("list.csv", data, Asked(**asked))


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1251", "koi8-r", "cp866", "mac-cyrillic"],
)
def test_cyrillic_is_recognised(encoding):
    table = read(RUSSIAN.encode(encoding))
    assert texts(table)[1] == ["2", "Щукин-Ёлкин Пётр", "Мценск"]
    assert table.told[0] == f"encoding {encoding.removesuffix('-sig')} (recognised)"


@pytest.mark.parametrize(
    "text", ["name,city\nJosé Ibáñez,Málaga\n", "name;city\nJürgen Groß;Köln\n"]
)
def test_western_is_recognised(text):
    table = read(text.encode("cp1252"))
    assert "José Ibáñez" in texts(table)[0] or "Jürgen Groß" in texts(table)[0]


def test_an_encoding_that_may_be_two_is_not_guessed():
    with pytest.raises(TableUnreadable, match="it may be cp1251") as caught:
        read("n;v\n1;я\n".encode("cp1251"))
    assert "--encoding" in caught.value.hint


def test_polish_is_not_taken_for_russian():
    with pytest.raises(TableUnreadable, match="no text in an encoding"):
        read("name;city\nŁucja;Łódź\n".encode("cp1250"))
    assert texts(read("name;city\nŁucja;Łódź\n".encode("cp1250"), encoding="cp1250")) == [
        ["Łucja", "Łódź"]
    ]


def test_an_unknown_encoding_names_the_near_one():
    with pytest.raises(UsageError) as caught:
        read(b"a,b\n1,2\n", encoding="cp12511")
    assert "cp1251" in caught.value.hint


def test_a_wrong_encoding_names_the_line():
    with pytest.raises(TableUnreadable, match="line 2 is not utf-8"):
        read("name\nИван\n".encode("cp1251"), encoding="utf-8")


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators_are_recognised(separator):
    text = f"name{separator}amount\nAna{separator}1.5\nBoris{separator}2.5\n"
    assert texts(read(text.encode())) == [["Ana", "1.5"], ["Boris", "2.5"]]


def test_decimal_commas_do_not_part_cells():
    text = "name;amount\nAna;1,5\nBoris;2,5\n"
    assert texts(read(text.encode())) == [["Ana", "1,5"], ["Boris", "2,5"]]


def test_the_separator_line_of_excel_is_no_row():
    table = read(b"sep=;\r\nname;city\r\nAna;Sofia\r\n")
    assert table.rows[0].number == 2
    assert texts(table) == [["Ana", "Sofia"]]


def test_a_given_separator_wins():
    assert texts(read(b"a;b,c\n1;2,3\n", separator=";")) == [["1", "2,3"]]
    assert texts(read(b"a\tb;c\n1\t2;3\n", separator="tab")) == [["1", "2;3"]]
    with pytest.raises(UsageError):
        read(b"a,b\n", separator="::")


def test_rows_are_numbered_as_a_spreadsheet_numbers_them():
    table = read(b'name,notes\n\n"Ana","one\ntwo"\n,\nBoris,x\n')
    assert [row.number for row in table.rows] == [3, 5]
    assert texts(table)[0] == ["Ana", "one\ntwo"]


def test_long_rows_are_left_out_and_short_ones_told():
    table = read(b"name,city,notes\nAna,Sofia,\nBoris,Varna,a,b\nVera\n")
    assert [row.number for row in table.rows] == [2, 4]
    assert [(found.code, found.row) for found in table.findings] == [
        ("row-ragged", 3),
        ("rows-short", 0),
    ]
    assert table.rows[1].cells[2].text == ""


def test_equal_headers_get_a_number_and_empty_ones_their_letters():
    table = read(b"Phone,phone,,name\n1,2,3,Ana\n")
    assert [column.name for column in table.columns] == ["Phone", "phone (2)", "C", "name"]
    assert [found.code for found in table.findings] == ["header-twice"]


def test_columns_without_header_and_values_are_not_there():
    table = read(b"name,,\nAna,,\n")
    assert [column.name for column in table.columns] == ["name"]


def test_the_header_can_stand_lower():
    table = read(b"Report 2026,\nname,city\nAna,Sofia\n", header_row=2)
    assert texts(table) == [["Ana", "Sofia"]]
    with pytest.raises(UsageError, match="row 9"):
        read(b"name\nAna\n", header_row=9)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (b" \r\n\r\n", "empty"),
        (b",,\n,\n", "empty"),
        (b"%PDF-1.7 ...", "not a table"),
        (b"<html><table></table></html>", "web page"),
        (b'name,city\n"Ana,Sofia\nBoris,Varna\n', "row 2: a quotation mark opens here"),
        (b'name,city\n"Ana" Ltd,Sofia\n', "row 2: a quotation mark stands inside"),
        (b"PK\x03\x04 nothing more", "not a workbook"),
    ],
)
def test_what_is_no_table_is_refused(data, message):
    with pytest.raises(TableUnreadable, match=message):
        read(data)


def test_folders_and_missing_files_are_refused(tmp_path):
    with pytest.raises(TableUnreadable, match="a folder"):
        read_table(tmp_path)
    with pytest.raises(TableUnreadable, match="no such file"):
        read_table(tmp_path / "none.csv")


def test_damage_and_spreadsheet_errors_are_faults():
    table = read(b"name,amount\nA\x00na,#N/A\n")
    assert [cell.kind for cell in table.rows[0].cells] == [Kind.FAULT, Kind.FAULT]


def test_a_very_long_cell_is_read():
    text = "x" * 500_000
    assert texts(read(f'name,notes\nAna,"{text}"\n'.encode()))[0][1] == text


def workbook(rows, name="Sheet", more=()):
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    for title, content in ((name, rows), *more):
        sheet = book.add_worksheet(title)
        for at, row in enumerate(content):
            for index, value in enumerate(row):
                if isinstance(value, str) and value.startswith("="):
                    sheet.write_formula(at, index, value, None, "#N/A")
                elif isinstance(value, str):
                    sheet.write_string(at, index, value)
                elif value is not None:
                    sheet.write(at, index, value)
    book.close()
    return stream.getvalue()


def test_workbook_cells_become_what_one_sees():
    data = workbook(
        [
            ["code", "price", "paid", "day", "moment", "sum"],
            [],
            [
                714466.0,
                78.9,
                True,
                dt.date(2026, 1, 30),
                dt.datetime(2026, 1, 30, 7, 21, 51),
                0.1 + 0.2,
            ],
        ]
    )
    table = table_of("list.xlsx", data, Asked())
    assert texts(table) == [["714466", "78.9", "yes", "2026-01-30", "2026-01-30 07:21:51", "0.3"]]
    assert table.rows[0].number == 3
    kinds = [cell.kind for cell in table.rows[0].cells]
    assert kinds == [Kind.NUMBER, Kind.NUMBER, Kind.BOOLEAN, Kind.DATE, Kind.DATE, Kind.NUMBER]


def test_formula_errors_are_seen():
    table = table_of(
        "list.xlsx", workbook([["name", "amount"], ["Ana", "=NA()"], ["Boris", 2]]), Asked()
    )
    assert table.rows[0].cells[1] == ("#N/A", Kind.FAULT)
    assert table.rows[1].cells[1] == ("2", Kind.NUMBER)


def test_of_several_sheets_one_has_to_be_named():
    data = workbook(
        [["name"], ["Ana"]], "First", [("Second", [["name"], ["Boris"]]), ("Empty", [])]
    )
    with pytest.raises(UsageError, match="2 sheets: First, Second"):
        table_of("list.xlsx", data, Asked())
    assert texts(table_of("list.xlsx", data, Asked(sheet="Second"))) == [["Boris"]]
    with pytest.raises(UsageError) as caught:
        table_of("list.xlsx", data, Asked(sheet="Secnd"))
    assert "Second" in caught.value.hint
    with pytest.raises(UsageError, match="--sheet"):
        read(b"name\nAna\n", sheet="First")


def test_without_the_library_the_way_is_named(monkeypatch):
    data = workbook([["name"], ["Ana"]])
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    with pytest.raises(TableUnreadable) as caught:
        table_of("list.xlsx", data, Asked())
    assert "pip install 'plaintext-crm[xlsx]'" in caught.value.hint


def test_letters():
    assert [letters(index) for index in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4, allow_nan=False))
def test_numbers_of_a_workbook_keep_their_digits(number):
    assert type(number)(number_text(float(number))) == number


CELL = st.text(
    st.characters(
        codec="utf-8",
        exclude_categories=("Cc", "Cs", "Cn", "Zs", "Zl", "Zp"),
        include_characters=" \n,;\"'",
    ),
    max_size=12,
)


@given(
    st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=8),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_is_written_is_read(rows, separator, newline, encoding):
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=separator, lineterminator=newline)
    writer.writerow(["one", "two", "three"])
    writer.writerows(rows)
    table = read(stream.getvalue().encode(encoding), separator=separator)
    wanted = [[cell.strip(" \n\u200b\u200e\u200f\u2060\ufeff") for cell in row] for row in rows]
    faults = any(cell.kind is Kind.FAULT for row in table.rows for cell in row.cells)
    assert faults or texts(table) == [row for row in wanted if any(row)]
