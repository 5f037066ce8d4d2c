"""An ordinary CSV file as a table of text."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from surveys.cleaning.csv_rows import read_rows


def read_table(content: bytes, where: str, missing: Sequence[str] = ()) -> pd.DataFrame:
    """The file's columns as text; empty cells and those in `missing` are missing.

    The index counts from 0, so that row i stands on line i + 2 of a file without line breaks
    inside cells. Raises `SurveyError` with the faults that `read_rows` finds.
    """
    header, body = read_rows(content, where)
    table = pd.DataFrame(body, columns=header, dtype="str")
    return table.mask(table.isin(["", *missing]))
