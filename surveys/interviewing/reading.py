"""What a browser sends for a question → the answer as Collect would write it.

What cannot be read as an answer is kept as it was typed, so that nothing is lost and the person
sees what to mend.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Sequence

from surveys.instrument.filling import FORBIDDEN
from surveys.instrument.nodes import Question

Sent = Callable[[str], Sequence[str]]
"""The values sent under a name, none if the form had no such field."""
GAP = "-"
"""Stands in a ranking for a place that nothing was chosen for."""
MAX_LENGTH = 20_000
MANY = 20
"""More choices than this stand in a list that opens."""
CLOCK = re.compile(r"[0-9]{2}:[0-9]{2}", re.ASCII)
BETWEEN_DIGITS = re.compile(r"(?<=[0-9])\s+(?=[0-9])")


def widget_of(question: Question) -> str:
    """How the question is asked in a browser: the name of its control."""
    appearance = question.appearance.split()
    if not question.asked:
        return "note"
    if question.kind == "select_one":
        return "list" if _stands_in_a_list(question) else "radios"
    if question.kind in ("text", "barcode"):
        if {"numbers", "thousands-sep"} & {*appearance}:
            return "digits"
        return "lines" if "multiline" in appearance else "line"
    if question.parameters:
        return "scale"
    if question.kind == "date":
        return next((each for each in ("year", "month-year") if each in appearance), "date")
    return WIDGETS.get(question.kind, "line")


def _stands_in_a_list(question: Question) -> bool:
    """Whether the choices open on demand: they are many, from a file, or the author says so."""
    from_file = bool(question.choice_list) and not question.choices
    if from_file or len(question.choices) > MANY:
        return True
    said = {"minimal", "autocomplete"} & {*question.appearance.split()}
    return bool(said) and not any(choice.media for choice in question.choices)


WIDGETS = {
    "integer": "integer",
    "decimal": "decimal",
    "time": "time",
    "datetime": "datetime",
    "select_multiple": "boxes",
    "rank": "rank",
    "acknowledge": "tick",
    "geopoint": "point",
    "image": "file",
    "audio": "file",
    "video": "file",
    "file": "file",
}


def read_answer(question: Question, key: str, sent: Sent, zone: dt.tzinfo | None) -> str | None:
    """The answer to a question; None where the browser sent nothing of it (a file comes apart)."""
    widget = widget_of(question)
    if widget in ("note", "file"):
        return None
    if widget == "point":
        return _point(key, sent)
    values = [FORBIDDEN.sub("", value)[:MAX_LENGTH] for value in sent(key)]
    if widget == "boxes":
        known = dict.fromkeys(choice.name for choice in question.choices) or dict.fromkeys(values)
        return " ".join(code for code in known if code in values)
    if widget == "rank":
        return _ranking(values)
    written = values[-1] if values else ""
    if widget in ("lines", "line"):
        return written.replace("\r\n", "\n").strip()
    plain = unicodedata.normalize("NFKC", written).strip()
    return READERS[widget](plain, zone) if widget in READERS else plain


def _ranking(values: list[str]) -> str:
    codes = [value or GAP for value in values]
    while codes and codes[-1] == GAP:
        codes.pop()
    return " ".join(codes)


def _point(key: str, sent: Sent) -> str:
    """Latitude, longitude, altitude and accuracy; the last two are 0 for a place that was typed."""
    parts = [
        unicodedata.normalize("NFKC", FORBIDDEN.sub("", "".join(sent(f"{key}~{part}")))).strip()
        for part in ("latitude", "longitude", "altitude", "accuracy")
    ]
    if not parts[0] and not parts[1]:
        return ""
    return " ".join(part or "0.0" if place > 1 else part for place, part in enumerate(parts))


def _offset(zone: dt.tzinfo | None, moment: dt.datetime) -> str:
    shown = moment.replace(tzinfo=zone).isoformat()[19:]
    return "Z" if shown in ("", "+00:00") else shown[:6]


def _time(written: str, zone: dt.tzinfo | None) -> str:
    """`09:30` → `09:30:00.000+08:00`, at the offset of today."""
    if not CLOCK.fullmatch(written):
        return written
    today = dt.datetime.now(zone).replace(tzinfo=None, microsecond=0)
    return f"{written}:00.000{_offset(zone, today)}"


def _moment(written: str, zone: dt.tzinfo | None) -> str:
    """`2021-04-06T09:30` → `2021-04-06T09:30:00.000+08:00`."""
    day, _, clock = written.partition("T")
    try:
        moment = dt.datetime.fromisoformat(f"{day}T{clock[:5]}")
    except ValueError:
        return written
    return f"{moment:%Y-%m-%dT%H:%M}:00.000{_offset(zone, moment)}"


READERS: dict[str, Callable[[str, dt.tzinfo | None], str]] = {
    "integer": lambda written, zone: BETWEEN_DIGITS.sub("", written),
    "decimal": lambda written, zone: BETWEEN_DIGITS.sub("", written),
    "year": lambda written, zone: f"{written}-01-01" if len(written) == 4 else written,
    "month-year": lambda written, zone: f"{written}-01" if len(written) == 7 else written,
    "time": _time,
    "datetime": _moment,
    "tick": lambda written, zone: "OK" if written else "",
}


def as_typed(question: Question, raw: str) -> str:
    """The answer as the browser's field shows it."""
    widget = widget_of(question)
    cut = {"time": 5, "datetime": 16, "year": 4, "month-year": 7}.get(widget)
    return raw[:cut] if cut and len(raw) > cut else raw
