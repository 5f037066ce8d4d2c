"""Lists of choices that stand in a file beside the questionnaire."""

from __future__ import annotations

import csv
import io

from surveys.instrument.sheets import decoded

MAX_ROWS = 20_000
CASES_FILE = "cases.csv"
"""The list of cases comes from the sample, unless the questionnaire brings a file of this name."""


def csv_rows(content: bytes) -> list[dict[str, str]]:
    """The rows of a CSV file by column; those beyond `MAX_ROWS` or after a fault are left out."""
    found: list[dict[str, str]] = []
    try:
        for row in csv.DictReader(io.StringIO(decoded(content), newline="")):
            found.append({column: cell or "" for column, cell in row.items() if column})
            if len(found) == MAX_ROWS:
                break
    except (csv.Error, UnicodeDecodeError):
        pass
    return found
