"""What stands in a cell: as text, with labels, as a number, and without danger in a spreadsheet."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

from surveys.exports.cases import Entry
from surveys.exports.layout import Column

NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
LARGEST = 8.9e307
"""Stata's; above it no format is sure to hold a number."""
LONGEST_WHOLE = 1_000
"""Python refuses to read numbers of several thousand digits."""
WHOLE = re.compile(r"[+-]?\d{1,30}", re.ASCII)
PADDED = re.compile(r"0\d", re.ASCII)
EXACT = 15
"""Digits that a number of double precision, and a cell of a spreadsheet, holds."""
ALIVE = re.compile(r"'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
"""How texts begin that a spreadsheet takes for a formula, or that were made safe already; full-width
signs count where Chinese is the language of the spreadsheet.
"""
JOINT = "; "
"""Between the labels of several choices."""


def text_of(column: Column, entry: Entry) -> str | None:
    """The cell as it was sent: None where it was not asked, "" where it was left blank."""
    found = entry.get(column.source)
    if found is None:
        return None
    if column.part is not None:
        parts = found.split()
        return parts[column.part] if column.part < len(parts) else ""
    if column.option:
        return str(int(column.option in found.split()))
    return found


def with_labels(column: Column, text: str | None, language: str) -> str | None:
    """The labels of the choices in the language; codes stay where there is no label."""
    if not text or column.kind not in ("category", "multiple"):
        return text
    codes = [text] if column.kind == "category" else text.split()
    return JOINT.join(label_of(column.choices.get(code, {}), language) or code for code in codes)


def label_of(labels: Mapping[str, str], language: str) -> str:
    """The label in the language, else in another one; "" where there is none."""
    return labels.get(language) or labels.get("en") or next(iter(labels.values()), "")


def variable_label(column: Column, language: str) -> str:
    """What is asked, in one line; a column of one option adds the option."""
    label = label_of(column.labels, language)
    if column.option:
        option = label_of(column.choices.get(column.option, {}), language) or column.option
        label = f"{label} [{option}]"
    elif column.part is not None:
        label = f"{label} [{column.name.rpartition('-')[2]}]"
    return " ".join(label.split())


def number_of(text: str) -> float | None:
    """The number a text says; None where it says none, or one that no format holds."""
    stripped = text.strip()
    number = float(stripped) if NUMBER.fullmatch(stripped) else None
    return number if number is not None and abs(number) <= LARGEST else None


def whole_of(text: str) -> int | None:
    """The whole number a text says, however long; None where it says none."""
    stripped = text.strip()
    if WHOLE.fullmatch(stripped) and len(stripped) <= LONGEST_WHOLE:
        return int(stripped)
    number = number_of(stripped)
    return int(number) if number is not None and number.is_integer() else None


def is_exact(text: str) -> bool:
    """Whether a text stays what it is as a number: not too many digits, no zeros before them."""
    digits = text.strip().lstrip("+-")
    return sum(map(str.isdigit, digits)) <= EXACT and not PADDED.match(digits)


def date_of(text: str) -> dt.date | None:
    """The day a text begins with; None where it says none."""
    try:
        return dt.date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None


def harmless(text: str) -> str:
    """The text for a spreadsheet: an apostrophe stands before what could be run as a formula."""
    return f"'{text}" if ALIVE.match(text) and not NUMBER.fullmatch(text) else text


def as_sent(text: str) -> str:
    """What `harmless` was given."""
    return text[1:] if text.startswith("'") and ALIVE.match(text) else text
