"""Days, moments, birthdays, durations and spans, in files and on the command line."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.fields.badvalue import BadValue
from crm.fields.dates import (
    Span,
    add_span,
    parse_birthday,
    parse_date,
    parse_duration,
    parse_moment,
    parse_span,
    write_birthday,
    write_duration,
    write_moment,
)
from crm.fields.when import parse_when
from crm.model import Birthday, Moment

FRIDAY = dt.date(2026, 11, 20)


@given(st.dates())
def test_a_day_is_read_back(day):
    assert parse_date(day.isoformat()) == day


@pytest.mark.parametrize(
    ("text", "example"),
    [
        ("2026-13-01", "2026-11-20"),
        ("2026-02-30", "2026-11-20"),
        ("20.11.2026", "2026-11-20"),
        ("1.2.2026", "2026-02-01"),
        ("20-11-2026", "2026-11-20"),
        ("11/20/2026", "2026-11-20"),
        ("2026/03/04", "2026-03-04"),
        ("2026.03.04", "2026-03-04"),
        ("20260304", "2026-03-04"),
        ("2026-3-4", "2026-03-04"),
        ("2026-W01-1", "2026-11-20"),
        ("2026-11-20 14:30", "2026-11-20"),
        ("٢٠٢٦-01-01", "2026-11-20"),
        ("0000-01-01", "2026-11-20"),
        ("", "2026-11-20"),
    ],
)
def test_only_year_month_day_is_a_date(text, example):
    with pytest.raises(BadValue) as caught:
        parse_date(text)
    assert caught.value.code == "date-invalid"
    assert caught.value.values == {"value": text, "example": example}


def test_moments():
    assert parse_moment("2026-11-20") == Moment(FRIDAY)
    assert parse_moment("2026-11-20 14:30").time == dt.time(14, 30)
    assert write_moment(Moment(FRIDAY, dt.time(9, 5))) == "2026-11-20 09:05"


@pytest.mark.parametrize(
    ("text", "code", "example"),
    [
        ("2026-11-20 25:00", "time-invalid", "2026-11-20 14:30"),
        ("2026-11-20 9:05", "time-invalid", "2026-11-20 09:05"),
        ("2026-11-20 14:60", "time-invalid", "2026-11-20 14:30"),
        ("2026-11-20T14:30", "date-invalid", "2026-11-20"),
        ("20.11.2026 14:30", "date-invalid", "2026-11-20"),
        ("2026-02-30 14:30", "date-invalid", "2026-11-20"),
    ],
)
def test_no_moment(text, code, example):
    with pytest.raises(BadValue) as caught:
        parse_moment(text)
    assert (caught.value.code, caught.value.values["example"]) == (code, example)


@pytest.mark.parametrize("text", ["--03-08", "--02-29", "1984-03-08"])
def test_birthdays(text):
    assert write_birthday(parse_birthday(text)) == text


def test_the_year_of_a_birthday_may_be_unknown():
    assert parse_birthday("--03-08") == Birthday(3, 8)


@pytest.mark.parametrize(
    ("text", "example"),
    [
        ("--02-30", "--11-20"),
        ("03-08", "--03-08"),
        ("-03-08", "--03-08"),
        ("8.3.", "--11-20"),
        ("8.3.1980", "1980-03-08"),
    ],
)
def test_no_birthday(text, example):
    with pytest.raises(BadValue) as caught:
        parse_birthday(text)
    assert (caught.value.code, caught.value.values["example"]) == ("date-invalid", example)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("15", 15),
        ("15m", 15),
        ("90 min", 90),
        ("1h30", 90),
        ("1h 30m", 90),
        ("1 h", 60),
        ("1.5h", 90),
        ("1,25 ч", 75),
        ("PT15M", 15),
        ("PT1H30M", 90),
        ("45s", 1),
        ("1m30s", 2),
        ("0", 0),
        ("15 мин.", 15),
        ("1 час 30 минут", 90),
        ("2 часа", 120),
        ("10 минути", 10),
    ],
)
def test_durations(text, minutes):
    assert parse_duration(text) == minutes


@pytest.mark.parametrize("text", ["", "1:30", "h", "min", "1.5", "-15", "15x", "1h30h", "1e2"])
def test_no_duration(text):
    with pytest.raises(BadValue, match="duration-invalid"):
        parse_duration(text)


@given(st.integers(0, 50_000))
def test_a_written_duration_is_read_back(minutes):
    assert parse_duration(write_duration(minutes)) == minutes


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("30d", Span(30, "d")),
        ("2 weeks", Span(2, "w")),
        ("1 month", Span(1, "m")),
        ("1y", Span(1, "y")),
        ("monthly", Span(1, "m")),
        ("quarterly", Span(3, "m")),
        ("2 недели", Span(2, "w")),
        ("30 дней", Span(30, "d")),
        ("30 дни", Span(30, "d")),
        ("2 седмици", Span(2, "w")),
        ("всеки месец", Span(1, "m")),
    ],
)
def test_spans(text, span):
    assert parse_span(text) == span


@pytest.mark.parametrize("text", ["", "0d", "d", "often", "2", "-2d", "2 parsecs"])
def test_no_span(text):
    with pytest.raises(BadValue, match="span-invalid"):
        parse_span(text)


@pytest.mark.parametrize(
    ("day", "span", "times", "result"),
    [
        ("2026-01-31", "1m", 1, "2026-02-28"),
        ("2028-02-29", "1y", 1, "2029-02-28"),
        ("2026-03-31", "1m", -1, "2026-02-28"),
        ("2026-12-15", "2m", 1, "2027-02-15"),
        ("2026-01-31", "2m", 1, "2026-03-31"),
        ("2026-10-31", "1m", 1, "2026-11-30"),
        ("2026-11-20", "2w", 1, "2026-12-04"),
        ("2026-11-20", "30d", -1, "2026-10-21"),
        ("9999-12-31", "1d", 1, "9999-12-31"),
        ("0001-01-01", "9y", -1, "0001-01-01"),
    ],
)
def test_a_span_later(day, span, times, result):
    assert add_span(parse_date(day), parse_span(span), times) == parse_date(result)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("today", "2026-11-20"),
        ("Today", "2026-11-20"),
        ("сегодня", "2026-11-20"),
        ("днес", "2026-11-20"),
        ("yesterday", "2026-11-19"),
        ("вчера", "2026-11-19"),
        ("tomorrow", "2026-11-21"),
        ("завтра", "2026-11-21"),
        ("утре", "2026-11-21"),
        ("послезавтра", "2026-11-22"),
        ("+3d", "2026-11-23"),
        ("+3", "2026-11-23"),
        ("-2w", "2026-11-06"),
        ("+1m", "2026-12-20"),
        ("+1y", "2027-11-20"),
        ("+3д", "2026-11-23"),
        ("monday", "2026-11-23"),
        ("понедельник", "2026-11-23"),
        ("понеделник", "2026-11-23"),
        ("в среду".removeprefix("в "), "2026-11-25"),
        ("friday", "2026-11-27"),
        ("неделя", "2026-11-22"),
        ("2026-11-20", "2026-11-20"),
        ("20.11.2026", "2026-11-20"),
        ("1.2.2026", "2026-02-01"),
        ("2026-11-20 14:30", "2026-11-20 14:30"),
        ("20.11.2026 9:05", "2026-11-20 09:05"),
        ("tomorrow 10:00", "2026-11-21 10:00"),
        ("10:00", "2026-11-20 10:00"),
    ],
)
def test_days_on_the_command_line(text, meant):
    assert write_moment(parse_when(text, FRIDAY)) == meant


@pytest.mark.parametrize(
    ("text", "meant"), [("friday", "2026-11-13"), ("thursday", "2026-11-19"), ("sat", "2026-11-14")]
)
def test_a_past_day_of_the_week_is_the_last_one(text, meant):
    assert write_moment(parse_when(text, FRIDAY, past=True)) == meant


@pytest.mark.parametrize(
    "text",
    ["", "x", "11/20/2026", "20.13.2026", "2026-13-01", "tomorrow 25:00", "+3x", "+d", "20.11."],
)
def test_no_day_on_the_command_line(text):
    with pytest.raises(BadValue) as caught:
        parse_when(text, FRIDAY)
    assert (caught.value.code, caught.value.values["value"]) == ("when-invalid", text)


@given(st.text(max_size=20), st.dates())
def test_no_text_breaks_the_reading_of_days(text, today):
    for parse in (
        parse_date,
        parse_moment,
        parse_birthday,
        parse_duration,
        parse_span,
        lambda words: parse_when(words, today),
        lambda words: parse_when(words, today, past=True),
    ):
        assert _told(parse, text) in {None, text.strip()}


def _told(parse, text):
    try:
        parse(text)
    except BadValue as bad:
        return bad.values["value"]
    return None
