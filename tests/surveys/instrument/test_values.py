import datetime as dt
import math

import pytest

from surveys.instrument.data_types import typed
from surveys.instrument.values import number, print_double, settle, stored, timestamp

UTC = dt.UTC
BEIJING = dt.timezone(dt.timedelta(hours=8))


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (3.0, "3.0"),
        (0.001, "0.001"),
        (0.0005, "5.0E-4"),
        (9999999.5, "9999999.5"),
        (10000000.0, "1.0E7"),
        (-12345678.25, "-1.234567825E7"),
        (1.5e300, "1.5E300"),
        (math.inf, "Infinity"),
    ],
)
def test_decimals_are_printed_as_java_prints_them(value, printed):
    assert print_double(value) == printed


@pytest.mark.parametrize(
    ("value", "data_type", "written"),
    [
        (True, "string", "1"),
        (False, "string", "0"),
        (math.nan, "string", ""),
        (math.inf, "string", "Infinity"),
        (30000000000.0, "string", "30000000000"),
        (5.0000000001, "string", "5"),
        (4.9999999999, "int", "4"),
        (-2.7, "int", "-2"),
        (0.1 + 0.2, "string", "0.30000000000000004"),
        ("text", "string", "text"),
        (dt.date(2026, 11, 22), "date", "2026-11-22"),
        (dt.date(2026, 11, 22), "string", "2026-11-22T00:00:00.000+08:00"),
        (dt.datetime(2026, 11, 22, 9, 30, tzinfo=UTC), "string", "2026-11-22T09:30:00.000Z"),
    ],
)
def test_a_calculated_value_is_stored_as_collect_stores_it(value, data_type, written):
    assert stored(settle(value, data_type), data_type, BEIJING) == written


def test_times_keep_their_offset():
    assert (
        timestamp(dt.datetime(2021, 4, 6, 9, 0, tzinfo=BEIJING)) == "2021-04-06T09:00:00.000+08:00"
    )


@pytest.mark.parametrize(
    ("written", "data_type"),
    [(text, "decimal") for text in ("nan", "inf", "1_000", "٣", "0x10", "1e999", " 5", "1,5")]
    + [(text, "int") for text in ("2.5", "99999999999", "x")]
    + [("2026-13-01", "date"), ("12:99", "time"), ("2026-03-01T10", "dateTime")],
)
def test_what_does_not_fit_its_type_reads_as_blank(written, data_type):
    assert typed(written, data_type) == ""


def test_a_time_of_day_has_no_day_of_its_own():
    assert typed("09:30:15.500+08:00", "time").time() == dt.time(9, 30, 15, 500_000)


def test_text_counts_as_a_number_only_when_it_looks_like_one():
    assert number(" 7 ") == 7
    assert number("1,5") == 1.5
    assert math.isnan(number("1e3"))
    assert math.isnan(number(""))
    assert number(dt.date(1970, 1, 11)) == 10
