"""Rows of text → a typed Frame, from a questionnaire or from declared columns of a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from surveys.cleaning.frame import Edit, Frame, Kind, Variable
from surveys.cleaning.labels import read_labels, read_labels_by_code, read_text
from surveys.cleaning.variable import KINDS, NUMERIC
from surveys.errors import Problem, SurveyError, raise_if_any
from surveys.errors.documents import check_keys
from surveys.instrument.nodes import Question
from surveys.instrument.questionnaire import Questionnaire

KIND_OF_QUESTION: dict[str, Kind] = {
    "select_one": "category",
    "integer": "number",
    "decimal": "number",
    "range": "number",
}
VARIABLE_KEYS = ("kind", "labels", "level_labels", "unit")


def frame_of_answers(
    rows: Sequence[Mapping[str, str | None]], questionnaire: Questionnaire
) -> Frame:
    """The answers of approved submissions as typed columns, one per question outside repeats.

    A column of `rows` that is no question (the case's sample data) becomes a category. Answers
    that are not of their question's type count as missing; the log says how many per column. A
    calculation is a number where more than half of its values are.
    """
    table = pd.DataFrame(list(rows), dtype="str")
    questions = {question.name: question for question in questionnaire.questions.values()}
    variables = {
        str(name): _variable_of(questions[name])
        if name in questions
        else Variable(name, "category")
        for name in table.columns
    }
    calculated = [name for name in variables if name in questions and questions[name].calculation]
    for name in calculated:
        if 2 * _numeric(table[name]).notna().sum() > _given(table[name]).sum():
            variables[name] = Variable(name, "number")
    return _typed(table, variables)


def _variable_of(question: Question) -> Variable:
    return Variable(
        question.name,
        KIND_OF_QUESTION.get(question.kind, "text"),
        dict(question.labels),
        {choice.name: dict(choice.labels) for choice in question.choices},
    )


def frame_of_table(table: pd.DataFrame, declarations: Any, where: str) -> Frame:
    """A table of text columns, typed as the `[variables]` part of a design document declares.

    A column that is not declared is a number where every value is one, else a category. Raises
    `SurveyError` with every cell of a declared number that is none, every unknown column, and
    every declaration that cannot be read.
    """
    place = f"{where} › variables"
    if not isinstance(declarations, Mapping):
        raise SurveyError([Problem("variables_form", place, repr(declarations))])
    problems: list[Problem] = []
    variables = {}
    for name in map(str, table.columns):
        variable = _declared(name, declarations.get(name, {}), table[name], place, problems)
        if variable is not None:
            variables[name] = variable
    for name in declarations:
        if name not in table.columns:
            details = {"columns": ", ".join(table.columns)}
            problems.append(Problem("unknown_column", f"{place} › {name}", repr(name), details))
    raise_if_any(problems)
    return _typed(table, variables)


def _declared(
    name: str, given: Any, column: pd.Series, where: str, problems: list[Problem]
) -> Variable | None:
    place = f"{where} › {name}"
    if not isinstance(given, Mapping):
        problems.append(Problem("variable_form", place, repr(given)))
        return None
    check_keys(given, VARIABLE_KEYS, place, problems)
    kind = given["kind"] if "kind" in given else _guess(column)
    if kind not in KINDS:
        problems.append(Problem("unknown_kind", f"{place} › kind", repr(kind)))
        return None
    if kind in NUMERIC:
        problems += _cells_that_are_no_number(column, name)
    return Variable(
        name,
        kind,
        read_labels(given, "labels", place, problems),
        read_labels_by_code(given, "level_labels", place, problems),
        read_text(given, "unit", place, problems),
    )


def _cells_that_are_no_number(column: pd.Series, name: str) -> list[Problem]:
    wrong = column[_given(column) & _numeric(column).isna()]
    lines = np.flatnonzero(column.index.isin(wrong.index)) + 2
    return [
        Problem("not_a_number", f"line {line} › {name}", repr(value))
        for line, value in zip(lines, wrong, strict=True)
    ]


def _typed(table: pd.DataFrame, variables: Mapping[str, Variable]) -> Frame:
    columns, log = {}, []
    for name, variable in variables.items():
        text = table[name].where(_given(table[name]))
        if variable.kind == "category":
            levels = sorted({*text.dropna().unique(), *variable.level_labels})
            columns[name] = pd.Series(pd.Categorical(text, categories=levels), index=table.index)
        elif variable.kind == "text":
            columns[name] = text
        else:
            columns[name] = _numeric(text)
            lost = int(text.notna().sum() - columns[name].notna().sum())
            if lost:
                log.append(Edit("not_a_number_set_missing", name, lost))
    return Frame(pd.DataFrame(columns, index=table.index), variables, tuple(log))


def _guess(column: pd.Series) -> Kind:
    return "number" if _numeric(column).notna().equals(_given(column)) else "category"


def _given(column: pd.Series) -> pd.Series:
    return column.notna() & (column != "")


def _numeric(column: pd.Series) -> pd.Series:
    """Finite decimal numbers as float64; anything else is missing."""
    numbers = pd.to_numeric(column, errors="coerce").astype("float64")
    return numbers.where(np.isfinite(numbers))
