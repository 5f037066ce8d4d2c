"""Answers to draw from: ordinary ones, odd ones, and those at the limits a form's logic names."""

from __future__ import annotations

import datetime as dt
import re

import numpy as np

from surveys.instrument.nodes import Question, Repeat
from surveys.instrument.questionnaire import Questionnaire
from tests.oracle.samples import sample

TEXTS = ["x", "abc", "张伟", "Ω😀é", "a b  c", 'O\'Brien "q" <&>', "007", "1e3", "-", "0"]
TEXTS += ["3.0", "true", "2026-03-01", "全角　空格", "13800138000", "A,B;C", "line\nbreak"]
WHOLE = ["0", "1", "2", "3", "5", "12", "40", "99", "100", "-1", "2147483647", "-2147483648"]
PARTS = [
    "0",
    "0.1",
    "2.5",
    "-2.5",
    "1.005",
    "99.99",
    "1234.5",
    "12345678.25",
    "0.0005",
    "1e7",
    "-0.5",
]
DAYS = ["1900-01-01", "1969-12-31", "1970-01-01", "2000-02-29", "2024-12-31", "2026-03-01"]
TIMES = ["00:00:00.000Z", "09:30:00.000Z", "23:59:59.999Z"]
POINTS = ["30.25 120.16 0.0 5.0", "-90 180 0 0", "1 0 0 0", "51.5 -0.12 11.5 3.25"]
LINES = ["30.2 120.1 0 0; 30.3 120.1 0 0; 30.3 120.2 0 0", "5 5 0 0; 6 6 0 0; 5 7 0 0; 5 5 0 0"]
NUMERAL = re.compile(r"(?<![\w.'])\d+(?:\.\d+)?")
QUOTED = re.compile(r"'([^']*)'|\"([^\"]*)\"")


def pools(form: Questionnaire, today: dt.date) -> dict[str, list[str]]:
    """Answers by JavaRosa's name of a data type."""
    numbers = [float(found) for source in sources(form) for found in NUMERAL.findall(source)]
    near = sorted({value + step for value in numbers for step in (-1, 0, 1) if value < 1e9})
    small = [str(number) for number in range(0, 70, 3)]
    whole = [*WHOLE, *small, *(str(int(value)) for value in near if value == int(value))]
    parts = [*PARTS, *small, *map(str, near), *(str(value + 0.01) for value in near)]
    days = [*DAYS, *((today + dt.timedelta(days=step)).isoformat() for step in (-400, -1, 0, 1))]
    return {
        "INTEGER": whole,
        "DECIMAL": parts,
        "TEXT": [*TEXTS, *_texts(form)],
        "DATE": days,
        "DATE_TIME": [f"{day}T{time}" for day in days for time in TIMES],
        "TIME": TIMES,
        "GEOPOINT": POINTS,
        "GEOTRACE": LINES,
        "GEOSHAPE": LINES,
        "BINARY": ["photo.jpg", "1650000000000.jpg"],
    }


def sources(form: Questionnaire) -> list[str]:
    """All expressions of a form."""
    found = []
    for node in form.walk():
        found.append(node.relevant)
        if isinstance(node, Question):
            found += [node.constraint, node.calculation, node.required, node.choice_filter]
        if isinstance(node, Repeat):
            found.append(node.count)
    return [source for source in found if source]


def _texts(form: Questionnaire) -> list[str]:
    """Texts that the form's logic quotes; of each pattern some that match."""
    random = np.random.default_rng(1)
    found: list[str] = []
    for source in sources(form):
        quoted = [one or other for one, other in QUOTED.findall(source)]
        found += [text for text in quoted if text]
        if "regex(" in source:
            found += [sample(text, random) for text in quoted for _ in range(3)]
    # The engine cuts blanks off the ends of a text when it loads a submission, not when it fills one.
    return list(dict.fromkeys(text.strip() for text in found if text.strip()))
