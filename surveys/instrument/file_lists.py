"""Lists of choices that stand in a file beside the questionnaire."""

from __future__ import annotations

import csv
import io

MAX_ROWS = 20_000


def csv_rows(content: bytes) -> list[dict[str, str]]:
    """The rows of a CSV file by column; those beyond `MAX_ROWS` are left out."""
    reader = csv.DictReader(io.StringIO(content.decode("utf-8-sig", "replace")))
    found = []
    for row in reader:
        found.append({column: cell or "" for column, cell in row.items() if column})
        if len(found) == MAX_ROWS:
            break
    return found
