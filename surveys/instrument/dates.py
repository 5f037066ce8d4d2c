"""Dates in expressions: reading, printing and counting them."""

from __future__ import annotations

import datetime as dt
import math
import re

from surveys.instrument.values import EPOCH, EvaluationError, Value, number, read_date

SECONDS_A_DAY = 86_400


def to_date(value: Value) -> Value:
    """A date without time from a date, a number of days since 1970 or a text; blank stays blank."""
    moment = to_moment(value)
    return moment.date() if isinstance(moment, dt.datetime) else moment


def to_moment(value: Value) -> Value:
    """As `to_date`, but a time of day is kept."""
    if isinstance(value, dt.date) or value == "":
        return value
    if isinstance(value, bool):
        raise EvaluationError("a truth value is no date")
    if isinstance(value, str):
        return read_date(value)
    if math.isnan(value):
        return ""
    if not math.isfinite(value) or not 1 <= value + EPOCH <= dt.date.max.toordinal():
        raise EvaluationError(f"no such date: day {value}")
    return dt.date.fromordinal(math.floor(value) + EPOCH)


def format_date(value: Value, pattern: Value) -> Value:
    """The date printed by a pattern such as `%Y-%m-%d`; blank for blank."""
    moment = to_moment(value)
    if not isinstance(moment, dt.date):
        return ""
    if not isinstance(moment, dt.datetime):
        moment = dt.datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001 - zone unknown
    return re.sub(r"%(.?)", lambda match: _part(moment, match.group(1)), str(pattern))


def _part(moment: dt.datetime, letter: str) -> str:
    parts = {
        "%": "%",
        "Y": f"{moment.year:04d}",
        "y": f"{moment.year % 100:02d}",
        "m": f"{moment.month:02d}",
        "n": str(moment.month),
        "b": moment.strftime("%b"),
        "d": f"{moment.day:02d}",
        "e": str(moment.day),
        "a": moment.strftime("%a"),
        "H": f"{moment.hour:02d}",
        "h": str(moment.hour),
        "M": f"{moment.minute:02d}",
        "S": f"{moment.second:02d}",
        "3": f"{moment.microsecond // 1000:03d}",
    }
    if letter not in parts:
        raise EvaluationError(f"unknown date pattern %{letter}")
    return parts[letter]


def decimal_date_time(value: Value) -> Value:
    """Days since 1970 with the time of day as fraction, in UTC where the zone is known."""
    moment = to_moment(value)
    if isinstance(moment, dt.datetime):
        if moment.tzinfo is not None:
            return moment.timestamp() / SECONDS_A_DAY
        midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
        return number(moment) + (moment - midnight).total_seconds() / SECONDS_A_DAY
    return number(moment)
