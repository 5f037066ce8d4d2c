"""Dates in expressions: reading, printing and counting them."""

from __future__ import annotations

import datetime as dt
import math
import re

from surveys.instrument.values import EPOCH, EvaluationError, Value, number, read_date, text

DAY = 86_400_000
"""Milliseconds of a day."""
MIDNIGHT = dt.time()
WORDED = re.compile(r"%[abW]")
"""Marks of a pattern that a phone prints after its own language and region."""


def to_date(value: Value) -> Value:
    """A date without time from a date, a number of days since 1970 or a text; blank stays blank."""
    if isinstance(value, float) and math.isfinite(value):
        value = float(math.trunc(value))
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
        return value
    if not math.isfinite(value) or not 1 <= value + EPOCH <= dt.date.max.toordinal():
        raise EvaluationError(f"no such date: day {value}")
    day = dt.date.fromordinal(math.floor(value) + EPOCH)
    if value == math.floor(value):
        return day
    return dt.datetime.combine(day, MIDNIGHT) + dt.timedelta(
        milliseconds=int(value * DAY) - math.floor(value) * DAY
    )


def format_date(value: Value, pattern: Value) -> Value:
    """The date printed by a pattern such as `%Y-%m-%d`; blank for blank."""
    moment = to_moment(value)
    if not isinstance(moment, dt.date):
        return ""
    if not isinstance(moment, dt.datetime):
        moment = dt.datetime.combine(moment, MIDNIGHT)
    return re.sub(r"%(.?)", lambda match: _part(moment, match.group(1)), text(pattern))


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
        "W": str(_week(moment)),
        "H": f"{moment.hour:02d}",
        "h": str(moment.hour),
        "M": f"{moment.minute:02d}",
        "S": f"{moment.second:02d}",
        "3": f"{moment.microsecond // 1000:03d}",
    }
    if letter not in parts:
        raise EvaluationError(f"unknown date pattern %{letter}")
    return parts[letter]


def _week(moment: dt.datetime) -> int:
    """The week of the year; weeks begin on Sunday, the first holds 1 January."""
    saturday = moment + dt.timedelta(days=6 - moment.isoweekday() % 7)
    first = dt.datetime(saturday.year, 1, 1)  # noqa: DTZ001 - only its weekday is read
    return (saturday.timetuple().tm_yday + first.isoweekday() % 7 - 1) // 7 + 1


def decimal_date_time(value: Value) -> Value:
    """Days since 1970 with the time of day as fraction, in UTC where the zone is known."""
    moment = _days(value)
    if isinstance(moment, dt.datetime) and moment.tzinfo is not None:
        return round(moment.timestamp() * 1000) / DAY
    return _local_days(moment)


def decimal_time(value: Value) -> Value:
    """The time of day as fraction of the day."""
    days = _local_days(_days(value))
    return days - math.floor(days) if isinstance(days, float) and math.isfinite(days) else days


def _days(value: Value) -> Value:
    """A number stays one, where it could be a date; anything else becomes a moment."""
    if not isinstance(value, float):
        return to_moment(value)
    if math.isinf(value) or abs(value) > 2**31:
        raise EvaluationError(f"no such date: day {value}")
    return value


def _local_days(value: Value) -> Value:
    if not isinstance(value, dt.date):
        return value
    if not isinstance(value, dt.datetime):
        return number(value)
    day = dt.datetime.combine(value.date(), MIDNIGHT, value.tzinfo)
    return (number(value) * DAY + (value - day) // dt.timedelta(milliseconds=1)) / DAY
