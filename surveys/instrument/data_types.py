"""The data types of XForms: which texts are values of a type, and what the logic reads in them."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable

from surveys.instrument.values import (
    DECIMAL,
    INT32,
    EvaluationError,
    Value,
    read_date,
)

INTEGER = re.compile(r"[+-]?[0-9]{1,10}", re.ASCII)
LARGEST = 1e18
"""A larger amount is a slip of the finger or an attack; money and counts stay far below."""
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
TIME = re.compile(
    r"([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:?[0-9]{2})?"
)
NO_DAY = "1970-01-01"
"""Stands for the day of a time of day; JavaRosa takes the day of the reading."""
FILE_NAME = re.compile(r"[^/\\]{1,255}")


def fits(written: str, data_type: str) -> bool:
    """Whether the text can be a value of the type, written as Collect writes it."""
    test = TYPES.get(data_type)
    return test is None or test(written)


def typed(written: str, data_type: str) -> Value:
    """An answer as its type says; blank where it does not fit, as after loading it in JavaRosa."""
    read = READERS.get(data_type)
    return read(written) if read is not None and written else written


def as_calculated(written: str, data_type: str) -> Value:
    """A stored result as the calculation gave it: a number where it looks like one."""
    value = typed(written, data_type)
    return float(value) if isinstance(value, str) and DECIMAL.fullmatch(value) else value


def _read_integer(written: str) -> Value:
    return float(written) if _is_integer(written) else ""


def _read_decimal(written: str) -> Value:
    return float(written) if DECIMAL.fullmatch(written) else ""


def _read_day(written: str) -> Value:
    try:
        return read_date(written)
    except EvaluationError:
        return ""


def _read_time(written: str) -> Value:
    return _read_day(f"{NO_DAY}T{written}") if TIME.fullmatch(written) else ""


def _is_integer(raw: str) -> bool:
    return INTEGER.fullmatch(raw) is not None and -INT32 <= int(raw) < INT32


def _is_decimal(raw: str) -> bool:
    return DECIMAL.fullmatch(raw) is not None and abs(float(raw)) < LARGEST


def _is_date(raw: str) -> bool:
    try:
        return DATE.fullmatch(raw) is not None and dt.date.fromisoformat(raw) is not None
    except ValueError:
        return False


def _is_moment(raw: str) -> bool:
    date, separator, time = raw.partition("T")
    return bool(separator) and _is_date(date) and TIME.fullmatch(time) is not None


def _is_point(raw: str) -> bool:
    """Latitude, longitude and, if known, altitude and accuracy."""
    parts = raw.split(" ")
    if not 2 <= len(parts) <= 4 or not all(_is_decimal(part) for part in parts):
        return False
    latitude, longitude = float(parts[0]), float(parts[1])
    return math.fabs(latitude) <= 90 and math.fabs(longitude) <= 180


def _is_trace(raw: str) -> bool:
    return all(_is_point(point.strip()) for point in raw.strip().rstrip(";").split(";"))


TYPES: dict[str, Callable[[str], bool]] = {
    "int": _is_integer,
    "decimal": _is_decimal,
    "date": _is_date,
    "dateTime": _is_moment,
    "time": lambda raw: TIME.fullmatch(raw) is not None,
    "geopoint": _is_point,
    "geotrace": _is_trace,
    "geoshape": _is_trace,
    "binary": lambda raw: FILE_NAME.fullmatch(raw) is not None,
}

READERS: dict[str, Callable[[str], Value]] = {
    "int": _read_integer,
    "decimal": _read_decimal,
    "date": _read_day,
    "dateTime": _read_day,
    "time": _read_time,
    "geopoint": lambda written: written if _is_point(written) else "",
    "geotrace": lambda written: written if _is_trace(written) else "",
    "geoshape": lambda written: written if _is_trace(written) else "",
}
