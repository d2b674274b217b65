"""Quoting: any text is read back as it was given, and no YAML reader takes it for something else."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from yaml_files import TRICKY, texts, values

from crm.errors import Unwritable
from crm.text import plain, quote, read
from crm.text.quote import Bare

# What a writer of dates, numbers and amounts may hand over.
bare_texts = st.one_of(
    st.sampled_from(
        ["2026-11-20", "2026-11-20 14:30", "--03-08", "-5", "-12.50", "1500", "1 500,00", "1.500,00",
         "-1 500,00 EUR", "250 EUR", "0.1", "10:30", "1e3", "-1", "--01-31", "5 %", "12,5", "-0.5"]
    ),
    st.from_regex(r"-?[0-9]{1,9}([.,][0-9]{1,4})?( [A-Z]{3})?", fullmatch=True),
    st.dates().map(str),
)  # fmt: skip


def back(text: str) -> object:
    """Return the data of a text as it is read."""
    document = read("a.yaml", text.encode())
    assert document.root is not None, [problem.message for problem in document.problems]
    return plain(document.root)


@given(texts)
def test_value_comes_back_in_block_and_flow(text: str) -> None:
    assert back(f"a: {quote.scalar(text)}\n") == {"a": text}
    assert back(f"a: {{b: {quote.scalar(text, flow=True)}}}\n") == {"a": {"b": text}}
    assert back(f"a: [{quote.scalar(text, flow=True)}, c]\n") == {"a": [text, "c"]}


@given(texts)
def test_key_comes_back_in_block_and_flow(text: str) -> None:
    """A key of one line; longer than 1024 characters YAML allows none."""
    assert back(f"{quote.key(text)}: b\n") == {text: "b"}
    assert back(f"a: {{{quote.key(text, flow=True)}: b}}\n") == {"a": {text: "b"}}


@given(texts, texts)
def test_comment_behind_a_value_stays_a_comment(text: str, comment: str) -> None:
    words = " ".join(comment.split()).encode("ascii", "ignore").decode()
    line = "".join(char for char in words if char.isprintable())
    assert back(f"a: {quote.scalar(text)}  # {line}\nb: c\n") == {"a": text, "b": "c"}


@given(texts)
def test_entry_and_item_come_back(text: str) -> None:
    """As lines: a text of several lines may be a block, whatever follows it."""
    for indent in (0, 2):
        head = [] if not indent else ["h:"]
        lines = [*head, *quote.entry("a", text, indent), f"{' ' * indent}z: y"]
        found = back("\n".join(lines) + "\n")
        assert found == ({"h": {"a": text, "z": "y"}} if indent else {"a": text, "z": "y"})
        lines = ["l:", *quote.item(text, indent), f"{' ' * indent}- z"]
        assert back("\n".join(lines) + "\n") == {"l": [text, "z"]}


@given(values, st.integers(0, 4), st.integers(1, 3))
def test_nested_values_come_back(value: object, indent: int, gap: int) -> None:
    lines = ["l:", *quote.item(value, indent, gap), f"{' ' * indent}-{' ' * gap}z"]  # type: ignore[arg-type]
    assert back("\n".join(lines) + "\n") == {"l": [value, "z"]}
    assert back(f"a: {quote.flow(value)}\n") == {"a": value}  # type: ignore[arg-type]


@given(st.dictionaries(st.sampled_from(["name", "a", "b: c", "NO"]), values, min_size=1))
@example({"name": ""})
def test_document_comes_back(value: dict[str, object]) -> None:
    for newline in ("\n", "\r\n", "\r"):
        assert back(quote.document(value, newline)) == value  # type: ignore[arg-type]


@given(texts)
def test_careless_readers_take_it_for_text_too(text: str) -> None:
    """What other programs read with YAML 1.1 types is still the text, not a date or a truth."""
    if any(char in text for char in "\x85\u2028\u2029"):
        return
    assert yaml.safe_load(f"a: {quote.scalar(text)}\n") == {"a": text}
    assert yaml.safe_load(f"a: [{quote.scalar(text, flow=True)}]\n") == {"a": [text]}
    if "\ufeff" not in text:
        assert yaml.safe_load(f"{quote.key(text)}: b\n") == {text: "b"}


@given(bare_texts)
def test_bare_text_is_written_plain(text: str) -> None:
    """Dates, numbers and amounts need no quotes, for the schema gives them their type."""
    written = quote.scalar(Bare(text))
    assert written == text
    assert back(f"a: {written}\n") == {"a": text}
    flow = quote.scalar(Bare(text), flow=True)
    assert back(f"a: {{b: {flow}, c: d}}\n") == {"a": {"b": text, "c": "d"}}


@given(texts)
def test_bare_text_comes_back_whatever_it_is(text: str) -> None:
    """Bare only spares quotes that are not needed; a text that needs them gets them."""
    assert back(f"a: {quote.scalar(Bare(text))}\n") == {"a": text}
    assert back(f"a: [{quote.scalar(Bare(text), flow=True)}]\n") == {"a": [text]}


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Sent the offer, wants a trial.", "Sent the offer, wants a trial."),
        ("Кафе «Витоша»", "Кафе «Витоша»"),
        ("+359 88 000 0101", "+359 88 000 0101"),
        ("NO", '"NO"'),
        ("yes", '"yes"'),
        ("0123", '"0123"'),
        ("1042", '"1042"'),
        ("10:30", '"10:30"'),
        ("2026-11-20", '"2026-11-20"'),
        ("1e3", '"1e3"'),
        ("null", '"null"'),
        ("", '""'),
        ("call: now", '"call: now"'),
        ("call #42", '"call #42"'),
        ("@ivan", '"@ivan"'),
        ("- a", '"- a"'),
        ('say "hi": no', "'say \"hi\": no'"),
        ("it's", "it's"),
        ("'quoted'", "\"'quoted'\""),
        ("C:\\docs", "C:\\docs"),
        ("C:\\docs: x", "'C:\\docs: x'"),
        ("two\nlines", '"two\\nlines"'),
        ("a\u2028b", '"a\\Lb"'),
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        ("a:", '"a:"'),
        ("=", '"="'),
    ],
)
def test_quoted_as_a_person_would(text: str, written: str) -> None:
    """Only where it must be, and in the quotes that need the fewest escapes."""
    assert quote.scalar(text) == written


def test_several_lines_become_a_block() -> None:
    assert quote.entry("notes", "one\ntwo", 2) == ["  notes: |-", "    one", "    two"]
    assert quote.entry("notes", "one\n\ntwo\n", 0) == ["notes: |", "  one", "", "  two"]


@pytest.mark.parametrize("text", ["a\n\n", " a\nb", "a \nb", "\na", "a\rb\nc", "a\n\u2028", "\n", "a\n \nb"])  # fmt: skip
def test_lines_that_a_block_would_change_are_quoted(text: str) -> None:
    assert len(quote.entry("notes", text, 0)) == 1


def test_mapping_that_fits_stands_on_one_line() -> None:
    small = {"city": "София", "street": "ул. Примерна 5"}
    assert quote.entry("address", small, 0) == ["address: {city: София, street: ул. Примерна 5}"]
    large = {"city": "София", "street": "x" * 80}
    assert quote.entry("address", large, 0)[0] == "address:"
    assert quote.entry("tags", ["horeca", "sofia"], 0) == ["tags: [horeca, sofia]"]
    assert quote.entry("tags", [], 0) == ["tags: []"]
    assert quote.entry("fields", {}, 0) == ["fields: {}"]


@pytest.mark.parametrize("text", ["\ud800", "a\udfffb", "a\udc80"])
def test_half_a_surrogate_pair_cannot_be_written(text: str) -> None:
    """It comes from file names and terminals that are not UTF-8."""
    with pytest.raises(Unwritable) as caught:
        quote.scalar(text)
    assert "\\ud" in str(caught.value)
    assert "not UTF-8" in caught.value.hint
    with pytest.raises(Unwritable):
        quote.document({"notes": f"one\n{text}"})


def test_tricky_texts_are_among_those_tried() -> None:
    """The strategy draws from this list first."""
    assert len(set(TRICKY)) > 70
    assert {"NO", "10:30", "a\n\nb", "\x85", "- x"} <= set(TRICKY)
