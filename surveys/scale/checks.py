"""What every engine asks of its input before it begins."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from surveys.errors import Problem, raise_if_any
from surveys.errors.documents import unknown_variable


def need_columns(wanted: Sequence[str], present: Sequence[str], where: str) -> None:
    """Raise `SurveyError` that names every column that is not there."""
    raise_if_any(unknown_variable(name, present, where) for name in wanted if name not in present)


def refuse_without_cell(rows: int, where: str) -> None:
    """Raise `SurveyError` when rows have a combination of keys that no factor was made for."""
    raise_if_any([Problem("rows_without_cell", where, f"n = {rows}")] if rows else [])


def need_numbers(wanted: Sequence[str], numeric: Collection[str], where: str) -> None:
    """Raise `SurveyError` that names every column that does not hold numbers."""
    raise_if_any(
        Problem("not_numeric", f"{where} › {name}", repr(name))
        for name in wanted
        if name not in numeric
    )


def refuse_weights(missing: int, not_positive: int, where: str) -> None:
    """Raise `SurveyError` for rows whose weight is missing, infinite, zero or negative."""
    found = {"weights_missing": missing, "weights_not_positive": not_positive}
    raise_if_any(Problem(code, where, f"n = {count}") for code, count in found.items() if count)
